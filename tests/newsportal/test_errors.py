"""When something is wrong the reader still gets a page."""

import pytest
from django.db import OperationalError, connection
from django.test import RequestFactory

from newsportal import errors


@pytest.fixture
def broken_templates(monkeypatch):
    def broken(*arguments, **options):
        raise RuntimeError("no templates today")

    monkeypatch.setattr(errors, "render", broken)


@pytest.mark.parametrize(
    ("handler", "status"), [(errors.bad_request, 400), (errors.forbidden, 403), (errors.csrf_failure, 403)]
)
def test_a_page_that_cannot_be_rendered_gives_way_to_the_plain_one(broken_templates, handler, status):
    response = handler(RequestFactory().get("/"))
    assert response.status_code == status
    assert response.content == errors.server_error(RequestFactory().get("/")).content


@pytest.mark.django_db
def test_a_database_that_is_away_is_no_fault_of_the_site(client, monkeypatch):
    def away(*arguments, **options):
        raise OperationalError

    client.raise_request_exception = False
    monkeypatch.setattr("django.contrib.auth.forms.AuthenticationForm.is_valid", away)
    response = client.post("/admin/login/")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")


@pytest.mark.postgresql
@pytest.mark.django_db
def test_a_database_that_takes_nothing_is_no_fault_of_the_site_either(client):
    """As a standby is, before it takes over: it is read, and refuses to be written to."""
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION READ ONLY")
    client.raise_request_exception = False
    response = client.post("/admin/login/", {"username": "huda", "password": "wrong"})
    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")


def test_the_plain_page_is_a_whole_document_in_both_directions_without_template_tags():
    response = errors.server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert response.headers["Cache-Control"] == "no-store"
    text = response.text
    assert text.lower().startswith("<!doctype html>")
    assert 'lang="ar"' in text
    assert "{%" not in text
    assert "{{" not in text
