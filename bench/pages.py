"""The pages of the large archive that are measured, each as a function that makes it anew."""

import datetime
from functools import partial
from urllib.parse import quote, urlencode

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from articles.models import Article, Category, Listing, Tag
from articles.reader import search, views
from articles.reader.pager import EPOCH
from articles.related import related
from tests.articles import plans

from .stories import COMMON, OTHER, PHRASE, RARE

_reader, _editor = Client(SERVER_NAME="localhost"), Client(SERVER_NAME="localhost")
_numbers = iter(range(10**9))


def primary_key():
    """An article's page, another each time, without what to read next: rows by their ids and little else."""
    chosen, views.related = views.related, lambda *_article, **_now: []
    try:
        article()
    finally:
        views.related = chosen


def article():
    """An article's page, another each time."""
    newest = Listing.objects.current(None, "ar").values_list("article", flat=True)
    if not hasattr(article, "paths"):
        found = Article.objects.published("ar").in_order_of(list(newest[:40]))
        article.paths = [each.get_absolute_url("ar") for each in found]
    _get(_reader, article.paths[next(_numbers) % len(article.paths)])


def every():
    """{name: a function}"""
    search._budget = search._Budget(10**6, 10**6)
    writer = User.objects.get(username="writer-0")  # who has written much, and may do everything
    writer.is_staff = writer.is_superuser = True
    writer.save(update_fields=["is_staff", "is_superuser"])
    _editor.force_login(writer)
    return (
        {
            f"search: {name}": partial(_get, _reader, f"/search/?{urlencode(query)}")
            for name, query in _searches().items()
        }
        | {name: partial(_get, _reader, path) for name, path in _lists().items()}
        | {f"newsroom: {name}": partial(_get, _editor, path) for name, path in _newsroom().items()}
        | {"an article's page": article, "what to read next, alone": _related()}
    )


def reads(call):
    """What the statements of a page read of the large tables."""
    with plans.captured() as statements:
        call()
    return [scan for sql in statements for scan in plans.scans(sql)]


def told(scan):
    """A scan in words; !!! where it reads much."""
    table, kind, rows = scan
    return f"{'!!! ' if plans.is_much(*scan) else ''}{table.removeprefix('articles_')} {kind} {rows}"


def _searches():
    section = Category.objects.order_by("pk").last().pk
    before = timezone.localdate() - datetime.timedelta(days=5 * 365)
    newest = Listing.objects.current(None, "ar").values_list("starts_at", "article")[0]
    deep = (newest[0] - datetime.timedelta(days=3_000) - EPOCH) // datetime.timedelta(microseconds=1)
    return {
        "a word of 30 in 100": {"q": COMMON},
        "a rare word": {"q": RARE},
        "a phrase": {"q": f"«{PHRASE}»"},
        "two words": {"q": f"{COMMON} {OTHER}"},
        "three words, one rare": {"q": f"{COMMON} {OTHER} {RARE}"},
        "small words": {"q": "في من"},
        "one word and not another": {"q": f"{COMMON} -{OTHER}"},
        "a word in one section": {"q": COMMON, "section": section},
        "a section alone": {"section": section},
        "newest first": {"q": COMMON, "sort": "newest"},
        "page 5": {"q": COMMON, "page": 5},
        "eight years back": {"q": COMMON, "before": f"{deep}-{newest[1]}"},
        "a word, a kind, a time, an author": {"q": COMMON, "kind": "news", "until": f"{before}", "author": 7},
        "misspelled (did you mean)": {"q": RARE.replace("ن", "م")},
        "nothing like it": {"q": "ضظغذثخ"},
    }


def _lists():
    section, tag = Category.objects.order_by("pk").first(), Tag.objects.order_by("pk").first()
    month = (timezone.now() - datetime.timedelta(days=400)).strftime("%Y-%m")
    day = (timezone.now() - datetime.timedelta(days=400)).strftime("%Y/%m/%d")
    path = section.get_absolute_url("ar")
    few = Tag.objects.filter(items__listed_at_ar__lte=timezone.now()).order_by("-pk").first()
    return {
        "proposals while typing": f"/search/suggest/?q={quote('الح')}",
        "front page": "/",
        "section": path,
        "section, page 100": f"{path}?page=100",
        "section, nine years back": f"{path}?before={_micro(days=3_285)}-200000",
        "tag of very many": tag.get_absolute_url("ar"),
        "tag of very many, page 100": f"{tag.get_absolute_url('ar')}?page=100",
        "tag of few": few.get_absolute_url("ar"),
        "author": Article.objects.get(pk=100_001).bylines.first().author.get_absolute_url("ar"),
        "archive, a day": f"/archive/{day}/",
        "feed": "/feed/",
        "sitemap, a month": f"/sitemap-ar-{month}.xml",
        "sitemap, index": "/sitemap.xml",
    }


def _micro(**ago):
    return (timezone.now() - datetime.timedelta(**ago) - EPOCH) // datetime.timedelta(microseconds=1)


def _newsroom():
    articles, tags = reverse("admin:articles_article_changelist"), reverse("admin:articles_tag_changelist")
    picker = reverse("admin:autocomplete")
    tagged = {"app_label": "articles", "model_name": "article", "field_name": "tags"}
    picked = {"app_label": "articles", "model_name": "article", "field_name": "related_picks"}
    newest = Article.objects.order_by("-pk").filter(status="published").first()
    return {
        "first page": reverse("admin:index"),
        "articles": articles,
        "articles, page 100": f"{articles}?p=100",
        "articles, by time of publication": f"{articles}?o=-5",
        "articles, by time of saving": f"{articles}?o=-6",
        "articles, by kind": f"{articles}?o=4",
        "articles, drafts": f"{articles}?status__exact=draft",
        "articles, published": f"{articles}?status__exact=published",
        "articles, withdrawn": f"{articles}?status__exact=withdrawn",
        "articles, one kind": f"{articles}?kind__exact=opinion",
        "articles, a kind nobody has": f"{articles}?kind__exact=gallery",
        "articles, one section": f"{articles}?main_category__id__exact=3",
        "articles, mine": f"{articles}?whose=mine",
        "articles, search: a word of 30 in 100": f"{articles}?q={quote(COMMON)}",
        "articles, search: a rare word": f"{articles}?q={quote(RARE)}",
        "articles, search: two words": f"{articles}?q={quote(f'{COMMON} {OTHER}')}",
        "articles, search: a piece of a word": f"{articles}?q={quote(COMMON[3:6])}",
        "articles, search: nothing": f"{articles}?q={quote('ضظغذثخ')}",
        "articles, search in drafts": f"{articles}?status__exact=draft&q={quote(COMMON)}",
        "tags": tags,
        "tags, search": f"{tags}?q={quote('مدينة')}",
        "tags, search: nothing": f"{tags}?q={quote('ضظغذثخ')}",
        "tag's form": reverse("admin:articles_tag_change", args=[Tag.objects.order_by("pk").first().pk]),
        "authors": reverse("admin:articles_author_changelist"),
        "an article's form": reverse("admin:articles_article_change", args=[newest.pk]),
        "an article's history": reverse("admin:articles_article_history", args=[newest.pk]),
        "picker of tags": f"{picker}?{urlencode(tagged | {'term': 'مد'})}",
        "picker of tags, nothing typed": f"{picker}?{urlencode(tagged | {'term': ''})}",
        "picker of articles": f"{picker}?{urlencode(picked | {'term': f'{COMMON} {OTHER}'})}",
        "picker of articles, nothing typed": f"{picker}?{urlencode(picked | {'term': ''})}",
    }


def _related():
    story = Article.objects.published("ar").order_by("-pk")[5]
    tags = list(Tag.objects.filter(items__content_object=story))
    return lambda: related(story, "ar", tags)


def _get(client, path):
    answer = client.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{path} answers {answer.status_code} {answer.headers.get('Location', '')}")
    return answer
