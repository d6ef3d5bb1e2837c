"""The Hijri date of a day, by the Umm al-Qura tables."""

import datetime

from hijridate import Gregorian

from arabic.dates import NO_BREAK, weekday_name
from arabic.digits import in_digits

# «ربيع الآخر» and «جمادى الآخرة» are the classical names; «ربيع الثاني» is heard as often, but one paper prints one
# of them.
_MONTHS = "محرم صفر ربيع_الأول ربيع_الآخر جمادى_الأولى جمادى_الآخرة رجب شعبان رمضان شوال ذو_القعدة ذو_الحجة"
MONTHS = _MONTHS.replace("_", NO_BREAK).split(" ")


def hijri_date(date: datetime.date, *, offset: int = 0, digits: str = "latn", weekday: bool = False) -> str | None:
    """«12 جمادى الآخرة 1448هـ», or None outside the tables (1 August 1924 to 16 November 2077).

    ``offset`` moves the calendar by whole days where the month is announced by sighting the crescent (sites allow
    ±2); the weekday stays that of the day itself.
    """
    try:
        shifted = date + datetime.timedelta(days=offset)
        hijri = Gregorian(shifted.year, shifted.month, shifted.day).to_hijri()
    except OverflowError:
        return None
    written = f"{hijri.day}{NO_BREAK}{MONTHS[hijri.month - 1]} {hijri.year}هـ"
    if weekday:
        written = f"{weekday_name(date)} {written}"
    return in_digits(written, digits)
