"""Whatever becomes of the pages that processes share, readers have pages."""

import socketserver

import pytest

from pagecache.shared import Shared
from pagecache.valkey import Valkey
from tests.builders import make_site
from tests.pagecache.front import served

pytestmark = pytest.mark.django_db


@pytest.fixture
def server():
    """A server that is no Valkey: it answers everything with `answer`."""

    class Handler(socketserver.BaseRequestHandler):
        def handle(self):
            while self.request.recv(65_536):
                self.request.sendall(server.answer)

    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    with served(server):
        yield server


@pytest.mark.parametrize("answer", [b":x\r\n", b"+OK\r\n", b"-MOVED x\r\n", b"*1\r\n:1\r\n"])
def test_readers_have_pages_when_something_else_answers_for_valkey(site, server, answer):
    make_site()
    server.answer = answer
    site.cache._shared = Shared(Valkey(f"redis://127.0.0.1:{server.server_address[1]}"), "release")
    assert [site.get("/robots.txt").status for _ in range(2)] == [200, 200]
    assert site.made.total() == 1
    assert not site.cache._making
