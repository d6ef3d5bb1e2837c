"""Redirects that lead off the site or in circles, addresses that two things claim, requests that end in a 500."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.test import RequestFactory

from articles import catalogue, workflow
from articles.models import Category, Redirect
from newsportal.language import LanguageMiddleware
from tests.builders import (
    NOW,
    TOMORROW,
    make_author,
    make_category,
    make_draft,
    make_page,
    make_published,
    make_site,
    make_tag,
    make_withdrawn,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site():
    return make_site()


def refused_or_left_here(client, old, new):
    """The redirect is refused, or does not leave the site."""
    try:
        catalogue.save(Redirect(old_path=old, new_path=new))
    except ValidationError:
        return True
    return not client.get(old).get("Location", "/").startswith(("//", "/\\", "http"))


@pytest.mark.parametrize("new", ["/%2Fevil.example/", "/%2fevil.example", "/%5Cevil.example", "/%09/evil.example"])
def test_no_redirect_leads_off_the_site(client, new):
    assert refused_or_left_here(client, "/old", new)


def hops(client, path):
    """How many redirects follow each other; at most 9."""
    for number in range(9):
        response = client.get(path)
        if response.status_code not in (301, 302):
            return number
        path = response["Location"]
    return 9


def save_redirects(*pairs):
    for old, new in pairs:
        try:
            catalogue.save(Redirect(old_path=old, new_path=new))
        except ValidationError:
            return


def test_a_redirect_to_itself_with_a_slash_is_refused(client):
    save_redirects(("/old/", "/old/"))
    assert hops(client, "/old/") <= 1


def test_two_redirects_make_no_circle(client):
    save_redirects(("/a", "/b"), ("/b", "/a"))
    assert hops(client, "/a") <= 1


def test_two_redirects_make_no_chain(client):
    make_page("من نحن", slug_ar="about")
    save_redirects(("/a", "/b"), ("/b", "/page/about/"))
    assert hops(client, "/a") <= 1


def test_a_redirect_to_a_page_in_another_spelling_is_one_step(client):
    make_page("من نحن", slug_ar="about")
    save_redirects(("/a", "/page/about"))
    assert hops(client, "/a") <= 1


@pytest.mark.parametrize("path", ["/ar/{pk}", "/ar/{pk}/x/", "/ar/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1", "/ar/ar/feed/"])
def test_the_prefix_of_the_first_language_costs_one_redirect(client, path):
    article = make_published()
    assert hops(client, path.format(pk=article.pk)) <= 1


def test_a_new_section_at_an_old_address_owns_every_spelling_of_it(client):
    first = make_category("رياضة")
    first.name_ar, first.slug_ar = "الملاعب", "الملاعب"
    catalogue.save(first)
    second = make_category("رياضة")
    address = second.get_absolute_url("ar")
    assert client.get(address).status_code == 200
    assert client.get(address.rstrip("/"))["Location"] == address


def test_no_two_sections_have_the_same_address_in_a_language():
    make_category("سياسة", slug_ar="politics-ar", slug_en="sport")
    try:
        other = make_category("رياضة", slug_ar="sport")
    except ValidationError:
        return
    assert other.get_absolute_url("en") != Category.objects.get(slug_en="sport").get_absolute_url("en")


def test_no_two_authors_have_the_same_address_in_a_language():
    one = make_author("ليلى", slug_ar="layla", slug_en="sara")
    try:
        other = make_author("سارة", slug_ar="sara")
    except ValidationError:
        return
    assert other.get_absolute_url("en") != one.get_absolute_url("en")


def test_a_subsection_called_feed_is_refused_or_reached(client):
    parent = make_category("تقنية")
    try:
        child = make_category("خلاصات", slug_ar="feed", parent=parent)
    except ValidationError:
        return
    assert client.get(child.get_absolute_url("ar"))["Content-Type"].startswith("text/html")


def test_a_subsection_that_becomes_a_section_leaves_its_old_address(client):
    parent = make_category("تقنية")
    child = make_category("هواتف", parent=parent)
    old = child.get_absolute_url("ar")
    child.parent = None
    catalogue.save(child)
    assert client.get(old)["Location"] == child.get_absolute_url("ar")


def test_the_short_link_of_a_withdrawn_english_story_is_gone(client):
    article = make_published("", english="Only English")
    workflow.withdraw(article, by=None, note="Wrong")
    assert client.get(f"/{article.pk}").status_code == 410


def test_an_old_address_of_a_withdrawn_article_is_gone(client):
    article = make_withdrawn()
    catalogue.save(Redirect(old_path="/2019/05/old", article=article))
    assert client.get("/2019/05/old").status_code == 410


def test_the_first_day_of_the_calendar_is_answered_calmly(client):
    assert client.get("/archive/0001/01/01/").status_code in (200, 404)


def test_the_last_month_of_the_calendar_is_answered_calmly(client):
    assert client.get("/sitemap-ar-9999-12.xml").status_code == 404


def test_a_request_for_the_server_itself_is_answered_calmly(client):
    """OPTIONS * HTTP/1.1: the path of such a request begins with no slash."""
    request = RequestFactory().generic("OPTIONS", "/")
    request.path_info = "*"
    assert LanguageMiddleware(lambda request: client.get("/")).__call__(request)


def test_the_language_home_without_its_slash_keeps_the_query(client):
    assert client.get("/en?utm_source=x")["Location"] == "/en/?utm_source=x"


def test_a_tag_only_drafts_use_is_no_page(client):
    """Its name may be the news: it must not answer differently from a tag that never was."""
    tag = make_tag("استقالة الوزير")
    make_draft(tags=[tag])
    assert client.get(tag.get_absolute_url("ar")).status_code == 404


def test_a_tag_of_a_scheduled_article_is_no_page_yet(client):
    tag = make_tag("استقالة الوزير")
    make_published(tags=[tag], at=TOMORROW)
    assert client.get(tag.get_absolute_url("ar")).status_code == 404


def test_a_feed_dates_a_translation_by_the_day_it_could_be_read(client):
    article = make_published(english="Story", languages=["ar"], at=NOW - datetime.timedelta(days=30))
    workflow.open_language(article, "en", by=None)
    text = client.get("/en/feed/").content.decode()
    assert f"{NOW:%d %b %Y}" in text[text.index("<item>") :]


def test_the_feed_of_a_redirected_address_is_led_on_whole(client):
    section = make_category("سياسة", slug_ar="politics")
    make_published(category=section)
    save_redirects(("/old", "/politics"))
    assert client.get("/old/feed/")["Location"] == "/politics/feed/"


def test_a_query_joins_the_query_of_a_redirect(client):
    save_redirects(("/old", "/politics/?page=2"))
    assert client.get("/old?utm=x")["Location"] in ("/politics/?page=2&utm=x", "/politics/?page=2")


def test_a_redirect_from_a_living_page_is_refused_or_followed_in_every_spelling(client):
    section = make_category("سياسة", slug_ar="politics")
    make_page("من نحن", slug_ar="about")
    save_redirects(("/politics/", "/page/about/"))
    with_slash, without = client.get("/politics/"), client.get("/politics")
    assert with_slash.get("Location", section.get_absolute_url("ar")) == without["Location"]
