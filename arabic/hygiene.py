"""What a plain text field may hold: headlines, names, captions, tags.

Text is pasted from word processors, newspaper PDFs and messages. It arrives with invisible characters that turn the
line round, with letters stored as printed shapes, with piles of marks. None of that may reach a page, a feed or a log
line.
"""

import re
import unicodedata

from arabic.bidi import is_balanced

MAX_MARKS = 4
"""Combining marks kept on one letter. Arabic and Hebrew with every sign written need three."""

# Words that are one character on purpose. All other presentation forms are shapes of letters, and become the letters.
_WORD_CHARACTERS = "ﷲﷺﷻ﷼﷽"

# Useful inside a text (a Latin name's closing mark, a Persian plural, the Hijri «ه‍»), invisible and a trap at its
# ends.
_EDGE_CONTROLS = "\u200e\u200f\u061c\u200c\u200d"
_ISOLATE_CONTROLS = "\u2066\u2067\u2068\u2069"
_DROP_ISOLATES = dict.fromkeys(map(ord, _ISOLATE_CONTROLS))

_SPACE_RUN = re.compile(r" {2,}")


def _base_letters(form: str) -> str:
    # The isolated shapes of short vowels decompose to a space or a tatweel and the mark; the mark belongs to the
    # letter before.
    return unicodedata.normalize("NFKC", form).strip(" \u0640")


def _table(line_break: str, tab: str) -> dict[int, str]:
    """What each forbidden or replaced character becomes."""
    removed = [
        *range(0x20),
        *range(0x7F, 0xA0),
        *range(0xD800, 0xE000),  # lone surrogates: not text, cannot be encoded
        *range(0xFDD0, 0xFDF0),  # noncharacters, and the last two of every plane
        *(plane + last for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF)),
        *range(0x202A, 0x202F),  # embeddings and overrides: isolates do the same without reaching outside
        *range(0x206A, 0x2070),  # deprecated format characters
        *(0x00AD, 0x180E, 0x200B, 0x2060, 0x2061, 0x2062, 0x2063, 0x2064, 0xFEFF, 0xFFF9, 0xFFFA, 0xFFFB),
    ]
    spaces = [0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000]
    forms = [*range(0xFB50, 0xFDD0), *range(0xFDF0, 0xFE00), *range(0xFE70, 0xFEFF)]
    return {
        **{code: _base_letters(chr(code)) for code in forms if chr(code) not in _WORD_CHARACTERS},
        **dict.fromkeys(removed, ""),
        **dict.fromkeys(spaces, " "),
        **dict.fromkeys((0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029), line_break),
        0x09: tab,
    }


_ONE_LINE = _table(line_break=" ", tab=" ")
_MANY_LINES = _table(line_break="\n", tab="\t")


def clean_text(text: str, *, multiline: bool = False) -> str:
    """The text as it may be stored, in NFC; cleaning twice changes nothing, and no ``str`` is refused.

    Gone: control characters, lone surrogates, noncharacters, embeddings and overrides, invisible separators, isolates
    that do not balance, marks beyond MAX_MARKS on one letter. Presentation forms become letters («ﻻ» → «لا»),
    single-character words («ﷺ») stay. Every kind of space is a plain one, runs of them are one, the ends are trimmed
    of spaces and of invisible marks. Line ends and tabs stay in ``multiline`` text and are spaces otherwise. A text
    of which nothing could be seen becomes empty.
    """
    if multiline:
        text = text.replace("\r\n", "\n")
    text = text.translate(_MANY_LINES if multiline else _ONE_LINE)
    if not is_balanced(text):
        text = text.translate(_DROP_ISOLATES)
    # NFC both joins marks into letters and takes some letters apart, so the marks are counted on both sides. Counting
    # them first also spares it the long runs of marks that it would sort in quadratic time.
    text = _few_marks(unicodedata.normalize("NFC", _few_marks(text)))
    lines = [_SPACE_RUN.sub(" ", line).strip(" " + _EDGE_CONTROLS) for line in text.split("\n")]
    text = "\n".join(lines).strip("\n\t " + _EDGE_CONTROLS)
    return text if text.strip("\n\t " + _EDGE_CONTROLS + _ISOLATE_CONTROLS) else ""


def _few_marks(text: str) -> str:
    """At most MAX_MARKS combining marks after each base; format characters between them do not start a new count."""
    if text.isascii():
        return text
    kept, marks = [], 0
    for character in text:
        kind = unicodedata.category(character)
        if kind[0] == "M":
            marks += 1
            if marks > MAX_MARKS:
                continue
        elif kind != "Cf":
            marks = 0
        kept.append(character)
    return "".join(kept)
