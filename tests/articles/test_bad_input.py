"""Whatever is asked, readers get a page or a clear no: never a fault, never more than one step."""

from urllib.parse import quote

import pytest

from tests.builders import make_author, make_category, make_page, make_published, make_site, make_tag

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

BAD = [
    "%00",
    "a%00b",
    "%ff",
    "%ED%A0%80",
    "%C0%AF",
    "99999999999999999999",
    "-1",
    "abc",
    "١٠٠٠٠٠",
    "",
    "x" * 3000,
    "%25D8%25A7",
    "..%2f..%2fetc%2fpasswd",
    "'%20OR%201=1--",
    "<script>alert(1)</script>",
    "%E2%80%AEtxt",
    "a;b",
    "a%0d%0ab",
    "\u0627\u0655",
]
PLACES = [
    "/{}/",
    "/{}",
    "/{}/x/",
    "/100000/{}/",
    "/en/{}/",
    "/tag/{}/",
    "/tag/{}/feed/",
    "/author/{}/",
    "/page/{}/",
    "/archive/{}/",
    "/archive/2026/{}/01/",
    "/section/{}/feed/",
    "/sitemap-{}.xml",
    "/a/b/c/{}/",
]
QUERIES = ["page={}", "before={}", "page={}&page=2", "before={}-1", "unknown={}"]


@pytest.fixture(autouse=True)
def newsroom():
    make_site()
    make_published(tags=[make_tag()], authors=[make_author()])
    make_page()


@pytest.mark.parametrize("place", PLACES)
def test_bad_addresses_are_answered_calmly(client, place):
    for bad in BAD:
        raw = place.format(bad if "%" in bad else quote(bad, safe=""))
        answer = client.get(raw, RAW_URI=raw)
        assert answer.status_code in (200, 301, 404), raw
        if answer.status_code == 301:
            assert client.get(answer.url, RAW_URI=answer.url).status_code in (200, 404, 410), raw


LISTS = ["/tag/روسيا/", "/author/ليلى-منصور/", "/archive/2024/01/01/", "/feed/"]


@pytest.mark.parametrize("place", ["/", "/أخبار/", *(pytest.param(place, marks=pytest.mark.slow) for place in LISTS)])
def test_bad_queries_are_answered_calmly(client, place):
    for bad in [*BAD, "0", "1", "01", "+2", "٢", "1.5", "10^9", "1000000000", "1-1", "9" * 16 + "-1"]:
        for query in QUERIES:
            answer = client.get(place, QUERY_STRING=query.format(bad if "%" in bad else quote(bad, safe="")))
            assert answer.status_code in (200, 301, 404), (place, query, bad)


@pytest.mark.parametrize("page", ["0", "1", "01", "abc", "-1", "101", "1000000000", "٢", "+2", "", "2&page=3"])
def test_a_page_number_has_one_spelling(client, page):
    make_category("سياسة")
    query = f"page={quote(page, safe='&=+')}"
    assert client.get("/سياسة/", QUERY_STRING=query).status_code == 404


def test_a_page_beyond_the_last_is_not_there(client):
    assert client.get("/أخبار/?page=2").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
@pytest.mark.parametrize("path", ["/", "/أخبار/", "/feed/", "/sitemap.xml", "/robots.txt", "/tag/روسيا/"])
def test_readers_pages_are_only_read(client, method, path):
    answer = getattr(client, method)(path)
    assert answer.status_code == 405


def test_head_answers_without_a_body(client):
    answer = client.head("/")
    assert answer.status_code == 200
    assert answer.content == b""


def test_huge_cookies_change_nothing(client):
    client.cookies["sessionid"] = "x" * 8000
    client.cookies["other"] = "y" * 8000
    assert client.get("/").status_code == 200


def test_the_404_page_says_nothing_of_the_path(client):
    assert "hostile" not in client.get("/hostile-words/").content.decode()


def test_the_404_page_offers_the_article_of_the_number(client):
    from articles.models import Article

    article = Article.objects.get()
    answer = client.get(f"/2019/05/old-{article.pk}.html")
    assert answer.status_code == 404
    assert article.get_absolute_url("ar") in answer.content.decode()
    arabic_digits = str(article.pk).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert article.get_absolute_url("ar") in client.get(f"/x/{arabic_digits}").content.decode()
