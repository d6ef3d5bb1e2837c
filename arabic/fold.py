"""When two spellings are one word.

``fold`` is wide and may grow: it decides what a search finds. ``tag_key`` is narrow and frozen: it decides which tags
may stand side by side in the database. They share nothing, so that work on the first can never move the second.

Both take every character apart before they look at it (compatibility decomposition), so that composed and decomposed
spellings meet, and both drop combining marks of every script, so that no order of marks remains to be sorted.
"""

import unicodedata
from functools import lru_cache

_HAMZA_ABOVE = "\u0654"
_ZWNJ = "\u200c"
_TATWEEL = "\u0640"

_LETTERS = str.maketrans(
    {
        "ٱ": "ا",
        **dict.fromkeys("ىیېۍے", "ي"),
        **dict.fromkeys("ةەہھۃ", "ه"),
        **dict.fromkeys("کڪگڭݣ", "ك"),
        "پ": "ب",
        "چ": "ج",
        "ژ": "ز",
        **dict.fromkeys("ڤڥ", "ف"),
        "ڨ": "ق",
    }
)


def fold(text: str) -> str:
    """A text as the search sees it, in the index and in the query: «شُؤُون دوليّة» and «شئون دوليه» are one.

    Marks and tatweel are gone; forms of alef, yeh, heh and kaf are one letter each, Persian letters the Arabic ones
    nearest to them, hamza on waw or yeh a bare hamza; digits are 0–9; Latin letters are small and without accents;
    ZWNJ and every white space are one space, the ends trimmed; other invisible characters are gone. Punctuation
    stays: parting words is the caller's work. Folding twice changes nothing, and NFC and NFD of a text fold alike. A
    character can become up to 18 («ﷺ»).
    """
    text = "".join(map(_folded, text))
    text = text.replace("و" + _HAMZA_ABOVE, "ء").replace("ي" + _HAMZA_ABOVE, "ء").replace(_HAMZA_ABOVE, "")
    # Hangul is the one script left in pieces that belong together.
    return unicodedata.normalize("NFC", " ".join(text.split()))


@lru_cache(maxsize=4096)
def _folded(character: str) -> str:
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
    return "".join(map(_folded_part, parts)).translate(_LETTERS)


def _folded_part(part: str) -> str:
    if part == _HAMZA_ABOVE:
        return part  # on waw and yeh it makes another letter; the caller, who sees the letter, decides
    if part == _ZWNJ or part.isspace():
        return " "
    if part == _TATWEEL or unicodedata.combining(part) or unicodedata.category(part) in ("Cc", "Cf", "Cs"):
        return ""
    digit = unicodedata.decimal(part, None)
    return part if digit is None else str(digit)


# ---------------------------------------------------------------------------------------------------------------------
# The key of tags. FROZEN: it is stored in a unique column. Any change of the lines below, however small, needs a data
# migration that computes every stored key again and merges the tags that meet. tests/arabic/test_tag_key.py holds it.

TAG_KEY_VERSION = 1

_TAG_LETTERS = str.maketrans({"ٱ": "ا", "ی": "ي", **dict.fromkeys("کڪ", "ك")})


def tag_key(name: str) -> str:
    """The key on which a tag is unique: «ايران» = «إيران», «كوفيد-19» = «كوفيد ١٩» = «كوفيد_19».

    Folded: hamza, madda and wasla on alef; marks; tatweel; Persian and Urdu kaf and yeh; every set of decimal digits;
    case; printed shapes of letters. Spaces, underscores, hyphens, dashes and ZWNJ are one space; other invisible
    characters are gone. Kept apart: teh marbuta and heh, alef maqsura and yeh, hamza on waw and on yeh, gaf and kaf.
    May be empty; the caller refuses such a tag.
    """
    text = "".join(map(_tag_part, name))
    text = text.replace("و" + _HAMZA_ABOVE, "ؤ").replace("ي" + _HAMZA_ABOVE, "ئ").replace("ى" + _HAMZA_ABOVE, "ئ")
    return unicodedata.normalize("NFC", " ".join(text.replace(_HAMZA_ABOVE, "").split()))


@lru_cache(maxsize=1024)
def _tag_part(character: str) -> str:
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
    kept = []
    for part in parts:
        kind = unicodedata.category(part)
        digit = unicodedata.decimal(part, None)
        if part == _HAMZA_ABOVE:
            kept.append(part)
        elif part == _ZWNJ or part == "_" or kind == "Pd" or part.isspace():
            kept.append(" ")
        elif part == _TATWEEL or unicodedata.combining(part) or kind in ("Cc", "Cf", "Cs"):
            continue
        else:
            kept.append(part if digit is None else str(digit))
    return "".join(kept).translate(_TAG_LETTERS)
