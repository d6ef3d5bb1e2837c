"""Readers have pages while servers stop, freeze and die; measured on a machine of its own, with two processes."""

import os
import re
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.pagecache.machine import Machine
from tests.services import _missing

pytestmark = [pytest.mark.slow, pytest.mark.machine]

CONTENT = """
from tests.builders import *
make_site()
category = make_category("سياسة")
for number in range(8):
    make_published(f"خبر رقم {number}", category=category, slug={"ar": f"خبر-{number}", "en": ""})
from articles.models import Article
print(*Article.objects.order_by("pk").values_list("pk", flat=True))
"""
PUBLISH = """
import sys, time
from tests.builders import *
category = make_category("متابعة")
for number in range({count}):
    time.sleep({pause})
    make_published(f"نسخة رقم {{number:03}}", category=category, at=NOW)
    print(f"{{number}} {{time.time()}}", flush=True)
"""


@pytest.fixture(scope="module", autouse=True)
def _servers():
    for name in ("postgresql", "valkey"):
        if name in _missing():
            pytest.skip(f"There is no {name} here.")


def paths_of(machine):
    """The addresses of eight articles."""
    return [f"/{pk}/خبر-{number}/" for number, pk in enumerate(machine.run(CONTENT).split())]


def eventually(check, within):
    began = time.monotonic()
    while not check():
        assert time.monotonic() - began < 5 * within, f"not true after {5 * within} s"
        time.sleep(0.05)
    return time.monotonic() - began


@pytest.mark.parametrize(("fault", "seconds"), [("stop", 60), ("freeze", 20)])
def test_readers_have_the_kept_pages_while_the_database_is_away_and_others_get_503_at_once(fault, seconds):
    with Machine() as machine:
        articles = paths_of(machine)
        kept, others = ["/", *articles[:4]], articles[4:]
        machine.serve()
        for path in kept * 4:
            assert machine.get(path)[0] == 200
        if fault == "stop":
            machine.stop_database()
        else:
            machine.freeze_database()
            notice_frozen(machine, others[0])
        end, answers, refusals = time.monotonic() + seconds, [], []
        while time.monotonic() < end:
            answers += [machine.get(path) for path in kept]
            refusals.append(machine.get(others[len(refusals) % 4]))
            time.sleep(0.08)  # about fifty readers a second
        assert {answer[0] for answer in answers} == {200}
        assert {(answer[0], answer[1].get("Retry-After"), answer[1]["Cache-Control"]) for answer in refusals} == {
            (503, "5", "no-store")
        }
        slowest = max(answer[3] for answer in refusals)
        print(f"{len(answers)} kept pages; {len(refusals)} refusals, the slowest after {slowest:.2f} s of 1 s")
        assert slowest < 5
        lines = machine.log().splitlines()
        print(f"the log has {len(lines)} lines")
        assert len(lines) < 50
        machine.start_database() if fault == "stop" else machine.thaw_database()
        took = eventually(lambda: machine.get(others[0])[0] == 200, within=2)
        print(f"well again after {took:.2f} s of 2 s")


def notice_frozen(machine, path):
    """A frozen database refuses nothing; until each process has waited for it in vain, readers wait too."""
    with ThreadPoolExecutor(8) as crowd:
        began = time.monotonic()
        answers = list(crowd.map(lambda _: machine.get(path), range(8)))
    print(f"the first {len(answers)} refusals came within {time.monotonic() - began:.2f} s of 4 s")
    assert {answer[0] for answer in answers} == {503}


def test_a_frozen_database_holds_nobody_for_long_whatever_they_asked_for():
    token = "a" * 32
    form = {"username": "huda", "password": "secret", "csrfmiddlewaretoken": token}
    with Machine(MADE_SLOWLY="3") as machine:
        page = paths_of(machine)[0]
        machine.serve(workers=1, threads=20)
        assert machine.get("/healthz/ready")[0] == 200
        with ThreadPoolExecutor(20) as crowd:
            asked = [page, "/search/?q=خبر", "/admin/login/?next=/admin/", "/healthz/ready"]
            asked = [crowd.submit(machine.get, path) for path in asked]
            sent = crowd.submit(machine.get, "/admin/login/", form=form, Cookie=f"csrftoken={token}")
            time.sleep(0.5)  # they are on their way, and ask the database only now
            machine.freeze_database()
            asked, sent = [each.result() for each in asked], sent.result()
        machine.thaw_database()
        print(f"asked: {max(answer[3] for answer in asked):.1f} s of 8 s, sent: {sent[3]:.1f} s of 18 s")
        assert {answer[0] for answer in [*asked, sent]} == {503}
        assert machine.get("/admin/login/", form=form, Cookie=f"csrftoken={token}")[0] == 200  # a wrong password
        eventually(lambda: machine.get(page)[0] == 200, within=2)


@pytest.mark.parametrize("fault", [signal.SIGKILL, signal.SIGSTOP], ids=["killed", "frozen"])
def test_readers_notice_nothing_when_valkey_is_away(fault):
    with Machine(valkey=True) as machine:
        articles = paths_of(machine)
        machine.serve()
        for path in articles[:4]:
            assert machine.get(path)[0] == 200
        machine.valkey.send_signal(fault)
        answers = []
        for _ in range(5):
            answers += [machine.get(path) for path in articles]
            answers += [machine.get(f"/nothing-{len(answers)}/")]
        assert {answer[0] for answer in answers} == {200, 404}
        slowest = max(answer[3] for answer in answers)
        print(f"the slowest of {len(answers)} answers took {slowest:.2f} s")
        assert slowest < 5 * 0.5


@pytest.mark.parametrize("valkey", [True, False], ids=["valkey", "file"])
def test_a_crowd_at_a_page_nobody_has_makes_it_once(valkey):
    with Machine(valkey=valkey, MADE_SLOWLY="0.3") as machine:
        path = paths_of(machine)[0]
        machine.serve(threads=8)
        with ThreadPoolExecutor(40) as crowd:
            began = time.monotonic()
            answers = list(crowd.map(lambda _: machine.get(path), range(200)))
        print(f"200 readers had the page {time.monotonic() - began:.2f} s after the first asked")
        assert {answer[0] for answer in answers} == {200}
        assert sum(machine.made.values()) == 1


def test_when_the_maker_of_a_page_dies_another_takes_its_place():
    with Machine(MADE_SLOWLY="2") as machine:
        path = paths_of(machine)[0]
        machine.serve(threads=4)
        with ThreadPoolExecutor(10) as crowd:
            readers = [crowd.submit(machine.get, path) for _ in range(10)]
            eventually(machine.makers, within=5)
            (maker,) = machine.makers()
            os.kill(maker, signal.SIGKILL)
            took = eventually(lambda: len(machine.makers()) == 2, within=5)
            print(f"another made it {took:.2f} s after its maker died, of 5 s")
            outcomes = [reader.exception() or reader.result() for reader in readers]
        # Those whose connection ended with the process ask again, as browsers do.
        assert all(isinstance(each, OSError) or each[0] == 200 for each in outcomes)
        assert machine.get(path)[0] == 200
        assert len(set(machine.makers())) == 2


def _stale(machine, *, count, pause, meanwhile=lambda: None):
    """(answers, the oldest body: seconds between a commit and a reader's request that did not see it yet)."""
    machine.run("from tests.builders import *; make_site()")
    machine.serve()
    seen, over = [], threading.Event()

    def read():
        while not over.is_set():
            asked = time.time()
            status, _headers, text, _took = machine.get("/feed/")
            found = [int(number) for number in re.findall(r"نسخة رقم\W+(\d\d\d)", text)]
            seen.append((asked, status, max(found, default=-1)))

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    with ThreadPoolExecutor() as newsroom:
        publishing = newsroom.submit(machine.run, PUBLISH.format(count=count, pause=pause))
        meanwhile()
        committed = dict(line.split() for line in publishing.result().splitlines())
    time.sleep(1.5)
    over.set()
    for reader in readers:
        reader.join()
    assert {status for _asked, status, _version in seen} == {200}
    assert max(version for _asked, _status, version in seen) == count - 1
    ages = [
        asked - float(committed[str(version + 1)])
        for asked, _status, version in seen
        if str(version + 1) in committed and asked > float(committed[str(version + 1)])
    ]
    return len(seen), max(ages, default=0)


@pytest.mark.parametrize(
    ("database", "valkey", "count", "pause"),
    [("postgresql", False, 100, 0.55), ("postgresql", True, 20, 0.3), ("sqlite", False, 20, 0.3)],
)
def test_no_reader_gets_a_page_older_than_a_second_while_the_newsroom_publishes(database, valkey, count, pause):
    with Machine(database=database, valkey=valkey) as machine:
        answers, oldest = _stale(machine, count=count, pause=pause)
        print(f"{answers} answers over {count} publications on {database}; the oldest was {oldest:.2f} s old, of 1 s")
        assert oldest < 5


def test_no_reader_gets_an_older_page_because_valkey_died_while_the_newsroom_publishes():
    with Machine(valkey=True) as machine:

        def die():
            time.sleep(3)
            machine.valkey.send_signal(signal.SIGKILL)

        answers, oldest = _stale(machine, count=20, pause=0.3, meanwhile=die)
        print(f"{answers} answers while Valkey died; the oldest was {oldest:.2f} s old, of 1 s")
        assert oldest < 5
