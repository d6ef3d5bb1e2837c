"""Dates as Arabic newspapers print them."""

import datetime

import pytest
from babel import Locale

from arabic.dates import MONTH_STYLES, format_date, format_datetime, format_time, month_name, weekday_name

MOMENT = datetime.datetime(2024, 4, 17, 14, 30, tzinfo=datetime.UTC)
NBSP = "\u00a0"

COUNTRIES = {
    "gregorian": ["ar", "ar_EG", "ar_SA", "ar_AE", "ar_QA", "ar_YE"],
    "levant": ["ar_IQ", "ar_JO", "ar_LB", "ar_PS", "ar_SY"],
    "maghreb": ["ar_DZ", "ar_TN"],
    "morocco": ["ar_MA"],
    "mauritania": ["ar_MR"],
}


@pytest.mark.parametrize(("style", "locale"), [(style, name) for style, names in COUNTRIES.items() for name in names])
def test_month_names_are_those_of_cldr(style, locale):
    names = Locale.parse(locale).months["format"]["wide"]
    assert [month_name(month, style).replace(NBSP, " ") for month in range(1, 13)] == [names[m] for m in range(1, 13)]


def test_weekday_names_are_those_of_cldr():
    names = Locale.parse("ar").days["format"]["wide"]
    days = [datetime.date(2024, 4, day) for day in range(15, 22)]
    assert [weekday_name(day) for day in days] == [names[weekday] for weekday in range(7)]


def test_dual_names_have_no_space_at_the_slash_and_do_not_break_inside():
    assert month_name(12) == f"ديسمبر/كانون{NBSP}الأول"
    assert month_name(5) == "مايو/أيار"


def test_every_style_has_twelve_months():
    for style in MONTH_STYLES:
        assert len({month_name(month, style) for month in range(1, 13)}) == 12


@pytest.mark.parametrize(("month", "style"), [(0, "dual"), (13, "dual"), (1, "latin"), (-1, "levant")])
def test_what_does_not_exist_is_refused(month, style):
    with pytest.raises(ValueError, match=r"month"):
        month_name(month, style)


def test_full_date_and_time():
    assert format_datetime(MOMENT) == f"الأربعاء 17{NBSP}أبريل/نيسان 2024، 14:30"


def test_date_without_weekday_is_the_default():
    assert format_date(MOMENT) == f"17{NBSP}أبريل/نيسان 2024"
    assert format_date(MOMENT.date(), weekday=True, year=False) == f"الأربعاء 17{NBSP}أبريل/نيسان"


@pytest.mark.parametrize(
    ("months", "written"),
    [
        ("gregorian", "5 ديسمبر 2024"),
        ("levant", "5 كانون الأول 2024"),
        ("dual", "5 ديسمبر/كانون الأول 2024"),
        ("maghreb", "5 ديسمبر 2024"),
        ("morocco", "5 دجنبر 2024"),
        ("mauritania", "5 دجمبر 2024"),
    ],
)
def test_the_same_day_in_every_style(months, written):
    assert format_date(datetime.date(2024, 12, 5), months=months).replace(NBSP, " ") == written


def test_arabic_indic_digits_reach_every_number():
    assert format_datetime(MOMENT, months="gregorian", digits="arab") == f"الأربعاء ١٧{NBSP}أبريل ٢٠٢٤، ١٤:٣٠"


def test_times_are_on_the_24_hour_clock():
    assert format_time(datetime.time(0, 5)) == "00:05"
    assert format_time(datetime.time(17, 4), digits="arab") == "١٧:٠٤"
