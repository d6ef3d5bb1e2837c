"""The pages of one process, read while they are used."""

import sys
import threading

import pytest

from newsportal.kept import keeping
from pagecache.memory import Memory
from pagecache.page import Page


def page(number, *keys, status="200 OK", known=()):
    facts = {"keys": keys, "floor": 0, "known": known, "made_at": 0, "until": 0, "gone_at": 0}
    return Page(f"/{number}/", status, [], b"body", **facts)


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


def test_pages_leave_for_want_of_room_while_readers_use_others(readers):
    memory = Memory(100 * page(100).size)
    pages = [page(number) for number in range(100, 1000)]
    for _ in range(2):
        readers(memory, [one.uri for one in pages])
    for _ in range(110):
        for one in pages:
            memory.put(one)
    assert len(memory) == 100
    assert memory.size <= memory.limit


def test_what_is_gone_is_kept_in_a_full_memory_too_and_drives_one_page_out_at_most():
    memory = Memory(100 * page(100).size)
    for number in range(100, 200):
        memory.put(page(number))
    for number in range(300, 400):
        memory.put(page(number, status="410 Gone"))
        assert memory.get(f"/{number}/")
    assert sum(bool(memory.get(f"/{number}/")) for number in range(100, 200)) == 99


def test_a_long_address_and_what_came_during_a_long_transaction_count_as_memory():
    little = page(0).size
    assert page("x" * 7001).size - little >= 7000
    known = range(100_000, 101_000)
    assert page(0, known=known).size - little >= sys.getsizeof(frozenset(known))
