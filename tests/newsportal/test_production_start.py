"""Production refuses to start half-configured, and says what to do; development needs no variable."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
GOOD = {
    "SECRET_KEY": "kDq3vXw8Zr1mT6yB9nCs4hJf7gLp2QaUeWoIiRtYxKzMvNbH0dSP",
    "ALLOWED_HOSTS": "www.example.com",
    "SITE_URL": "https://www.example.com",
    "DATABASE_URL": "postgres://newsportal:word@db.example.net:5433/newsportal",
}


def settings(names=("DEBUG",), **environment):
    """Read settings in a process of their own; return (values by name or None, what it said)."""
    code = (
        "import json; from django.conf import settings;"
        f"print(json.dumps({{name: getattr(settings, name) for name in {names!r}}}, default=str))"
    )
    environment = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "newsportal.settings", **environment}
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True)
    return (json.loads(run.stdout) if run.returncode == 0 else None), run.stderr


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("SECRET_KEY", ""),
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "a" * 60),
        ("SECRET_KEY", "django-insecure-" + GOOD["SECRET_KEY"]),
        ("ALLOWED_HOSTS", ""),
        ("ALLOWED_HOSTS", "*"),
        ("ALLOWED_HOSTS", "www.example.com,*"),
        ("DEBUG", "true"),
        ("DATABASE_URL", ""),
        ("SITE_URL", ""),
        ("SITE_URL", "http://www.example.com"),
        ("SITE_URL", "https://www.example.com/news"),
        ("NEWSPORTAL_ENV", "staging"),
        ("SECOND_FACTOR", "sometimes"),
    ],
)
def test_production_refuses_and_names_the_variable(variable, value):
    values, said = settings(**(GOOD | {variable: value}))
    assert values is None
    assert variable in said.split("ImproperlyConfigured:")[1]


def test_production_names_everything_that_is_missing_at_once():
    values, said = settings()
    assert values is None
    assert all(f"  {variable}:" in said for variable in GOOD)
    assert "NEWSPORTAL_ENV=demo" in said


def test_without_a_word_about_the_environment_it_is_production():
    values, said = settings(names=("PRODUCTION", "DEBUG", "SERVE_MEDIA", "SESSION_COOKIE_NAME"), **GOOD)
    assert values == {
        "PRODUCTION": True,
        "DEBUG": False,
        "SERVE_MEDIA": False,
        "SESSION_COOKIE_NAME": "__Host-session",
    }, said


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        (GOOD, "required"),
        (GOOD | {"SECOND_FACTOR": "off"}, "off"),
        ({"NEWSPORTAL_ENV": "development"}, "offered"),
        ({"NEWSPORTAL_ENV": "demo"}, "offered"),
    ],
)
def test_production_asks_for_a_second_factor_unless_it_is_told_otherwise(tmp_path, environment, expected):
    values, said = settings(names=("SECOND_FACTOR",), NEWSPORTAL_VAR=str(tmp_path), **environment)
    assert values == {"SECOND_FACTOR": expected}, said


def test_postgresql_gets_a_pool_no_larger_than_the_threads_need():
    values, said = settings(names=("DATABASES",), **GOOD, GUNICORN_THREADS="4")
    database = values["DATABASES"]["default"]
    assert (database["HOST"], database["PORT"], database["NAME"]) == ("db.example.net", 5433, "newsportal")
    pool = database["OPTIONS"]["pool"]
    assert (pool["min_size"], pool["max_size"], pool["timeout"]) == (1, 7, 0.8)
    assert database["CONN_MAX_AGE"] == 0


def test_an_address_of_postgresql_may_say_how_it_is_talked_to():
    address = GOOD["DATABASE_URL"] + "?sslmode=require&connect_timeout=9"
    values, said = settings(names=("DATABASES",), **GOOD | {"DATABASE_URL": address})
    options = values["DATABASES"]["default"]["OPTIONS"]
    assert (options["sslmode"], options["connect_timeout"], options["tcp_user_timeout"]) == ("require", 9, 20_000), said


def test_the_cache_gives_up_quickly():
    values, said = settings(names=("CACHES",), **GOOD, CACHE_URL="rediss://cache.example.net:6380/2")
    cache = values["CACHES"]["default"]
    assert cache["LOCATION"] == "rediss://cache.example.net:6380/2"
    assert cache["OPTIONS"] == {"socket_timeout": 0.25, "socket_connect_timeout": 0.25}


def test_media_on_another_host_is_allowed_in_pages():
    values, said = settings(names=("SECURE_CSP",), **GOOD, MEDIA_URL="https://media.example.net/files/")
    assert "https://media.example.net" in values["SECURE_CSP"]["img-src"]


def test_the_demo_needs_no_variable_and_keeps_its_secret(tmp_path):
    demo = {"NEWSPORTAL_ENV": "demo", "NEWSPORTAL_VAR": str(tmp_path), "PORT": "8123", "DEBUG": "true"}
    names = ("DEBUG", "SITE_URL", "ALLOWED_HOSTS", "SECRET_KEY", "SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE")
    values, said = settings(names=names, **demo)
    assert values == {
        "DEBUG": False,
        "SITE_URL": "http://127.0.0.1:8123",
        "ALLOWED_HOSTS": ["127.0.0.1", "localhost", "[::1]"],
        "SECRET_KEY": (tmp_path / "secret-key").read_text(),
        "SECURE_SSL_REDIRECT": False,
        "SESSION_COOKIE_SECURE": False,
    }, said


def test_manage_py_alone_works_on_development_settings(tmp_path):
    code = "from django.conf import settings; print(settings.ENVIRONMENT, settings.DEBUG)"
    run = subprocess.run(
        [sys.executable, "manage.py", "shell", "--verbosity", "0", "-c", code],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "NEWSPORTAL_VAR": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert run.stdout.strip() == "development True", run.stderr


def test_cookies_are_bound_to_the_host_and_to_tls():
    wanted = {
        "SESSION_COOKIE_NAME": "__Host-session",
        "CSRF_COOKIE_NAME": "__Host-csrf",
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "CSRF_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "CSRF_COOKIE_SAMESITE": "Lax",
        # A cookie of the prefix __Host- must name no domain and the whole path.
        "SESSION_COOKIE_DOMAIN": None,
        "CSRF_COOKIE_DOMAIN": None,
        "SESSION_COOKIE_PATH": "/",
        "CSRF_COOKIE_PATH": "/",
    }
    assert settings(names=tuple(wanted), **GOOD)[0] == wanted


ANSWERS = """
import django; django.setup()
from django.test import Client
def show(**options):
    response = Client().get(headers={"host": "www.example.com"}, **options)
    print(response.status_code, response.headers.get("Location"), response.headers.get("Strict-Transport-Security"))
show(path="/some/page/?a=1")
show(path="/healthz/live")
show(path="/healthz/live", secure=True)
show(path="/healthz/live", HTTP_X_FORWARDED_PROTO="https")
"""


def answers(**environment):
    environment = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "newsportal.settings", **GOOD, **environment}
    # No static files were collected for this process, and WhiteNoise would say so.
    command = [sys.executable, "-W", "ignore", "-c", ANSWERS]
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    return run.stdout.splitlines()


def test_pages_are_sent_over_tls_alone_and_probes_need_none():
    page, probe, over_tls, claimed = answers()
    assert page == "301 https://www.example.com/some/page/?a=1 None"
    assert probe == "200 None None"
    assert over_tls == "200 None max-age=31536000; includeSubDomains"
    assert claimed == "200 None None"  # anybody can send that header


def test_behind_a_proxy_its_word_about_tls_is_taken():
    assert answers(BEHIND_PROXY="true")[3] == "200 None max-age=31536000; includeSubDomains"
