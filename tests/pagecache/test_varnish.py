"""The Varnish recipe, with the real Varnish: a change is purged at once, and what went stays away in bad times."""

import shutil
import tempfile
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from tests.pagecache.front import Varnish, free_port, marks, served
from tests.pagecache.machine import Machine
from tests.pagecache.test_faults import eventually, paths_of
from tests.pagecache.test_nginx import get

pytestmark = marks("varnishd")


@pytest.fixture(scope="module")
def front():
    port = free_port()
    with Machine(PURGE_URL=f"http://127.0.0.1:{port}/") as machine:
        machine.articles = paths_of(machine)
        machine.serve()
        with Varnish(machine.folder, machine.port, purge_port=port) as varnish:
            varnish.machine = machine
            yield varnish


TOLD = """
from pagecache.models import Change, Purged
print(Change.objects.latest("pk").position < Purged.objects.get().floor)
"""


def test_pages_pass_compressed_or_plain_and_are_kept(front):
    for accepted, encoding in (("gzip, deflate, br", "gzip"), ("br", None), ("identity", None)):
        status, headers, body = get(front, Accept_Encoding=accepted)
        assert (status, headers.get("content-encoding")) == (200, encoding)
        assert body
        assert "xkey" not in headers
    with front.machine.frozen_web():
        assert get(front)[0] == 200


def test_what_was_withdrawn_stays_away_in_bad_times_though_nobody_asked_for_it_since(front):
    machine = front.machine
    gone, there = machine.articles[:2]
    for path in (gone, there):
        assert get(front, path)[0] == 200
    machine.run(
        "from articles import workflow; from articles.models import Article;"
        f"workflow.withdraw(Article.objects.get(pk={gone.split('/')[1]}), by=None, note='خطأ')"
    )
    eventually(lambda: machine.run(TOLD) == "True\n", within=5)
    machine.stop_serving()
    time.sleep(4)  # longer than pages are right without the application
    for _ in range(3):
        assert get(front, gone)[0] == 503
        assert get(front, there)[0] == 200
    machine.serve()
    eventually(lambda: get(front, gone)[0] == 410, within=2)


def test_an_old_page_is_sent_for_as_long_as_the_application_has_none(front):
    machine = front.machine
    had, other = machine.articles[2:4]
    assert get(front, had)[0] == 200
    machine.stop_database()
    machine.forget_pages()
    time.sleep(4)
    for _ in range(3):
        assert get(front, had)[0] == 200
        assert get(front, other)[0] == 503
    machine.start_database()
    eventually(lambda: get(front, other)[0] == 200, within=2)
    machine.forget_pages()  # and the other process is well too


def test_what_is_somebodys_own_is_passed_on(front):
    path = "/robots.txt"
    for own in ({"Cookie": "a=b; sessionid=secret"}, {"Authorization": "Basic eDp5"}):
        for _ in range(2):
            assert get(front, path, **own)[1]["cache-control"] == "private, no-store"
    headers = get(front, path, Cookie="a=b")[1]
    assert len(headers["x-varnish"].split()) == 1  # the answer of this request, and of none before
    assert "public" in headers["cache-control"]


def test_readers_cannot_purge(front):
    path = front.machine.articles[4]
    assert get(front, path)[0] == 200
    for key in ("all", f"article:{path.split('/')[1]}"):
        assert get(front, path, method="PURGE", Surrogate_Key=key)[0] == 405
    front.machine.stop_serving()
    assert get(front, path)[0] == 200
    front.machine.serve()


def test_the_application_is_told_what_nginx_knows_and_asked_once_for_what_is_somebodys_own():
    asked = []

    class Application(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.headers)
            self.send_response(503)
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_POST = do_GET

        def log_message(self, *arguments):
            pass

    folder = Path(tempfile.mkdtemp(prefix="newsportal-varnish-"))
    folder.chmod(0o755)
    nginx = {"X_Forwarded_For": "192.0.2.7", "X_Forwarded_Proto": "https"}
    with (
        served(HTTPServer(("127.0.0.1", 0), Application)) as server,
        Varnish(folder, server.server_port, purge_port=free_port()) as front,
    ):
        for own in ({"method": "POST"}, {"Cookie": "__Host-session=1"}, {"path": "/en/preview/1-a-b/"}):
            assert get(front, **own, **nginx)[0] == 503
        assert [(each["X-Forwarded-For"], each["X-Forwarded-Proto"]) for each in asked] == [("192.0.2.7", "https")] * 3
        asked.clear()
        assert get(front, X_As_It_Is="yes", **nginx)[0] == 503
        assert len(asked) == 2  # for a page that nobody has, a second time
    shutil.rmtree(folder)
