"""Every kind of answer carries the headers of safety, and readers get no cookie and no split pages."""

import pytest
from django.conf import settings as project

SAFETY = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
KINDS = {
    "front page": ("/", 200),
    "English front page": ("/en/", 200),
    "missing page": ("/no/such/page/", 404),
    "redirect": ("/ar/", 301),
    "health": ("/healthz/live", 200),
    "login": ("/admin/login/", 200),
    "newsroom without login": ("/admin/", 302),
    "newsroom's missing page": ("/admin/none/", 302),
    "static file": ("/static/admin/css/base.css", 200),
    "missing static file": ("/static/none.css", 404),
    "media": ("/media/photo.webp", 200),
    "missing media": ("/media/none.webp", 404),
}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def photo(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "photo.webp").write_bytes(b"RIFF")


def assert_safe(response):
    assert {name: response.headers.get(name) for name in SAFETY} == SAFETY
    assert "camera=()" in response.headers["Permissions-Policy"]
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-eval" not in policy


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_answer_is_safe(client, kind):
    path, status = KINDS[kind]
    response = client.get(path)
    assert response.status_code == status
    assert_safe(response)


def test_an_error_of_the_server_is_safe_and_never_cached(client, monkeypatch):
    client.raise_request_exception = False

    def broken(*arguments, **options):
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr("articles.reader.chrome.chrome", broken)
    monkeypatch.setattr("newsportal.health.JsonResponse", broken)
    response = client.get("/healthz/live")
    assert response.status_code == 500
    assert response.headers["Cache-Control"] == "no-store"
    assert b"broken on purpose" not in response.content
    assert_safe(response)


def test_a_host_that_is_not_ours_gets_a_safe_400(client):
    response = client.get("/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert response.headers["Cache-Control"] == "no-store"
    assert b"evil" not in response.content
    assert_safe(response)


def test_a_form_without_its_token_gets_a_safe_403():
    from django.test import Client

    response = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "omar"})
    assert response.status_code == 403
    assert_safe(response)


@pytest.mark.parametrize("path", ["/", "/en/", "/no/such/page/", "/ar/", "/healthz/live", "/static/admin/css/base.css"])
def test_readers_get_no_cookie_and_pages_that_are_the_same_for_all(client, path):
    response = client.get(
        path, headers={"accept-language": "en", "cookie": f"sessionid={'x' * 32}; django_language=en"}
    )
    assert not response.cookies
    varies = response.headers.get("Vary", "").lower()
    assert "cookie" not in varies
    assert "accept-language" not in varies


def test_nothing_of_the_newsroom_is_stored(client):
    assert "no-store" in client.get("/admin/login/").headers["Cache-Control"]
    assert "private" in client.get("/admin/").headers["Cache-Control"]


def test_the_newsroom_is_found_without_its_last_slash(client):
    assert client.get(f"/{project.ADMIN_PATH.rstrip('/')}").headers["Location"] == f"/{project.ADMIN_PATH}"
