"""Names that are likely one name, written otherwise: they only suggest, and somebody says whether they are.

Not for what must be one (`arabic.fold.tag_key`), nor for what a search finds (`arabic.search`).
"""

from os.path import commonprefix

from arabic.fold import fold
from arabic.search import analyse

ARABIC, LATIN = "ءابتثجحخدذرزسشصضطظعغفقكلمنهوي", "abcdefghijklmnopqrstuvwxyz"
SHORTEST = 5  # letters of a name that may be a slip of another: of short words half are


def likeness(name: str) -> str:
    """What names share that differ in the article, the number or the order of their words: «الانتخابات», «انتخاب».

    Empty for a name without a word.
    """
    tokens = analyse(name)
    return " ".join(sorted({token.stems[0] for token in tokens if not token.stop} or {token.exact for token in tokens}))


def squeezed(name: str) -> str:
    """The letters and digits of a name, folded: «عبد الله» and «عبدالله» are one."""
    return "".join(filter(str.isalnum, fold(name)))


def one_letter_away(word: str) -> set[str]:
    """All folded spellings one slip makes of the word: a letter too much, too few, another, or two changed over."""
    letters = LATIN if word.isascii() else ARABIC
    parts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    found = shortened(word)
    found |= {left + right[1] + right[0] + right[2:] for left, right in parts if len(right) > 1}
    found |= {left + letter + right[1:] for left, right in parts if right for letter in letters}
    found |= {left + letter + right for left, right in parts for letter in letters}
    return found - {word}


def shortened(word: str) -> set[str]:
    """The word with one letter taken out, in every place. Two words one slip apart share one of these, or are one."""
    return {word[:place] + word[place + 1 :] for place in range(len(word))}


def one_apart(one: str, other: str) -> bool:
    """Are they the same, or the same but for one slip? Another digit is no slip: «كأس 2022» is not «كأس 2026»."""
    start = len(commonprefix((one, other)))
    one, other = one[start:], other[start:]
    end = len(commonprefix((one[::-1], other[::-1])))
    one, other = one[: len(one) - end], other[: len(other) - end]
    if any(map(str.isdecimal, one + other)):
        return False
    return len(one) < 2 and len(other) < 2 or (len(one) == 2 and one == other[::-1])
