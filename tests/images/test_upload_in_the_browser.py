"""Many pictures at once, from the list: each with its progress, its own refusal, and its own second try."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from images.models import Image
from tests import cast
from tests.browser import assert_accessible
from tests.images.files import photo

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LIST = "admin:images_image_changelist"

# Drops files on the page, as a file manager would: {name: bytes}.
DROP = """
(files) => {
  const transfer = new DataTransfer();
  for (const [name, bytes] of Object.entries(files)) transfer.items.add(new File([new Uint8Array(bytes)], name));
  for (const type of ["dragenter", "dragover", "drop"])
    document.querySelector("#content").dispatchEvent(
      new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true }));
}
"""


def files(tmp_path, **contents):
    paths = []
    for name, data in contents.items():
        paths.append(tmp_path / f"{name}.jpg")
        paths[-1].write_bytes(data)
    return paths


@pytest.mark.parametrize("width", [390, pytest.param(1366, marks=pytest.mark.slow)])
def test_many_pictures_are_sent_and_each_is_answered_for_itself(desk_of, tmp_path, width):
    page = desk_of(cast.huda(), viewport={"width": width, "height": 900})
    page.goto(reverse(LIST))
    first, second = photo(), photo(colour=(1, 2, 3))
    page.set_input_files("#id_upload", files(tmp_path, أولى=first, ثانية=second, ليست_صورة=b"x", مكررة=first))
    told = page.locator(".upload-told")
    # The copy may be quicker than the first: one of the two is stored, the other is known.
    expect(told).to_contain_text("تعذّر حفظ صورة واحدة.")
    rows = page.locator(".uploads li")
    expect(rows).to_have_count(4)
    expect(rows.nth(2)).to_contain_text("تالف")
    assert Image.objects.count() in (2, 3)
    assert set(Image.objects.values_list("file_name", flat=True)) >= {"ثانية.jpg"}
    link = rows.nth(1).get_by_role("link")
    expect(link).to_contain_text("اكتب وصفها")
    address = reverse("admin:images_image_change", args=[Image.objects.get(file_name="ثانية.jpg").pk])
    assert link.get_attribute("href") == address
    assert_accessible(page, within=".upload")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_picture_that_is_there_already_is_offered(desk_of, tmp_path):
    page = desk_of(cast.huda())
    page.goto(reverse(LIST))
    (path,) = files(tmp_path, جسر=photo())
    page.set_input_files("#id_upload", path)
    expect(page.locator(".upload-done")).to_contain_text("حُفظت.")
    page.set_input_files("#id_upload", path)
    known = page.locator(".upload-known")
    expect(known).to_contain_text("موجودة في المكتبة")
    address = reverse("admin:images_image_change", args=[Image.objects.get().pk])
    assert known.get_by_role("link").get_attribute("href") == address


def test_pictures_are_dropped_anywhere_on_the_page(desk_of):
    page = desk_of(cast.huda())
    page.goto(reverse(LIST))
    page.evaluate(DROP, {"سقطت.jpg": list(photo())})
    expect(page.locator(".upload-done")).to_have_count(1)
    page.get_by_role("link", name="اعرضها في القائمة").click()
    expect(page.locator("#result_list")).to_contain_text("سقطت.jpg")


@pytest.mark.slow
@pytest.mark.browser(tolerates="upload|ERR_FAILED|503")
def test_a_broken_connection_is_told_and_that_picture_alone_is_sent_again(desk_of, tmp_path):
    page = desk_of(cast.huda())
    page.goto(reverse(LIST))
    page.route("**/upload/", lambda route: route.abort())
    page.set_input_files("#id_upload", files(tmp_path, جسر=photo()))
    row = page.locator(".uploads li")
    expect(row).to_contain_text("انقطع الاتصال")
    page.unroute("**/upload/")
    page.route("**/upload/", lambda route: route.fulfill(status=503, body="<h1>…</h1>"))
    row.get_by_role("button", name="حاول مجددًا").click()
    expect(row).to_contain_text("تعذّر حفظ الصورة")
    page.unroute("**/upload/")
    row.get_by_role("button", name="حاول مجددًا").click()
    expect(row).to_contain_text("حُفظت.")
    expect(page.locator(".upload-told")).to_have_text("حُفظت صورة واحدة. اعرضها في القائمة")
    assert Image.objects.count() == 1


@pytest.mark.slow
def test_who_was_logged_out_meanwhile_is_told(desk_of, tmp_path):
    page = desk_of(cast.huda())
    page.goto(reverse(LIST))
    page.context.clear_cookies(name="sessionid")
    page.set_input_files("#id_upload", files(tmp_path, جسر=photo()))
    expect(page.locator(".uploads li")).to_contain_text("سجّل الدخول")


@pytest.mark.slow
def test_a_file_too_large_is_not_sent_at_all(desk_of):
    page = desk_of(cast.huda())
    page.goto(reverse(LIST))
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.evaluate("document.querySelector('[data-upload]').dataset.mostBytes = 100")
    page.evaluate(DROP, {"كبيرة.jpg": list(photo())})
    expect(page.locator(".upload-failed")).to_contain_text("ميغابايت")
    assert not [url for url in asked if url.endswith("/upload/")]


@pytest.mark.slow
def test_without_scripts_one_picture_is_sent_and_its_page_opens(desk_of, tmp_path):
    page = desk_of(cast.huda(), java_script_enabled=False)
    page.goto(reverse(LIST))
    page.set_input_files("#id_upload", files(tmp_path, جسر=photo())[0])
    page.get_by_role("button", name="ارفع").click()
    page.wait_for_url("**/change/")
    assert Image.objects.get().file_name == "جسر.jpg"
