"""The address alone says which language a page speaks; in the newsroom its user does."""

from types import SimpleNamespace

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import translation

from newsportal.language import LanguageMiddleware

OMAR = SimpleNamespace(is_authenticated=True, language="")
SALMA = SimpleNamespace(is_authenticated=True, language="en")
STRANGER = SimpleNamespace(is_authenticated=False)


def answer(path, user=STRANGER, **headers):
    """Return the response to a path; its content is the language the view was called in."""
    request = RequestFactory().get(path, headers=headers)
    request.user = user
    return LanguageMiddleware(lambda request: HttpResponse(translation.get_language()))(request)


@pytest.mark.parametrize(
    ("path", "language"),
    [
        ("/", "ar"),
        ("/en/", "en"),
        ("/en", "en"),
        ("/en/100000/x/", "en"),
        ("/english/", "ar"),
        ("/en-us/", "ar"),
        ("/fr/", "ar"),
        ("/EN/", "ar"),
        ("/شؤون-دولية/", "ar"),
        ("//en/", "ar"),
    ],
)
def test_the_path_says_the_language(path, language):
    response = answer(path)
    assert response.text == language
    assert response.headers["Content-Language"] == language


def test_neither_browser_nor_cookie_changes_it():
    response = answer("/", **{"accept-language": "en", "cookie": "django_language=en"})
    assert response.text == "ar"
    assert not response.has_header("Vary")


def test_a_readers_page_does_not_ask_who_reads():
    request = RequestFactory().get("/")  # it has no user at all
    assert LanguageMiddleware(lambda request: HttpResponse("x"))(request).status_code == 200


@pytest.mark.parametrize(("user", "language"), [(STRANGER, "ar"), (OMAR, "ar"), (SALMA, "en")])
def test_the_newsroom_speaks_arabic_unless_its_user_chose(user, language):
    assert answer("/admin/", user, **{"accept-language": "en"}).text == language


def test_nothing_of_the_language_stays_behind():
    with translation.override("en"):
        answer("/")
        assert translation.get_language() == "en"
    answer("/en/")
    assert translation.get_language() == "ar"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/ar", "/"),
        ("/ar/", "/"),
        ("/ar/ar/feed/", "/feed/"),
        ("/ar/feed?page=2", "/feed/?page=2"),
        ("/ar/admin/?q=1", "/admin/?q=1"),
    ],
)
def test_arabic_has_no_prefix_and_its_old_form_leads_to_the_page(client, path, target):
    response = client.get(path)
    assert (response.status_code, response.headers["Location"]) == (301, target)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/ar//evil.example/", "/ar/%5Cevil.example/", "/ar/%0D%0ALocation:x/"])
def test_a_prefix_leads_nowhere_else(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.django_db
def test_a_404_speaks_the_language_of_its_path(client):
    assert client.get("/en/no/such/page/").headers["Content-Language"] == "en"
