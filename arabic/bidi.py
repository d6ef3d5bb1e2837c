"""Left-to-right pieces in right-to-left text.

In an Arabic sentence «@BBCArabic» shows as «BBCArabic@» and «+994 12 555» as «555 12 994+» unless the piece is
isolated; a score between two team names is the opposite case: isolating it swaps the sides.
"""

import re
import unicodedata

RIGHT_TO_LEFT_MARK = "\u200f"

_ISOLATES = frozenset("\u2066\u2067\u2068")
_POP_ISOLATE = "\u2069"

# Each alternative starts at a place where it cannot start again one character later, and no two neighbouring
# quantifiers share a character, so that the search is linear.
_RUN = re.compile(
    r"""
      (?P<url> (?i:https?://|www\.) [^\s<>"«»“”،؛؟]+ )
    | (?P<email> (?<![A-Za-z0-9._%+-]) [A-Za-z0-9._%+-]++ @ [A-Za-z0-9-]++ (?: \. [A-Za-z0-9-]++ )+ )
    | (?P<handle> (?<![A-Za-z0-9._@]) @ [A-Za-z0-9_]++ (?: @ [A-Za-z0-9-]++ (?: \. [A-Za-z0-9-]++ )+ )? )
    | (?P<hashtag> (?<![A-Za-z0-9_&/\#]) \# [0-9_]*+ [A-Za-z] [A-Za-z0-9_]*+ (?!\w) )
    | (?P<phone> (?<![\w+.,/:-]) (?: \+[0-9] | 0[0-9] ) (?: [ \u00a0().-]{0,2} [0-9] ){6,14} (?! [\w-] ) )
    """,
    re.VERBOSE,
)

_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def starts_left_to_right(text: str) -> bool:
    """Whether a browser that guesses the direction by the first strong letter would choose left-to-right.

    Digits, punctuation and what stands inside an isolate do not count; a text without any letter does not either.
    """
    return _first_strong(text) == "L"


def _first_strong(text: str) -> str:
    """``L`` or ``R``, or an empty string (rules P2 and P3 of the Unicode Bidirectional Algorithm)."""
    depth = 0
    for character in text:
        if character in _ISOLATES:
            depth += 1
        elif character == _POP_ISOLATE:
            depth = max(depth - 1, 0)
        elif depth == 0 and (direction := strong_direction(character)):
            return direction
    return ""


def strong_direction(character: str) -> str:
    """``L`` or ``R`` for a letter, an empty string for digits, punctuation and spaces."""
    kind = unicodedata.bidirectional(character)
    if kind in ("R", "AL"):
        return "R"
    return "L" if kind == "L" else ""


def title(text: str) -> str:
    """A title or mail subject as it must leave us: one in Arabic that begins with a Latin word gets U+200F in front.

    Window titles, shared cards and mail programs take the direction of a title from its first letter. A title without
    any right-to-left letter is left alone.
    """
    if starts_left_to_right(text) and any(strong_direction(character) == "R" for character in text):
        return RIGHT_TO_LEFT_MARK + text
    return text


def ltr_runs(text: str) -> list[tuple[int, int]]:
    """Where the handles, Latin hashtags, web and mail addresses and phone numbers stand: (start, end) in text order.

    Scores, years, percentages and Arabic hashtags are never among them; the sentence's own punctuation stays outside.
    """
    runs = []
    for match in _RUN.finditer(text):
        start, end = match.span()
        if match.lastgroup == "url":
            end = start + len(match[0].rstrip(".,;:!?'"))
            if text[end - 1] == ")" and "(" not in text[start:end]:
                end -= 1
        runs.append((start, end))
    return runs


def needs_isolation(token: str) -> bool:
    """Whether a token on its own shows wrong in an Arabic sentence unless it is isolated.

    True for everything ``ltr_runs`` finds, for Latin names with a sign at an edge (C++, Yahoo!), for dates such as
    2024-12-05 and for sums such as $12.5; false for scores, ranges, percentages, F-35, 17:04 and anything in Arabic
    letters or digits.
    """
    token = token.strip()
    if not token or any(unicodedata.bidirectional(character) in ("R", "AL", "AN") for character in token):
        return False
    if _ISO_DATE.fullmatch(token) or ltr_runs(token) == [(0, len(token))]:
        return True
    if unicodedata.category(token[0]) == "Sc":
        return True
    has_latin = any(strong_direction(character) == "L" for character in token)
    return has_latin and not (token[0].isalnum() and token[-1].isalnum())


def is_balanced(text: str) -> bool:
    """Whether every isolate (U+2066–2068) is closed by U+2069 in its own line, and nothing else is."""
    depth = 0
    for character in text:
        if character in _ISOLATES:
            depth += 1
        elif character == _POP_ISOLATE:
            depth -= 1
            if depth < 0:
                return False
        elif character == "\n" and depth:
            return False
    return depth == 0
