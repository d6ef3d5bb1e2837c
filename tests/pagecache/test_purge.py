"""A cache in front is told what changed, once by the whole site, and later when it was away."""

from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from pagecache.changes import changed
from pagecache.models import Purged
from pagecache.purge import Purger
from tests.pagecache.front import served

pytestmark = pytest.mark.django_db


@pytest.fixture
def target():
    """A cache in front: `told` is what it was told, `status` what it answers."""

    class Handler(BaseHTTPRequestHandler):
        def do_PURGE(self):
            if server.status < 300:
                server.told.append(set(self.headers["Surrogate-Key"].split()))
            self.send_response(server.status)
            self.end_headers()

        def log_message(self, *arguments):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.told, server.status = [], 200
    server.url = f"http://127.0.0.1:{server.server_port}/"
    with served(server):
        yield server


def test_a_change_is_told_once_by_all_processes_together(target):
    one, two = Purger(target.url), Purger(target.url)
    one.send()
    changed({"article:1", "list:site:ar"}, gone={"article:1"})
    one.send()
    two.send()
    assert target.told == [{"article:1", "list:site:ar"}]
    changed({"article:2"})
    two.send()
    assert target.told[1:] == [{"article:2"}]


def test_what_could_not_be_told_is_told_later_even_by_a_new_process(target):
    purger = Purger(target.url)
    purger.send()
    target.status = 503
    changed({"article:1"})
    changed({"article:2"})
    with pytest.raises(Exception, match="503"):
        purger.send()
    target.status = 200
    Purger(target.url).send()
    assert target.told == [{"article:1", "article:2"}]


def test_many_keys_go_in_several_requests(target):
    purger = Purger(target.url)
    purger.send()
    keys = {f"article:{number}" for number in range(1000)}
    changed(keys)
    purger.send()
    assert len(target.told) > 1
    assert set().union(*target.told) == keys


def test_a_target_that_was_just_set_up_is_told_nothing_old(target):
    changed({"article:1"})
    Purger(target.url).send()
    assert target.told == []


def test_after_a_copy_of_another_server_everything_is_purged(target):
    Purger(target.url).send()
    Purged.objects.update(floor=10**15)
    changed({"article:1"})
    Purger(target.url).send()
    assert target.told == [{"all"}]
