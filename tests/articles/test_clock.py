"""What is due is done once, in order, by whichever process comes first; and what cannot be done is told."""

import datetime
import subprocess
import threading
import time

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.utils import timezone

from articles import clock, drafts, workflow
from articles.models import Article, Revision, StatusChange
from newsportal import health
from pagecache.models import Change
from pagecache.news import reconnect
from tests import processes
from tests.builders import NOW, TOMORROW, content_of, make_category, make_published, make_site, make_tag, make_withdrawn

HOUR = datetime.timedelta(hours=1)


def scheduled(article=None, *, at=TOMORROW, headline="عنوان الموعد", **changes):
    """An article with changes that are scheduled."""
    article = article or make_published()
    drafts.save(article, drafts.working(article) | {"headline": {"ar": headline, "en": ""}} | changes, by=None)
    return workflow.publish_changes(article, by=None, at=at)


def headline(article):
    return Article.objects.get(pk=article.pk).headline_ar


def applied():
    return StatusChange.objects.filter(verb="publish_changes")


@pytest.fixture(autouse=True)
def only_ours(monkeypatch):
    """The jobs that are registered, as a copy that a test may change."""
    monkeypatch.setattr(clock, "_jobs", dict(clock._jobs))
    monkeypatch.setattr(clock, "_failing", set())


@pytest.mark.django_db
def test_scheduled_changes_come_at_their_time_and_not_before():
    article = scheduled()
    clock.tick(TOMORROW - datetime.timedelta(seconds=1))
    assert headline(article) == "خبر من المدينة"
    clock.tick(TOMORROW)
    assert headline(article) == "عنوان الموعد"
    assert drafts.open_revision(article) is None
    move = applied().get()
    assert (move.made_by, move.made_at, move.revision) == (None, TOMORROW, drafts.newest(article))


@pytest.mark.django_db
def test_a_clock_that_goes_back_does_nothing_twice():
    article = scheduled()
    for now in (TOMORROW, TOMORROW - HOUR, TOMORROW, TOMORROW + HOUR):
        clock.tick(now)
    assert applied().count() == 1
    assert article.revisions.count() == 2


@pytest.mark.django_db
def test_after_an_outage_what_was_due_is_done_in_its_order():
    times = [TOMORROW + n * HOUR for n in (3, 1, 2)]
    articles = {at: scheduled(at=at).pk for at in times}
    clock.tick(TOMORROW + 9 * HOUR)
    assert list(applied().order_by("pk").values_list("article", flat=True)) == [articles[at] for at in sorted(times)]


@pytest.mark.django_db
def test_a_change_whose_time_was_taken_back_does_not_come():
    article = workflow.unschedule_changes(scheduled(), by=None)
    clock.tick(TOMORROW)
    assert headline(article) == "خبر من المدينة"


@pytest.mark.django_db
def test_changes_of_a_withdrawn_article_are_not_shown_by_their_time(client):
    article = scheduled(make_withdrawn())
    clock.tick(TOMORROW)
    assert headline(article) == "عنوان الموعد"
    assert client.get(article.get_absolute_url("ar")).status_code == 410


@pytest.mark.django_db
def test_changes_that_cannot_be_stored_any_more_are_told_and_hold_nobody_up():
    make_site()
    category, tag = make_category("زائل"), make_tag("زائل")
    broken = scheduled(categories=[{"category": category.pk}], tags=[tag.pk], at=TOMORROW)
    well = scheduled(at=TOMORROW + HOUR)
    category.delete(), tag.delete()
    now = TOMORROW + 2 * HOUR
    for _ in range(3):
        clock.tick(now)
    assert headline(well) == "عنوان الموعد"
    assert headline(broken) == "خبر من المدينة"
    draft = drafts.open_revision(broken)
    assert draft.problem
    assert draft.apply_at == TOMORROW
    assert clock.overdue(now) == {"changes": TOMORROW}
    # Put right, it comes.
    drafts.save(broken, content_of("عنوان سليم", category=Article.objects.get(pk=broken.pk).main_category), by=None)
    clock.tick(now)
    assert headline(broken) == "عنوان سليم"
    assert clock.overdue(now) == {}


@pytest.mark.django_db
def test_a_fault_with_one_article_holds_no_other_up(monkeypatch):
    broken, well = scheduled(at=TOMORROW), scheduled(at=TOMORROW + HOUR)
    publish_changes = workflow.publish_changes

    def faulty(article, **options):
        if article.pk == broken.pk:
            raise ZeroDivisionError
        return publish_changes(article, **options)

    monkeypatch.setattr(workflow, "publish_changes", faulty)
    clock.tick(TOMORROW + 2 * HOUR)
    assert (headline(broken), headline(well)) == ("خبر من المدينة", "عنوان الموعد")
    assert drafts.open_revision(broken).problem


@pytest.mark.django_db
def test_health_tells_what_is_over_a_minute_late_and_stays_ready(client):
    make_site()
    article = scheduled(at=timezone.now() + HOUR)
    ago = timezone.now() - datetime.timedelta(seconds=30)
    Revision.objects.open().update(apply_at=ago)
    assert client.get("/healthz/ready").json()["checks"]["clock"] == "ok"
    Revision.objects.open().update(apply_at=ago - HOUR)
    answer = client.get("/healthz/ready")
    assert answer.status_code == 200
    assert answer.json()["checks"]["clock"]["overdue"] == "changes"
    assert 3630 <= answer.json()["checks"]["clock"]["seconds"] < 3700
    clock.tick()
    assert headline(article) == "عنوان الموعد"
    assert client.get("/healthz/ready").json()["checks"]["clock"] == "ok"
    assert health._checks["clock"] is clock.report


@pytest.mark.django_db
def test_a_job_that_fails_disturbs_no_other_and_is_logged_once(caplog):
    done = []
    clock._jobs.clear()

    def fails_at_first(now):
        if len(done) < 3:
            raise ZeroDivisionError

    clock.register("bad", fails_at_first)
    clock.register("good", done.append)
    for _ in range(5):
        clock.tick(NOW)
    assert done == [NOW] * 5
    assert [record.levelname for record in caplog.records] == ["ERROR", "WARNING"]


@pytest.mark.django_db
def test_the_command_does_what_is_due_once():
    article = scheduled()
    Revision.objects.open().update(apply_at=NOW - HOUR)
    call_command("newsroom_clock", "--once")
    assert headline(article) == "عنوان الموعد"


def test_the_clock_waits_an_outage_out_and_says_so_once(monkeypatch, caplog):
    monkeypatch.setattr(clock, "PAUSE", 0.001)
    stop, ticks = threading.Event(), []

    def work(now):
        ticks.append(now)
        if len(ticks) < 5:
            raise OperationalError("no connection")
        stop.set()

    clock._jobs.clear()
    clock.register("changes", work)
    clock.run(stop)
    assert len(ticks) == 5
    assert [record.message.split(",")[0].rstrip(".") for record in caplog.records] == [
        "The clock stands still",
        "The clock goes on",
    ]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no pool")
def test_threads_that_begin_anew_with_the_database_at_once_do_not_fail(monkeypatch):
    pool, faults, both = type(connection.pool), [], threading.Barrier(2)
    close = pool.close

    def slow_close(self, *args, **options):
        close(self, *args, **options)
        time.sleep(0.2)  # in which the other one finds the same pool

    monkeypatch.setattr(pool, "close", slow_close)

    def begin_anew():
        both.wait(10)
        try:
            reconnect()
        except Exception as error:
            faults.append(error)

    threads = [threading.Thread(target=begin_anew) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert faults == []


def test_what_is_done_now_and_then_waits_until_a_process_has_settled(monkeypatch):
    monkeypatch.setattr(clock, "PAUSE", 0.001)
    stop, seldom, ticks = threading.Event(), [], []
    clock._jobs.clear()
    clock.register("seldom", seldom.append, every=86_400)
    clock.register("often", lambda now: ticks.append(now) or len(ticks) > 3 and stop.set())
    clock.run(stop)
    assert (len(ticks), seldom) == (4, [])
    clock.tick(NOW)
    assert seldom == [NOW]


def test_no_clock_runs_where_nobody_started_one():
    assert "clock" not in {thread.name for thread in threading.enumerate()}


# With processes of their own.


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_processes_publish_a_change_once():
    make_site()
    category = make_category("سياسة")
    articles = [scheduled(make_published(f"خبر {n}", category=category)) for n in range(20)]
    Revision.objects.open().update(apply_at=NOW - HOUR)
    Change.objects.all().delete()
    clocks = [processes.start("manage.py", "newsroom_clock", "--once", stderr=subprocess.PIPE) for _ in range(2)]
    for each in clocks:
        assert each.communicate(timeout=120)[1] == ""
        assert each.returncode == 0
    clock.tick()  # an article that one of them held is skipped by the other
    assert {headline(article) for article in articles} == {"عنوان الموعد"}
    assert applied().count() == Change.objects.count() == 20
    assert Revision.objects.count() == 40


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite locks no rows")
def test_an_article_somebody_holds_is_left_for_the_next_tick():
    held, free = scheduled(at=TOMORROW), scheduled(at=TOMORROW + HOUR)
    holding, enough = threading.Event(), threading.Event()

    def hold():
        from django.db import transaction

        with transaction.atomic():
            drafts.locked(held)
            holding.set()
            enough.wait(20)
        connection.close()

    thread = threading.Thread(target=hold)
    thread.start()
    assert holding.wait(20)
    clock.tick(TOMORROW + 2 * HOUR)
    assert (headline(held), headline(free)) == ("خبر من المدينة", "عنوان الموعد")
    enough.set()
    thread.join(20)
    clock.tick(TOMORROW + 2 * HOUR)
    assert headline(held) == "عنوان الموعد"


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_thousand_changes_of_one_second_come_once_and_editors_save_meanwhile():
    make_site()
    category = make_category("سياسة")
    count = 1000
    for number in range(count):
        scheduled(make_published(f"خبر {number}", category=category))
    other = make_published("مقال المحرر", category=category)
    Revision.objects.open().update(apply_at=NOW - HOUR)
    code = "import django; django.setup(); from articles import clock; clock.run()"
    clocks = [processes.start("-c", code) for _ in range(2)]
    waits, began = [], None
    try:
        deadline = time.monotonic() + 600
        while (left := Revision.objects.scheduled().count()) and time.monotonic() < deadline:
            if began is None and left < count:
                began, first = time.monotonic(), left
            asked = time.monotonic()
            drafts.save(other, drafts.working(other) | {"kicker": {"ar": f"تمهيد {len(waits)}", "en": ""}}, by=None)
            waits.append(time.monotonic() - asked)
            time.sleep(0.2)
        seconds = time.monotonic() - began
    finally:
        for each in clocks:
            each.kill()
            each.wait(20)
    print(
        f"{first / seconds:.0f} changes a second; {len(waits)} saves meanwhile, the longest {max(waits):.2f} s of 1 s"
    )
    assert applied().count() == applied().values("article").distinct().count() == count
    assert Article.objects.filter(headline_ar="عنوان الموعد").count() == count
    assert Article.objects.get(pk=other.pk).headline_ar == "مقال المحرر"
