"""«هل تقصد»: a word nobody wrote, corrected to the nearest one that readers can read.

The words come from the index itself and only from what readers may see now, so none is told that is not public. All
spellings one letter away are looked up at once, whatever the size of the archive.
"""

import re
import unicodedata

from arabic.likeness import one_letter_away
from arabic.search import analyse

from .. import body
from ..models import Article
from . import store
from .question import Question

MOST = 3  # words of a question that are corrected
SHORTEST, LONGEST = 3, 15


@store.kept_to_the_index()
def correction(question, now):
    """The question with its unknown words corrected, if something answers it then; else an empty text."""
    words = [word for word in question.plain_words if SHORTEST <= len(word[2]) <= LONGEST and word[2].isalpha()][:MOST]
    known = store.uses([f"={spelling}" for _start, _end, spelling in words], question.language, now)
    near = {
        spelling: {f"={other}" for other in one_letter_away(spelling)}
        for _start, _end, spelling in words
        if f"={spelling}" not in known
    }
    found = store.uses(set().union(*near.values()), question.language, now)
    text = question.text
    for start, end, spelling in reversed(words):
        tokens = near.get(spelling, set()) & found.keys()
        if not tokens:
            continue
        nearest = max(tokens, key=lambda token: (found[token], token))
        text = text[:start] + _as_written(nearest[1:], question.language, now) + text[end:]
    if text == question.text:
        return ""
    return text if store.find(question.reworded(text), now, most=1) else ""


def _as_written(spelling, language, now):
    """A folded word as the newest article that has it writes it, without vowel marks."""
    rows = store.find(Question(f'"{spelling}"', language), now, most=1)
    article = Article.objects.published(language, now).filter(pk__in=[row[1] for row in rows]).first()
    if not article:
        return spelling
    texts = [getattr(article, f"{name}_{language}") or "" for name in ("headline", "standfirst", "kicker", "place")]
    for text in (*texts, body.plain_text(getattr(article, f"body_{language}"))):
        for token in analyse(text, language):
            if token.exact == spelling:
                return _plain(text[token.start : token.end])
    return spelling


def _plain(word):
    word = unicodedata.normalize("NFC", re.sub("[\u064b-\u0652\u0670\u0640]", "", word))
    return word if word.isalpha() else re.sub(r"\W", "", word)
