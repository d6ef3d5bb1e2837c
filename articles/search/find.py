"""What answers a question, the best or the newest first.

No list is read to its end: the newest that answer are looked for, and of those the newest whose headline answers, and
these few are put in order. An old story whose headline answers is found among a thousand newer ones that mention it.

A result has points for each group of the question: most in the headline, fewer in the lines under it, in tags and
authors, and in the text; all of them for the spelling asked for, less for another form, less for another name. Words
that follow each other as asked have more. Age takes off up to a half.
"""

from dataclasses import dataclass, field

from django.utils import timezone

from ..models.search import moment_of
from ..models.taxonomy import LANGUAGES
from . import store
from .question import Filters, Question, TooLong
from .words import tokens_of

MOST = 200  # results that are put in order, and counted
BY_HEADLINE = 100
PER_PAGE = 20

# By judgement. Places of a word: headline, lines under it, tags and authors, text.
_PLACES = (8, 4, 3, 1)
_EXACT, _STEM, _NAME = 1.0, 0.8, 0.6
_PHRASE = (6, 3, 2, 2)
_HALF_LIFE_DAYS = 120


@dataclass
class Found:
    """Article ids in order; `count` of all there are, or None when there are more than are counted; `last` is the
    place of the last, from which on the list goes on, newest first.
    """

    ids: list = field(default_factory=list)
    count: int | None = 0
    has_more: bool = False
    last: int | None = None


@store.kept_to_the_index()
def best(question, page=1, now=None):
    """A page of the best answers."""
    if not question:
        return Found()
    now = now or timezone.now()
    signals = [_exactly(question), (question.whole,) if question.whole else ()]
    newest = store.find(question, now, most=MOST + 1, signals=signals)
    rows = {row[0]: row for row in newest[:MOST]}
    if len(newest) > MOST and question.wanted:
        rows |= {row[0]: row for row in store.find(question, now, most=BY_HEADLINE, headline=True, signals=signals)}
    ranked = sorted(rows.values(), key=lambda row: (-_points(question, row, now), -row[0]))
    start = (page - 1) * PER_PAGE
    return Found(
        ids=[row[1] for row in ranked[start : start + PER_PAGE]],
        count=len(newest) if len(newest) <= MOST else None,
        has_more=len(ranked) > start + PER_PAGE,
        last=newest[MOST - 1][0] if len(newest) > MOST else None,
    )


def newest(question, page=1, below=None, now=None):
    """A page of the newest answers, or those older than the place `below`."""
    if not question:
        return Found()
    start = 0 if below is not None else (page - 1) * PER_PAGE
    rows = store.find(question, now or timezone.now(), most=max(MOST, start + PER_PAGE) + 1, below=below)
    shown = rows[start : start + PER_PAGE]
    return Found(
        ids=[row[1] for row in shown],
        count=len(rows) if len(rows) <= MOST and below is None else None,
        has_more=len(rows) > start + PER_PAGE,
        last=shown[-1][0] if shown else None,
    )


def in_any_language(text, now=None, most=MOST):
    """The ids of the newest `most` articles that answer in one of the site's languages, for the newsroom's lists: of
    those that readers see, or saw until their end.
    """
    now = now or timezone.now()
    ended = Filters(ended=True)
    return _each_language(text, lambda question: [row[1] for row in store.find(question, now, most=most)], ended)


def best_in_any_language(text, now=None):
    """The ids of the best answers of each of the site's languages, for the newsroom's pickers."""
    return _each_language(text, lambda question: best(question, now=now).ids)


def _each_language(text, ask, *filters):
    found = []
    for language in LANGUAGES:
        try:
            if question := Question(text, language, *filters):
                found += ask(question)
        except (TooLong, store.TooSlow):
            continue
    return found


# --- Points -----------------------------------------------------------------------------------------------------------


def _exactly(question):
    """All that is asked for in its spelling."""
    return tuple(clause.exact for group in question.weighty for clause in group.clauses)


def _points(question, row, now):
    place, _article, head, is_exact, is_phrase = row
    lines = [[tokens_of(word, question.language) for word in line.split()] for line in head.split("\n")]
    groups = [_of_group(group, lines, is_exact) for group in question.weighty]
    points = sum(groups) / max(1, len(groups)) + _of_phrase(question.whole, lines, is_phrase)
    age = max(0, (now - moment_of(place)).days)
    return points * (0.5 + 0.5 * 0.5 ** (age / _HALF_LIFE_DAYS))


def _of_group(group, lines, is_exact):
    best = _PLACES[-1] * (_EXACT if is_exact else _STEM)
    for points, line in zip(_PLACES, lines, strict=False):
        if all(stands(clause.wanted, line) for clause in group.clauses):
            exactly = all(stands(clause.exact, line) for clause in group.clauses)
            best = max(best, points * (_EXACT if exactly else _STEM))
        elif any(stands(name, line) for name in group.names):
            best = max(best, points * _NAME)
    return best


def _of_phrase(phrase, lines, is_phrase):
    if phrase is None:
        return 0
    found = [points for points, line in zip(_PHRASE, lines, strict=False) if stands(phrase, line)]
    return max([*found, _PHRASE[-1] * is_phrase])


def stands(phrase, words):
    """Do the words of a phrase stand one behind the other among these, each a set of its tokens?"""
    return any(True for _start in places_of(phrase, words))


def places_of(phrase, words):
    """Where in the words the phrase begins."""
    first, *others = phrase.places
    for start in range(len(words) - len(others)):
        if not words[start].isdisjoint(first) and all(
            not words[start + number].isdisjoint(place) for number, place in enumerate(others, 1)
        ):
            yield start
