"""Dates, numbers and times as the site's settings want them, and what pages say to machines."""

import datetime

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, get_language_info, ngettext
from django.utils.translation import gettext as _

import arabic.plurals
from arabic.dates import format_date, format_time
from arabic.digits import to_arabic
from arabic.hijri import hijri_date
from pagecache.rendering import until

from ..models import Byline

register = template.Library()


@register.simple_tag(takes_context=True)
def full_time(context, moment):
    """<time> with weekday, date and time of day, in the newsroom's zone."""
    local = timezone.localtime(moment, context["site"].zone_info)
    return _time(
        local, _("%(date)s, %(time)s") % {"date": _date(context, local, weekday=True), "time": _clock(context, local)}
    )


@register.simple_tag(takes_context=True)
def card_time(context, moment):
    """<time> with the date; a script may write how long ago it was, while that is less than a day."""
    local = timezone.localtime(moment, context["site"].zone_info)
    return _time(local, _date(context, local), relative=True)


@register.simple_tag(takes_context=True)
def day(context, date):
    """A date in words, with its weekday."""
    return _date(context, date, weekday=True)


@register.simple_tag(takes_context=True)
def today(context):
    """Today's date in the newsroom's zone, in both calendars where the site shows both."""
    site = context["site"]
    date = timezone.localdate(timezone=site.zone_info)
    tomorrow = date + datetime.timedelta(days=1)
    until(context["request"], datetime.datetime.combine(tomorrow, datetime.time(), site.zone_info))
    text = _date(context, date, weekday=True)
    hijri = hijri_date(date, offset=site.hijri_offset, digits=site.digits) if site.show_hijri else None
    if hijri and get_language() == "ar":
        text = f"{text} – {hijri}"
    return format_html('<time datetime="{}">{}</time>', date.isoformat(), text)


@register.simple_tag(takes_context=True)
def year(context):
    """This year, where the newsroom is."""
    return digits(context, timezone.localdate(timezone=context["site"].zone_info).year)


@register.filter
def named(thing):
    """The name of a section or author; one that falls back to another language says so."""
    if getattr(thing, f"name_{get_language()}", None):
        return thing.name
    code = next((code for code, _name in settings.LANGUAGES if getattr(thing, f"name_{code}", None)), None)
    if code is None:
        return thing.name
    direction = "rtl" if get_language_info(code)["bidi"] else "ltr"
    return format_html('<bdi lang="{}" dir="{}">{}</bdi>', code, direction, thing.name)


@register.filter
def by_role(bylines):
    """[(role in words, [author, …]), …] in the order of the bylines; an article that was only written says no role."""
    authors = {}
    for byline in bylines:
        authors.setdefault(byline.role, []).append(byline.author)
    names = dict(Byline.Role.choices) if authors.keys() - {Byline.Role.WRITING} else {}
    return [(names.get(role, ""), those) for role, those in authors.items()]


@register.simple_tag(takes_context=True)
def counted(context, number, noun):
    """A number with its noun, in the form the language wants: «3 أخبار», "3 articles"."""
    if get_language() == "ar":
        return arabic.plurals.counted(number, noun, digits=context["site"].digits)
    return {
        "article": ngettext("%(number)d article", "%(number)d articles", number),
        "result": ngettext("%(number)d result", "%(number)d results", number),
        "reading_minute": ngettext("%(number)d minute", "%(number)d minutes", number),
    }[noun] % {"number": number}


@register.simple_tag(takes_context=True)
def digits(context, text):
    """Text of the interface with the site's digits."""
    return to_arabic(str(text)) if get_language() == "ar" and context["site"].digits == "arab" else str(text)


@register.simple_tag
def json_ld(text):
    """A block of structured data; `structured_data.dumps` has escaped it for a script element."""
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308


def _date(context, date, *, weekday=False):
    if get_language() == "ar":
        site = context["site"]
        return format_date(date, months=site.months, digits=site.digits, weekday=weekday)
    return date_format(date, "l j F Y" if weekday else "j F Y")


def _clock(context, local):
    return format_time(local.time(), digits=context["site"].digits if get_language() == "ar" else "latn")


def _time(local, text, *, relative=False):
    attribute = mark_safe(" data-relative") if relative else ""
    return format_html('<time datetime="{}"{}>{}</time>', local.isoformat(timespec="seconds"), attribute, text)
