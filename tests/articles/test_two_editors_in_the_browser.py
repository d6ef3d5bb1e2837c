"""Two editors in two browsers: nobody's text is lost, whatever happens to the other, the server or the browser."""

import pytest
from django.urls import reverse
from playwright.sync_api import Error

from accounts.models import Session, User
from articles import drafts
from articles.models import Article, EditLock, UnsavedText
from tests import cast
from tests.browser import assert_accessible
from tests.builders import content_of, make_draft, make_site

pytestmark = pytest.mark.django_db(transaction=True)

HEADLINE = "#id_headline_ar"


@pytest.fixture(autouse=True)
def site():
    return make_site()


def open_form(page, article=None, query=""):
    address = (
        reverse("admin:articles_article_change", args=[article.pk])
        if article
        else reverse("admin:articles_article_add")
    )
    with page.expect_response("**/keep/"):
        page.goto(address + query)
    return page


def beat(page):
    """Let the form tell the server now what it would tell in a few seconds."""
    with page.expect_response("**/keep/"):
        page.evaluate(
            "() => { const now = Date.now(); Date.now = () => now + 60_000; dispatchEvent(new Event('online')); }"
        )


def news(page):
    return page.locator("[data-news]")


def kill(page):
    """End the browser's process of this page in the middle of whatever it does."""
    with page.expect_event("crash"):
        try:
            page.goto("chrome://crash")
        except Error:
            pass


def press_save(page):
    page.locator(".toolbar-save").click()


def test_the_second_editor_is_told_and_the_first_when_the_editing_is_taken_over(desk_of):
    article = make_draft("قبل")
    omar, salma = desk_of(cast.omar()), desk_of(cast.salma())
    open_form(omar, article)
    assert not news(omar).locator(".notice").count()
    open_form(salma, article)
    assert "عمر" in news(salma).inner_text()
    assert_accessible(salma)

    salma.locator(HEADLINE).fill("نص سلمى")
    press_save(salma)
    salma.wait_for_timeout(300)
    assert salma.locator(HEADLINE).input_value() == "نص سلمى"
    assert Article.objects.get().headline_ar == "قبل"

    omar.locator(HEADLINE).fill("نص عمر")
    with salma.expect_response("**/keep/"):
        salma.get_by_role("button", name="تولَّ التحرير").click()
    news(salma).locator(".notice").wait_for(state="detached")
    beat(omar)
    omar.get_by_role("button", name="استعد التحرير").wait_for()
    assert "سلمى" in news(omar).inner_text()
    assert omar.locator(HEADLINE).input_value() == "نص عمر"
    assert_accessible(omar)

    with salma.expect_navigation():
        press_save(salma)
    assert Article.objects.get().headline_ar == "نص سلمى"


def test_a_killed_browser_loses_nothing(desk_of):
    article, omar = make_draft("قبل"), cast.omar()
    page = open_form(desk_of(omar), article)
    page.locator(HEADLINE).fill("عمل ساعة")
    page.locator(".editor-text[lang=ar]").click()
    page.keyboard.type("وهذا نصها. ")
    beat(page)
    kill(page)
    assert EditLock.objects.exists()  # nothing was told on the way out

    page = open_form(desk_of(omar), article)
    offer = page.locator(".notice-unsaved")
    assert "عمل ساعة" in offer.inner_text()
    assert_accessible(page)
    with page.expect_response("**/keep/"):
        offer.get_by_role("link", name="استعده").click()
    assert page.locator(HEADLINE).input_value() == "عمل ساعة"
    assert "وهذا نصها" in page.locator(".editor-text[lang=ar]").inner_text()
    with page.expect_response("**/keep/"):
        page.get_by_role("button", name="تابع في هذه النافذة").click()
    with page.expect_navigation():
        press_save(page)
    assert Article.objects.get().headline_ar == "عمل ساعة"
    assert not UnsavedText.objects.exists()


@pytest.mark.slow
def test_a_new_article_survives_too_and_can_be_discarded(desk_of):
    page = desk_of(cast.omar())
    open_form(page)
    page.locator(HEADLINE).fill("لم يولد")
    beat(page)
    page.goto("about:blank")
    open_form(page)
    with page.expect_response("**/keep/"):
        page.get_by_role("button", name="تجاهله").click()
    page.locator(".notice-unsaved").wait_for(state="detached")
    assert not UnsavedText.objects.exists()


@pytest.mark.slow
@pytest.mark.browser(tolerates="ERR_INTERNET_DISCONNECTED")
def test_without_a_connection_the_text_stays_in_the_page(desk_of):
    page = open_form(desk_of(cast.omar()), make_draft("قبل"))
    page.context.set_offline(True)
    page.locator(HEADLINE).fill("بلا شبكة")
    press_save(page)
    page.get_by_text("غير متصل، النص باقٍ في هذه الصفحة.").wait_for()
    assert page.locator(HEADLINE).input_value() == "بلا شبكة"
    page.context.set_offline(False)
    with page.expect_navigation():
        press_save(page)
    assert Article.objects.get().headline_ar == "بلا شبكة"


@pytest.mark.slow
@pytest.mark.browser(tolerates="401|403")
def test_after_a_logout_the_text_stays_and_is_saved_after_a_login_in_another_tab(desk_of):
    omar = cast.omar()
    page = open_form(desk_of(omar), make_draft("قبل"))
    Session.objects.all().delete()
    page.locator(HEADLINE).fill("عمل ساعة")
    press_save(page)
    link = page.get_by_role("link", name="تسجيل الدخول")
    link.wait_for()
    assert_accessible(page)
    with page.context.expect_page() as opened:
        link.click()
    tab = opened.value
    tab.locator("[name=username]").fill("omar")
    tab.locator("[name=password]").fill("password")
    with tab.expect_navigation():
        tab.keyboard.press("Enter")
    assert page.locator(HEADLINE).input_value() == "عمل ساعة"
    with page.expect_navigation():
        press_save(page)
    assert Article.objects.get().headline_ar == "عمل ساعة"


def test_closing_a_form_lets_the_article_go(desk_of):
    page = open_form(desk_of(cast.omar()), make_draft())
    assert EditLock.objects.exists()
    page.goto("about:blank")
    for _again in range(50):
        if not EditLock.objects.exists():
            break
        page.wait_for_timeout(100)
    assert not EditLock.objects.exists()


@pytest.mark.slow
def test_a_form_nobody_touches_keeps_neither_its_lock_nor_a_login_alive(desk_of):
    page, sent = open_form(desk_of(cast.omar()), make_draft()), []
    page.on("request", lambda request: sent.append(request.url) if "keep" in request.url else None)
    page.evaluate("() => { const now = Date.now(); Date.now = () => now + 31 * 60_000; }")
    page.evaluate("() => { dispatchEvent(new Event('online')); return new Promise(requestAnimationFrame); }")
    assert not sent
    page.keyboard.press("Shift")
    beat(page)
    assert sent


@pytest.mark.slow
def test_a_save_that_comes_back_does_not_meet_itself(desk_of):
    page = open_form(desk_of(cast.omar()), make_draft())
    for words in ("أول", "ثان"):
        page.locator(HEADLINE).fill(words)
        with page.expect_navigation():
            press_save(page)
        assert not page.locator(".notices .notice").count()
    assert Article.objects.get().headline_ar == "ثان"
    with page.expect_response("**/keep/"):
        page.reload()
    assert page.locator(HEADLINE).input_value() == "ثان"


@pytest.mark.slow
def test_an_untouched_form_keeps_nothing_aside(desk_of):
    page = open_form(desk_of(cast.omar()), make_draft(english="Story"))
    beat(page)
    assert not UnsavedText.objects.exists()


def test_a_save_that_comes_too_late_keeps_its_text_which_can_be_copied_or_saved_over(desk_of):
    article = make_draft("قبل", body={"ar": "<p>فقرة أولى.</p><p>فقرة ثانية.</p>", "en": ""})
    omar, salma = desk_of(cast.omar()), desk_of(cast.salma())
    open_form(omar, article)
    drafts.save(article, content_of("عنوان سلمى"), by=User.objects.get(username="salma"))
    omar.locator(HEADLINE).fill("عنوان عمر")
    omar.locator(".editor-text[lang=ar]").click()
    omar.keyboard.press("Control+End")
    omar.keyboard.type(" وزيادة عمر.")
    with omar.expect_navigation():
        press_save(omar)
    panel = omar.locator(".notice-stale")
    assert "سلمى" in panel.locator("#stale-title").inner_text()
    assert "سلمى" in panel.locator("del").first.inner_text()
    assert "وزيادة عمر" in " ".join(panel.locator("ins").all_inner_texts())
    assert omar.locator(HEADLINE).input_value() == "عنوان عمر"
    assert "وزيادة عمر." in omar.locator(".editor-text[lang=ar]").inner_text()
    assert_accessible(omar)

    omar.context.grant_permissions(["clipboard-read", "clipboard-write"])
    omar.get_by_role("button", name="انسخ نصي").click()
    omar.get_by_role("button", name="نُسخ").wait_for()
    copied = omar.evaluate("() => navigator.clipboard.readText()")
    assert "عنوان عمر" in copied
    assert "وزيادة عمر." in copied

    open_form(salma, article)
    with omar.expect_navigation():
        omar.get_by_role("button", name="احفظ نصي فوقها").click()
    assert Article.objects.get().headline_ar == "عنوان عمر"
    beat(salma)
    assert "عمر" in news(salma).inner_text()
    assert omar.locator(".notice-stale").count() == 0


@pytest.mark.slow
def test_the_newer_version_is_taken_and_the_own_text_still_offered(desk_of):
    article = make_draft("قبل")
    page = open_form(desk_of(cast.omar()), article)
    drafts.save(article, content_of("بعد"), by=None)
    page.locator(HEADLINE).fill("عنوان عمر")
    with page.expect_navigation():
        press_save(page)
    with page.expect_navigation():
        page.locator(".notice-stale").get_by_role("link", name="خذ النسخة الأحدث").click()
    assert page.locator(HEADLINE).input_value() == "بعد"
    assert "عنوان عمر" in page.locator(".notice-unsaved").inner_text()
