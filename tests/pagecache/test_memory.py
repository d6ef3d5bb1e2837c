"""The pages of one process, read while they are used."""

import sys
import threading

import pytest

from newsportal.kept import keeping
from pagecache.page import Page


def page(number, *keys):
    facts = {"keys": keys, "floor": 0, "known": (), "made_at": 0, "until": 0, "gone_at": 0}
    return Page(f"/{number}/", "200 OK", [], b"body", **facts)


@pytest.fixture
def readers():
    """What readers do to pages in other threads, until the test ends."""
    ended, threads, interval = threading.Event(), [], sys.getswitchinterval()

    def use(memory, uris):
        def work():
            while not ended.is_set():
                for uri in uris:
                    memory.used(uri)

        threads.append(threading.Thread(target=work, daemon=True))
        threads[-1].start()

    sys.setswitchinterval(1e-6)
    yield use
    ended.set()
    for thread in threads:
        thread.join()
    sys.setswitchinterval(interval)


def test_all_pages_become_old_while_readers_use_them(readers):
    cache = keeping(None)
    for number in range(500):
        cache.pages.put(page(number, "site"))
    readers(cache.pages, [f"/{number}/" for number in range(500)])
    for _ in range(50):
        cache._tell(None)
    assert all(cache.pages.get(f"/{number}/").old for number in range(500))
