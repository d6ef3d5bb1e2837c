"""The Umm al-Qura date beside the Gregorian one."""

import datetime

import pytest

from arabic.hijri import MONTHS, hijri_date

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (datetime.date(2024, 12, 5), f"4{NBSP}جمادى{NBSP}الآخرة 1446هـ"),
        (datetime.date(2026, 11, 22), f"12{NBSP}جمادى{NBSP}الآخرة 1448هـ"),
        (datetime.date(2024, 4, 10), f"1{NBSP}شوال 1445هـ"),
    ],
)
def test_known_days(day, written):
    assert hijri_date(day) == written


def test_the_fourth_month_is_rabi_al_akhir():
    assert MONTHS[3] == f"ربيع{NBSP}الآخر"
    assert len(set(MONTHS)) == 12


def test_the_offset_moves_the_calendar_and_not_the_weekday():
    day = datetime.date(2024, 12, 5)
    assert hijri_date(day, offset=-1, weekday=True) == f"الخميس 3{NBSP}جمادى{NBSP}الآخرة 1446هـ"
    assert hijri_date(day, offset=2) == f"6{NBSP}جمادى{NBSP}الآخرة 1446هـ"


def test_arabic_indic_digits():
    assert hijri_date(datetime.date(2024, 12, 5), digits="arab") == f"٤{NBSP}جمادى{NBSP}الآخرة ١٤٤٦هـ"


@pytest.mark.parametrize(
    "day", [datetime.date(1924, 7, 31), datetime.date(2077, 11, 17), datetime.date.min, datetime.date.max]
)
def test_a_day_outside_the_tables_has_no_hijri_date(day):
    assert hijri_date(day) is None
    assert hijri_date(day, offset=-2 if day.year < 2000 else 2) is None


@pytest.mark.parametrize("day", [datetime.date(1924, 8, 1), datetime.date(2077, 11, 16)])
def test_the_ends_of_the_tables_are_inside(day):
    assert hijri_date(day)
