"""``{% load arabic %}``: direction and counting in templates."""

from django import template
from django.template.defaultfilters import stringfilter
from django.utils.html import format_html

from arabic import bidi, plurals

register = template.Library()


@register.filter
@stringfilter
def ltr(value):
    """``{{ author.handle|ltr }}``: keep a handle, phone number, address or code readable in an Arabic sentence.

    Not for scores («3-1»): between team names the surrounding direction is the right one.
    """
    if not value:
        return ""
    return format_html('<bdi dir="ltr" translate="no">{}</bdi>', value)


@register.filter(is_safe=True)
@stringfilter
def bidi_title(value):
    """``{{ headline|bidi_title }}``: an Arabic title that begins with a Latin word still runs from the right."""
    return bidi.title(value)


@register.filter
def counted(value, noun):
    """``{{ total|counted:"result" }}`` → «3 نتائج», with Western digits; empty when there is no number."""
    try:
        number = int(value)
    except (TypeError, ValueError, OverflowError):
        return ""
    return plurals.counted(number, noun)
