"""The words of a text, each with its place.

Parted at white space, ZWNJ, slashes («ديسمبر/كانون»), hyphens, underscores («#غزة_تحت_القصف»), quotes and all other
signs; between Arabic and other letters («الـBBC»), and between letters and digits («COP29»). Marks, tatweel and
invisible characters part nothing. An article or preposition that stands alone before a foreign word or a number
(«الـ20», «لـCNN») is no word. «عبدالله» is two words, as «عبد الله» is.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from arabic.digits import to_western
from arabic.fold import fold

LONGEST = 64
"""Letters of a word that count. Databases refuse words of thousands of letters; nobody types them."""

_LONGEST_PIECE = 16 * LONGEST  # characters, marks among them


class Word(NamedTuple):
    """A folded word and the stretch ``text[start:end]`` it stands for; words can share a stretch («ﷺ»)."""

    exact: str
    start: int
    end: int


_ARABIC_LETTERS = "\u0620-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06e5\u06e6\u06ee\u06ef\u06fa-\u06ff\u0750-\u077f"
_ARABIC_LETTERS += "\u0870-\u0887\u0889-\u088e\u08a0-\u08c9\ufb50-\ufbb1\ufbd3-\ufdfb\ufe70-\ufefc"
_JOINER = "\u0640"
_OTHER_LETTERS = rf"[^\W\d_{_ARABIC_LETTERS}](?:{_JOINER}|[^\W\d_{_ARABIC_LETTERS}])*+"
_PIECE = re.compile(
    rf"""
      (?P<number> \d++ (?: [.,٫٬] \d++ )*+ )
    | (?P<arabic> [{_ARABIC_LETTERS}]++ )
    | (?P<other> {_OTHER_LETTERS} (?: ['’ʼ] {_OTHER_LETTERS} )*+ )
    """,
    re.VERBOSE,
)
_FOLDED = re.compile(rf"[0-9]+|[{_ARABIC_LETTERS}]+|(?:[^\W0-9_{_ARABIC_LETTERS}]|['’ʼ])+")

_THOUSANDS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]{1,3}(?:\.[0-9]{3}){2,}(?:,[0-9]+)?")
_DECIMAL = re.compile(r"[0-9]+[.,][0-9]+")

# An article, a preposition or a conjunction, alone or together.
_CLITICS = re.compile("[وف]?(?:[بكل]?ال|لل|[بكل])|[وف]")
_SERVANT = re.compile("([وفبكل]?عبد)(ال..+)")


class _Joiners(dict):
    """Character → itself, or the joiner for what no reader sees as a letter; filled as characters come by."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        kind = unicodedata.category(character)
        hidden = kind[0] == "M" or (kind in ("Cf", "Cs", "Cc") and character != "\u200c" and not character.isspace())
        seen = _JOINER if hidden else character
        if code < 0x10000:  # a text of all of Unicode must not stay in memory
            self[code] = seen
        return seen


_joiners = _Joiners()


def words(text: str) -> Iterator[Word]:
    """The words in order. Any ``str`` is taken, in time proportional to its length."""
    seen = text.translate(_joiners)  # character by character, so that places stay
    for match in _PIECE.finditer(seen):
        (start, end), kind = match.span(), match.lastgroup
        piece = text[start:end]
        folded = _folded if len(piece) <= LONGEST else _folded.__wrapped__  # long ones would fill the memory
        for exact in folded(piece[:_LONGEST_PIECE], kind):
            if kind == "arabic" and _CLITICS.fullmatch(exact) and _leans_on_next(seen, end):
                continue
            yield Word(exact, start, end)


@lru_cache(maxsize=1 << 16)
def _folded(piece: str, kind: str) -> tuple[str, ...]:
    """The words that a piece is after folding, none or several if need be."""
    folded = fold(piece)
    if kind == "number":
        found = _numbers(to_western(folded))
    elif kind == "arabic":
        found = _arabic(folded)
    else:
        found = _other(folded)
    return tuple(word[:LONGEST] for word in found)


def _leans_on_next(seen: str, end: int) -> bool:
    """Whether a foreign word or a number follows at once, or behind a space if the piece was drawn out («الـ 20»)."""
    if seen[end - 1] == _JOINER and seen[end : end + 1] == " ":
        end += 1
    following = seen[end : end + 1]
    return following.isalnum() and not re.match(f"[{_ARABIC_LETTERS}]", following)


def _arabic(folded: str) -> list[str]:
    if folded.isalpha():
        servant = _SERVANT.fullmatch(folded)
        return list(servant.groups()) if servant else [folded]
    return _FOLDED.findall(folded)


def _other(folded: str) -> list[str]:
    if folded.isalpha() and folded.isascii():
        return [folded]
    found = (re.sub("['’ʼ]s?$|['’ʼ]", "", piece) for piece in _FOLDED.findall(folded))
    return [piece for piece in found if piece]


def _numbers(number: str) -> list[str]:
    """«1,250» and «1250» are one number, «3,5» and «3.5» too; a date with points is three."""
    if _THOUSANDS.fullmatch(number):
        point = "," if number.count(".") > 1 else "."
        whole, _, part = number.partition(point)
        whole = whole.replace(",", "").replace(".", "")
        return [f"{whole}.{part}" if part else whole]
    if _DECIMAL.fullmatch(number):
        return [number.replace(",", ".")]
    return re.findall("[0-9]+", number)
