"""Western digits (``latn``) and Arabic-Indic digits (``arab``); the two names are those of Unicode's CLDR."""

import re
from decimal import Decimal

SYSTEMS = ("latn", "arab")

_WESTERN = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫٬٪", "01234567890123456789.,%")
_ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")

# A number with its separators, and the two shapes in which a point or a comma belongs to the number. In «1,2» the comma
# parts two numbers and in «05.12.2024» the points part a date: both keep their signs.
_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)*%?")
_SEPARATED = re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?%?")
_ARABIC_SEPARATED = str.maketrans("0123456789.,%", "٠١٢٣٤٥٦٧٨٩٫٬٪")

# A sign in front of digits lands behind them in a right-to-left line. An invisible mark of the digits' own direction
# class keeps it in front: LEFT-TO-RIGHT MARK for Western digits, ARABIC LETTER MARK for Arabic-Indic ones.
_MINUS = {"latn": "\u200e-", "arab": "\u061c-"}


def to_western(text: str) -> str:
    """Arabic-Indic and Persian digits, and the separators ٫ ٬ ٪, as 0–9 and . , %."""
    return text.translate(_WESTERN)


def to_arabic(text: str) -> str:
    """0–9 as ٠–٩; a decimal point, a thousands comma and a percent sign that belong to a number as ٫ ٬ ٪.

    For interface strings and numbers of our own; what an author wrote is never rewritten, and addresses must not pass
    here.
    """
    return _NUMBER.sub(_number_to_arabic, text)


def _number_to_arabic(match: re.Match) -> str:
    number = match[0]
    return number.translate(_ARABIC_SEPARATED if _SEPARATED.fullmatch(number) else _ARABIC)


def in_digits(text: str, digits: str) -> str:
    """Text written with Western digits, in the digits asked for: ``latn`` or ``arab``; ValueError for another name."""
    if digits not in SYSTEMS:
        raise ValueError(f"Unknown digits {digits!r}: use one of {', '.join(SYSTEMS)}.")
    return to_arabic(text) if digits == "arab" else text


def format_number(n: float | Decimal, *, digits: str = "latn", grouping: bool = True) -> str:
    """«1,234,567.89» or «١٬٢٣٤٬٥٦٧٫٨٩». Years and ids are printed with ``grouping=False``.

    A negative number starts with an invisible mark that keeps its sign in front in a right-to-left line.
    """
    written = in_digits(f"{abs(n):,}" if grouping else f"{abs(n)}", digits)
    return _MINUS[digits] + written if n < 0 else written
