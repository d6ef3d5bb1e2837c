"""Gregorian dates as Arabic newspapers print them.

Arab countries name the same months in five ways, and pan-Arab media print two of them together. Framework catalogues
get this wrong (American order, one month system, mixed spellings), so the names are a table here.

A no-break space stands between day and month and inside «كانون الأول»; a line may break after the slash of a double
name and before the year.
"""

import datetime

from arabic.digits import in_digits

NO_BREAK = "\u00a0"

_MONTHS = {
    "gregorian": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "levant": "كانون_الثاني شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين_الأول تشرين_الثاني كانون_الأول",
    "maghreb": "جانفي فيفري مارس أفريل ماي جوان جويلية أوت سبتمبر أكتوبر نوفمبر ديسمبر",
    "morocco": "يناير فبراير مارس أبريل ماي يونيو يوليوز غشت شتنبر أكتوبر نونبر دجنبر",
    "mauritania": "يناير فبراير مارس إبريل مايو يونيو يوليو أغشت شتمبر أكتوبر نوفمبر دجمبر",
}
_MONTHS = {style: names.replace("_", NO_BREAK).split(" ") for style, names in _MONTHS.items()}
_MONTHS["dual"] = [f"{g}/{levant}" for g, levant in zip(_MONTHS["gregorian"], _MONTHS["levant"], strict=True)]

# Egypt and the Gulf; Levant and Iraq; both together; Algeria and Tunisia; Morocco; Mauritania.
MONTH_STYLES = ("gregorian", "levant", "dual", "maghreb", "morocco", "mauritania")

_WEEKDAYS = ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد")


def month_name(month: int, style: str = "dual") -> str:
    """The name of month 1–12 in one of MONTH_STYLES; ValueError for another month or style."""
    if style not in MONTH_STYLES:
        raise ValueError(f"Unknown month style {style!r}: use one of {', '.join(MONTH_STYLES)}.")
    if not 1 <= month <= 12:
        raise ValueError(f"There is no month {month}.")
    return _MONTHS[style][month - 1]


def weekday_name(date: datetime.date) -> str:
    """«الأربعاء»."""
    return _WEEKDAYS[date.weekday()]


def format_date(
    date: datetime.date, *, months: str = "dual", digits: str = "latn", weekday: bool = False, year: bool = True
) -> str:
    """«17 أبريل/نيسان 2024», with «الأربعاء» before it when asked. A datetime gives the date in its own time zone."""
    written = f"{date.day}{NO_BREAK}{month_name(date.month, months)}"
    if weekday:
        written = f"{weekday_name(date)} {written}"
    if year:
        written = f"{written} {date.year}"
    return in_digits(written, digits)


def format_time(time: datetime.time | datetime.datetime, *, digits: str = "latn") -> str:
    """«14:30», on the 24-hour clock."""
    return in_digits(f"{time.hour:02}:{time.minute:02}", digits)


def format_datetime(dt: datetime.datetime, *, months: str = "dual", digits: str = "latn", weekday: bool = True) -> str:
    """«الأربعاء 17 أبريل/نيسان 2024، 14:30», in the datetime's own time zone."""
    return f"{format_date(dt, months=months, digits=digits, weekday=weekday)}، {format_time(dt, digits=digits)}"
