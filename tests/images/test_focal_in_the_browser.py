"""The focal point is where the editor clicks, on a page that runs from right to left; and the crops follow at once."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from images import crop, renditions
from images.models import Image
from tests import cast
from tests.browser import assert_accessible
from tests.builders import make_image
from tests.images.files import encoded, quadrants

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOWN = ("16x9", "4x3", "1x1", "9x16")


def add(page, tmp_path, size=(400, 200)):
    """Choose a new file on the form of a picture."""
    path = tmp_path / "photo-{}-{}.png".format(*size)
    path.write_bytes(encoded(quadrants(size), "PNG"))
    page.set_input_files("#id_file", path)
    expect(page.locator(".focal-point")).to_be_visible()


def point(page):
    return tuple(float(page.input_value(f"#id_focal_{axis}")) for axis in "xy")


@pytest.mark.parametrize("width", [390, pytest.param(1366, marks=pytest.mark.slow)])
def test_a_click_on_the_picture_sets_the_point_and_the_crops_keep_it(desk_of, tmp_path, width):
    page = desk_of(cast.huda(), viewport={"width": width, "height": 900})
    page.goto(reverse("admin:images_image_add"))
    assert page.locator(".focal").is_hidden()
    assert page.locator(".focal-crops").is_hidden()
    add(page, tmp_path)
    picture = page.locator(".focal > img")
    box = picture.bounding_box()
    picture.click(position={"x": box["width"] * 0.9, "y": box["height"] * 0.25})
    assert point(page) == pytest.approx((0.9, 0.25), abs=0.02)
    box, mark = picture.bounding_box(), page.locator(".focal-point").bounding_box()
    assert mark["x"] + mark["width"] / 2 == pytest.approx(box["x"] + box["width"] * 0.9, abs=4)

    page.click("[name=_continue]")
    page.wait_for_selector(".messagelist, .messages")
    image = Image.objects.get()
    assert image.focal_x == pytest.approx(0.9, abs=0.02)
    assert "social" in image.sources
    page.fill("#id_focal_x", "0.1")
    mark = page.locator(".focal-point").bounding_box()
    box = page.locator(".focal > img").bounding_box()
    assert mark["x"] + mark["width"] / 2 == pytest.approx(box["x"] + box["width"] * 0.1, abs=4)


@pytest.mark.slow
@pytest.mark.parametrize("size", [(400, 200), (200, 400), (300, 300)])
def test_the_crops_beside_it_are_those_that_are_cut(desk_of, tmp_path, size):
    page = desk_of(cast.huda())
    page.goto(reverse("admin:images_image_add"))
    add(page, tmp_path, size)
    for focal in ((0.5, 0.5), (0, 1), (0.93, 0.12), (0.3, 0.71)):
        page.fill("#id_focal_x", str(focal[0]))
        page.fill("#id_focal_y", str(focal[1]))
        for name in SHOWN:
            box = crop.cut(*size, renditions.CROPS[name], focal)
            at = page.locator(f"[data-crop='{name}'] img").evaluate("image => getComputedStyle(image).objectPosition")
            for part, whole, length, begin in zip(
                at.split(), size, (box.width, box.height), (box.left, box.top), strict=True
            ):
                # The browser puts the rest of the picture before the crop in this part.
                assert float(part.rstrip("%")) / 100 * (whole - length) == pytest.approx(begin, abs=1), (name, focal)


@pytest.mark.slow
def test_the_point_is_moved_by_the_arrow_keys(desk_of, tmp_path):
    page = desk_of(cast.huda())
    page.goto(reverse("admin:images_image_add"))
    add(page, tmp_path)
    mark = page.locator(".focal-point")
    mark.focus()
    for key in ("ArrowRight", "ArrowRight", "Shift+ArrowUp", "ArrowLeft"):
        page.keyboard.press(key)
    assert point(page) == pytest.approx((0.51, 0.4))
    page.keyboard.press("Enter")
    assert point(page) == pytest.approx((0.51, 0.4))
    for _again in range(12):
        page.keyboard.press("Shift+ArrowLeft")
    assert point(page)[0] == 0
    expect(page.locator("[data-focal-told]")).to_have_text("0% من اليسار، و40% من الأعلى")
    assert_accessible(page, within="#content")


def test_another_file_keeps_id_and_address_and_asks_where_to_look(desk_of, tmp_path):
    image = make_image(caption_ar="جسر", focal_x=0.8, focal_y=0.2)
    old = image.file.name
    page = desk_of(cast.huda())
    address = reverse("admin:images_image_change", args=[image.pk])
    page.goto(address)
    expect(page.locator("[data-crop='1x1'] img")).to_have_js_property("naturalWidth", 64)
    add(page, tmp_path, (640, 360))  # as wide for its height as the one before
    assert point(page) == (0.8, 0.2)
    add(page, tmp_path, (200, 400))
    expect(page.locator("#id_focal_x")).to_have_value("0.500")
    expect(page.locator("#id_focal_y")).to_have_value("0.500")
    page.click("[name=_continue]")
    expect(page.locator(".messagelist .warning")).to_contain_text("شكل آخر")
    assert page.url.endswith(address)
    image.refresh_from_db()
    assert (image.width, image.height, image.caption_ar) == (200, 400, "جسر")
    assert image.file.name != old
    assert image.file_name == "photo-200-400.png"
    assert image.file.storage.exists(old)  # a page somebody has open still shows it


@pytest.mark.slow
def test_who_may_only_look_sees_the_point_and_the_crops(desk_of):
    image = make_image(focal_x=0.9)
    page = desk_of(cast.salma())
    page.goto(reverse("admin:images_image_change", args=[image.pk]))
    expect(page.locator("[data-crop='9x16'] img")).to_have_js_property("naturalWidth", 64)
    at = page.locator("[data-crop='9x16'] img").evaluate("image => image.style.objectPosition")
    assert at.startswith("100%")
    assert page.locator(".focal-point").is_hidden()
