"""A kept page: the same bytes, without Django, in every form a client may ask for."""

import gzip

import pytest

from articles import workflow
from tests.builders import make_category, make_published, make_site

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def article():
    make_site()
    return make_published("خبر من المدينة", category=make_category("سياسة"))


def test_a_kept_page_never_enters_django(site, django_assert_num_queries):
    first = site.get("/")
    with django_assert_num_queries(0):
        second = site.get("/")
    assert site.made == {"/": 1}
    assert (second.status, second.body, second.headers) == (first.status, first.body, first.headers)
    assert "خبر من المدينة" in gzip.decompress(second.body).decode()


def test_a_page_goes_compressed_or_plain_with_an_etag_each(site):
    packed, plain = site.get("/"), site.get("/", gzip=False)
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert gzip.decompress(packed.body) == plain.body
    assert int(plain.headers["content-length"]) == len(plain.body)
    assert packed.headers["etag"] != plain.headers["etag"]
    assert packed.headers["etag"].startswith('"')
    assert site.made.total() == 1


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip", "gzip"),
        ("br, GZIP;q=0.5", "gzip"),
        ("*", "gzip"),
        ("gzip;q=0", None),
        ("gzip; q=0.000, br", None),
        ("*, gzip;q=0", None),
        ("identity", None),
        ("", None),
    ],
)
def test_a_client_gets_the_encoding_it_takes(site, accepted, encoding):
    assert site.get("/", HTTP_ACCEPT_ENCODING=accepted).headers.get("content-encoding") == encoding


def test_a_client_that_has_the_page_gets_304(site):
    page = site.get("/")
    for wanted in (page.headers["etag"], f'"x", W/{page.headers["etag"]}', "*"):
        answer = site.get("/", HTTP_IF_NONE_MATCH=wanted)
        assert (answer.status, answer.body) == (304, b"")
        assert answer.headers["etag"] == page.headers["etag"]
        assert "cache-control" in answer.headers
    assert site.get("/", HTTP_IF_NONE_MATCH='"other"').status == 200


def test_head_gets_the_headers_alone_and_makes_the_page_for_all(site):
    head = site.get("/", method="HEAD")
    page = site.get("/")
    assert (head.status, head.body, head.headers) == (200, b"", page.headers)
    assert site.made.total() == 1


def test_pages_tell_caches_in_front_what_to_do(site, article):
    for path in ("/", article.get_absolute_url("ar"), "/سياسة/", "/feed/", "/sitemap.xml"):
        page = site.get(path)
        assert page.headers["cache-control"] == (
            "public, max-age=0, s-maxage=2, stale-while-revalidate=1, stale-if-error=86400"
        )
        assert page.headers["vary"] == "Accept-Encoding"
        assert "set-cookie" not in page.headers
        assert 0 < len(page.headers["surrogate-key"]) <= 1500
        assert len(page.names) == len(set(page.names))
    assert f"article:{article.pk}" in site.get("/").headers["surrogate-key"].split()


def test_what_is_gone_takes_the_place_of_what_it_was_in_caches_in_front(site, article):
    path = article.get_absolute_url("ar")
    before = site.get(path).headers["cache-control"]
    workflow.withdraw(article, by=None, note="x")
    site.read_news()
    gone, never = site.get(path), site.get("/nothing/")
    assert (gone.status, gone.headers["cache-control"]) == (410, before)
    assert (never.status, never.headers["cache-control"]) == (404, "no-store")


def test_a_page_says_what_it_is_as_django_would(site, client):
    kept, straight = site.get("/"), client.get("/")
    for name in ("content-type", "content-security-policy", "x-content-type-options", "referrer-policy"):
        assert kept.headers[name] == straight.headers[name]


def test_memory_is_bounded_and_the_page_longest_unused_leaves(new_site, settings):
    settings.PAGECACHE_MEMORY = 30_000
    site = new_site()
    articles = [make_published(f"خبر {number}").get_absolute_url("ar") for number in range(8)]
    site.read_news()
    site.get("/robots.txt")
    for path in articles:
        site.get(path)
        site.get("/robots.txt")
    assert site.cache.pages.size <= 30_000
    assert site.cache.pages.get("/robots.txt")
    assert len(site.cache.pages) < 9


def test_what_is_not_there_drives_no_page_out(new_site, settings):
    settings.PAGECACHE_MEMORY = 30_000
    site = new_site()
    site.get("/robots.txt")
    for number in range(30):
        assert site.get(f"/nothing-{number}/").status == 404
    assert site.cache.pages.get("/robots.txt")


def test_those_who_are_led_elsewhere_do_not_wait_for_each_other(site, article, monkeypatch):
    assert site.get(f"/{article.pk}").status == 301
    monkeypatch.setattr(site.cache, "_turn", None)
    assert site.get(f"/{article.pk}").status == 301
    assert site.made.total() == 2


def test_another_process_takes_the_page_from_the_shared_level(new_site):
    one, two = new_site(), new_site()
    assert one.get("/").body == two.get("/").body
    assert one.made.total() + two.made.total() == 1


def test_other_code_has_other_pages(new_site):
    new_site(release="one").get("/")
    other = new_site(release="two")
    other.get("/")
    assert other.made.total() == 1
