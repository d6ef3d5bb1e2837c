"""The news of changes: none is missed, in whatever order transactions end, and none is counted twice."""

import threading
import time

import pytest
from django.db import connection, transaction

from pagecache.changes import changed
from pagecache.models import Change
from pagecache.news import MOST_ROWS, PAUSE, News, Verdict, rows_from

pytestmark = pytest.mark.django_db(transaction=True)


class Copy:
    """As much of a page as is judged."""

    def __init__(self, news, *keys):
        (self.floor, self.known), self.keys = news.here(), keys


@pytest.fixture
def news():
    news = News(lambda keys: None)
    assert news.read()
    return news


def test_a_change_makes_older_copies_old_and_newer_ones_right(news):
    before = Copy(news, "article:1", "list:site:ar")
    other = Copy(news, "article:2")
    changed({"article:1"})
    assert news.judge(before) is Verdict.RIGHT  # nobody has read yet
    news.read()
    assert news.judge(before) is Verdict.OLD
    assert news.judge(other) is Verdict.RIGHT
    assert news.judge(Copy(news, "article:1")) is Verdict.RIGHT


def test_what_is_gone_is_more_than_old(news):
    before = Copy(news, "article:1")
    changed({"article:1", "list:site:ar"}, gone={"article:1"})
    news.read()
    assert news.judge(before) is Verdict.GONE
    assert Change.objects.get().keys == ["!article:1", "article:1", "list:site:ar"]


def in_another_transaction():
    """(begin, end): a change of article:1 by another connection, written at `begin()` and committed at `end()`."""
    written, go, done = threading.Event(), threading.Event(), threading.Event()

    def work():
        with transaction.atomic():
            changed({"article:1"})
            written.set()
            go.wait(30)
        connection.close()
        done.set()

    thread = threading.Thread(target=work, daemon=True)

    def begin():
        thread.start()
        assert written.wait(30)

    def end():
        go.set()
        assert done.wait(30)

    return begin, end


@pytest.mark.postgresql
def test_a_transaction_that_ends_after_later_ones_is_not_missed(news):
    begin, end = in_another_transaction()
    begin()
    changed({"article:2"})
    news.read()
    copies = [Copy(news, "article:1"), Copy(news, "article:2")]
    for number in range(30):
        changed({f"article:{number + 10}"})
        news.read()
    assert [news.judge(copy) for copy in copies] == [Verdict.RIGHT, Verdict.RIGHT]
    end()
    news.read()
    assert [news.judge(copy) for copy in copies] == [Verdict.OLD, Verdict.RIGHT]


@pytest.mark.postgresql
def test_while_a_long_transaction_runs_changes_are_told_once_and_pages_are_kept(news):
    told = []
    news.tell = told.extend
    begin, end = in_another_transaction()
    begin()
    for _ in range(20):
        changed({"list:site:ar"})
        news.read()
    assert len(told) == 20
    assert news.judge(Copy(news, "list:site:ar")) is Verdict.RIGHT
    end()
    news.read()
    assert len(told) == 21
    assert news.judge(Copy(news, "list:site:ar")) is Verdict.RIGHT


@pytest.mark.postgresql
def test_what_is_forgotten_for_want_of_room_makes_no_old_copy_right(news, monkeypatch):
    begin, end = in_another_transaction()
    begin()  # it holds the floor down, so that copies from before and after the change have the same
    try:
        copy = Copy(news, "article:2")
        changed({"article:2"})
        news.read()
        monkeypatch.setattr("pagecache.news.MOST_KEYS", 1)
        for number in range(10, 13):
            changed({f"article:{number}"})
            news.read()
            assert news.judge(copy) is Verdict.OLD
        assert news.judge(Copy(news, "article:2")) is Verdict.RIGHT
    finally:
        end()


def test_a_process_that_starts_knows_the_changes_of_the_past_days(news):
    copy = Copy(news, "article:1")
    changed({"article:1"})
    late = News(lambda keys: None)
    late.read()
    assert late.judge(copy) is Verdict.OLD


def test_many_changes_of_one_key_leave_the_verdict_right(news):
    copies = []
    for _ in range(30):
        copies.append(Copy(news, "list:site:ar"))
        changed({"list:site:ar"})
        news.read()
    assert {news.judge(copy) for copy in copies} == {Verdict.OLD}
    assert news.judge(Copy(news, "list:site:ar")) is Verdict.RIGHT
    # Where another database of the same server has a transaction open, all that came since is still told apart.
    assert max(map(len, news._by_key.values())) <= 8 or news.known


def test_after_more_than_can_be_judged_everything_is_made_anew(news):
    told = []
    news.tell = told.append
    copy = Copy(news, "article:1")
    Change.objects.bulk_create([Change(keys=["article:2"]) for _ in range(MOST_ROWS + 1)], batch_size=1000)
    news.read()
    assert None in told
    # A transaction of another test on the same server keeps the floor down; it ends soon.
    for _again in range(200):
        if news.floor > copy.floor:
            break
        time.sleep(0.05)
        news.read()
    assert news.judge(copy) is Verdict.OLD
    assert news.judge(Copy(news, "article:1")) is Verdict.RIGHT


def test_a_database_restored_from_an_older_copy_makes_everything_anew(news):
    told = []
    copy = Copy(news, "article:1")
    news.floor += 1_000_000
    copy.floor = news.floor - 500_000
    news.tell = told.append
    news.read()
    assert told == [None]


def test_when_the_database_does_not_answer_nothing_is_known_to_be_right(news, monkeypatch):
    from django.db import OperationalError

    assert not news.is_late

    def broken(*arguments, **options):
        raise OperationalError

    with monkeypatch.context() as patch:
        patch.setattr(type(connection._connections[connection._alias]), "cursor", broken)
        assert not news.read()
    assert news.is_late
    assert news.read()
    assert not news.is_late


@pytest.fixture
def told(news):
    """The keys that are told; the first time it fails."""
    told = []

    def fail_once(keys):
        news.tell = told.append
        raise RuntimeError

    news.tell = fail_once
    return told


def test_what_could_not_be_told_is_told_when_it_is_read_again(news, told, caplog):
    changed({"article:1"})
    news.look()
    assert news.is_late
    assert "Reading changes failed." in caplog.text
    news.look()
    assert not news.is_late
    assert "article:1" in set().union(*told)


def test_what_a_readers_request_read_and_could_not_tell_is_read_again(news, told):
    changed({"article:1"})
    with pytest.raises(RuntimeError):
        news.read()
    assert news.is_late
    assert news.read()
    assert "article:1" in set().union(*told)


def test_a_reading_that_began_before_all_was_forgotten_is_no_reading_of_all(news, monkeypatch):
    copy = Copy(news, "article:1")
    changed({"article:1"})
    news.read()

    def meanwhile(floor):
        read = rows_from(floor)
        news._forget()
        return read

    with monkeypatch.context() as patch:
        patch.setattr("pagecache.news.rows_from", meanwhile)
        news.read()
    news.read()
    assert news.judge(copy) is Verdict.OLD


@pytest.mark.postgresql
def test_changes_that_came_with_a_copy_of_another_server_are_no_news(news):
    Change.objects.bulk_create([Change(keys=["article:1"], position=10**15 + number) for number in range(3)])
    changed({"article:2"})
    copy = Copy(news, "article:2")
    news.read()
    assert news.judge(copy) is Verdict.OLD
    assert not set(news.known) & set(Change.objects.filter(position__gte=10**15).values_list("pk", flat=True))


def test_news_of_a_slow_database_come_as_often(news, monkeypatch):
    class EndOfTestError(Exception):
        pass

    pauses = []

    def wait(seconds):
        pauses.append(seconds)
        raise EndOfTestError

    def answer_late(floor):
        time.sleep(0.3)
        return [], floor

    monkeypatch.setattr("pagecache.news.rows_from", answer_late)
    monkeypatch.setattr(news._wanted, "wait", wait)
    with pytest.raises(EndOfTestError):
        news._watch()
    assert pauses[0] <= PAUSE - 0.3
    assert not news.is_late
