"""What one client sends never reaches another, and what is somebody's own is kept nowhere."""

import gzip
import pickle

import pytest
from django.http import HttpResponse

from pagecache.layer import _may_be_kept
from pagecache.rendering import Rendering
from tests import cast
from tests.builders import make_author, make_category, make_draft, make_page, make_published, make_site, make_tag

pytestmark = pytest.mark.django_db
CANARY = "canary-7f3a"
HEADERS = [
    *("X_FORWARDED_HOST", "X_FORWARDED_PROTO", "X_FORWARDED_PORT", "X_FORWARDED_SCHEME", "X_FORWARDED_PREFIX"),
    *("X_FORWARDED_FOR", "FORWARDED", "X_HOST", "X_ORIGINAL_URL", "X_REWRITE_URL", "X_HTTP_METHOD_OVERRIDE"),
    *("X_METHOD_OVERRIDE", "X_PREVIEW", "ACCEPT", "ACCEPT_LANGUAGE", "USER_AGENT", "ORIGIN", "REFERER", "COOKIE"),
    *("RANGE", "VIA", "TRUE_CLIENT_IP", "X_REAL_IP", "AUTHORIZATION", "X_FORWARDED_SERVER", "IF_MODIFIED_SINCE"),
]


@pytest.fixture
def paths():
    make_site()
    category, tag, author = make_category("سياسة"), make_tag("روسيا"), make_author("ليلى")
    article = make_published(english="News", category=category, tags=[tag], authors=[author])
    return [
        *("/", "/en/", "/سياسة/", "/tag/روسيا/", "/author/ليلى/", "/feed/", "/سياسة/feed/", "/tag/روسيا/feed/"),
        *("/sitemap.xml", "/sitemap-pages.xml", "/sitemap-news.xml", "/robots.txt"),
        *("/nothing/", "/en/nothing/", "/999999/"),
        *(make_page().get_absolute_url("ar"), article.get_absolute_url("ar"), article.get_absolute_url("en")),
        *("/archive/2026/01/01/", f"/{article.pk}", "/سياسة/?page=2"),
    ]


@pytest.mark.slow
def test_no_header_of_one_client_shapes_the_page_of_another(new_site, paths):
    clean = new_site(release="clean")
    baseline = {path: clean.get(path) for path in paths}
    for header in HEADERS:
        site = new_site(release=header)
        for path in paths:
            first = site.get(path, **{f"HTTP_{header}": f"{CANARY}.example"})
            text = gzip.decompress(first.body) if "content-encoding" in first.headers else first.body
            assert CANARY not in text.decode() + str(first.headers), (path, header)
            second = site.get(path)
            assert (second.status, second.body) == (baseline[path].status, baseline[path].body), (path, header)


@pytest.mark.parametrize(
    "host", ["evil.test", "evil.test:81", "testserver.evil.test", "testserver,evil.test", "", "testserver@evil.test"]
)
def test_a_host_that_is_not_ours_gets_400_and_leaves_nothing(site, paths, host):
    site.get("/")
    before = len(site.cache.pages)
    for path in ("/", "/سياسة/"):
        assert site.get(path, host=host).status == 400
    assert len(site.cache.pages) == before


def test_an_address_with_a_host_in_it_is_not_kept(site, paths):
    before = len(site.cache.pages)
    site.get("http://evil.test/", RAW_URI="http://evil.test/")
    assert len(site.cache.pages) == before


def test_unknown_query_keys_make_no_page_of_their_own(site, paths):
    for number in range(1000):
        assert site.get(f"/?utm_source={number}&fbclid=x&{number}").status == 200
    for spelling in ("utm_campaign=caf%E9", "%E9=1", "%", "a=%zz"):
        assert site.get(f"/?{spelling}").status == 200
    assert site.made == {"/": 1}


def test_known_query_keys_have_one_order_and_one_spelling(site, paths):
    assert site.get("/سياسة/?page=2").status == 404
    for query in (
        "page=01",
        "page=١",
        "page=+1",
        "page=%2B1",
        "page=0",
        "page=101",
        "page=2&page=3",
        "page=2;before=1",
    ):
        pages = len(site.cache.pages)
        assert site.get(f"/سياسة/?{query}").status in (301, 404), query
        assert len(site.cache.pages) == pages, query
    made = site.made.total()
    site.get("/سياسة/?utm_x=1&page=2")
    site.get("/سياسة/?page=2&gclid=2")
    assert site.made.total() == made


def test_a_redirect_leads_on_with_the_query_as_it_came(site, paths):
    answer = site.get("/سياسة?utm_source=paper")
    assert answer.status == 301
    assert answer.headers["location"].endswith("/?utm_source=paper")


def test_a_get_with_a_body_is_a_get(site, paths):
    fat = site.get("/", body=b"page=2&x=" + CANARY.encode())
    assert fat.body == site.get("/").body
    assert site.made.total() == 1


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE"])
def test_other_methods_go_to_django_and_leave_nothing(site, paths, method):
    assert site.get("/", method=method).status in (403, 405)
    assert not len(site.cache.pages)


@pytest.mark.parametrize("path", ["/", "/سياسة/", "/nothing/"])
def test_errors_are_never_kept_but_not_there_and_gone_for_seconds(site, paths, path, monkeypatch):
    site.get(path, HTTP_HOST="evil.test")
    site.get(path, method="POST")
    with monkeypatch.context() as patch:
        patch.setattr("articles.reader.chrome.Chrome.categories", property(lambda chrome: 1 / 0))
        assert site.get(path).status == 500
    assert not len(site.cache.pages)
    status = 404 if "nothing" in path else 200
    assert site.get(path).status == status
    assert site.get(path, HTTP_HOST="testserver").status == status
    if status == 404:
        made = site.made.total()
        site.get(path)
        assert site.made.total() == made
        site.pass_time(10)
        site.get(path)
        assert site.made.total() == made + 1


@pytest.mark.parametrize(
    "path",
    [
        *("/account/x.css", "/admin/x.js", "/admin/", "/admin/login/", "/preview/TOKEN/a.png", "/999999/;a.css"),
        *("/%2f", "/%0a", "//", "//evil.test/", "/سياسة/../admin/", "/./", "/healthz/live", "/static/none.css"),
    ],
)
def test_addresses_that_are_not_pages_are_never_kept(site, paths, path):
    answer = site.get(path)
    if answer.status == 200:
        assert site.cache.pages.get(path) is None
    assert all(page.status.startswith("404") for page in site.cache.pages._pages.values())


SHAPES = {
    "a cookie": {"Set-Cookie": "a=b"},
    "vary by anything": {"Vary": "*"},
    "vary by anything, with a space": {"Vary": " *"},
    "vary by cookie": {"Vary": "Accept-Encoding, Cookie"},
    "vary by language": {"Vary": "accept-language"},
    "private": {"Cache-Control": "private"},
    "Private in mixed case": {"Cache-Control": "max-age=60, PriVate"},
    "NO-STORE": {"Cache-Control": "NO-STORE"},
    "no-cache with a value": {"Cache-Control": 'no-cache="Set-Cookie"'},
    "already compressed": {"Content-Encoding": "br"},
}


@pytest.mark.parametrize("shape", SHAPES)
def test_an_answer_that_says_it_is_private_is_not_kept(shape):
    rendering = Rendering()
    rendering.may_be_kept = True
    answer = HttpResponse("", headers=SHAPES[shape])
    assert not _may_be_kept("200", list(answer.items()), rendering)
    assert _may_be_kept("200", [("Content-Type", "text/html"), ("Vary", "accept-encoding")], rendering)
    rendering.may_be_kept = False
    assert not _may_be_kept("200", [], rendering)


@pytest.mark.parametrize("etag", ["*", '"guess"', None])
def test_what_is_not_there_is_never_not_modified(site, paths, etag):
    path = make_draft().get_absolute_url("ar")
    etag = etag or site.get(path).headers["etag"]
    for _ in range(2):
        assert site.get(path, HTTP_IF_NONE_MATCH=etag).status == 404


OWN = {
    "a session": lambda settings: {"HTTP_COOKIE": f"x=1; {settings.SESSION_COOKIE_NAME}=secret"},
    "credentials": lambda settings: {"HTTP_AUTHORIZATION": "Basic eDp5"},
    "another method": lambda settings: {"HTTP_X_HTTP_METHOD_OVERRIDE": "DELETE"},
    "another way to say it": lambda settings: {"HTTP_X_METHOD_OVERRIDE": "PUT"},
}


@pytest.mark.parametrize("what", OWN)
def test_a_request_with_something_of_its_own_is_answered_apart(site, paths, settings, what):
    own = OWN[what](settings)
    first = site.get("/", **own)
    assert (first.status, first.headers["cache-control"]) == (200, "private, no-store")
    assert not len(site.cache.pages)
    site.get("/")
    made = site.made.total()
    site.get("/", **own)
    assert site.made.total() == made + 1


def test_an_editor_sees_the_same_page(site, paths, client, settings):
    client.force_login(cast.salma())
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    assert site.get("/", HTTP_COOKIE=cookie).body == site.get("/", gzip=False).body


def test_readers_pages_carry_no_cookie_and_no_token(site, paths):
    for path in paths:
        answer = site.get(path, gzip=False)
        assert "set-cookie" not in answer.headers
        assert "cookie" not in answer.headers.get("vary", "").lower()
        assert b"csrfmiddlewaretoken" not in answer.body
        assert b"nonce" not in answer.body


class Trap:
    opened = False

    def __reduce__(self):
        return setattr, (Trap, "opened", True)


@pytest.mark.parametrize("value", [pickle.dumps(Trap()), b"", b"x", b"\x00" * 500, b'{"uri": "/"}\n<p>', b"[]\n" * 40])
def test_a_foreign_value_in_the_shared_level_is_a_miss_and_is_not_run(new_site, paths, value):
    site = new_site()
    site.cache._shared.put("/", value)
    answer = site.get("/")
    assert answer.status == 200
    assert site.made.total() == 1
    assert not Trap.opened


def test_a_page_of_another_address_or_another_secret_is_a_miss(new_site, paths, settings):
    site = new_site()
    site.get("/en/")
    site.cache._shared.put("/", site.cache._shared.get("/en/"))
    site.get("/")
    assert site.made["/"] == 1
    settings.SECRET_KEY = "another secret of this test"
    other = new_site()
    other.get("/en/")
    assert other.made["/en/"] == 1
