"""How the newsroom's pages write moments: in the active zone, with the site's names of months and its digits.

The site's settings live on a floor above; whoever knows them says so around a request.
"""

from contextlib import contextmanager
from contextvars import ContextVar

from django.contrib import admin
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from arabic.dates import format_date, format_datetime, format_time

_style = ContextVar("style")

# Other zones go by the name they have in the table of zones.
CITIES = {
    "Africa/Algiers": _("Algiers"),
    "Africa/Cairo": _("Cairo"),
    "Africa/Casablanca": _("Casablanca"),
    "Africa/Djibouti": _("Djibouti"),
    "Africa/Khartoum": _("Khartoum"),
    "Africa/Mogadishu": _("Mogadishu"),
    "Africa/Nouakchott": _("Nouakchott"),
    "Africa/Tripoli": _("Tripoli"),
    "Africa/Tunis": _("Tunis"),
    "America/New_York": _("New York"),
    "Asia/Aden": _("Aden"),
    "Asia/Amman": _("Amman"),
    "Asia/Baghdad": _("Baghdad"),
    "Asia/Bahrain": _("Manama"),
    "Asia/Beirut": _("Beirut"),
    "Asia/Damascus": _("Damascus"),
    "Asia/Dubai": _("Dubai"),
    "Asia/Gaza": _("Gaza"),
    "Asia/Hebron": _("Hebron"),
    "Asia/Istanbul": _("Istanbul"),
    "Asia/Jerusalem": _("Jerusalem"),
    "Asia/Kuwait": _("Kuwait"),
    "Asia/Muscat": _("Muscat"),
    "Asia/Qatar": _("Doha"),
    "Asia/Riyadh": _("Riyadh"),
    "Asia/Tehran": _("Tehran"),
    "Europe/Berlin": _("Berlin"),
    "Europe/Istanbul": _("Istanbul"),
    "Europe/London": _("London"),
    "Europe/Paris": _("Paris"),
    "Indian/Comoro": _("Moroni"),
}


@contextmanager
def override(*, months, digits):
    """Write Arabic dates with this system of months and these digits, as `arabic.dates` knows them."""
    token = _style.set({"months": months, "digits": digits})
    try:
        yield
    finally:
        _style.reset(token)


def written(moment):
    """«22 نوفمبر/تشرين الثاني 2026، 14:30»."""
    local = timezone.localtime(moment)
    if get_language() == "ar":
        return format_datetime(local, weekday=False, **_style.get({}))
    return date_format(local, "j F Y, H:i")


def written_date(date):
    """«22 نوفمبر/تشرين الثاني 2026»."""
    if get_language() == "ar":
        return format_date(date, **_style.get({}))
    return date_format(date, "j F Y")


def clock(wall):
    """«14:30»."""
    digits = {"digits": _style.get({}).get("digits", "latn")} if get_language() == "ar" else {}
    return format_time(wall, **digits)


def zone_name():
    """The city whose time the newsroom keeps: «بيروت»."""
    key = timezone.get_current_timezone_name()
    return str(CITIES.get(key) or key.rpartition("/")[2].replace("_", " "))


def offset_at(moment):
    """How far the newsroom is from UTC at the moment: "UTC+3"."""
    minutes = round(timezone.localtime(moment).utcoffset().total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")


def time(moment):
    """The moment as a <time> element."""
    local = timezone.localtime(moment)
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="seconds"), written(moment))


def column(name, label):
    """A column of a list, or a field that is only read, for the moment in the attribute `name`."""

    @admin.display(description=label, ordering=name)
    def show(row):
        moment = getattr(row, name)
        return time(moment) if moment else "–"

    show.__name__ = name
    return show


def lately(moment):
    """«14:32» for a moment of today, with the date for any other."""
    local = timezone.localtime(moment)
    return clock(local) if local.date() == timezone.localdate() else written(moment)
