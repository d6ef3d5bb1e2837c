"""A code beside the password: set up, asked for, spent, lost, and never gone around."""

import base64

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts import second_factor
from accounts.roles import sync_roles
from tests import cast

pytestmark = pytest.mark.django_db
INDEX, CODE, SET_UP = "/admin/", "/admin/login/code/", "/admin/account/second-factor/set-up/"
FACTOR = "/admin/account/second-factor/"


@pytest.fixture
def half_in(client, salma):
    """Salma has a telephone, and has given her password only; returns her recovery codes."""
    codes = cast.give_telephone(salma)
    cast.log_in(client, "salma")
    return codes


def give(client, code, path=CODE):
    return client.post(path, {"code": code})


def is_in(client):
    return client.get(INDEX).status_code == 200


# --- Setting it up ----------------------------------------------------------------------------------------------------


def set_up(client, **changes):
    """Press the buttons; returns the answer and the key that was shown."""
    page = client.get(SET_UP)
    key = base64.b32decode(page.context["secret"].replace(" ", "")).hex()
    return client.post(SET_UP, {"key": page.context["key"], "code": cast.code_now(key)} | changes), key


def test_a_telephone_is_enrolled_by_its_code_and_ten_recovery_codes_are_shown_once(client, salma):
    client.force_login(salma)
    answer, key = set_up(client)
    codes = cast.codes_on(answer)
    assert len(set(codes)) == 10
    assert second_factor.device_of(salma).key == key
    assert is_in(client)  # this session has given a code
    assert not any(code in client.get(path).content.decode() for path in (FACTOR, SET_UP) for code in codes)
    assert LogEntry.objects.filter(user=salma, object_id=salma.pk).count() == 1


def test_the_page_shows_the_key_as_a_code_to_scan_without_inline_style(client, salma):
    client.force_login(salma)
    text = client.get(SET_UP).content.decode()
    assert "<svg" in text
    assert "style=" not in text.partition("<svg")[2].partition("</svg>")[0]
    assert 'dir="ltr"' in text.partition('class="secret"')[2][:20]


def test_what_is_scanned_names_the_site_the_user_and_the_key(salma, monkeypatch):
    made = []
    monkeypatch.setattr("segno.make", lambda text, **_options: made.append(text) or _Code())
    second_factor.qr(salma, cast.KEY)
    assert made[0].startswith("otpauth://totp/news.example%3Asalma?")
    assert f"secret={second_factor.secret(cast.KEY).replace(' ', '')}" in made[0]


class _Code:
    def matrix_iter(self, border):
        return [[0, 1, 1], [0, 0, 0], [1, 0, 1]]


def test_the_path_of_the_code_covers_its_dark_modules(salma, monkeypatch):
    monkeypatch.setattr("segno.make", lambda text, **_options: _Code())
    assert second_factor.qr(salma, cast.KEY) == (3, "M1 0h2v1h-2zM0 2h1v1h-1zM2 2h1v1h-1z")


@pytest.mark.parametrize("change", [{"code": "000000"}, {"code": ""}, {"code": "أبجد"}, {"key": "a1:b:c"}, {"key": ""}])
def test_a_wrong_code_or_a_forged_key_enrols_nothing(client, salma, change):
    client.force_login(salma)
    answer, _key = set_up(client, **change)
    assert answer.status_code == 200
    assert not TOTPDevice.objects.exists()
    assert not cast.codes_on(answer)


def test_the_key_of_one_cannot_be_enrolled_by_another(client, salma):
    client.force_login(cast.omar())
    page = client.get(SET_UP)
    client.force_login(salma)
    key = page.context["key"].split(":")[0]
    client.post(SET_UP, {"key": page.context["key"], "code": cast.code_now(key)})
    assert not TOTPDevice.objects.exists()


def test_an_enrolled_telephone_cannot_be_replaced_by_password_alone(client, half_in, salma):
    give(client, cast.code_now())
    assert client.get(SET_UP).url == FACTOR
    client.post(SET_UP, {"key": "x", "code": "1"})
    assert second_factor.device_of(salma).key == cast.KEY


# --- Asking for it ----------------------------------------------------------------------------------------------------


def test_the_password_leads_to_the_code_and_the_code_to_where_one_was_going(client, salma):
    cast.give_telephone(salma)
    going = reverse("admin:articles_article_changelist") + "?status__exact=draft"
    answer = client.post(
        f"{reverse('admin:login')}?next=/admin/",
        {"username": "salma", "password": "password", "next": going},
        follow=True,
    )
    assert answer.request["PATH_INFO"] == CODE
    before = client.session.session_key
    answer = client.post(CODE, {"code": cast.code_now(), "next": answer.context["next"]})
    assert answer.url == going
    assert client.session.session_key != before
    assert client.get(going).status_code == 200


@pytest.mark.parametrize("elsewhere", ["//evil.test/", "https://evil.test/", "/\\evil.test", "javascript:alert(1)"])
def test_the_code_leads_to_no_other_site(client, half_in, elsewhere):
    assert client.post(CODE, {"code": cast.code_now(), "next": elsewhere}).url == INDEX


@pytest.mark.parametrize("typed", ["{}", " {} ", "{0[0]}{0[1]}{0[2]} {0[3]}{0[4]}{0[5]}"])
def test_a_code_is_taken_as_people_type_it(client, half_in, typed):
    give(client, typed.format(cast.code_now()))
    assert is_in(client)


def test_a_code_may_have_the_digits_of_an_arabic_keyboard(client, half_in):
    give(client, cast.code_now().translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")))
    assert is_in(client)


def test_a_code_opens_once(client, half_in, salma):
    code = cast.code_now()
    give(client, code)
    client.logout()
    cast.log_in(client, "salma")
    assert "code" in give(client, code).context["form"].errors
    assert not is_in(client)


def test_a_recovery_code_opens_once_in_capitals_too(client, half_in, salma):
    give(client, half_in[0].upper())
    assert is_in(client)
    assert second_factor.codes_left(salma) == 9
    client.logout()
    cast.log_in(client, "salma")
    give(client, half_in[0])
    assert not is_in(client)


def test_the_code_of_another_does_not_open(client, half_in):
    others = cast.give_telephone(cast.omar())
    give(client, others[0])
    assert not is_in(client)


def test_after_a_wrong_code_even_the_right_one_waits(client, half_in):
    give(client, "000000")
    answer = give(client, cast.code_now())
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) >= 1
    assert not is_in(client)


def test_waiting_grows_with_every_wrong_code(salma):
    cast.give_telephone(salma)
    TOTPDevice.objects.update(throttling_failure_count=10, throttling_failure_timestamp=timezone.now())
    assert second_factor.wait(salma, "000000") > 500


def test_a_removed_telephone_that_opened_a_session_no_longer_does(client, half_in, salma):
    give(client, cast.code_now())
    second_factor.remove(salma)
    cast.give_telephone(salma)
    assert client.get(INDEX).url.startswith(CODE)


def test_another_browser_without_code_is_asked_once_there_is_a_telephone(client, salma):
    client.force_login(salma)
    assert is_in(client)
    cast.give_telephone(salma)
    assert client.get(INDEX).url.startswith(CODE)


def test_a_script_is_told_in_its_own_way_and_is_not_led_to_a_page(client, half_in):
    path = reverse("admin:articles_article_keep")
    answer = client.post(path, {"headline_ar": "نص لم يُحفظ"}, headers={"sec-fetch-dest": "empty"})
    assert answer.status_code == 401
    assert answer.json()["login"] == CODE
    assert client.post(path, headers={"sec-fetch-dest": "document"}).url.startswith(CODE)


def test_who_has_no_telephone_is_not_asked_for_a_code(client, salma):
    client.force_login(salma)
    assert client.get(CODE).url == INDEX


# --- Required, and off ------------------------------------------------------------------------------------------------


def test_where_it_is_required_every_way_leads_to_setting_it_up(client, salma, settings):
    settings.SECOND_FACTOR = "required"
    client.force_login(salma)
    for path in (
        INDEX,
        reverse("admin:articles_article_add"),
        reverse("admin:jsi18n"),
        "/admin/nothing/",
        "/admin/account/sessions/",
    ):
        assert client.get(path).url.startswith(SET_UP)
    for path in (SET_UP, "/admin/account/", reverse("admin:password_change")):
        assert client.get(path).status_code == 200
    set_up(client)
    assert is_in(client)


def test_where_it_is_off_nobody_is_asked_and_nothing_can_be_set_up(client, half_in, settings):
    settings.SECOND_FACTOR = "off"
    assert is_in(client)
    assert client.get(SET_UP).status_code == client.get(FACTOR).status_code == 404


# --- Changing it ------------------------------------------------------------------------------------------------------


@pytest.fixture
def inside(client, half_in):
    give(client, half_in[0])
    return half_in


def change(client, what, password="password", code=None):
    return client.post(FACTOR, {what: "x", "password": password, "code": code or cast.code_now()})


def test_turning_off_asks_for_password_and_code(client, inside, salma):
    assert "password" in change(client, "off", password="wrong").context["form"].errors
    assert "code" in change(client, "off", code="111111").context["form"].errors
    assert second_factor.device_of(salma)
    second_factor.unlock(salma)
    assert change(client, "off").status_code == 302
    assert not TOTPDevice.objects.exists()
    assert not StaticDevice.objects.exists()
    assert is_in(client)


def test_new_recovery_codes_put_the_old_ones_out_of_use(client, inside, salma):
    codes = cast.codes_on(change(client, "codes"))
    assert len(codes) == 10
    assert not second_factor.accept(salma, inside[1])
    second_factor.unlock(salma)
    assert second_factor.accept(salma, codes[0])


def test_a_wrong_password_spends_no_code(client, inside, salma):
    change(client, "codes", password="wrong", code=inside[1])
    assert second_factor.accept(salma, inside[1])


def test_codes_are_not_guessed_on_this_page_either(client, inside):
    change(client, "off", code="000000")
    answer = change(client, "off")
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) >= 1


def test_passwords_are_not_guessed_on_this_page_either(client, inside, settings):
    for _try in range(settings.AXES_FAILURE_LIMIT - 1):
        assert change(client, "off", password="wrong").status_code == 200
    assert change(client, "off", password="wrong").status_code == 429
    assert change(client, "off").status_code == 429


# --- Losing it --------------------------------------------------------------------------------------------------------


def helper(role):
    user = cast.make_user(role)
    user.groups.add(sync_roles()[role])
    return user


def access(user):
    return reverse("admin:accounts_user_access", args=[user.pk])


@pytest.mark.parametrize("role", ["chief", "administrator"])
def test_a_lost_telephone_is_removed_by(client, salma, role):
    cast.give_telephone(salma)
    client.force_login(helper(role))
    assert client.get(access(salma)).status_code == 200
    client.post(access(salma), {"remove": ""})
    assert not second_factor.device_of(salma)
    assert LogEntry.objects.get(object_id=salma.pk).user.username == role


@pytest.mark.parametrize("role", ["reporter", "section_editor", "editor", "photo_editor"])
def test_a_telephone_is_not_removed_by(client, salma, role):
    cast.give_telephone(salma)
    client.force_login(helper(role))
    assert client.get(access(salma)).status_code == client.post(access(salma), {"remove": ""}).status_code == 403
    assert second_factor.device_of(salma)


def test_the_telephone_of_a_superuser_is_not_removed_by_an_administrator(client):
    huda = cast.huda()
    cast.give_telephone(huda)
    client.force_login(helper("administrator"))
    assert client.post(access(huda), {"remove": ""}).status_code == 403
    assert second_factor.device_of(huda)


def test_nobody_removes_their_own_telephone_around_password_and_code(client):
    huda = cast.huda()
    codes = cast.give_telephone(huda)
    client.force_login(huda)
    give(client, codes[0])
    assert client.post(access(huda), {"remove": ""}).status_code == 403
    assert second_factor.device_of(huda)


def test_unlocking_lets_the_next_code_be_looked_at(client, salma):
    cast.give_telephone(salma)
    TOTPDevice.objects.update(throttling_failure_count=12, throttling_failure_timestamp=timezone.now())
    client.force_login(helper("chief"))
    client.post(access(salma), {"unlock": ""})
    assert second_factor.accept(salma, cast.code_now())
