"""Accounts are opened by invitation; passwords are set and reset by letter."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from accounts.models import User
from accounts.roles import sync_roles
from articles.models import SectionGrant
from tests import cast
from tests.builders import make_category

pytestmark = pytest.mark.django_db
PASSWORD = "نخلة عند النهر القديم"


def link_of(message):
    return re.search(r"https://news\.example(\S+)", message.body)[1]


def set_password(client, path):
    answer = client.get(path, follow=True)
    return client.post(answer.request["PATH_INFO"], {"new_password1": PASSWORD, "new_password2": PASSWORD}, follow=True)


def test_an_invited_person_sets_a_password_and_logs_in(client, django_capture_on_commit_callbacks):
    client.force_login(cast.huda())
    form = {
        "username": "ليلى",
        "name": "ليلى منصور",
        "email": "leila@example.com",
        "groups": [sync_roles()["reporter"].pk],
    }
    grants = {"section_grants-TOTAL_FORMS": 0, "section_grants-INITIAL_FORMS": 0}
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(reverse("admin:accounts_user_add"), form | grants).status_code == 302
    user = User.objects.get(username="ليلى")
    assert user.is_staff
    assert not user.has_usable_password()
    [message] = mail.outbox
    assert message.to == ["leila@example.com"]
    assert "ليلى منصور" in message.body
    client.logout()
    set_password(client, link_of(message))
    assert cast.log_in(client, "ليلى", PASSWORD).status_code == 302
    client.logout()
    assert client.get(link_of(message), follow=True).context["validlink"] is False  # it is spent


def test_an_invitation_needs_an_address(client):
    client.force_login(cast.huda())
    answer = client.post(reverse("admin:accounts_user_add"), {"username": "ليلى"})
    assert answer.status_code == 200
    assert "email" in answer.context["adminform"].form.errors
    assert not User.objects.filter(username="ليلى").exists()


def test_a_forgotten_password_is_reset_by_a_letter_that_names_the_site_whatever_the_host(client):
    salma = cast.salma()
    client.post(reverse("admin_password_reset"), {"email": salma.email}, HTTP_HOST="127.0.0.1")
    [message] = mail.outbox
    set_password(client, link_of(message))
    assert cast.log_in(client, "salma", PASSWORD).status_code == 302


def test_an_unknown_address_gets_the_same_answer_and_no_letter(client):
    known = client.post(reverse("admin_password_reset"), {"email": cast.salma().email})
    unknown = client.post(reverse("admin_password_reset"), {"email": "nobody@example.com"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert len(mail.outbox) == 1


def test_the_login_page_leads_to_the_reset_and_speaks_arabic(client):
    text = client.get(reverse("admin:login")).content.decode()
    assert reverse("admin_password_reset") in text
    assert '<html lang="ar" dir="rtl"' in text
    assert '<html lang="ar" dir="rtl"' in client.get(reverse("admin_password_reset")).content.decode()


def test_an_administrator_cannot_make_anybody_a_superuser(client):
    administrator = cast.make_user("nadia")
    administrator.groups.add(sync_roles()["administrator"])
    huda, omar = cast.huda(), cast.omar()
    client.force_login(administrator)
    for user in (administrator, omar):
        answer = client.post(
            reverse("admin:accounts_user_change", args=[user.pk]),
            {
                **{"username": user.username, "name": "جديد", "email": user.email, "is_active": "on", "is_staff": "on"},
                "groups": [group.pk for group in user.groups.all()],
                **{"is_superuser": "on", "section_grants-TOTAL_FORMS": 0, "section_grants-INITIAL_FORMS": 0},
            },
        )
        assert answer.status_code == 302
        user.refresh_from_db()
        assert user.name == "جديد"
        assert not user.is_superuser
    assert client.post(reverse("admin:accounts_user_change", args=[huda.pk]), {"username": "x"}).status_code == 403
    assert client.post(reverse("admin:auth_user_password_change", args=[huda.pk]), {}).status_code == 403


def test_section_grants_stand_on_the_form_of_the_account(client):
    client.force_login(cast.huda())
    omar, sport = cast.omar(), make_category("رياضة")
    client.post(
        reverse("admin:accounts_user_change", args=[omar.pk]),
        {
            **{"username": "omar", "name": "عمر", "email": omar.email, "is_active": "on", "is_staff": "on"},
            **{"section_grants-TOTAL_FORMS": 1, "section_grants-INITIAL_FORMS": 0},
            **{"section_grants-0-category": sport.pk, "section_grants-0-user": omar.pk},
        },
    )
    assert SectionGrant.objects.get().category == sport
