"""Where people are logged in: seen, ended, and ended by themselves."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import sessions
from accounts.models import Session
from accounts.roles import sync_roles
from tests import cast

pytestmark = pytest.mark.django_db
PAGE = "/admin/account/sessions/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile Safari/604.1"


def browser(agent=FIREFOX, address="198.51.100.7", name="salma"):
    client = Client(HTTP_USER_AGENT=agent, REMOTE_ADDR=address)
    assert cast.log_in(client, name).status_code == 302
    return client


def is_in(client):
    return client.get("/admin/").status_code == 200


def test_the_list_names_browser_network_and_the_one_in_use(salma):
    desk, telephone = browser(), browser(IPHONE, "2001:db8:7:8::9")
    text = desk.get(PAGE).content.decode()
    assert "Firefox على Windows" in text
    assert "Safari على iOS" in text
    assert "198.51.100.0/24" in text
    assert "2001:db8:7::/48" in text
    assert "198.51.100.7" not in text
    assert "2001:db8:7:8::9" not in text
    assert [row.pk for row in sessions.of(salma)] == [telephone.session.session_key, desk.session.session_key]


def test_the_list_gives_no_key_away(salma):
    desk, telephone = browser(), browser(IPHONE)
    text = desk.get(PAGE).content.decode()
    assert telephone.session.session_key not in text
    assert desk.session.session_key not in text


def test_one_login_is_ended_and_no_other(salma):
    desk, telephone, tablet = browser(), browser(IPHONE), browser()
    reference = Session.objects.get(pk=telephone.session.session_key).reference
    desk.post(PAGE, {"session": reference})
    assert [is_in(each) for each in (desk, telephone, tablet)] == [True, False, True]


def test_all_others_are_ended_at_once(salma):
    desk, telephone, tablet = browser(), browser(IPHONE), browser()
    desk.post(PAGE)
    assert [is_in(each) for each in (desk, telephone, tablet)] == [True, False, False]


def test_a_login_of_another_is_not_ended_by_its_reference(salma):
    cast.omar()
    desk, omars = browser(), browser(name="omar")
    desk.post(PAGE, {"session": Session.objects.get(pk=omars.session.session_key).reference})
    assert is_in(omars)
    assert is_in(desk)


def test_looking_ends_nothing(salma):
    desk, telephone = browser(), browser(IPHONE)
    desk.get(PAGE, {"session": Session.objects.get(pk=telephone.session.session_key).reference})
    assert is_in(telephone)


@pytest.mark.parametrize(("role", "may"), [("administrator", True), ("chief", True), ("editor", False)])
def test_the_logins_of_another_are_ended_by(client, salma, role, may):
    desk = browser()
    user = cast.make_user("nadia")
    user.groups.add(sync_roles()[role])
    client.force_login(user)
    client.post(reverse("admin:accounts_user_access", args=[salma.pk]), {"session": ""})
    assert is_in(desk) is not may
    assert is_in(client)


def test_a_new_password_ends_the_others_and_takes_them_off_the_list(salma):
    desk, telephone = browser(), browser(IPHONE)
    word = "نخلة عند النهر القديم"
    answer = desk.post(
        reverse("admin:password_change"), {"old_password": "password", "new_password1": word, "new_password2": word}
    )
    assert answer.status_code == 302
    salma.refresh_from_db()
    assert [row.pk for row in sessions.of(salma)] == [desk.session.session_key]
    assert is_in(desk)
    assert not is_in(telephone)


def test_a_deactivated_account_is_out_at_once(salma):
    desk = browser()
    salma.is_active = False
    salma.save(update_fields=["is_active"])
    assert not is_in(desk)


def test_logging_in_changes_the_key_and_logging_out_ends_the_session(client, salma):
    planted = client.session
    planted["mark"] = "planted"
    planted.save()
    client.cookies["sessionid"] = planted.session_key
    cast.log_in(client, "salma")
    assert client.session.session_key != planted.session_key
    assert not Session.objects.filter(pk=planted.session_key).exists()
    client.post(reverse("admin:logout"))
    assert not Session.objects.filter(user=salma).exists()


def test_deleting_an_account_ends_its_logins_and_shows_none_of_them(client, salma):
    desk = browser()
    cast.give_telephone(salma)
    client.force_login(cast.huda())
    page = reverse("admin:accounts_user_delete", args=[salma.pk])
    text = client.get(page).content.decode()
    assert desk.session.session_key not in text
    assert "TOTP" not in text
    assert client.post(page, {"post": "yes"}).status_code == 302
    assert not is_in(desk)


def age(**when):
    Session.objects.update(**{name: timezone.now() - ago for name, ago in when.items()})


def test_the_last_use_is_written_at_most_every_five_minutes(salma):
    desk = browser()
    with CaptureQueriesContext(connection) as queries:
        desk.get(PAGE)
    assert not any(query["sql"].startswith("UPDATE") for query in queries)
    age(seen_at=datetime.timedelta(minutes=6))
    desk.get(PAGE)
    assert timezone.now() - Session.objects.get().seen_at < datetime.timedelta(minutes=1)


def test_a_session_in_use_lives_on_and_an_unused_one_ends(salma):
    desk = browser()
    age(seen_at=datetime.timedelta(days=13))
    assert is_in(desk)
    assert Session.objects.get().expire_date > timezone.now() + datetime.timedelta(days=13)
    Session.objects.update(expire_date=timezone.now() - datetime.timedelta(minutes=1))
    assert not is_in(desk)
    assert not sessions.of(salma)


def test_no_session_outlives_its_cookie_however_busy(salma):
    desk = browser()
    age(seen_at=datetime.timedelta(minutes=6), began_at=datetime.timedelta(days=89))
    desk.get(PAGE)
    assert Session.objects.get().expire_date < timezone.now() + datetime.timedelta(days=2)


def test_the_next_login_sweeps_out_what_has_ended(salma):
    browser()
    Session.objects.update(expire_date=timezone.now() - datetime.timedelta(minutes=1))
    browser()
    assert Session.objects.count() == 1


def test_saving_a_session_keeps_who_when_and_where(salma):
    desk = browser()
    before = Session.objects.get()
    session = desk.session
    session["something"] = "new"
    session.save()
    after = Session.objects.get()
    assert (after.user, after.began_at, after.agent, after.address) == (
        salma,
        before.began_at,
        FIREFOX,
        "198.51.100.0/24",
    )


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox على Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge على Linux"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", "Chrome على Android"),
        ("curl/8.0", "متصفح غير معروف"),
        ("", "متصفح غير معروف"),
        ("<b>Firefox/1</b>", "Firefox"),
    ],
)
def test_a_browser_is_called_by_name(salma, agent, words):
    assert f"<bdi>{words}</bdi>" in browser(agent).get(PAGE).content.decode()


def test_ten_logins_cost_no_more_queries_than_one(salma):
    desk = browser()

    def cost():
        with CaptureQueriesContext(connection) as queries:
            desk.get(PAGE)
        return len(queries)

    one = cost()
    for _number in range(9):
        browser(IPHONE)
    assert cost() == one
