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

from arabic.dates import format_datetime, format_time

_style = ContextVar("style")


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


def clock(moment):
    """«14:32» for a moment of today, with the date for any other."""
    local = timezone.localtime(moment)
    if local.date() != timezone.localdate():
        return written(moment)
    return format_time(local, digits=_style.get({}).get("digits", "latn") if get_language() == "ar" else "latn")
