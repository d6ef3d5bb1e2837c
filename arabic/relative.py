"""How long ago: «منذ 3 دقائق»."""

import datetime

from arabic.dates import format_date
from arabic.plurals import counted

# After «منذ» and «بعد» the noun is in the genitive, which shows in the dual only.
_TWO = {"minute": "دقيقتين", "hour": "ساعتين", "day": "يومين"}

_MINUTE, _HOUR, _DAY = 60, 3600, 86400


def ago(then: datetime.datetime, now: datetime.datetime, *, months: str = "dual", digits: str = "latn") -> str:
    """The distance from ``then`` to ``now``, both aware: «الآن», «منذ دقيقتين», «منذ 5 ساعات», «أمس», «منذ 6 أيام».

    Under a day the hours count; from there the calendar days of ``now``'s time zone; from a week on the date itself
    is printed. A moment to come gives «بعد 3 دقائق», «غدًا», «بعد يومين».
    """
    # Two datetimes of one zone subtract as wall-clock times, which is an hour wrong across a change of clocks.
    seconds = int(now.timestamp() - then.timestamp())
    distance = abs(seconds)
    if distance < _MINUTE:
        return "الآن"
    before = seconds > 0
    preposition = "منذ" if before else "بعد"
    if distance < _HOUR:
        return f"{preposition} {_genitive(distance // _MINUTE, 'minute', digits)}"
    if distance < _DAY:
        return f"{preposition} {_genitive(distance // _HOUR, 'hour', digits)}"
    day = then.astimezone(now.tzinfo).date()
    days = abs((now.date() - day).days)
    if days == 1:
        return "أمس" if before else "غدًا"
    if days < 7:
        return f"{preposition} {_genitive(days, 'day', digits)}"
    return format_date(day, months=months, digits=digits)


def _genitive(n: int, noun: str, digits: str) -> str:
    return _TWO[noun] if n == 2 else counted(n, noun, digits=digits)
