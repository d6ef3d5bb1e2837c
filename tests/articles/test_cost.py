"""What a page costs: the same few queries with ten articles and with ten thousand, each by an index."""

from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, Listing, SiteSettings
from articles.search import index, names
from tests.articles import plans
from tests.articles.archive import FIRST, fill
from tests.builders import NOW, make_author, make_category, make_image, make_page, make_published, make_site, make_tag

pytestmark = pytest.mark.django_db
LIMITS = {"front": 12, "section": 6, "article": 8, "tag": 6, "author": 6, "archive": 6, "feed": 4, "deep": 6, "404": 6}
LIMITS |= {"corrections": 8, "search": 9, "nothing found": 15, "suggest": 5, "news sitemap": 7}


@pytest.fixture
def newsroom():
    make_site()
    for place in range(3):
        make_page(f"صفحة {place}")
    sections = [make_category(f"قسم {place}", order=place) for place in range(10)]
    subsections = [make_category(f"فرع {place}", parent=sections[place]) for place in range(5)]
    return {
        "categories": sections + subsections,
        "tags": [make_tag(f"وسم {place}") for place in range(40)],
        "authors": [make_author(f"كاتب {place}") for place in range(12)],
        "image": make_image(),
    }


def pages(newsroom):
    richest = make_published(
        "أغنى خبر",
        category=newsroom["categories"][0],
        categories=[{"category": each.pk} for each in newsroom["categories"][:5]],
        tags=newsroom["tags"][:5],
        authors=newsroom["authors"][:3],
        image=newsroom["image"].pk,
        related=list(Article.objects.values_list("pk", flat=True)[:3]),
        corrections=[{"made_at": NOW, "text": {"ar": "صُحّح."}}] * 2,
    )
    return {
        "front": "/",
        "section": newsroom["categories"][0].get_absolute_url("ar"),
        "article": richest.get_absolute_url("ar"),
        "tag": newsroom["tags"][0].get_absolute_url("ar"),
        "author": newsroom["authors"][0].get_absolute_url("ar"),
        "archive": f"/archive/{timezone.localdate(NOW, SiteSettings.load().zone_info):%Y/%m/%d}/",
        "feed": "/feed/",
        "corrections": "/corrections/",
        "404": "/nothing/",
        "search": f"/search/?q={quote('أغنى خبر')}&section={newsroom['categories'][0].pk}",
        "nothing found": f"/search/?q={quote('خبص')}&section={newsroom['categories'][0].pk}",
        "news sitemap": "/sitemap-news.xml",
        "suggest": f"/search/suggest/?q={quote('خبر')}",
    }


def queries_of(client, path):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        answer = client.get(path)
    assert answer.status_code in (200, 404), path
    return [query["sql"] for query in captured if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]


@pytest.mark.parametrize(("number", "page"), [(1_000, 3), pytest.param(10_000, 30, marks=pytest.mark.slow)])
def test_a_page_costs_the_same_few_queries_with_ten_articles_and_with_many(client, newsroom, number, page):
    names.aliases()  # a process reads them once
    fill(10, **newsroom)
    few = {name: len(queries_of(client, path)) for name, path in pages(newsroom).items()}
    assert not {name: cost for name, cost in few.items() if cost > LIMITS[name]}
    Article.objects.all().delete()
    fill(number, **newsroom)
    index.rebuild()
    many = {name: len(queries_of(client, path)) for name, path in (pages(newsroom)).items()}
    assert many == few
    deep = newsroom["categories"][0].get_absolute_url("ar") + f"?page={page}"
    assert len(queries_of(client, deep)) <= LIMITS["deep"]


SMALL = {"articles_tag", "articles_revision", "articles_statuschange"}  # here


@pytest.mark.slow
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="asks PostgreSQL for its plans")
def test_every_list_comes_by_an_index(client, newsroom):
    fill(10_000, **newsroom)
    index.rebuild()
    addresses = pages(newsroom)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    section = addresses["section"]
    cursor_page = f"{section}?before={int(NOW.timestamp() * 1_000_000)}-{FIRST + 5_000}"
    for path in [
        *addresses.values(),
        f"{section}?page=30",
        cursor_page,
        "/corrections/?page=30",
        "/sitemap.xml",
        f"{section}feed/",
    ]:
        with plans.captured() as statements:
            queries_of(client, path)
        for statement in statements:
            scanned = {table for table, kind, _rows in plans.scans(statement) if kind == "Seq Scan"}
            assert scanned <= SMALL, f"{path}\n{statement}"


@pytest.mark.slow
@pytest.mark.postgresql
def test_a_page_deep_in_a_list_reads_nothing_that_stands_above_it(client, newsroom):
    section = newsroom["categories"][0]
    fill(3_000, **newsroom | {"categories": [section]})
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    entry = Listing.objects.current(section, "ar")[2_500]
    path = f"{section.get_absolute_url('ar')}?before={int(entry.starts_at.timestamp() * 1_000_000)}-{entry.article_id}"
    assert max(rows for _table, _kind, rows in plans.reads(queries_of, client, path)) <= 30
