"""A day of the newsroom, played in browsers before a real server: from a reporter's first words to a withdrawal."""

import datetime
import re
import time
from zoneinfo import ZoneInfo

import pytest

from tests.pagecache.machine import Machine
from tests.services import _missing

pytestmark = [pytest.mark.slow, pytest.mark.machine]

MORNING = """
from accounts.roles import sync_roles
from django.core.management import call_command
from tests.builders import *
from tests.cast import make_user
from articles.models import SiteSettings
call_command("collectstatic", interactive=False, verbosity=0)
roles = sync_roles()
for name, word, role in (("omar", "عمر", "reporter"), ("salma", "سلمى", "editor"), ("huda", "هدى", "chief")):
    make_user(name, name=word).groups.add(roles[role])
make_image("سوق عند الفجر", caption_ar="السوق القديم")
print(make_category("اقتصاد").pk, make_site().zone)
"""
HOLDER = """
from articles import locks
from articles.models import Article
lock = locks.current(Article.objects.get())
print(lock.holder.username if lock else "")
"""
FIRST, BETTER, THEIRS = "السوق القديم يفتح أبوابه", "السوق القديم يفتح أبوابه بعد عام", "عنوان كتبته هدى"
CORRECTION = "ذكرنا أول الأمر أن السوق أُغلق عامين، والصحيح عام واحد."


@pytest.fixture(params=["postgresql", "sqlite"])
def machine(request):
    if request.param in _missing():
        pytest.skip(f"There is no {request.param} here.")
    with Machine(database=request.param) as machine:
        machine.section, machine.zone = machine.run(MORNING).split()
        machine.serve(threads=4)
        yield machine


@pytest.fixture
def desk_of(machine, new_page):
    """A browser in which this person has logged in."""

    def desk_of(name):
        page = new_page(base_url=f"http://127.0.0.1:{machine.port}")
        page.goto("/admin/login/")
        page.locator("[name=username]").fill(name)
        page.locator("[name=password]").fill("password")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        return page

    return desk_of


def press(page, verb):
    with page.expect_navigation():
        page.locator(f"button[name=verb][value={verb}]").click()
    assert not page.locator(".errornote").count(), page.locator(".errorlist").all_inner_texts()


def save(page):
    with page.expect_navigation():
        page.locator(".toolbar-save").click()


def until(check, within, what):
    """Wait for what is promised within so many seconds, and print how long it took."""
    began = time.monotonic()
    while not check():
        assert time.monotonic() - began < 5 * within, f"{what}: not after {5 * within} s"
        time.sleep(0.05)
    print(f"{what} after {time.monotonic() - began:.2f} s of {within} s")


@pytest.mark.browser(tolerates="404|410")
def test_a_day_of_the_newsroom(machine, desk_of):
    omar, salma, huda = desk_of("omar"), desk_of("salma"), desk_of("huda")

    # The reporter writes and hands it over.
    omar.goto("/admin/articles/article/add/")
    omar.locator("#id_headline_ar").fill("السوق يفتح")
    omar.locator("#id_standfirst_ar").fill("عاد التجار بعد عام.")
    omar.locator(".editor-text[lang=ar]").click()
    omar.keyboard.type("عاد التجار إلى السوق القديم صباح اليوم.")
    omar.locator("#id_main_category").select_option(machine.section)
    omar.locator(".select2-selection[aria-labelledby*=id_image]").click()
    omar.keyboard.type("السوق")
    omar.locator(".select2-results__option", has_text="السوق").first.click()
    assert not omar.locator("button[name=verb][value=publish]").count()
    press(omar, "submit")
    pk = machine.run("from articles.models import Article; print(Article.objects.get().pk)").strip()
    form = f"/admin/articles/article/{pk}/change/"

    # The editor sends it back, the reporter reads why and mends it.
    salma.goto("/admin/")
    salma.get_by_role("link", name="السوق يفتح").first.click()
    salma.locator("#id_note").fill("اجعل العنوان أوضح.")
    press(salma, "send_back")
    salma.goto("/admin/")
    omar.goto("/admin/")
    assert "اجعل العنوان أوضح." in omar.locator("main").inner_text()
    omar.goto(form)
    assert "اجعل العنوان أوضح." in omar.locator(".sent-back").inner_text()
    omar.locator("#id_headline_ar").fill(FIRST)
    press(omar, "submit")
    omar.goto("/admin/")

    # The editor schedules it; readers see it at its time, and not before.
    path = machine.run(
        f"from articles.models import Article; print(Article.objects.get(pk={pk}).get_absolute_url('ar'))"
    )
    path = path.strip()
    salma.goto(form)
    at = datetime.datetime.now(ZoneInfo(machine.zone)).replace(microsecond=0) + datetime.timedelta(seconds=15)
    salma.locator("#id_at").fill(at.strftime("%Y-%m-%dT%H:%M:%S"))
    press(salma, "schedule")
    salma.goto("/admin/")
    assert FIRST in salma.locator("main").inner_text()
    surfaces = {"/", "/feed/", "/اقتصاد/", f"/archive/{at:%Y/%m/%d}/"}

    def wait_until_let_go(name):
        """A browser that leaves a form says so on its way; if that is lost, its writer is soon taken for gone."""
        until(lambda: machine.run(HOLDER).strip() != name, 10, f"{name} has left")

    def shown(text):
        return {surface for surface in surfaces if text in machine.get(surface)[2]}

    while datetime.datetime.now(datetime.UTC) < at - datetime.timedelta(seconds=1):
        assert machine.get(path)[0] == 404
        assert not shown(FIRST)
        time.sleep(0.3)
    until(lambda: datetime.datetime.now(datetime.UTC) >= at, 2, "its time comes")
    until(lambda: machine.get(path)[0] == 200, 1, "the article is there")
    until(lambda: not surfaces - shown(FIRST), 1, "and in every list")

    # The editor works on the live article; readers have the same bytes.
    seen = machine.get(path)[2]
    salma.goto(form)
    salma.locator(".editor-text[lang=ar]").click()
    for words in (" وقال", " إنهم فرحون."):
        salma.keyboard.press("Control+End")
        salma.keyboard.type(words)
        save(salma)
        salma.locator(".editor-text[lang=ar]").click()
    huda.goto(form)
    huda.locator("[data-news] .notice", has_text="سلمى").wait_for()
    salma.locator("#id_headline_ar").fill(BETTER)
    save(salma)
    assert machine.get(path)[2] == seen
    salma.goto("/admin/")
    assert FIRST in salma.locator("main").inner_text() or BETTER in salma.locator("main").inner_text()

    # The second editor's save comes too late: refused, and her text kept.
    wait_until_let_go("salma")
    huda.locator("#id_headline_ar").fill(THEIRS)
    save(huda)
    assert "سلمى" in huda.locator(".notice-stale").inner_text()
    assert huda.locator("#id_headline_ar").input_value() == THEIRS
    huda.goto("/admin/")
    wait_until_let_go("huda")

    # The changes are published, then a correction.
    salma.goto(form)
    press(salma, "publish_changes")
    until(lambda: BETTER in machine.get(path)[2], 1, "the changes are seen")
    assert THEIRS not in machine.get(path)[2]
    salma.goto(form)
    if not salma.locator("[data-rows=corrections] .rows-add").is_visible():
        salma.locator("details:has([data-rows=corrections]) > summary").click()
    salma.locator("[data-rows=corrections] .rows-add").click()
    salma.locator("[name=corrections-0-text_ar]").fill(CORRECTION)
    press(salma, "publish_changes")
    until(lambda: CORRECTION in machine.get(path)[2], 1, "the correction is seen")
    until(lambda: CORRECTION in machine.get("/corrections/")[2], 1, "and on the page of corrections")

    # It is withdrawn, and gone everywhere.
    salma.goto(form)
    salma.locator("#id_note").fill("خطأ في المصدر")
    press(salma, "withdraw")
    until(lambda: machine.get(path)[0] == 410, 2, "the address says that it is gone")
    until(lambda: machine.get(f"/{pk}")[0] == 410, 2, "the short link too")
    until(lambda: not shown(BETTER), 2, "no list shows it")
    assert CORRECTION not in machine.get("/corrections/")[2]

    # The history has it all.
    salma.goto(f"/admin/articles/article/{pk}/history/")
    history = salma.locator("main").inner_text()
    for word in ("عمر", "سلمى", "اجعل العنوان أوضح.", "خطأ في المصدر"):
        assert word in history, word
    assert not re.search("Traceback", history)
