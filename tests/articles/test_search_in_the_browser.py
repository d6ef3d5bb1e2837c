"""Searching in a real browser: by keys, by touch, and without scripts."""

import re

import pytest

from tests.browser import assert_accessible
from tests.builders import make_category, make_published, make_site, make_tag

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def stories():
    make_site()
    section = make_category("اقتصاد", in_navigation=True)
    make_published("الاقتصاد العالمي يتعافى", english="The economy recovers", category=section)
    make_published("خبر آخر", category=section, tags=[make_tag("اقتصاد الظل")])


def test_a_reader_types_chooses_by_keys_and_arrives(page):
    page.goto("/")
    box, options = page.locator("#search-header"), page.locator(".proposals li")
    box.press_sequentially("اقت")
    options.nth(2).wait_for()
    assert [text.split("\n")[0] for text in options.all_inner_texts()] == [
        "اقتصاد",
        "اقتصاد الظل",
        "الاقتصاد العالمي يتعافى",
    ]
    assert_accessible(page)
    box.press("ArrowDown")
    box.press("ArrowDown")
    chosen = page.locator("[role=option][aria-selected=true]")
    assert chosen.get_attribute("id") == box.get_attribute("aria-activedescendant")
    box.press("Escape")
    assert box.get_attribute("aria-expanded") == "false"
    for key in ("ArrowDown", "ArrowUp", "ArrowUp", "Enter"):  # opened, back to the box, the last one
        box.press(key)
    page.wait_for_url(re.compile("/[0-9]{6,}/"))
    assert page.locator("h1").inner_text() == "الاقتصاد العالمي يتعافى"


def test_enter_without_a_choice_searches_for_what_was_typed(page):
    page.goto("/")
    page.locator("#search-header").press_sequentially("اقتصاد")
    page.locator(".proposals li").first.wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    assert page.locator("main mark").count() == 1


def test_on_a_phone_the_box_is_one_touch_away_and_a_proposal_another(new_page):
    page = new_page(viewport={"width": 390, "height": 800}, has_touch=True)
    page.goto("/")
    assert not page.locator("#search-header").is_visible()
    page.locator(".to-search a").tap()
    page.wait_for_url("**/search/")
    assert page.evaluate("document.activeElement.id") == "search-page"
    page.keyboard.type("اقتصاد الظ")
    page.locator(".proposals li", has_text="الظل").tap()
    page.wait_for_url("**/tag/**")


def test_everything_works_without_scripts(new_page):
    page = new_page(java_script_enabled=False)
    page.goto("/")
    page.locator("#search-header").fill("اقتصاد")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    assert page.locator("main mark").count() == 1
    page.locator("summary").click()
    page.locator("select[name=sort]").select_option("newest")
    page.locator(".filters button").click()
    page.wait_for_url("**&sort=newest")
    assert page.locator("main mark").count() == 1
    page.locator(".language").click()
    page.locator("main input[name=q]").fill("economies")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/search/?q=economies*")
    assert page.locator("main h2 mark").inner_text() == "economy"
