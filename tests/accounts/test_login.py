"""Who tries passwords too often waits; who does not is never kept out by others."""

import datetime

import pytest
from axes.models import AccessAttempt
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import throttle
from accounts.models import User
from tests import cast

pytestmark = pytest.mark.django_db
HERE, ELSEWHERE = {"REMOTE_ADDR": "198.51.100.7"}, {"REMOTE_ADDR": "203.0.113.9"}


def try_often(client, name="salma", times=10, **environment):
    """Wrong passwords; returns the statuses."""
    return [cast.log_in(client, name, "wrong", **{**HERE, **environment}).status_code for _try in range(times)]


def is_let_in(client, name="salma", **environment):
    answer = cast.log_in(client, name, **{**HERE, **environment})
    client.logout()
    return answer.status_code == 302


def later(minutes):
    AccessAttempt.objects.update(attempt_time=timezone.now() - datetime.timedelta(minutes=minutes))


def test_the_tenth_wrong_password_locks_and_the_page_says_how_long(client, salma):
    assert try_often(client) == [200] * 9 + [429]
    answer = cast.log_in(client, "salma", **HERE)
    assert answer.status_code == 429
    assert 800 < int(answer.headers["Retry-After"]) <= 900
    assert '<html lang="ar" dir="rtl"' in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]


def test_trying_on_while_locked_does_not_make_it_longer(client, salma):
    try_often(client)
    later(minutes=10)
    assert cast.log_in(client, "salma", **HERE).status_code == 429
    later(minutes=16)
    assert is_let_in(client)


def test_a_stranger_elsewhere_cannot_lock_somebody_out(client, salma):
    try_often(client, **ELSEWHERE)
    assert is_let_in(client)


def test_another_name_from_the_same_address_is_not_locked(client, salma):
    cast.omar()
    try_often(client, "omar")
    assert is_let_in(client)


def test_a_new_browser_or_a_made_up_header_does_not_begin_anew(client, salma):
    for number in range(10):
        try_often(client, times=1, HTTP_USER_AGENT=f"Browser {number}", HTTP_X_FORWARDED_FOR=f"192.0.2.{number}")
    assert not is_let_in(client)


def test_who_tries_many_names_from_one_address_is_stopped(client, salma):
    statuses = [status for number in range(10) for status in try_often(client, f"name{number}", times=5)]
    assert statuses == [200] * 49 + [429]
    assert not is_let_in(client)
    assert is_let_in(client, **ELSEWHERE)


def test_logging_in_to_an_own_account_does_not_buy_new_tries_at_anothers(client, salma):
    cast.omar()
    try_often(client, "omar", times=9)
    assert is_let_in(client)
    assert try_often(client, "omar", times=1) == [429]


def test_a_right_password_begins_the_count_anew(client, salma):
    try_often(client, times=9)
    assert is_let_in(client)
    assert try_often(client, times=9) == [200] * 9


def test_a_name_that_exists_and_one_that_does_not_are_answered_alike(client, salma):
    def answers(name):
        page = [cast.log_in(client, name, "wrong", **HERE) for _try in range(10)]
        return [(each.status_code, _plain(each, name)) for each in (page[0], page[-1])]

    def _plain(answer, name):
        text = answer.content.decode().replace(name, "name")
        token = client.cookies["csrftoken"].value
        return [line for line in text.splitlines() if "csrfmiddlewaretoken" not in line and token not in line]

    assert answers("salma") == answers("nobody")


def test_a_locked_account_is_unlocked_by_the_chief_and_by_nobody_else(client, salma):
    try_often(client)
    assert throttle.is_locked(salma)
    path = reverse("admin:accounts_user_access", args=[salma.pk])
    client.force_login(cast.omar())
    assert client.post(path, {"unlock": ""}).status_code == 403
    client.force_login(cast.huda())
    client.post(path, {"unlock": ""})
    client.logout()
    assert not throttle.is_locked(salma)
    assert is_let_in(client)


def test_no_password_and_no_token_is_kept_with_the_tries(client, salma):
    cast.log_in(client, "salma", "a secret word", **HERE)
    kept = AccessAttempt.objects.get()
    assert "a secret word" not in kept.post_data + kept.get_data


def test_the_log_tells_of_a_lock_without_naming_anybody(client, salma, caplog):
    try_often(client)
    said = [record.getMessage() for record in caplog.records if record.name.startswith("axes")]
    assert any("Locking out" in each and "198.51.100.0/24" in each for each in said)
    assert not any("salma" in each or "198.51.100.7" in each for each in said)


@pytest.mark.parametrize(
    ("behind_proxy", "header", "counted"),
    [
        (False, "192.0.2.1", "198.51.100.7"),
        (True, "192.0.2.1", "192.0.2.1"),
        (True, "10.0.0.1, 192.0.2.1", "192.0.2.1"),  # the proxy's own word is the last
        (True, "192.0.2.1, nonsense", None),
        (True, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),  # a household has them all
        (True, "::ffff:192.0.2.1", "192.0.2.1"),
        (True, "", "198.51.100.7"),
    ],
)
def test_tries_are_counted_by_the_address_nobody_can_make_up(client, salma, settings, behind_proxy, header, counted):
    settings.BEHIND_PROXY = behind_proxy
    try_often(client, times=1, HTTP_X_FORWARDED_FOR=header)
    assert AccessAttempt.objects.get().ip_address == counted


# --- Letters for a new password ---------------------------------------------------------------------------------------


def ask(client, email, **environment):
    return client.post(reverse("admin_password_reset"), {"email": email}, **{**HERE, **environment})


def test_nobody_is_flooded_with_letters_whoever_asks_for_them(client, salma):
    for number in range(4):
        assert ask(client, salma.email, REMOTE_ADDR=f"192.0.2.{number}").status_code == 302
    assert len(mail.outbox) == 1
    User.objects.update(letter_at=timezone.now() - datetime.timedelta(minutes=6))
    ask(client, salma.email)
    assert len(mail.outbox) == 2


def test_who_asks_for_many_letters_waits(client, salma):
    statuses = [ask(client, f"nobody{number}@example.com").status_code for number in range(12)]
    assert statuses == [302] * 9 + [429] * 3
    assert ask(client, salma.email).status_code == 429
    assert not mail.outbox
    assert ask(client, salma.email, **ELSEWHERE).status_code == 302


def test_asking_for_letters_locks_no_login(client, salma):
    for number in range(12):
        ask(client, f"nobody{number}@example.com")
    assert is_let_in(client)


# --- Readers ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("cookie", ["", "sessionid=left-from-a-login"])
def test_readers_pages_ask_nothing_of_all_this(client, salma, cookie):
    with CaptureQueriesContext(connection) as queries:
        answer = client.get("/", headers={"cookie": cookie})
    assert answer.status_code == 200
    assert not any(table in query["sql"] for query in queries for table in ("axes_", "otp_", "accounts_"))
    assert not answer.cookies
