"""What a reader asks: words, phrases, what is not wanted, and filters, as a tree that every index understands.

An article answers when it answers every group and none of the unwanted. A group is answered by all of its clauses, each
in one of its forms, or by one of its names: «ناغورني قره باغ» is answered by «كاراباخ».
"""

from functools import cached_property
from itertools import product
from typing import NamedTuple

from arabic.search import parse

from . import names
from .words import STEMS

MOST_LETTERS, MOST_WORDS = 200, 32
MOST_SPELLINGS = 16  # of one phrase, by the stems of its words


class TooLong(ValueError):
    """Longer than any question a reader asks."""


class Phrase(NamedTuple):
    """Words one behind the other; each place has some tokens, of which one must stand there."""

    places: tuple[tuple[str, ...], ...]

    def spelled(self):
        """Every sequence of tokens that is this phrase."""
        return product(*self.places)


class Clause(NamedTuple):
    """A word, or several in a row: in this spelling, or in any other form (None: only so)."""

    exact: Phrase
    stem: Phrase | None

    @property
    def wanted(self):
        """The form that finds it: who has a word in this spelling has its stems too."""
        return self.stem or self.exact


class Group(NamedTuple):
    clauses: tuple[Clause, ...]
    names: tuple[Phrase, ...] = ()
    is_stop: bool = False  # only words that join others: they must be there, and weigh nothing


class Filters(NamedTuple):
    """What an article must be besides. Moments bound when readers could first see it: from the one, before the other.

    `section`, `author` are ids. `ended`: those too whose time is over, which readers do not see any more.
    """

    section: int | None = None
    kind: str | None = None
    author: int | None = None
    since: object = None
    before: object = None
    ended: bool = False


class Question:
    """A query in one language, taken apart. Raises `TooLong`."""

    def __init__(self, text, language, filters=None):
        if len(text) > MOST_LETTERS:
            raise TooLong
        self.text, self.language, self.filters = text, language, filters or Filters()
        self._clauses = parse(text, language)
        if sum(len(clause.tokens) for clause in self._clauses) > MOST_WORDS:
            raise TooLong

    def __bool__(self):
        """Is anything asked for? Only what is not wanted says nothing."""
        return any(not clause.excluded for clause in self._clauses) or any(self.filters[:3])

    def reworded(self, text):
        """The same question in other words; the names are not read again."""
        other = Question(text, self.language, self.filters)
        other._aliases = self._aliases
        return other

    @cached_property
    def _aliases(self):
        return names.aliases()

    @cached_property
    def _groups(self):
        """([wanted groups], [unwanted ones])"""
        found = [], []
        run = []
        for clause in [*self._clauses, None]:
            if clause and not clause.exact and not clause.excluded:
                run.append(clause)
                continue
            found[0].extend(self._with_names(run))
            run = []
            if clause:
                found[clause.excluded].extend([_group([clause])] if clause.exact else self._with_names([clause]))
        return found

    def _with_names(self, clauses):
        """The clauses as groups, those that a name covers together, with its other spellings."""
        if not clauses:
            return []
        groups, place = [], 0
        tokens = [token for clause in clauses for token in clause.tokens]
        starts = {}  # where a clause begins and ends, counted in tokens
        for number, clause in enumerate(clauses):
            starts[place] = number
            place += len(clause.tokens)
        starts[place] = len(clauses)
        done = 0
        for named in self._aliases.find(tokens):
            if named.start not in starts or named.end not in starts:
                continue
            first, last = starts[named.start], starts[named.end]
            groups += [_group([clause]) for clause in clauses[done:first]]
            spellings = tuple(Phrase(tuple((stem,) for stem in spelling)) for spelling in named.alias.spellings)
            groups.append(_group(clauses[first:last], spellings))
            done = last
        return groups + [_group([clause]) for clause in clauses[done:]]

    @property
    def wanted(self):
        return self._groups[0]

    @property
    def unwanted(self):
        return self._groups[1]

    @cached_property
    def weighty(self):
        """The groups that say what it is about; all of them if they are all small words."""
        return [group for group in self.wanted if not group.is_stop] or self.wanted

    @cached_property
    def whole(self):
        """All that is wanted as one phrase in this spelling, if it is more than one word."""
        places = [place for group in self.wanted for clause in group.clauses for place in clause.exact.places]
        return Phrase(tuple(places)) if len(places) > 1 else None

    @cached_property
    def normal(self):
        """The words in the spelling the search takes them in: the same for all that find the same."""
        return " ".join(
            ("-" if clause.excluded else "") + (f'"{words}"' if clause.exact else words)
            for clause in self._clauses
            if (words := " ".join(token.exact for token in clause.tokens))
        )

    @cached_property
    def plain_words(self):
        """(start, end, spelling) in the text of the words that may be misspelled."""
        return [
            (token.start, token.end, token.exact)
            for clause in self._clauses
            if not clause.excluded
            for token in clause.tokens
        ]


def _group(clauses, spellings=()):
    return Group(
        tuple(_clause(clause) for clause in clauses),
        spellings,
        all(token.stop for clause in clauses for token in clause.tokens),
    )


def _clause(clause):
    exact = Phrase(tuple((f"={token.exact}",) for token in clause.tokens))
    return Clause(exact, None if clause.exact else _of_stems([token.stems for token in clause.tokens]))


def _of_stems(words):
    if len(words) == 1:
        return Phrase((words[0],))
    places, count = [], 1
    for stems in words:
        stems = stems[:STEMS] if count * len(stems[:STEMS]) <= MOST_SPELLINGS else stems[:1]
        count *= len(stems)
        places.append(tuple(stems))
    return Phrase(tuple(places))
