"""One's own account: a page in the header of every other."""

import pytest

from tests import cast

pytestmark = pytest.mark.django_db
PAGE = "/admin/account/"


@pytest.fixture
def omar(client):
    user = cast.omar()
    client.force_login(user)
    return user


def test_every_page_leads_to_ones_account(client, omar):
    assert f'href="{PAGE}"' in client.get("/admin/").content.decode()
    text = client.get(PAGE).content.decode()
    for path in ("/admin/password_change/", "/admin/account/second-factor/set-up/", "/admin/account/sessions/"):
        assert f'href="{path}"' in text


def test_name_and_language_are_ones_own_to_choose(client, omar):
    assert client.post(PAGE, {"name": "عمر النخيلي", "language": "en"}).status_code == 302
    omar.refresh_from_db()
    assert (omar.name, omar.language) == ("عمر النخيلي", "en")
    assert "عمر النخيلي" in omar.folded or "النخيلي" in omar.folded
    assert '<html lang="en"' in client.get(PAGE).content.decode()


@pytest.mark.parametrize(
    "forged", [{"is_superuser": "on"}, {"username": "huda"}, {"email": "x@example.com"}, {"groups": 1}]
)
def test_nothing_else_of_an_account_is(client, omar, forged):
    before = {name: getattr(omar, name) for name in ("is_superuser", "username", "email")}
    client.post(PAGE, {"name": "عمر", "language": ""} | forged)
    omar.refresh_from_db()
    assert {name: getattr(omar, name) for name in before} == before
    assert not omar.groups.exists()


@pytest.mark.parametrize("bad", [{"language": "xx"}, {"name": "ا" * 151}, {"name": "a\x00b"}])
def test_a_bad_value_is_refused_in_words(client, omar, bad):
    answer = client.post(PAGE, {"name": "جديد", "language": ""} | bad)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    omar.refresh_from_db()
    assert omar.name == "عمر"


def test_a_stranger_is_led_to_the_login(client):
    for path in (
        PAGE,
        f"{PAGE}sessions/",
        f"{PAGE}second-factor/",
        f"{PAGE}second-factor/set-up/",
        "/admin/login/code/",
    ):
        assert client.get(path).url.startswith("/admin/login/?next=")
        assert client.post(path).url.startswith("/admin/login/?next=")
