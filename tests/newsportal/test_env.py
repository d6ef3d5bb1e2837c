"""The environment is read strictly: what cannot be understood names its variable."""

import stat
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ImproperlyConfigured

from newsportal import env


@pytest.fixture
def variable(monkeypatch):
    return lambda value, name="THING": monkeypatch.setenv(name, value)


@pytest.mark.parametrize("word", ["true", "1", "yes", "on", "TRUE", " On "])
def test_a_boolean_is_switched_on_by_any_usual_word(variable, word):
    variable(word)
    assert env.boolean("THING", False) is True


@pytest.mark.parametrize("word", ["false", "0", "no", "off", "No"])
def test_a_boolean_is_switched_off_by_any_usual_word(variable, word):
    variable(word)
    assert env.boolean("THING", True) is False


@pytest.mark.parametrize("word", ["ture", "2", "enabled", "نعم"])
def test_a_mistyped_boolean_names_its_variable_and_value(variable, word):
    variable(word)
    with pytest.raises(ImproperlyConfigured, match=f"THING='{word}'"):
        env.boolean("THING", False)


@pytest.mark.parametrize("read", [lambda: env.boolean("THING", True), lambda: env.integer("THING", 7)])
def test_an_empty_variable_counts_as_absent(variable, read):
    variable("  ")
    assert read()


@pytest.mark.parametrize("word", ["-1", "3.5", "many", "٣", "0"])
def test_a_bad_number_names_its_variable(variable, word):
    variable(word)
    with pytest.raises(ImproperlyConfigured, match="THING"):
        env.integer("THING", 7, at_least=1)


def test_a_listing_drops_space_and_empty_parts(variable):
    variable(" a.example , ,b.example,")
    assert env.listing("THING") == ["a.example", "b.example"]


def test_a_choice_outside_the_list_names_the_choices(variable):
    variable("producton")
    with pytest.raises(ImproperlyConfigured, match="THING='producton' must be one of: production, demo"):
        env.choice("THING", "production", ("production", "demo"))


def test_a_secret_may_come_from_a_file(variable, tmp_path):
    (tmp_path / "secret").write_text("hush\n")
    variable(str(tmp_path / "secret"), "THING_FILE")
    assert env.secret("THING") == "hush"


def test_a_secret_given_twice_is_refused(variable, tmp_path):
    variable("hush")
    variable(str(tmp_path), "THING_FILE")
    with pytest.raises(ImproperlyConfigured, match="THING and THING_FILE"):
        env.secret("THING")


def test_a_secret_file_that_cannot_be_read_names_its_variable(variable, tmp_path):
    variable(str(tmp_path / "none"), "THING_FILE")
    with pytest.raises(ImproperlyConfigured, match="THING_FILE"):
        env.secret("THING")


def test_a_kept_secret_is_long_private_and_the_same_next_time(tmp_path):
    path = tmp_path / "var" / "secret-key"
    first = env.kept_secret(path)
    assert len(first) >= 50
    assert env.kept_secret(path) == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["secret-key"]


def test_processes_that_start_together_agree_on_one_secret(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        secrets = set(pool.map(lambda _: env.kept_secret(tmp_path / "secret-key"), range(16)))
    assert len(secrets) == 1


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("https://www.example.com", "https://www.example.com"),
        ("https://WWW.example.com/", "https://www.example.com"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
    ],
)
def test_an_origin_is_a_scheme_and_a_host(value, expected):
    assert env.origin("SITE_URL", value) == expected


@pytest.mark.parametrize(
    "value",
    ["", "www.example.com", "ftp://example.com", "https://", "https://example.com/news", "https://example.com?a",
     "https://user@example.com", "https://example.com:port", "https://[::1"],
)  # fmt: skip
def test_anything_more_or_less_than_an_origin_is_refused(value):
    with pytest.raises(ImproperlyConfigured, match="SITE_URL"):
        env.origin("SITE_URL", value)


def email(url):
    settings = env.email(url)
    keys = ("EMAIL_HOST", "EMAIL_PORT", "EMAIL_HOST_USER", "EMAIL_HOST_PASSWORD", "EMAIL_USE_TLS", "EMAIL_USE_SSL")
    assert settings["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend"
    return tuple(settings[key] for key in keys)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://localhost", ("localhost", 25, "", "", False, False)),
        ("smtp://mail.example.com:2525", ("mail.example.com", 2525, "", "", False, False)),
        ("smtp+tls://desk:pass@mail.example.com", ("mail.example.com", 587, "desk", "pass", True, False)),
        (
            "smtps://desk%40example.com:p%2Fa%3Aq@mail.example.com",
            ("mail.example.com", 465, "desk@example.com", "p/a:q", False, True),
        ),
        ("smtp://[::1]:1025", ("::1", 1025, "", "", False, False)),
    ],
)
def test_a_mail_address_becomes_djangos_settings(url, expected):
    assert email(url) == expected


def test_mail_can_go_to_the_console_or_a_folder():
    assert env.email("console://")["EMAIL_BACKEND"].endswith("console.EmailBackend")
    assert env.email("file:///srv/mail%20box")["EMAIL_FILE_PATH"] == "/srv/mail box"


@pytest.mark.parametrize(
    "url",
    ["", "mail.example.com", "http://mail.example.com", "smtp://", "smtp://host:port", "smtp://user@host",
     "smtp://user:pa/ss@host", "smtp://host/inbox", "file://relative/path", "file:///"],
)  # fmt: skip
def test_a_bad_mail_address_names_its_variable(url):
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL"):
        env.email(url)


def test_an_error_about_mail_never_shows_the_password():
    with pytest.raises(ImproperlyConfigured) as error:
        env.email("smtp://desk:open#sesame@mail.example.com")
    assert "sesame" not in str(error.value)
