"""Western and Arabic-Indic digits."""

from decimal import Decimal

import pytest
from hypothesis import given

from arabic.digits import format_number, in_digits, to_arabic, to_western

from .strategies import quick, texts


@pytest.mark.parametrize(
    ("western", "arabic"),
    [
        ("0123456789", "٠١٢٣٤٥٦٧٨٩"),
        ("12.5%", "١٢٫٥٪"),
        ("1,234,567.89", "١٬٢٣٤٬٥٦٧٫٨٩"),
        ("14:30", "١٤:٣٠"),
        ("في 3 دقائق.", "في ٣ دقائق."),
    ],
)
def test_numbers_turn_there_and_back(western, arabic):
    assert to_arabic(western) == arabic
    assert to_western(arabic) == western


@pytest.mark.parametrize(
    ("text", "arabic"), [("05.12.2024", "٠٥.١٢.٢٠٢٤"), ("1,2", "١,٢"), ("خبر, 12", "خبر, ١٢"), ("%", "%")]
)
def test_signs_that_do_not_belong_to_a_number_stay(text, arabic):
    assert to_arabic(text) == arabic


def test_persian_digits_become_western():
    assert to_western("۰۱۲۳۴۵۶۷۸۹") == "0123456789"


@pytest.mark.parametrize(
    ("number", "latn", "arab"),
    [
        (0, "0", "٠"),
        (1234567.89, "1,234,567.89", "١٬٢٣٤٬٥٦٧٫٨٩"),
        (Decimal("1234.50"), "1,234.50", "١٬٢٣٤٫٥٠"),
        (-5, "\u200e-5", "\u061c-٥"),
    ],
)
def test_a_number_is_wholly_in_one_system(number, latn, arab):
    assert format_number(number) == latn
    assert format_number(number, digits="arab") == arab


def test_years_are_not_grouped():
    assert format_number(2024, grouping=False) == "2024"
    assert format_number(2024, digits="arab", grouping=False) == "٢٠٢٤"


def test_an_unknown_system_is_refused_by_name():
    with pytest.raises(ValueError, match="hindi"):
        in_digits("1", "hindi")


@quick
@given(texts)
def test_length_never_changes(text):
    assert len(to_arabic(text)) == len(to_western(text)) == len(text)
