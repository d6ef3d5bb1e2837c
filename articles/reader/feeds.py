"""RSS: the newest of the site, a section, a tag or an author."""

from django.http import HttpResponse
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.html import format_html
from django.utils.translation import get_language, get_language_bidi
from django.views.decorators.http import require_safe

from arabic.bidi import title as bidi_title
from pagecache.rendering import depend, kept

from ..addresses import absolute, short_link, wrong_spelling
from ..models import Article, Kind, Listing
from ..models.path import path_to
from ..page_keys import SECTIONS
from .chrome import chrome_of
from .finders import author_entries, find_author, find_section, find_tag, tag_entries
from .keeping import lists, shows

ITEMS = 50


@kept()
@require_safe
def site_feed(request):
    """The newest of the whole site."""
    lists(request, None)
    rows = Listing.objects.current(None, get_language())
    return _feed(request, rows, "article", page=path_to(get_language()), name="")


@kept()
@require_safe
def section_feed(request, path):
    """The newest of a section or subsection."""
    section = find_section(request, path)
    lists(request, section.pk)
    rows = Listing.objects.current(section.pk, get_language())
    return _feed(request, rows, "article", page=section.get_absolute_url(), name=section.name)


@kept()
@require_safe
def tag_feed(request, slug):
    """The newest under a tag."""
    tag = find_tag(request, slug)
    rows = tag_entries(tag, get_language())
    return _feed(request, rows, "content_object", page=tag.get_absolute_url(), name=str(tag))


@kept()
@require_safe
def author_feed(request, slug):
    """The newest by an author."""
    author = find_author(request, slug)
    rows = author_entries(author, get_language())
    return _feed(request, rows, "article", page=author.get_absolute_url(), name=author.name)


def _feed(request, rows, article, *, page, name):
    """RSS of the newest entries of a list (`article` names its column); `page` is the path the feed belongs to."""
    address = f"{page}feed/"
    if wrong := wrong_spelling(request, address):
        return wrong
    language, site = get_language(), chrome_of(request).site
    depend(request, SECTIONS)
    ids = list(rows.values_list(article, flat=True)[:ITEMS])
    feed = Rss201rev2Feed(
        title=_titled(f"{name} | {site.name}" if name else site.name),
        link=absolute(page),
        description=site.description or site.tagline,
        language=language,
        feed_url=absolute(address),
    )
    articles = Article.objects.published(language).for_cards(language).in_order_of(ids)
    shows(request, *articles)
    for each in articles:
        feed.add_item(
            title=_titled(_marked(each)),
            link=absolute(each.get_absolute_url()),
            description=_block(each.standfirst),
            # The address may change with the slug; the number stays.
            unique_id=short_link(each),
            unique_id_is_permalink=False,
            pubdate=each.readable_since(language),
            updateddate=each.updated_at or each.readable_since(language),
            categories=[each.main_category.name] if each.main_category else [],
        )
    return HttpResponse(feed.writeString("utf-8"), content_type="application/rss+xml; charset=utf-8")


def _marked(article):
    """The headline; of what is paid for, it says so."""
    return f"{article.kind_in_words()} | {article.headline}" if article.kind == Kind.SPONSORED else article.headline


def _titled(text):
    return bidi_title(text) if get_language_bidi() else text


def _block(text):
    """Text as HTML that keeps its direction in readers that know nothing of the site's."""
    direction = "rtl" if get_language_bidi() else "ltr"
    return format_html('<div dir="{}" lang="{}">{}</div>', direction, get_language(), text) if text else ""
