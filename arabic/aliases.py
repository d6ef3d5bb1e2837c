"""Names that are written in several ways or scripts: «غوتيريش», «غوتيرش», Guterres.

A list of names is rows of spellings, the first the name we show. Spellings can have several words; a text names the
alias when the stems of these words follow each other in it («لغوتيريش» too). ``data/aliases.tsv`` is the list we ship.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from arabic.search import Token, analyse


class Alias(NamedTuple):
    """A name and its spellings, itself among them; a spelling is the stems of its words, one behind the other."""

    name: str
    spellings: tuple[tuple[str, ...], ...]


class Named(NamedTuple):
    """``tokens[start:end]`` are a spelling of the alias."""

    start: int
    end: int
    alias: Alias


class Aliases:
    """A list of names, ready to be found. A spelling that stands in two rows is the first one's."""

    def __init__(self, rows: Iterable[Sequence[str]]):
        self._tree: dict = {}
        for row in rows:
            spellings = dict.fromkeys(tuple(map(_stem, analyse(spelling))) for spelling in row)
            spellings.pop((), None)
            alias = Alias(row[0], tuple(spellings)) if spellings else None
            for stems in spellings:
                branch = self._tree
                for stem in stems:
                    branch = branch.setdefault(stem, {})
                branch.setdefault(None, alias)

    def find(self, tokens: Sequence[Token]) -> list[Named]:
        """The names in order: from each word the longest, and on behind it."""
        found, start = [], 0
        while start < len(tokens):
            if named := self._longest(tokens, start):
                found.append(named)
                start = named.end
            else:
                start += 1
        return found

    def _longest(self, tokens: Sequence[Token], start: int) -> Named | None:
        """A spelling has few words, so this looks at few tokens however long the text is."""
        best, branches = None, [self._tree]
        for end in range(start, len(tokens)):
            branches = [branch[stem] for branch in branches for stem in tokens[end].stems if stem in branch]
            if not branches:
                break
            for branch in branches:
                if None in branch:
                    best = Named(start, end + 1, branch[None])
                    break
        return best


def _stem(token: Token) -> str:
    """The stem that is the name: of «سيول», which is Seoul and «floods», the word itself."""
    bare = token.exact.removeprefix("ال")
    return bare if bare in token.stems else token.stems[0]


@cache
def shipped() -> Aliases:
    """The names we ship."""
    lines = (Path(__file__).parent / "data" / "aliases.tsv").read_text(encoding="utf-8").splitlines()
    return Aliases(line.split("\t") for line in lines)
