"""The web server's processes keep the newsroom's clock, and wait an outage of the database out."""

import os
import re
import runpy
import time
from pathlib import Path

import pytest
from django.apps import apps

from articles import clock
from tests.pagecache.machine import Machine
from tests.services import _missing

CONFIGURATION = Path(__file__).resolve().parent.parent.parent / "deploy" / "gunicorn" / "gunicorn.conf.py"
SCHEDULE = """
import datetime
from django.utils import timezone
from articles import drafts, workflow
from articles.models import Article
from tests.builders import *
article = Article.objects.first() or (make_site() and make_published("خبر", slug={{"ar": "خبر", "en": ""}}))
drafts.save(article, drafts.working(article) | {{"headline": {{"ar": "{headline}", "en": ""}}}}, by=None)
at = timezone.now() + datetime.timedelta(seconds={seconds})
workflow.publish_changes(article, by=None, at=at)
print(article.pk, at.timestamp())
"""
MOVES = """
from articles.models import StatusChange
print(StatusChange.objects.filter(verb="publish_changes").count())
"""


def test_every_process_starts_a_clock(monkeypatch):
    started = []
    monkeypatch.setattr(clock, "start", lambda: started.append(os.getpid()))
    init = runpy.run_path(str(CONFIGURATION))["post_worker_init"]
    init(None)
    assert started == [os.getpid()]


def test_a_server_of_something_else_starts_none(monkeypatch):
    monkeypatch.setattr(clock, "start", lambda: pytest.fail("a clock was started"))
    monkeypatch.setattr(apps, "ready", False)
    runpy.run_path(str(CONFIGURATION))["post_worker_init"](None)


@pytest.mark.slow
@pytest.mark.machine
@pytest.mark.skipif("postgresql" in _missing(), reason="There is no PostgreSQL here.")
def test_scheduled_changes_come_in_time_and_after_an_outage_with_two_processes():
    with Machine() as machine:
        machine.serve()
        pk, at = machine.run(SCHEDULE.format(headline="في موعده", seconds=8)).split()
        path = f"/{pk}/خبر/"
        assert "في موعده" not in machine.get(path)[2]
        print(f"on the page {shown(machine, path, 'في موعده') - float(at):.2f} s after its time")

        _pk, at = machine.run(SCHEDULE.format(headline="بعد الانقطاع", seconds=2)).split()
        machine.stop_database()
        time.sleep(6)
        machine.start_database()
        back = time.time()
        print(f"on the page {shown(machine, path, 'بعد الانقطاع') - back:.2f} s after the database came back")
        assert machine.run(MOVES).strip() == "2"
        log = (machine.folder / "gunicorn.log").read_text()
        assert 1 <= len(re.findall("The clock stands still", log)) <= 2  # each process says it once
        assert "Traceback" not in log, log[-3000:]


def shown(machine, path, text):
    """The time at which the page has the text."""
    end = time.time() + 60
    while text not in machine.get(path)[2]:
        assert time.time() < end, (machine.folder / "gunicorn.log").read_text()[-3000:]
        time.sleep(0.1)
    return time.time()
