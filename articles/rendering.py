"""A stored body as readers see it: what it refers to stands in place of the reference.

A stored body names pictures of the library and articles by their ids, and things elsewhere by their address. So a
better alternative text, a new headline or another credit is right everywhere at once, and what is gone leaves no hole.
"""

import re
from typing import NamedTuple

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from arabic.digits import to_arabic
from images.models import Image

from . import body, embeds
from .models import Article, Kind

_MARK = re.compile(r'<sup class="note-mark">')
_LINK = re.compile(r'<a((?: [a-z-]+="[^"]*")*)>')


class Rendered(NamedTuple):
    html: str
    images: list = []  # ids of the pictures it names, also of those that are gone
    articles: list = []  # ids of the articles it names, also of those readers do not see
    cards: list = []  # the articles it shows
    pictures: list = []  # the pictures it shows, until their rights end
    coming: list = []  # moments at which one of the others may come
    frames: frozenset = frozenset()  # where frames come from, once a reader wants them
    lead: str = ""  # what stands over the story in place of its lead picture
    headings: list = []  # (anchor, words) of each, where a list of them stands before the text


def rendered(markup, *, digits="latn", kind="", video="", poster=None):
    """A cleaned body with every reference in full; a query or two for each kind, however many there are.

    Figures without a picture go, as do cards of articles that readers do not see. What stands elsewhere is a link to it
    until the reader asks for more. The kind of the story says what becomes of it besides: its first gallery or its
    `video` leads, its headings are listed, its links are marked as paid for.
    """
    markup, headings = body.with_anchors(markup) if kind == Kind.EXPLAINER else (markup or "", [])
    language, now = get_language(), timezone.now()
    image_ids, article_ids = body.image_ids(markup), body.article_ids(markup)
    images = Image.objects.in_bulk(image_ids) if image_ids else {}
    images = {pk: image for pk, image in images.items() if image.is_shown(now)}
    articles = Article.objects.published(language, now).for_cards(language).in_bulk(article_ids) if article_ids else {}
    coming = []
    if others := set(article_ids) - articles.keys():
        columns = "published_at", f"ready_at_{language}"
        coming = [moment for row in Article.objects.filter(pk__in=others).values_list(*columns) for moment in row]
    writer = _Writer(images, articles, digits == "arab" and language == "ar", leads=kind == Kind.GALLERY)
    html = body.with_nodes(markup, writer.write)
    if kind == Kind.VIDEO and (embed := embeds.find(video)):
        writer.lead = _render("video", embed=embed, image=poster)
        writer.frames.add(embed.origin)
    if writer.sources:
        html += _render("sources", sources=writer.sources)
    if kind == Kind.SPONSORED:
        html = _LINK.sub(_paid_for, html)
    cards, pictures = list(articles.values()), list(images.values())
    frames = frozenset(writer.frames)
    return Rendered(html, image_ids, article_ids, cards, pictures, coming, frames, writer.lead, headings)


def _paid_for(link):
    """The start of a link, marked for search engines as paid for where it leads to somebody else."""
    attributes = link[1]
    address = re.search(r' href="(https?://[^"]*)"', attributes)
    if not address or address[1].startswith(f"{settings.SITE_URL}/"):
        return link[0]
    attributes = attributes.replace(' rel="noopener"', "")
    return f'<a{attributes} rel="sponsored nofollow noopener">'


class _Writer:
    """Writes the nodes of one body, in their order."""

    def __init__(self, images, articles, arabic_digits, *, leads):
        self.images, self.articles, self.arabic_digits = images, articles, arabic_digits
        self.leads = leads  # does the first gallery stand over the story?
        self.sources, self.frames, self.lead, self.has_first = [], set(), "", False

    def write(self, node):
        for name, write in (
            ("data-note", self._note),
            ("data-image", self._picture),
            ("data-article", self._card),
            ("data-embed", self._embed),
        ):
            if name in node.attributes:
                return write(node)
        if node.attributes.get("data-kind") == "gallery":
            return self._gallery(node)
        if node.attributes.get("data-kind") == "quote":
            return node._replace(start='<figure class="pull-quote">')
        return node

    def _picture(self, node):
        image = self.images.get(int(node.attributes["data-image"]))
        caption = body.CAPTION.search(node.content)
        if image is None:
            # The marks of its sources go with its caption.
            del self.sources[len(self.sources) - len(_MARK.findall(node.content)) :]
            return ""
        return _render(
            "figure",
            image=image,
            align=node.attributes.get("data-align", ""),
            first=self._comes_first(node),
            caption=_trusted(caption[1].strip()) if caption else "",
        )

    def _comes_first(self, node):
        """Is it what readers see at once: the first picture of the gallery that leads?"""
        is_first = self.leads and not self.has_first and (node.around or {}).get("data-kind") == "gallery"
        self.has_first = self.has_first or is_first
        return is_first

    def _gallery(self, node):
        if "<img" not in node.content:
            return ""
        if not self.leads or self.lead:
            return _render("gallery", pictures=_trusted(node.content))
        self.lead = _render("lead_gallery", pictures=_trusted(node.content), count=node.content.count("<img"))
        return ""

    def _card(self, node):
        article = self.articles.get(int(node.attributes["data-article"]))
        return _render("read_also", article=article) if article else ""

    def _embed(self, node):
        address = node.attributes["data-embed"]
        embed = embeds.find(address)
        if embed:
            self.frames.add(embed.origin)
        return _render("embed", embed=embed, url=address)

    def _note(self, node):
        place = str(len(self.sources) + 1)
        source = {"place": place, "number": to_arabic(place) if self.arabic_digits else place}
        self.sources.append(source | {"text": _trusted(node.content)})
        return _render("note_mark", **source)


def _render(component, **context):
    return render_to_string(f"components/{component}.html", context).strip()


def _trusted(markup):
    """A part of the body: cleaned before it was stored, as all of it was."""
    return mark_safe(markup)  # noqa: S308
