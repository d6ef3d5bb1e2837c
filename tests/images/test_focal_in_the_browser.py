"""The focal point is where the editor clicks, on a page that runs from right to left."""

import pytest
from django.urls import reverse

from images.models import Image
from tests.cast import huda
from tests.images.files import encoded, quadrants

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [390, 1366])
def test_a_click_on_the_picture_sets_the_point_and_the_crops_keep_it(new_page, client, live_server, tmp_path, width):
    client.force_login(huda())
    page = new_page(viewport={"width": width, "height": 900})
    cookie = client.cookies["sessionid"]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    (tmp_path / "photo.png").write_bytes(encoded(quadrants((400, 200)), "PNG"))

    page.goto(reverse("admin:images_image_add"))
    assert page.locator(".focal").is_hidden()
    page.set_input_files("#id_file", tmp_path / "photo.png")
    picture = page.locator(".focal img")
    box = picture.bounding_box()
    picture.click(position={"x": box["width"] * 0.9, "y": box["height"] * 0.25})
    assert abs(float(page.input_value("#id_focal_x")) - 0.9) < 0.02
    assert abs(float(page.input_value("#id_focal_y")) - 0.25) < 0.02
    mark = page.locator(".focal-point").bounding_box()
    assert abs(mark["x"] + mark["width"] / 2 - (box["x"] + box["width"] * 0.9)) < 4

    page.click("[name=_continue]")
    page.wait_for_selector(".messagelist, .messages")
    image = Image.objects.get()
    assert abs(image.focal_x - 0.9) < 0.02
    assert "social" in image.sources
    page.fill("#id_focal_x", "0.1")
    mark = page.locator(".focal-point").bounding_box()
    box = page.locator(".focal img").bounding_box()
    assert abs(mark["x"] + mark["width"] / 2 - (box["x"] + box["width"] * 0.1)) < 4
