"""The newsroom works under its strict policy: the watch over the page fails the test at the first thing refused."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.browser


def test_the_login_page_breaks_no_policy(page):
    assert page.goto(reverse("admin:login")).status == 200
    assert page.locator("html").get_attribute("dir") == "rtl"


@pytest.mark.parametrize(
    "name", ["admin:index", "admin:articles_article_changelist", "admin:articles_article_add", "admin:images_image_add"]
)
def test_the_pages_of_the_newsroom_break_no_policy(desk, name):
    response = desk.goto(reverse(name))
    desk.wait_for_load_state("networkidle")
    assert response.status == 200
    assert "no-store" in response.headers["cache-control"]
