"""How long ago, in words."""

import datetime
from zoneinfo import ZoneInfo

import pytest

from arabic.relative import ago

NOW = datetime.datetime(2024, 4, 17, 14, 30, tzinfo=ZoneInfo("Asia/Riyadh"))


@pytest.mark.parametrize(
    ("distance", "written"),
    [
        ({"seconds": 0}, "الآن"),
        ({"seconds": 59}, "الآن"),
        ({"minutes": 1}, "منذ دقيقة واحدة"),
        ({"minutes": 2}, "منذ دقيقتين"),
        ({"minutes": 3}, "منذ 3 دقائق"),
        ({"minutes": 10}, "منذ 10 دقائق"),
        ({"minutes": 11}, "منذ 11 دقيقة"),
        ({"minutes": 59, "seconds": 59}, "منذ 59 دقيقة"),
        ({"hours": 1}, "منذ ساعة واحدة"),
        ({"hours": 2}, "منذ ساعتين"),
        ({"hours": 5}, "منذ 5 ساعات"),
        ({"hours": 23, "minutes": 59}, "منذ 23 ساعة"),
        ({"days": 1}, "أمس"),
        ({"days": 1, "hours": 14}, "أمس"),
        ({"days": 1, "hours": 15}, "منذ يومين"),
        ({"days": 2}, "منذ يومين"),
        ({"days": 6}, "منذ 6 أيام"),
        ({"days": 7}, "10 أبريل/نيسان 2024"),
        ({"seconds": -59}, "الآن"),
        ({"minutes": -2}, "بعد دقيقتين"),
        ({"hours": -3}, "بعد 3 ساعات"),
        ({"days": -1}, "غدًا"),
        ({"days": -2}, "بعد يومين"),
        ({"days": -30}, "17 مايو/أيار 2024"),
    ],
)
def test_distance(distance, written):
    assert ago(NOW - datetime.timedelta(**distance), NOW).replace("\u00a0", " ") == written


def test_the_zones_of_the_two_moments_need_not_agree():
    then = (NOW - datetime.timedelta(minutes=3)).astimezone(datetime.UTC)
    assert ago(then, NOW) == "منذ 3\u00a0دقائق"


def test_a_change_of_clocks_does_not_add_an_hour():
    cairo = ZoneInfo("Africa/Cairo")  # clocks went from 00:00 to 01:00 on 26 April 2024
    then = datetime.datetime(2024, 4, 25, 23, 50, tzinfo=cairo)
    assert ago(then, datetime.datetime(2024, 4, 26, 1, 10, tzinfo=cairo)) == "منذ 20\u00a0دقيقة"


def test_site_settings_reach_numbers_and_months():
    assert ago(NOW - datetime.timedelta(minutes=5), NOW, digits="arab") == "منذ ٥\u00a0دقائق"
    assert ago(NOW - datetime.timedelta(days=9), NOW, months="morocco", digits="arab") == "٨\u00a0أبريل ٢٠٢٤"
