"""The form and the readers' page side by side in a real browser, on a desk and on a phone."""

import re
from functools import partial

import pytest
from django.urls import reverse

from tests import cast
from tests.browser import assert_accessible
from tests.builders import make_author, make_draft, make_site, make_tag

pytestmark = pytest.mark.django_db(transaction=True)
HEADLINE = "#id_headline_ar"
KNOWN = ["list"]  # select2 puts its search field between list items


@pytest.fixture
def article(db):
    make_site(zone="Asia/Beirut")
    return make_draft(
        "عنوان محفوظ",
        english="A saved headline",
        body={"ar": "<p>فقرة من نص الخبر.</p>" * 60, "en": "<p>The story.</p>"},
        tags=[make_tag("روسيا")],
        authors=[make_author("ليلى منصور")],
    )


@pytest.fixture
def desk_of(desk_of):
    """Wide enough, if nothing else is asked, for two pages side by side."""
    return partial(desk_of, viewport={"width": 1366, "height": 768})


def open_form(page, article=None):
    name, arguments = ("change", [article.pk]) if article else ("add", [])
    with page.expect_response("**/keep/"):
        page.goto(reverse(f"admin:articles_article_{name}", args=arguments))
    return page


def side(page):
    """The page that is seen beside the form."""
    return page.frame_locator(".beside-stage iframe:not(.is-coming)")


def headline(page, text):
    return side(page).locator("h1", has_text=re.compile(f"^{text}$"))


def switch(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def test_what_is_typed_appears_beside_the_form_and_stays_there_after_a_save(desk_of, article):
    page = open_form(desk_of(cast.omar()), article)
    switch(page, "معاينة")
    headline(page, "عنوان محفوظ").wait_for()
    page.locator(HEADLINE).fill("عنوان يُكتب الآن")
    headline(page, "عنوان يُكتب الآن").wait_for()
    assert "لم يُحفظ بعد" in side(page).locator("aside.preview").inner_text()
    article.refresh_from_db()
    assert article.headline_ar == "عنوان محفوظ"
    form, beside = page.locator(HEADLINE).bounding_box(), page.locator(".beside").bounding_box()
    assert beside["x"] + beside["width"] <= form["x"]
    assert_accessible(page, without=KNOWN)

    with page.expect_navigation():
        page.locator(".toolbar-save").click()
    headline(page, "عنوان يُكتب الآن").wait_for()
    switch(page, "تحرير")
    assert not page.locator(".beside").is_visible()


@pytest.mark.slow
def test_text_typed_into_the_body_appears_too_where_the_page_was_read(desk_of, article):
    page = open_form(desk_of(cast.omar()), article)
    page.keyboard.press("Alt+p")
    headline(page, "عنوان محفوظ").wait_for()
    old = page.locator(".beside-stage iframe").element_handle()
    old.content_frame().evaluate("scrollTo({ top: 700, behavior: 'instant' })")
    page.locator(".editor-text[lang=ar]").click()
    page.keyboard.type("كلمات جديدة ")
    side(page).get_by_text("كلمات جديدة").wait_for(state="attached")
    new = page.locator(".beside-stage iframe:not(.is-coming)").element_handle()
    assert new.content_frame().evaluate("scrollY") == 700


@pytest.mark.slow
def test_the_page_is_shown_as_wide_as_a_desk_and_a_phone_and_in_both_languages(desk_of, article):
    page = open_form(desk_of(cast.omar()), article)
    switch(page, "معاينة")
    headline(page, "عنوان محفوظ").wait_for()
    inner = side(page).locator("html")
    assert inner.evaluate("() => innerWidth") == 1280
    assert page.locator(".beside").evaluate("(side) => side.scrollWidth <= side.clientWidth")
    switch(page, "هاتف")
    assert inner.evaluate("() => [innerWidth, document.documentElement.scrollWidth <= innerWidth]") == [390, True]
    page.locator(".beside [data-address][lang=en]").click()
    headline(page, "A saved headline").wait_for()
    assert inner.get_attribute("dir") == "ltr"
    assert_accessible(page, without=KNOWN)


@pytest.mark.slow
def test_what_cannot_be_shown_is_said_in_words(desk_of, article):
    page = open_form(desk_of(cast.omar()), article)
    switch(page, "معاينة")
    headline(page, "عنوان محفوظ").wait_for()
    page.locator(HEADLINE).evaluate("(field) => field.removeAttribute('maxlength')")
    page.locator(HEADLINE).fill("طويل " * 60)
    side(page).locator(".preview-problems").wait_for()
    headline(page, "عنوان محفوظ").wait_for()


@pytest.mark.slow
def test_somebody_elses_window_does_not_show_it(desk_of, article):
    omar, huda = open_form(desk_of(cast.omar()), article), desk_of(cast.huda())
    switch(omar, "معاينة")
    omar.locator(HEADLINE).fill("سر عمر")
    headline(omar, "سر عمر").wait_for()
    open_form(huda, article)
    switch(huda, "معاينة")
    headline(huda, "عنوان محفوظ").wait_for()


@pytest.mark.slow
def test_a_new_article_appears_once_it_has_a_headline(desk_of):
    make_site()
    page = open_form(desk_of(cast.omar()))
    switch(page, "معاينة")
    side(page).locator(".nothing").wait_for()
    page.locator(HEADLINE).fill("لم يُحفظ قط")
    headline(page, "لم يُحفظ قط").wait_for()


@pytest.mark.slow
def test_links_of_the_page_do_not_lead_the_frame_away(desk_of, article):
    page = open_form(desk_of(cast.omar()), article)
    switch(page, "معاينة")
    headline(page, "عنوان محفوظ").wait_for()
    with page.context.expect_page():
        side(page).locator(".site-name, header a[href]").first.click()
    assert headline(page, "عنوان محفوظ").count()


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.slow)])
def test_on_a_phone_one_goes_from_the_form_to_the_page_and_back(desk_of, article, scheme):
    page = open_form(desk_of(cast.omar(), viewport={"width": 390, "height": 844}, color_scheme=scheme), article)
    page.locator(HEADLINE).fill("من الهاتف")
    switch(page, "معاينة")
    headline(page, "من الهاتف").wait_for()
    assert not page.locator(HEADLINE).is_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert side(page).locator("html").evaluate("() => innerWidth") == 390
    assert_accessible(page, without=KNOWN)
    switch(page, "تحرير")
    assert page.locator(HEADLINE).input_value() == "من الهاتف"


@pytest.mark.slow
@pytest.mark.browser(tolerates="500")
def test_a_lost_connection_leaves_the_page_that_was_seen(desk_of, article):
    page = open_form(desk_of(cast.omar()), article)
    switch(page, "معاينة")
    headline(page, "عنوان محفوظ").wait_for()
    page.route("**/typed/**", lambda route: route.fulfill(status=500, body="<p>خطأ</p>", content_type="text/html"))
    with page.expect_response("**/typed/**"):
        page.locator(HEADLINE).fill("لن يظهر")
    page.unroute("**/typed/**")
    assert headline(page, "عنوان محفوظ").count()
    page.locator(HEADLINE).fill("يظهر بعده")
    headline(page, "يظهر بعده").wait_for()
