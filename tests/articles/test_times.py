"""Articles come, and leave sections and the site, to the second, with nobody doing anything at that moment."""

import datetime
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, Byline, Filing, Listing, TaggedArticle
from tests.articles import archive
from tests.builders import NOW, make_author, make_category, make_draft, make_published, make_site, make_tag, revise
from tests.pagecache.conftest import new_site, site  # noqa: F401

pytestmark = pytest.mark.django_db
SECOND, HOUR = datetime.timedelta(seconds=1), datetime.timedelta(hours=1)
# At noon, so that an hour more or less is the same day.
NOON = datetime.datetime.combine(NOW.date() + datetime.timedelta(days=2), datetime.time(12), datetime.UTC)


@pytest.fixture
def at(monkeypatch):
    """Return `at(moment)`: from then on it is that moment."""
    return lambda moment: monkeypatch.setattr(timezone, "now", lambda: moment)


@pytest.fixture(autouse=True)
def newsroom():
    make_site()


def shown(client, path, text):
    """(is it on the page, how many queries the page took)"""
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(path)
    return text in answer.content.decode(), len(queries)


def test_a_thousand_articles_of_one_second_are_absent_before_it_and_there_after_it(client, at):
    category, tag, author = make_category("سياسة"), make_tag("روسيا"), make_author("ليلى")
    known = make_published("خبر قديم", category=category, tags=[tag], authors=[author], at=NOW - 30 * HOUR)
    archive.fill(1000, categories=[category], tags=[tag], authors=[author])
    ours = {"pk__gte": archive.FIRST}
    Article.objects.filter(**ours).update(published_at=NOON, ready_at_ar=NOON)
    Listing.objects.filter(article__pk__gte=archive.FIRST).update(starts_at=NOON)
    TaggedArticle.objects.filter(content_object__pk__gte=archive.FIRST).update(listed_at_ar=NOON)
    Byline.objects.filter(article__pk__gte=archive.FIRST).update(listed_at_ar=NOON)
    last = Article.objects.get(pk=archive.FIRST + 999)
    lists = ["/", category.get_absolute_url("ar"), tag.get_absolute_url("ar"), author.get_absolute_url("ar"), "/feed/"]
    lists += [f"{category.get_absolute_url('ar')}feed/", f"/archive/{NOON:%Y/%m/%d}/"]
    sitemap = f"/sitemap-ar-{NOON:%Y-%m}.xml"
    at(NOON - SECOND)
    for path in lists:
        assert "خبر رقم" not in client.get(path).content.decode(), path
    assert f"/{last.pk}/" not in client.get(sitemap).content.decode()
    assert client.get(last.get_absolute_url("ar")).status_code == 404
    at(NOON + SECOND)
    for path in lists:
        assert "خبر رقم" in client.get(path).content.decode(), path
    assert client.get(sitemap).content.decode().count("<loc>") >= 1000
    assert client.get(last.get_absolute_url("ar")).status_code == 200
    assert Article.objects.published("ar").count() == 1001
    assert client.get(known.get_absolute_url("ar")).status_code == 200


def test_a_list_costs_the_same_before_and_after_many_articles_come(client, at):
    category, tag, author = make_category("سياسة"), make_tag("روسيا"), make_author("ليلى")
    archive.fill(60, categories=[category], tags=[tag], authors=[author])
    path = category.get_absolute_url("ar")
    at(NOW)
    before = shown(client, path, "")[1]
    Listing.objects.filter(article__pk__gte=archive.FIRST + 30).update(starts_at=NOON)
    at(NOON)
    assert shown(client, path, "")[1] == before


def test_an_article_leaves_a_further_section_to_the_second_and_stays_in_the_others(client, at):
    main, politics = make_category("مختارات"), make_category("سياسة")
    rows = [{"category": main.pk, "until": NOON}, {"category": politics.pk, "until": None}]
    article = make_published("خبر عابر", category=politics, categories=rows)
    page = article.get_absolute_url("ar")
    for moment, there in ((NOON - SECOND, True), (NOON, False)):
        at(moment)
        assert shown(client, main.get_absolute_url("ar"), "خبر عابر")[0] is there
        assert shown(client, f"{main.get_absolute_url('ar')}feed/", "خبر عابر")[0] is there
        assert shown(client, politics.get_absolute_url("ar"), "خبر عابر")[0]
        labels = client.get(page).content.decode().split("<h1")[0].rpartition("<main")[2]
        assert ("مختارات" in labels) is there, labels


def test_a_section_that_ended_comes_back_with_a_later_end(client, at):
    main, politics = make_category("مختارات"), make_category("سياسة")
    rows = [{"category": main.pk, "until": NOON}, {"category": politics.pk, "until": None}]
    article = make_published("خبر عابر", category=politics, categories=rows)
    at(NOON + HOUR)
    assert not shown(client, main.get_absolute_url("ar"), "خبر عابر")[0]
    rows[0]["until"] = NOON + 2 * HOUR
    revise(article, categories=rows)
    assert shown(client, main.get_absolute_url("ar"), "خبر عابر")[0]
    assert Filing.objects.get(category=main).until == NOON + 2 * HOUR


def test_an_article_ends_to_the_second_on_every_page(client, at):
    category, tag, author = make_category("سياسة"), make_tag("روسيا"), make_author("ليلى")
    article = make_published("خبر ينتهي", category=category, tags=[tag], authors=[author], expires_at=NOON)
    day = f"/archive/{article.published_at.astimezone(timezone.get_current_timezone()):%Y/%m/%d}/"
    lists = ["/", category.get_absolute_url("ar"), tag.get_absolute_url("ar"), author.get_absolute_url("ar"), day]
    at(NOON - SECOND)
    assert all(shown(client, path, "خبر ينتهي")[0] for path in [*lists, "/feed/"])
    assert client.get(article.get_absolute_url("ar")).status_code == 200
    at(NOON)
    assert not any(shown(client, path, "خبر ينتهي")[0] for path in [*lists, "/feed/"])
    assert client.get(article.get_absolute_url("ar")).status_code == 410


@pytest.mark.parametrize("path", ["/", "/سياسة/", "/tag/روسيا/", "/author/ليلى/", "/feed/"])
def test_a_kept_page_lives_no_longer_than_the_next_article_end_or_section_end(site, path):  # noqa: F811
    category, tag, author = make_category("سياسة"), make_tag("روسيا"), make_author("ليلى")
    soon = timezone.now().replace(microsecond=0) + datetime.timedelta(minutes=9)
    times = {"expires_at": soon}, {"at": soon - datetime.timedelta(minutes=1)}
    for values in times:
        make_published(category=category, tags=[tag], authors=[author], **values)
        site.read_news()
        assert site.get(path).status == 200
        assert kept(site, path).until <= next(iter(values.values())).timestamp()


def test_a_kept_section_lives_no_longer_than_the_timed_entry_of_a_further_section(site):  # noqa: F811
    main, politics = make_category("مختارات"), make_category("سياسة")
    soon = timezone.now().replace(microsecond=0) + datetime.timedelta(minutes=9)
    make_published(category=politics, categories=[{"category": main.pk, "until": soon}, {"category": politics.pk}])
    for path in ("/مختارات/", "/مختارات/feed/"):
        assert site.get(path).status == 200
        assert kept(site, path).until <= soon.timestamp()


def kept(process, path):
    return process.cache.pages.get(quote(path, safe="/%"))


def test_a_draft_with_times_is_nowhere(client, at):
    category = make_category("سياسة")
    draft = make_draft("مسودة", category=category, expires_at=NOON)
    at(NOON - SECOND)
    assert not shown(client, category.get_absolute_url("ar"), "مسودة")[0]
    assert client.get(draft.get_absolute_url("ar")).status_code == 404
