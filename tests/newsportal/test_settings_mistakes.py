"""Starts in surroundings that people have."""

import os
import subprocess
import sys

import pytest
from django.conf import settings


def started(code, **environment):
    known = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "newsportal.settings", "NEWSPORTAL_ENV": "demo"}
    command = [sys.executable, "-c", f"import django; django.setup(); from django.conf import settings; {code}"]
    return subprocess.run(command, cwd=settings.BASE_DIR, env=known | environment, capture_output=True, text=True)


@pytest.mark.parametrize("name", ["بوابة الأخبار", "portal #1", "50%41", "why?"])
def test_the_database_lies_in_its_folder_whatever_the_folder_is_called(tmp_path, name):
    folder = tmp_path / name
    done = started("print(settings.DATABASES['default']['NAME'])", NEWSPORTAL_VAR=str(folder))
    assert done.stdout.strip() == str(folder / "newsportal.sqlite3"), done.stderr


@pytest.mark.parametrize("path", ["/", "en", "tag", "static", "ar/desk", "a b"])
def test_an_admin_path_that_hides_the_admin_or_a_page_is_refused_by_name(tmp_path, path):
    done = started("pass", NEWSPORTAL_VAR=str(tmp_path), ADMIN_PATH=path)
    assert "ADMIN_PATH" in done.stderr


@pytest.mark.parametrize("zone", ["Asia/Atlantis", "../etc/passwd"])
def test_a_time_zone_that_is_none_is_refused_by_name(tmp_path, zone):
    done = started(
        "from django.utils import timezone; timezone.localtime()", NEWSPORTAL_VAR=str(tmp_path), TIME_ZONE=zone
    )
    assert "TIME_ZONE" in done.stderr


@pytest.mark.parametrize("url", ["mysql://h/n", "postgres//h/n", "nonsense"])
def test_a_database_address_that_is_none_is_refused_by_name(tmp_path, url):
    done = started("pass", NEWSPORTAL_VAR=str(tmp_path), DATABASE_URL=url)
    assert "DATABASE_URL" in done.stderr


def test_the_password_of_the_database_stands_in_no_error(tmp_path):
    done = started("pass", NEWSPORTAL_VAR=str(tmp_path), DATABASE_URL="postgresx://u:hunter2secret@h/n")
    assert "hunter2secret" not in done.stderr


@pytest.mark.parametrize("url", ["localhost:6379", "memcached://h"])
def test_a_cache_address_that_is_none_is_refused_by_name(tmp_path, url):
    done = started("from django.core.cache import cache; cache", NEWSPORTAL_VAR=str(tmp_path), CACHE_URL=url)
    assert "CACHE_URL" in done.stderr
