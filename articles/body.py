"""Which HTML an article may hold.

Sanitising comes last, and nothing rewrites the result: what is stored is what `clean` leaves unchanged. One pass is not
always a fixed point (nested lists, anchors around tables), so passes repeat until nothing moves.
"""

import html
import re

import nh3
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from arabic.hygiene import clean_text

TAGS = {
    *("p", "br", "hr", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "figure", "figcaption", "pre"),
    *("a", "strong", "em", "s", "sub", "sup", "bdi", "cite", "q", "code"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {
    "*": {"dir", "lang"},
    "a": {"href", "hreflang", "title"},
    "bdi": {"translate"},
    "figure": {"data-image", "data-align"},
    "ol": {"start", "reversed"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
VALUES = {"dir": {"ltr", "rtl", "auto"}, "translate": {"no", "yes"}, "data-align": {"start", "end", "wide"}}
NUMBERS = {"data-image", "start", "colspan", "rowspan"}

# Elements that mean the same as one of ours. The page has its own h1.
SAME = {"b": "strong", "i": "em", "h1": "h2", "h5": "h4", "h6": "h4", "strike": "s", "del": "s"}
_RENAME = re.compile(rf"<(/?)({'|'.join(SAME)})(?=[\s/>])", re.IGNORECASE)
_SPACE_IN_ADDRESS = re.compile(r"[\x00-\x20\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def _attribute(_tag, name, value):
    """The attribute's value if it may stay, else None."""
    if name == "href":
        return value if _is_safe_address(value) else None
    if name in VALUES:
        return value.lower() if value.lower() in VALUES[name] else None
    if name in NUMBERS:
        return value if re.fullmatch(r"[0-9]{1,18}", value) else None
    return value


def _is_safe_address(address):
    """http, https, mailto, tel, a fragment, or a path of this site; never another host by a scheme-relative trick."""
    if _SPACE_IN_ADDRESS.search(address.strip()):
        return False
    address = address.strip().lower()
    if address.startswith("/"):
        return not address.startswith(("//", "/\\"))
    return address.startswith(("http://", "https://", "mailto:", "tel:", "#"))


def _pass(markup):
    # Word processors fill texts with no-break spaces that nobody meant.
    text = clean_text(markup, multiline=True).replace("&nbsp;", " ")
    markup = _RENAME.sub(lambda match: f"<{match[1]}{SAME[match[2].lower()]}", text)
    return nh3.clean(
        markup,
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=_attribute,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
    )


def clean(markup):
    """The markup with everything else taken out; the same again when cleaned again.

    Raises `ValidationError` for markup that does not settle: it was made to slip through.
    """
    for _again in range(4):
        markup, before = _pass(markup), markup
        if markup == before:
            return markup.strip()
    raise ValidationError(_("The text contains markup that cannot be made safe. Paste it again without formatting."))


# What `clean` leaves of a figure: quotation marks in values are written as entities, so a value cannot end early.
FIGURE = re.compile(r'<figure((?: [a-z-]+="[^"]*")*)>((?:(?!<figure[ >]).)*?)</figure>', re.DOTALL)
_IMAGE = re.compile(r' data-image="([0-9]+)"')


def image_of(attributes):
    """The id of the library's picture that a figure stands for, from its attributes as text; None if it names none."""
    found = _IMAGE.search(attributes)
    return int(found[1]) if found else None


def image_ids(markup):
    """The ids of the library's pictures a cleaned body shows, each once, in their order."""
    ids = (image_of(attributes) for attributes, _content in FIGURE.findall(markup or ""))
    return list(dict.fromkeys(pk for pk in ids if pk))


def plain_text(markup):
    """The words of the markup, blocks apart by a space."""
    spaced = re.sub(r"<(?=/?(?:p|br|h[2-4]|li|blockquote|figcaption|td|th|tr)\b)", " <", markup or "")
    return " ".join(html.unescape(nh3.clean(spaced, tags=set())).split())
