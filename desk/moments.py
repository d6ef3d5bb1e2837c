"""Form fields for moments: shown and entered in the newsroom's zone, which is named beside each of them.

Where clocks are turned, an hour of the year does not exist and another comes twice. The field says which it is, and
names the nearest times that are not in doubt.
"""

import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from . import times

# Stands for "no zone was named" while Django reads what was typed.
_ON_THE_WALL = datetime.timezone(datetime.timedelta(0), "wall")


class MomentInput(forms.DateTimeInput):
    """The browser's own picker of a date and a time, and the zone's name; seconds only where there are some."""

    input_type = "datetime-local"
    template_name = "desk/moment.html"

    def __init__(self, attrs=None):
        super().__init__({"step": "any", **(attrs or {})})

    def format_value(self, value):
        if isinstance(value, datetime.datetime):
            value = _placed(value)
            early, late = _offsets(value)
            if early > late:  # which of the two hours it is, the picker could neither show nor send
                return value.isoformat()
            self.format = "%Y-%m-%dT%H:%M:%S" if value.second else "%Y-%m-%dT%H:%M"
        return super().format_value(value)

    def get_context(self, name, value, attrs):
        widget = super().get_context(name, value, attrs)["widget"]
        moment = _read(widget["value"])
        if moment and moment.tzinfo:
            widget["type"] = "text"
        widget["zone"] = times.zone_name()
        widget["offset"] = times.offset_at(_placed(moment) if moment else timezone.now())
        if field := widget["attrs"].get("id"):
            described = widget["attrs"].get("aria-describedby")
            widget["attrs"]["aria-describedby"] = f"{described} {field}_zone" if described else f"{field}_zone"
        return {"widget": widget}


class MomentField(forms.DateTimeField):
    """A time of the newsroom, to the second. An hour that clocks leave out, or come by twice, is refused in words."""

    widget = MomentInput

    def clean(self, value):
        try:
            return super().clean(value)
        except OverflowError as error:  # the edge of the calendar, seen from another zone
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error

    def to_python(self, value):
        with timezone.override(_ON_THE_WALL):
            moment = super().to_python(value)
        if moment is None or moment.tzinfo is not _ON_THE_WALL:
            return moment
        return _certain(moment.replace(tzinfo=timezone.get_current_timezone(), microsecond=0))


def _certain(moment):
    """The moment, unless no clock or more than one shows it."""
    early, late = _offsets(moment)
    if early == late:
        return moment
    turn = _turn(moment, early, late)
    text = _(
        "The clocks of %(zone)s never show this time: they go from %(from)s straight to %(to)s. "
        "Choose %(before)s or %(after)s."
    )
    if early > late:
        text = _(
            "The clocks of %(zone)s show this time twice: they go from %(from)s back to %(to)s. "
            "Choose %(before)s or %(after)s."
        )
    first, last = sorted((turn + early, turn + late))
    words = {"zone": times.zone_name(), "from": times.clock(turn + early), "to": times.clock(turn + late)}
    words |= {"before": times.written(_placed(first - datetime.timedelta(minutes=1)))}
    words |= {"after": times.written(_placed(last))}
    raise ValidationError(text % words, code="gap" if early < late else "fold")


def _turn(moment, early, late):
    """When, by UTC, the clocks are turned that make this moment one of none or one of two."""
    wall = moment.replace(tzinfo=None)
    before, after = wall - early, wall - late
    before, after = min(before, after), max(before, after)
    while after - before > datetime.timedelta(seconds=1):
        middle = before + datetime.timedelta(seconds=(after - before) // datetime.timedelta(seconds=2))
        turned = middle.replace(tzinfo=datetime.UTC).astimezone(moment.tzinfo).utcoffset() == late
        before, after = (before, middle) if turned else (middle, after)
    return after


def _placed(value):
    """The moment in the active zone; one without a zone is of that zone already."""
    return timezone.localtime(value) if value.tzinfo else value.replace(tzinfo=timezone.get_current_timezone())


def _offsets(moment):
    """How far the zone is from UTC at this time of the wall, the first and the second time it shows it."""
    return moment.replace(fold=0).utcoffset(), moment.replace(fold=1).utcoffset()


def _read(text):
    try:
        return parse_datetime(text or "")
    except ValueError:
        return None
