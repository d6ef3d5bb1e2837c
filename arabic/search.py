"""What a search index keeps of a text, and what a query asks of it: one analyser for both.

A text becomes tokens (``analyse``), a query clauses of tokens (``parse``). A word of the text answers a word of the
query when they are spelled alike after folding (``exact``) or share a stem; ranking prefers the first. Everything is
a function of the folded word: hamza, marks, tatweel, ه for ة, Persian letters and other digits never change what is
found.
"""

import re
from functools import cache
from typing import NamedTuple

from arabic.fold import fold
from arabic.lexicon import rows
from arabic.stems import english, stems
from arabic.tokens import words


class Token(NamedTuple):
    """A word: its number in the text, its folded spelling, its stems, and where ``text[start:end]`` it stands.

    A ``stop`` word says nothing of what the text is about: it weighs nothing in ranking, but is indexed and found.
    """

    position: int
    exact: str
    stems: tuple[str, ...]
    start: int
    end: int
    stop: bool


class Clause(NamedTuple):
    """What one place of a query asks for: its tokens, one behind the other.

    ``exact``: in this very spelling (quotes); otherwise a shared stem will do. ``excluded``: texts with it are not
    wanted (``-word``).
    """

    tokens: tuple[Token, ...]
    exact: bool = False
    excluded: bool = False


_QUOTES = '"“”„‟«»‹›'
_PLACE = re.compile(
    rf"(?P<minus>(?<!\S)-)?(?:[{_QUOTES}](?P<quoted>[^{_QUOTES}]*+)[{_QUOTES}]|(?P<plain>[^\s{_QUOTES}]+))"
)
# «F-35», «COP29», 17:04, un_women: pieces of one name. «روسيا/أوكرانيا» and «الروسي-الأوكراني» are two words.
_INSIDE_A_NAME = re.compile("[-‐‑_.:]?")


def analyse(text: str, language: str = "ar") -> list[Token]:
    """The tokens of a text. ``language`` is the text's own; words in Arabic and English letters are stemmed in both.

    Texts in other languages keep their words as they are spelled, apart from folding.
    """
    stemmed = language.partition("-")[0] in ("ar", "en")
    stop = stop_words()
    return [
        Token(position, exact, _stems(exact) if stemmed else (exact,), start, end, exact in stop)
        for position, (exact, start, end) in enumerate(words(text))
    ]


def parse(text: str, language: str = "ar") -> list[Clause]:
    """The clauses of a query, all of which a text must answer.

    Quotes of any kind hold a phrase; a quote without its partner is passed over. ``-`` before a word or a phrase
    excludes it. Pieces of one name («كوفيد-19») must follow each other; other words may stand anywhere.
    """
    clauses = []
    for place in _PLACE.finditer(text):
        quoted = place["quoted"] is not None
        found = analyse(place["quoted"] if quoted else place["plain"], language)
        start = place.start("quoted" if quoted else "plain")
        tokens = [token._replace(start=token.start + start, end=token.end + start) for token in found]
        groups = [tokens] if quoted else _names(text, tokens)
        clauses += [Clause(tuple(group), quoted, bool(place["minus"])) for group in groups if group]
    position = 0
    for number, clause in enumerate(clauses):
        numbered = tuple(token._replace(position=position + i) for i, token in enumerate(clause.tokens))
        clauses[number] = clause._replace(tokens=numbered)
        position += len(numbered)
    return clauses


def _names(text: str, tokens: list[Token]) -> list[list[Token]]:
    groups: list[list[Token]] = []
    for token in tokens:
        if groups and _one_name(text, groups[-1][-1], token):
            groups[-1].append(token)
        else:
            groups.append([token])
    return groups


def _one_name(text: str, before: Token, after: Token) -> bool:
    if before.start == after.start:
        return True  # «عبدالله», «ﷺ»
    both_arabic = _is_arabic(before.exact) and _is_arabic(after.exact)
    return not both_arabic and bool(_INSIDE_A_NAME.fullmatch(text, before.end, after.start))


def _is_arabic(word: str) -> bool:
    return "\u0600" <= word[0] <= "\u08ff"


def _stems(exact: str) -> tuple[str, ...]:
    if _is_arabic(exact):
        return stems(exact)
    return (english(exact),) if exact.isascii() and exact.isalpha() else (exact,)


@cache
def stop_words() -> frozenset[str]:
    """The folded stop words, those with «و» in front among them."""
    plain = [word for line in rows("stop.txt") for word in line]
    return frozenset([*plain, *(fold("و" + word) for word in plain if _is_arabic(word))])
