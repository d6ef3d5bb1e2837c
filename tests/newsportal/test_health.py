"""Liveness asks nothing, readiness asks everything, and neither tells a stranger more than it must."""

import pytest
from django.db import OperationalError

from newsportal import health


@pytest.fixture
def checks(monkeypatch):
    """The registered checks, as a copy that a test may change."""
    monkeypatch.setattr(health, "_checks", dict(health._checks))
    monkeypatch.setattr(health, "_migrated", False)
    return health._checks


def failing():
    raise OperationalError("db.internal.example:5432 refused the connection, server version 18.6")


def test_it_is_alive_without_asking_the_database(client):
    response = client.get("/healthz/live")  # a query here would fail: the test has no database
    assert (response.status_code, response.json()) == (200, {"status": "live"})


@pytest.mark.django_db
def test_it_is_ready_when_everything_answers(client, checks):
    response = client.get("/healthz/ready")
    assert response.status_code == 200
    assert response.json()["status"] == "ready"
    assert set(response.json()["checks"].values()) == {"ok"}


@pytest.mark.valkey
@pytest.mark.django_db
def test_a_shared_cache_is_asked_too(client, checks):
    assert client.get("/healthz/ready").json()["checks"]["cache"] == "ok"


def test_one_failed_check_makes_it_unready_and_the_others_are_still_asked(client, checks):
    checks.clear()
    health.register("first", failing)
    health.register("second", lambda: {"overdue_seconds": 3})
    response = client.get("/healthz/ready")
    assert response.status_code == 503
    assert response.json() == {"status": "failed", "checks": {"first": "failed", "second": {"overdue_seconds": 3}}}


def test_the_reason_is_in_the_log_and_not_in_the_answer(client, checks, caplog):
    checks.clear()
    health.register("database", failing)
    response = client.get("/healthz/ready")
    assert b"internal" not in response.content
    assert b"18.6" not in response.content
    assert "db.internal.example" in caplog.text


@pytest.mark.django_db
def test_a_database_behind_the_code_is_not_ready(client, checks):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'pagecache'")
    response = client.get("/healthz/ready")
    assert response.status_code == 503
    assert response.json()["checks"]["migrations"] == "failed"


@pytest.mark.parametrize("path", ["/healthz/live", "/healthz/ready"])
def test_an_answer_is_never_stored_and_only_asked_by_safe_methods(client, checks, path):
    checks.clear()
    assert "no-store" in client.get(path).headers["Cache-Control"]
    assert client.head(path).status_code == 200
    assert client.post(path).status_code == 405
