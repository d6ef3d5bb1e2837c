"""A request does not wait for a database that has stopped answering."""

import time

import pytest
from django.db import OperationalError, connection

from pagecache.patience import waiting_while

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def asked(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


def test_whoever_does_not_want_to_wait_any_longer_gets_an_error_and_the_next_a_new_connection():
    began = time.monotonic()
    with waiting_while(lambda: time.monotonic() < began + 0.3), pytest.raises(OperationalError, match="not answer"):
        asked("SELECT pg_sleep(3)")
    connection.close()
    assert asked("SELECT 1") == 1


def test_what_takes_long_is_waited_for_while_that_is_worth_it():
    looks = []
    with waiting_while(lambda: looks.append(1) or True):
        assert asked("SELECT pg_sleep(0.5), 1") == ""
        assert asked("SELECT count(*) FROM generate_series(1, 100000)") == 100_000
    assert looks


def test_what_answers_at_once_is_asked_whatever_the_patience():
    with waiting_while(lambda: False):
        assert asked("SELECT 1") == 1


def test_patience_ends_with_its_block_and_an_outer_one_holds_again():
    with waiting_while(lambda: False):
        with waiting_while(lambda: True):
            assert asked("SELECT pg_sleep(0.3)") == ""
        with pytest.raises(OperationalError):
            asked("SELECT pg_sleep(3)")
        connection.close()
    assert asked("SELECT pg_sleep(0.3)") == ""


def test_who_sends_something_waits_longer_than_who_asks(site):
    def application(environ, start_response):
        asked("SELECT pg_sleep(0.5)")
        start_response("200 OK", [])
        return []

    site.cache.application, site.news.is_down = application, True
    with pytest.raises(OperationalError):
        site.get("/admin/")
    connection.close()
    assert site.get("/admin/", method="POST").status == 200
    site.news.is_down = False
    assert site.get("/admin/").status == 200
