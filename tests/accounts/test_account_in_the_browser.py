"""A second factor in a browser, from the first look to the next login, on a phone and on a desk."""

import base64
import os

import pytest
from django.urls import reverse

from tests import cast
from tests.browser import accessibility_problems
from tests.desk.test_screens_in_the_browser import CONTROLS, SIZES

pytestmark = pytest.mark.browser


def look(page, name):
    """Nothing is clipped, covered or out of reach, and everything is said to those who cannot see it."""
    page.wait_for_load_state()
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)
    assert page.evaluate(CONTROLS) == [], name
    assert accessibility_problems(page) == [], name


def log_in(page):
    page.goto(reverse("admin:login"))
    page.get_by_label("اسم المستخدم").fill("salma")
    page.get_by_label("كلمة المرور").fill("password")
    page.get_by_role("button", name="دخول").click()


@pytest.mark.parametrize(("size", "scheme"), [pytest.param("phone", "dark", marks=pytest.mark.slow), ("desk", "light")])
def test_a_second_factor_is_set_up_and_asked_for(new_page, db, size, scheme):
    cast.salma()
    page = new_page(viewport=SIZES[size], color_scheme=scheme, permissions=["clipboard-read", "clipboard-write"])
    name = f"{size}-{scheme}"
    log_in(page)
    page.get_by_role("link", name="حسابي").click()
    look(page, f"account-{name}")
    page.get_by_role("link", name="تفعيل").click()
    look(page, f"set-up-{name}")
    box = page.locator(".qr").bounding_box()
    assert box["width"] == box["height"] > 150
    key = base64.b32decode(page.locator(".secret").inner_text().replace(" ", "")).hex()
    page.get_by_label("الرمز").fill("123")
    page.get_by_role("button", name="تفعيل").click()
    look(page, f"set-up-wrong-{name}")
    page.get_by_label("الرمز").fill(cast.code_now(key))
    page.get_by_role("button", name="تفعيل").click()
    look(page, f"codes-{name}")
    codes = page.locator(".codes code").all_inner_texts()
    page.get_by_role("button", name="نسخ").click()
    page.get_by_text("نُسخت.").wait_for()
    assert page.evaluate("navigator.clipboard.readText()").split() == codes
    page.emulate_media(media="print")
    assert not page.locator("#header").is_visible()
    assert page.locator(".codes").is_visible()
    page.emulate_media(media="screen")
    page.get_by_role("link", name="حفظتها").click()

    page.get_by_role("button", name="خروج").click()
    log_in(page)
    look(page, f"code-{name}")
    page.get_by_label("الرمز").fill(codes[0])
    page.get_by_label("الرمز").press("Enter")
    page.get_by_role("link", name="حسابي").click()
    page.get_by_role("link", name="رموز الاسترداد وغيرها").click()
    look(page, f"factor-{name}")
    page.goto(reverse("sessions"))
    look(page, f"sessions-{name}")


@pytest.mark.browser(tolerates="429")
def test_who_tries_too_often_reads_how_long_to_wait(new_page, db, settings):
    settings.AXES_FAILURE_LIMIT = 1
    for name, options in {"phone": {"color_scheme": "dark"}, "desk": {"color_scheme": "light"}}.items():
        page = new_page(viewport=SIZES[name], **options)
        log_in(page)
        assert page.get_by_role("heading", name="محاولات كثيرة").is_visible()
        look(page, f"locked-{name}")
