"""Corrections: on the article and on a page of their own, dated, newest first; and what counts as an update."""

import datetime
import json
import re
from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from lxml import html

from articles import catalogue, drafts, workflow
from articles import content as contents
from articles.models import Article, Category, Correction
from tests import cast
from tests.articles.test_the_newsrooms_forms import sent
from tests.builders import NOW, TOMORROW, make_category, make_draft, make_published, make_site, revise

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)


@pytest.fixture(autouse=True)
def site():
    return make_site()


def corrected(text, at=NOW - HOUR, english=""):
    return {"made_at": at.isoformat(), "text": {"ar": text, "en": english}}


def shown(client, path="/corrections/"):
    """[(text, headline, path of the article)] of the page of corrections."""
    answer = client.get(path)
    assert answer.status_code == 200
    items = html.fromstring(answer.content.decode()).xpath("//ol[contains(@class, 'corrected')]/li")
    links = [item.find(".//a") for item in items]
    return [
        (item.findall("p")[1].text_content(), link.text_content(), link.get("href"))
        for item, link in zip(items, links, strict=True)
    ]


def test_all_corrections_stand_on_one_page_newest_first(client):
    both = [corrected("صُحّح الاسم.", NOW - 3 * HOUR), corrected("صُحّح الرقم.", NOW - HOUR)]
    first = make_published("ألف", at=NOW - 5 * HOUR, corrections=both)
    second = make_published("باء", at=NOW - 5 * HOUR, corrections=[corrected("صُحّح التاريخ.", NOW - 2 * HOUR)])
    a, b = (article.get_absolute_url("ar") for article in (first, second))
    assert shown(client) == [("صُحّح الرقم.", "ألف", a), ("صُحّح التاريخ.", "باء", b), ("صُحّح الاسم.", "ألف", a)]


def test_each_says_when_it_was_made(client):
    make_published(corrections=[corrected("صُحّح.", NOW - HOUR)])
    page = html.fromstring(client.get("/corrections/").content.decode())
    (moment,) = page.xpath("//ol//time")
    assert datetime.datetime.fromisoformat(moment.get("datetime")) == NOW - HOUR


def test_a_language_has_the_corrections_that_are_written_in_it(client):
    make_published(english="News", corrections=[corrected("صُحّح.", english="The name was mended.")])
    make_published("عربي", corrections=[corrected("بالعربية فقط.")])
    assert [text for text, *_rest in shown(client, "/en/corrections/")] == ["The name was mended."]
    assert len(shown(client)) == 2


HIDDEN = {
    "a draft": lambda **values: make_draft(**values),
    "a scheduled article": lambda **values: make_published(at=TOMORROW, **values),
    "an expired article": lambda **values: make_published(at=NOW - 2 * HOUR, expires_at=NOW - HOUR, **values),
    "a withdrawn article": lambda **values: workflow.withdraw(make_published(**values), by=None, note="خطأ"),
    "unpublished changes": lambda **values: drafts.save(
        article := make_published(), drafts.working(article) | values, by=None
    ),
}


@pytest.mark.parametrize("what", HIDDEN)
def test_the_corrections_of_what_readers_do_not_see_are_not_there(client, what):
    HIDDEN[what](corrections=[corrected("خطأ سري")])
    assert shown(client) == []
    assert "خطأ سري" not in client.get("/corrections/").content.decode()


def test_a_correction_comes_and_goes_with_its_article(client):
    article = make_published(corrections=[corrected("صُحّح.")])
    assert shown(client)
    article = workflow.withdraw(article, by=None, note="خطأ")
    assert not shown(client)
    workflow.restore(article, by=None)
    assert shown(client)
    revise(article, corrections=[])
    assert not shown(client)


def test_a_correction_of_the_future_is_not_there_yet(client):
    make_published(corrections=[corrected("غدًا.", TOMORROW)])
    assert not shown(client)


def test_pages_go_on_by_number_and_by_cursor_and_lose_nothing(client):
    """Many corrections of one second, too."""
    for number in range(5):
        make_published(f"خبر {number}", corrections=[corrected(f"تصويب {number}-{each}.") for each in range(9)])
    first, second = shown(client), shown(client, "/corrections/?page=2")
    third = shown(client, "/corrections/?page=3")
    assert [len(page) for page in (first, second, third)] == [20, 20, 5]
    assert len({*first, *second, *third}) == 45
    last = Correction.objects.order_by("-listed_at_ar", "-pk")[19]
    micro = int(last.listed_at_ar.timestamp() * 1_000_000)
    assert shown(client, f"/corrections/?before={micro}-{last.pk}") == second
    assert client.get("/corrections/?page=4").status_code == 404


def test_without_corrections_the_page_says_so(client):
    assert "nothing" in client.get("/corrections/").content.decode()
    assert client.get("/en/corrections/").status_code == 200


def test_the_page_has_one_spelling_and_is_found_from_every_page(client):
    answer = client.get("/corrections")
    assert (answer.status_code, answer.url) == (301, "/corrections/")
    assert 'href="/corrections/"' in client.get("/").content.decode()
    assert 'href="/en/corrections/"' in client.get("/en/").content.decode()
    sitemap = client.get("/sitemap-pages.xml").content.decode()
    assert "<loc>https://news.example/corrections/</loc>" in sitemap
    assert "<loc>https://news.example/en/corrections/</loc>" in sitemap


def test_no_section_takes_its_address():
    with pytest.raises(ValidationError):
        catalogue.save(Category(name_ar="تصويبات", slug_ar="corrections"))
    assert make_category("تصويبات")


def test_search_engines_are_told_of_the_corrections_of_an_article(client):
    article = make_published(corrections=[corrected("صُحّح الاسم."), corrected("غدًا.", TOMORROW)])
    text = client.get(article.get_absolute_url("ar")).content.decode()
    blocks = map(json.loads, re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL))
    data = next(block for block in blocks if block["@type"] == "NewsArticle")
    (correction,) = data["correction"]
    assert (correction["@type"], correction["text"]) == ("CorrectionComment", "صُحّح الاسم.")
    assert datetime.datetime.fromisoformat(correction["datePublished"]) == NOW - HOUR
    other = client.get(make_published().get_absolute_url("ar")).content.decode()
    assert '"correction"' not in other


def test_corrections_of_an_older_site_come_into_the_list_as_the_verbs_would_put_them():
    make_published(english="News", corrections=[corrected("أول.", english="First."), corrected("ثان.")])
    make_published(at=TOMORROW, expires_at=TOMORROW + HOUR, corrections=[corrected("آت.")])
    make_draft(corrections=[corrected("سر")])
    columns = ("pk", "listed_at_ar", "listed_at_en", "listed_until")
    before = set(Correction.objects.values_list(*columns))
    Correction.objects.update(listed_at_ar=None, listed_at_en=None, listed_until=None)
    import_module("articles.migrations.0013_corrections_into_their_list").fill(apps, None)
    assert set(Correction.objects.values_list(*columns)) == before


# --- What counts as an update -------------------------------------------------------------------------------------


def test_a_correction_is_an_update_and_the_newest_counts():
    article = make_published(corrections=[corrected("أول.", NOW - 3 * HOUR)])
    assert article.updated_at == NOW - 3 * HOUR
    first = contents.read(article)["corrections"]
    article = revise(article, corrections=[*first, corrected("ثان.", NOW - HOUR)])
    assert Article.objects.get(pk=article.pk).updated_at == NOW - HOUR


def test_an_update_after_the_correction_keeps_its_time():
    article = make_published(corrections=[corrected("أول.", NOW - 3 * HOUR)], updated_at=(NOW - HOUR).isoformat())
    assert article.updated_at == NOW - HOUR


def form_of(client, article, **values):
    page = reverse("admin:articles_article_change", args=[article.pk])
    data = sent(client.get(page)) | values
    return client.post(page, data)


@pytest.mark.parametrize(("ticked", "told"), [({}, False), ({"substantial": "on"}, True)])
def test_a_mended_slip_is_no_update_unless_the_editor_says_so(client, ticked, told):
    client.force_login(cast.huda())
    article = make_published()
    began = timezone.now().replace(microsecond=0)
    assert form_of(client, article, headline_ar="خبر من البلدة", **ticked).status_code == 302
    article = workflow.publish_changes(article, by=None)
    stored = Article.objects.get(pk=article.pk)
    assert stored.headline_ar == "خبر من البلدة"
    assert bool(stored.updated_at and stored.updated_at >= began) is told


def test_who_may_only_look_sees_no_tick(client):
    client.force_login(cast.omar())
    answer = client.get(reverse("admin:articles_article_change", args=[make_published().pk]))
    assert answer.status_code == 200
    assert 'name="substantial"' not in answer.content.decode()
