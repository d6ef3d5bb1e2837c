"""The pictures of the editors' guide, made anew: `make guide` writes them into docs/guide/pictures/.

It walks through the demo newsroom as people would, and cuts out of each screen what its chapter speaks of.
"""

import io
import os
import shutil
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.browser import ARGUMENTS, MISSING, _chromium
from tests.screenshots import _load_pictures, _log_in, _serve

OUT = Path(__file__).resolve().parent.parent / "docs" / "guide" / "pictures"
MOST_BYTES = 80_000
MARGIN = 14  # around what is cut out
COVERS = """element => {
  const { x, y, right, bottom } = element.getBoundingClientRect();
  return [x + scrollX, y + scrollY, right + scrollX, bottom + scrollY];
}"""
VIDEO = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"


def main():
    folder, server = Path(tempfile.mkdtemp(prefix="guide-")), None
    try:
        site, server = _serve(folder)
        shutil.rmtree(OUT, ignore_errors=True)
        OUT.mkdir()
        take_all(site, (folder / "demo" / "password").read_text())
    finally:
        if server:
            server.terminate()
            server.wait()
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{len(list(OUT.iterdir()))} pictures in {OUT}")


def take_all(site, password):
    with sync_playwright() as playwright:
        program = _chromium(playwright)
        if program is None:
            sys.exit(MISSING)
        sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS + sandbox)

        def sit_down(user):
            context = browser.new_context(
                base_url=f"{site}/admin/",
                storage_state=_log_in(browser, site, password, user),
                viewport={"width": 1180, "height": 900},
                device_scale_factor=1.5,
                color_scheme="light",
                locale="ar",
            )
            context.set_default_timeout(15_000)
            return context.new_page()

        reporter, editor, chief = sit_down("reporter"), sit_down("editor"), sit_down("chief")
        first_day(reporter)
        address = writing(reporter)
        body(reporter, address)
        library(editor)
        filing(editor, address)
        previews(editor, address)
        two(reporter, editor, address)
        front(editor)
        published(editor)
        the_site(chief)
        browser.close()


# --- What is taken ----------------------------------------------------------------------------------------------------


def first_day(desk):
    desk.goto("account/second-factor/set-up/")
    take("factor", desk.locator("#content"))
    desk.goto("./")
    take("tour", desk.locator(".tour"))


def writing(desk):
    """A draft, typed and saved; returns its address."""
    desk.goto("articles/article/add/")
    desk.fill("[name=headline_ar]", "قطار الساحل الليلي يعود إلى العمل")
    desk.fill("[name=standfirst_ar]", "أول رحلة تنطلق مساء الخميس، والتذاكر في المحطات.")
    text(desk).click()
    desk.keyboard.type("يستأنف قطار الساحل الليلي رحلاته مساء الخميس بعد توقف دام سبعة عشر عامًا.")
    take("form", desk.locator(".toolbar"), desk.locator(".checklist"), desk.locator("[name=standfirst_ar]"))
    take("bar", bars(desk))
    save(desk)
    return desk.url


def body(desk, address):
    """What may stand in a body, one thing after the other; nothing of it is saved."""
    desk.goto(address)
    end(desk)
    tool(desk, "صورة من المكتبة")
    desk.locator("dialog .editor-library-choice img").nth(7).wait_for()
    take("choose", dialog(desk), most=430)
    desk.keyboard.press("Escape")

    end(desk)
    tool(desk, "معرض صور")
    for number in range(3):
        dialog(desk).locator(".editor-library-choice").nth(number).click()
    dialog(desk).locator(".editor-main").click()
    desk.locator(".editor-gallery figure img").nth(2).wait_for()
    take("gallery", desk.locator(".editor-gallery"))

    desk.goto(address)
    end(desk)
    tool(desk, "مقطع أو منشور أو تسجيل")
    dialog(desk).locator("input").fill(VIDEO)
    dialog(desk).locator(".editor-main").click()
    desk.locator(".editor-reference").click()
    take("embed", desk.locator(".editor-reference"))

    desk.goto(address)
    end(desk)
    tool(desk, "حاشية بالمصدر")
    dialog(desk).locator(".editor-text").click()
    desk.keyboard.type("بيان هيئة السكك الحديدية، 12 نوفمبر 2026.")
    take("note", dialog(desk))
    desk.keyboard.press("Escape")

    desk.goto(address)
    end(desk)
    desk.keyboard.type(" وتقول الادارة ان التذاكر متاحه في كل المحطات , وعبر التطبيق.")
    tool(desk, "بحث واستبدال")
    desk.locator(".editor[lang=ar] .editor-find input").first.fill("الإدارة")
    take("find", desk.locator(".editor[lang=ar] .editor-find"))
    desk.keyboard.press("Escape")
    tool(desk, "مراجعة لغوية")
    desk.locator(".editor[lang=ar] .editor-hints li").first.wait_for()
    take("hints", desk.locator(".editor[lang=ar] .editor-hints"))


def library(desk):
    desk.goto("images/image/")
    take("library", desk.locator("h1"), desk.locator("#result_list tbody tr").nth(3))
    desk.locator("#result_list tbody a").first.click()
    desk.locator(".field-preview img").first.wait_for()
    _load_pictures(desk)
    take("focal", desk.locator(".field-preview"))


def filing(desk, address):
    desk.goto(address)
    take("publish", desk.locator(".checklist"), side(desk, "at"))
    picker = side(desk, "tags").locator(".select2-search__field").first
    picker.fill("ال")
    desk.locator(".select2-results__option[data-select2-id], .select2-results li").nth(2).wait_for()
    desk.wait_for_timeout(500)
    take("tags", side(desk, "tags"), desk.locator(".select2-dropdown"))
    desk.keyboard.press("Escape")


def previews(desk, address):
    desk.goto(address)
    with desk.expect_popup() as opened:
        desk.locator(".previews a.button").first.click()
    page = opened.value
    page.set_viewport_size({"width": 900, "height": 700})
    page.wait_for_load_state()
    _load_pictures(page)
    take("preview", page.locator("html"), most=460)
    page.close()
    desk.locator(".previews > a[href*=preview-links]").click()
    desk.fill("[name=recipient]", "المحامي")
    take("links", desk.locator("#content"))


def two(reporter, editor, address):
    """The reporter types and is gone; meanwhile the editor finds the article taken."""
    reporter.goto(address)
    end(reporter)
    reporter.keyboard.type(" ويتوقف في ست محطات.")
    reporter.locator(".kept", has_text="حُفظ").wait_for()
    editor.goto(address)
    take("lock", editor.locator(".notice", has_text="قيد التحرير"))
    reporter.goto(address)
    take("unsaved", reporter.locator(".notice-unsaved").first)


def front(desk):
    desk.goto("./")
    desk.locator(".tour button").click()
    take("desk", desk.locator("h1"), desk.locator("#content-main"), most=620)


def published(desk):
    desk.goto("articles/article/?status__exact=published")
    desk.locator("#result_list tbody tr:has(.state-published) th a").first.click()
    desk.fill("[name=kicker_ar]", "متابعة")
    save(desk)
    take("changes", side(desk, "at"))
    desk.locator("summary", has_text="التحديثات والتصحيحات").click()
    box = desk.locator("fieldset:has([name=substantial])")
    box.get_by_role("button", name="أضف غيره").click()
    box.locator("textarea:visible").first.fill("ورد في نسخة سابقة أن عدد المحطات سبع. الصحيح أنها ست محطات.")
    take("correction", box)
    desk.goto(desk.url.partition("?")[0].replace("/change/", "/history/"))
    take("history", desk.locator("#content"), most=560)


def the_site(desk):
    desk.goto("articles/sitesettings/1/change/")
    take("settings", desk.locator("fieldset:has([name=zone])"))


# --- How --------------------------------------------------------------------------------------------------------------


def take(name, *elements, most=None):
    """Cut out of the screen all that these elements cover, `most` pixels high at most, as a small picture."""
    page = elements[0].page
    elements[0].scroll_into_view_if_needed()
    boxes = [element.evaluate(COVERS) for element in elements]
    left, top = (max(0, min(box[side] for box in boxes) - MARGIN) for side in (0, 1))
    right, bottom = (max(box[side] for box in boxes) + MARGIN for side in (2, 3))
    right = min(right, page.viewport_size["width"])
    height = min(bottom - top, most or bottom)
    clip = {"x": left, "y": top, "width": right - left, "height": height}
    picture = Image.open(io.BytesIO(page.screenshot(full_page=True, clip=clip, animations="disabled", caret="hide")))
    for quality in (85, 70, 55, 40, 25):
        file = io.BytesIO()
        picture.convert("RGB").save(file, "WEBP", quality=quality, method=6)
        if file.tell() <= MOST_BYTES:
            break
    (OUT / f"{name}.webp").write_bytes(file.getvalue())


def text(desk):
    return desk.locator(".editor[lang=ar] .editor-text").first


def bars(desk):
    return desk.locator(".editor[lang=ar] .editor-bars").first


def dialog(desk):
    return desk.locator("dialog[open]").last


def tool(desk, name):
    bars(desk).get_by_role("button", name=name, exact=True).click()


def end(desk):
    """Put the cursor behind all that is written."""
    text(desk).locator("p").last.click()
    desk.keyboard.press("Control+End")


def side(desk, field):
    return desk.locator(f".sheet-side fieldset:has([name={field}])")


def save(desk):
    with desk.expect_navigation():
        desk.locator(".toolbar-save").click()


if __name__ == "__main__":
    main()
