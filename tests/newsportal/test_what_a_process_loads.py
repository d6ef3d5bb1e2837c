"""What every web process carries from its first request on: two megabytes in one are four in two."""

import os
import subprocess
import sys

LOADED = """
import sys
from newsportal import wsgi, urls
print(*({"psycopg", "markdown_it", "segno"} & set(sys.modules)))
"""


def loaded(**environment):
    environment = os.environ | {"DATABASE_URL": "", "NEWSPORTAL_ENV": "development"} | environment
    done = subprocess.run([sys.executable, "-c", LOADED], env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def test_a_site_on_sqlite_loads_nothing_of_postgresql():
    assert "psycopg" not in loaded()
    assert "psycopg" in loaded(DATABASE_URL="postgres://nobody@127.0.0.1/nothing")


def test_what_few_pages_need_is_loaded_when_one_is_asked_for():
    assert not {"markdown_it", "segno"} & loaded()
