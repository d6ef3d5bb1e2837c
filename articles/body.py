"""Which HTML an article may hold.

Sanitising comes last, and nothing rewrites the result: what is stored is what `clean` leaves unchanged. One pass is not
always a fixed point (nested lists, anchors around tables), so passes repeat until nothing moves.
"""

import html
import re
from collections import Counter
from typing import NamedTuple

import nh3
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from arabic.hygiene import clean_text
from arabic.slugs import slugify

from . import embeds

TAGS = {
    *("p", "br", "hr", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "figure", "figcaption", "pre"),
    *("a", "strong", "em", "s", "sub", "sup", "bdi", "cite", "q", "code"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {
    "*": {"dir", "lang"},
    "a": {"href", "hreflang", "title"},
    "bdi": {"translate"},
    "cite": {"data-note"},
    # A picture of the library, a card of an article, something that stands elsewhere; or a gallery or a pull quote.
    "figure": {"data-image", "data-align", "data-article", "data-embed", "data-kind"},
    "ol": {"start", "reversed"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
VALUES = {
    "dir": {"ltr", "rtl", "auto"},
    "translate": {"no", "yes"},
    "data-align": {"start", "end", "wide"},
    "data-kind": {"gallery", "quote"},
    "data-note": {""},
}
NUMBERS = {"data-image", "data-article", "start", "colspan", "rowspan"}

# Elements that mean the same as one of ours. The page has its own h1.
SAME = {"b": "strong", "i": "em", "h1": "h2", "h5": "h4", "h6": "h4", "strike": "s", "del": "s"}
_RENAME = re.compile(rf"<(/?)({'|'.join(SAME)})(?=[\s/>])", re.IGNORECASE)
_SPACE_IN_ADDRESS = re.compile(r"[\x00-\x20\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def _attribute(_tag, name, value):
    """The attribute's value if it may stay, else None."""
    if name == "href":
        return value if _is_safe_address(value) else None
    if name == "data-embed":
        return _embedded(value)
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


def _embedded(address):
    """The one spelling of an embed's address. One of a provider we do not know stays as it is: readers get a link."""
    if embed := embeds.find(address):
        return embed.url
    return address if address.startswith("https://") and _is_safe_address(address) else None


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


# In what `clean` leaves every `<` begins a tag, and signs in values are written as entities: a value cannot end early.
_NODE = re.compile(r'<(/?)(figure|cite)((?: [a-z-]+="[^"]*")*)>')
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
CAPTION = re.compile(r"<figcaption[^>]*>(.*?)</figcaption>", re.DOTALL)


class Node(NamedTuple):
    """A figure or a `<cite>` of a cleaned body."""

    name: str
    start: str  # its start tag as it is written
    attributes: dict
    content: str = ""
    around: dict | None = None  # the attributes of the node it stands in

    def __str__(self):
        return f"{self.start}{self.content}</{self.name}>"


def _started(tag):
    attributes = {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(tag[3])}
    return Node(tag[2], tag[0], attributes)


def with_nodes(markup, write):
    """A cleaned body with what `write(node)` makes of each node in its place; inner nodes are written first."""
    opened, parts, at = [], [[]], 0
    for tag in _NODE.finditer(markup):
        parts[-1].append(markup[at : tag.start()])
        at = tag.end()
        if not tag[1]:
            opened.append(_started(tag))
            parts.append([])
        elif opened:
            around = opened[-2].attributes if len(opened) > 1 else None
            node = opened.pop()._replace(content="".join(parts.pop()), around=around)
            parts[-1].append(str(write(node)))
    return "".join(map("".join, parts)) + markup[at:]


def _ids(markup, name):
    starts = (_started(tag).attributes for tag in _NODE.finditer(markup or "") if not tag[1])
    return list(dict.fromkeys(int(attributes[name]) for attributes in starts if name in attributes))


_HEADING = re.compile(r'<h2((?: [a-z-]+="[^"]*")*)>(.*?)</h2>', re.DOTALL)


def with_anchors(markup):
    """(a cleaned body whose headings can be linked to, [(anchor, words) of each]).

    An anchor is made of the heading's words: it stays when others come before it.
    """
    headings, times = {}, Counter()

    def anchored(heading):
        words = plain_text(heading[2])
        if not words:
            return heading[0]
        anchor = own = f"q-{slugify(words)}"
        while anchor in headings:
            times[own] += 1
            anchor = f"{own}-{times[own] + 1}"
        headings[anchor] = words
        return f'<h2 id="{anchor}"{heading[1]}>{heading[2]}</h2>'

    return _HEADING.sub(anchored, markup or ""), list(headings.items())


def has_gallery(markup):
    """Does a cleaned body hold a gallery?"""
    starts = (_started(tag).attributes for tag in _NODE.finditer(markup or "") if not tag[1])
    return any(attributes.get("data-kind") == "gallery" for attributes in starts)


def image_ids(markup):
    """The ids of the library's pictures a cleaned body shows, alone or in galleries; each once, in their order."""
    return _ids(markup, "data-image")


def article_ids(markup):
    """The ids of the articles a cleaned body has cards of, each once, in their order."""
    return _ids(markup, "data-article")


def plain_text(markup):
    """The words of the markup, blocks apart by a space; without the sources in its notes."""
    words = with_nodes(markup or "", lambda node: "" if "data-note" in node.attributes else node)
    spaced = re.sub(r"<(?=/?(?:p|br|h[2-4]|li|blockquote|figcaption|td|th|tr)\b)", " <", words)
    return " ".join(html.unescape(nh3.clean(spaced, tags=set())).split())
