"""Sitemaps: an index, one file of standing pages, one a month and language of articles, and the news beside them."""

import datetime
import re

from django.db.models import Max, Min
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from pagecache.changes import key_of
from pagecache.rendering import depend, kept, until

from ..addresses import absolute, in_all_languages
from ..models import Article, Category, Kind, Listing, Page, SiteSettings
from ..models.path import path_to
from ..models.taxonomy import LANGUAGES
from ..page_keys import ADDRESSES, SECTIONS, days
from .keeping import all_lists, next_of

MOST = 50_000  # addresses in one file, by the protocol
# What Google News reads of a file of news.
NEWS_FOR, MOST_NEWS = datetime.timedelta(hours=48), 1_000
XML = "application/xml; charset=utf-8"


@kept()
@require_safe
def index(request):
    """The list of all sitemap files."""
    all_lists(request)
    files = ["/sitemap-pages.xml"]
    for language in LANGUAGES:
        span = (
            Listing.objects.current(None, language).order_by().aggregate(first=Min("starts_at"), last=Max("starts_at"))
        )
        files += [f"/sitemap-{language}-{month:%Y-%m}.xml" for month in _months(span["first"], span["last"])]
    context = {"files": [absolute(path) for path in files]}
    return render(request, "articles/sitemap_index.xml", context, content_type=XML)


@kept()
@require_safe
def pages(request):
    """The front pages, sections, standing pages and the page of corrections in every language."""
    depend(request, SECTIONS, ADDRESSES)
    homes = {code: path_to(code) for code in LANGUAGES}
    groups = [homes, {code: path_to(code, "corrections") for code in LANGUAGES}]
    groups += [in_all_languages(category) for category in Category.objects.select_related("parent")]
    groups += [
        {code: page.get_absolute_url(code) for code in LANGUAGES if getattr(page, f"title_{code}")}
        for page in Page.objects.all()
    ]
    entries = [{"address": absolute(path)} for paths in groups for path in paths.values()]
    return render(request, "articles/sitemap.xml", {"entries": entries}, content_type=XML)


@kept()
@require_safe
def month(request, name):
    """The articles that became readable in a language in a month (of UTC): `name` is like ar-2026-11."""
    match = re.fullmatch(r"([a-z-]+)-([0-9]{4})-(0[1-9]|1[0-2])", name)
    if not match or match[1] not in LANGUAGES or not 1900 <= int(match[2]) <= timezone.now().year:
        raise Http404
    language = match[1]
    begin = datetime.datetime(int(match[2]), int(match[3]), 1, tzinfo=datetime.UTC)
    depend(request, *days(language, begin, _next(begin) - datetime.timedelta(days=1)))
    rows = Listing.objects.filter(category=None, language=language, starts_at__gte=begin, starts_at__lt=_next(begin))
    next_of(request, rows, rows)
    rows = rows & Listing.objects.current(None, language)
    ids = list(rows.values_list("article", flat=True)[:MOST])
    articles = (
        Article.objects.published(language)
        .only(f"slug_{language}", "published_at", "updated_at", f"ready_at_{language}")
        .in_order_of(ids)
    )
    entries = [
        {
            "address": absolute(article.get_absolute_url(language)),
            "changed": (article.updated_at or article.readable_since(language)).isoformat(timespec="seconds"),
        }
        for article in articles
    ]
    return render(request, "articles/sitemap.xml", {"entries": entries}, content_type=XML)


@kept()
@require_safe
def news(request):
    """The stories of the last two days in every language, the newest first, as Google News asks for them.

    What is paid for is no news. The index does not name this file: the stories stand in those of their months.
    """
    all_lists(request)
    depend(request, key_of(site := SiteSettings.load()))
    now = timezone.now()
    entries = []
    for language in LANGUAGES:
        depend(request, *days(language, now - NEWS_FOR, now))
        rows = Listing.objects.current(None, language, now).filter(starts_at__gt=now - NEWS_FOR)
        columns = [f"{name}_{language}" for name in ("headline", "slug", "ready_at")]
        ids = list(rows.values_list("article", flat=True)[:MOST_NEWS])
        articles = Article.objects.published(language, now).filter(pk__in=ids)
        entries += [
            {
                "address": absolute(article.get_absolute_url(language)),
                "publication": getattr(site, f"name_{language}") or site.name,
                "language": language,
                "title": getattr(article, f"headline_{language}"),
                "since": (since := article.readable_since(language)),
                "date": since.isoformat(timespec="seconds"),
                "ends_at": article.expires_at,
            }
            for article in articles.only(*columns, "kind", "published_at", "expires_at")
            if article.kind != Kind.SPONSORED
        ]
    entries = sorted(entries, key=lambda entry: entry["since"], reverse=True)[:MOST_NEWS]
    until(request, *(entry["since"] + NEWS_FOR for entry in entries[-1:]))
    until(request, *(entry["ends_at"] for entry in entries), gone=True)
    return render(request, "articles/sitemap_news.xml", {"entries": entries}, content_type=XML)


def _months(first, last):
    """The first moments of the months from one moment to another."""
    if first is None:
        return
    begin = _month_of(first)
    while begin <= last:
        yield begin
        begin = _next(begin)


def _month_of(moment):
    return moment.astimezone(datetime.UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def _next(begin):
    return _month_of(begin + datetime.timedelta(days=32))
