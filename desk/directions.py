"""The language of each field of a form, and the direction it is written in.

One rule for every form: a field called headline_ar holds Arabic. What no language governs but is always written from
left to right (addresses, numbers, times) says so.
"""

from django.conf import settings
from django.utils.translation import get_language_info, gettext

LEFT_TO_RIGHT = {"email", "url", "number", "tel", "password", "date", "time", "datetime-local"}  # types of inputs


def language_of(name):
    """The code of the language a field's name ends with, or None: headline_ar is Arabic."""
    _start, mark, code = name.rpartition("_")
    return code if mark and code in dict(settings.LANGUAGES) else None


def attributes(name, widget, left_to_right=()):
    """What the HTML of a field says of its language: a dictionary of attributes."""
    if code := language_of(name):
        return {"lang": code, "dir": "rtl" if get_language_info(code)["bidi"] else "ltr", "data-language": code}
    if name in left_to_right or getattr(widget, "input_type", None) in LEFT_TO_RIGHT:
        return {"dir": "ltr"}
    return {}


def mark(fields, left_to_right=()):
    """Write language and direction on the widgets of form fields, {name: field}."""
    for name, field in fields.items():
        widget = getattr(field.widget, "widget", field.widget)  # inside the one with the links to related things
        widget.attrs |= attributes(name, widget, left_to_right)


def name_in(name, code):
    """The name of a translated field: «العنوان (الإنجليزية)»."""
    return gettext("%(field)s (%(language)s)") % {
        "field": name,
        "language": get_language_info(code)["name_translated"],
    }
