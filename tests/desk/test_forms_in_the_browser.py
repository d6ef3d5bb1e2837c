"""A form shows one language at a time, its rows move, and its buttons make the moves."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from articles import drafts
from articles.models import Article, Author, Category
from articles.status import Status
from tests.builders import complete, make_author, make_draft

pytestmark = pytest.mark.browser

ADD = "admin:articles_article_add"
CHANGE = "admin:articles_article_change"


def tab(page, name):
    return page.get_by_role("tab", name=name, exact=True)


def shown(page):
    """Which of the two headlines is shown."""
    return [code for code in ("ar", "en") if page.locator(f"#id_headline_{code}").is_visible()]


def test_the_switch_shows_one_language_or_both(at_the_desk):
    page = at_the_desk()
    page.goto(reverse(ADD))
    assert shown(page) == ["ar"]
    tab(page, "English").click()
    assert shown(page) == ["en"]
    expect(tab(page, "English")).to_have_attribute("aria-selected", "true")
    tab(page, "كلتاهما").click()
    assert shown(page) == ["ar", "en"]


@pytest.mark.slow
def test_the_switch_is_worked_by_keys(at_the_desk):
    page = at_the_desk()
    page.goto(reverse(ADD))
    tab(page, "العربيّة").focus()
    page.keyboard.press("ArrowLeft")  # onward, in Arabic
    assert shown(page) == ["en"]
    expect(tab(page, "English")).to_be_focused()


@pytest.mark.slow
def test_the_switch_serves_other_forms_too_and_is_absent_where_nothing_is_translated(at_the_desk, newsroom):
    page = at_the_desk()
    page.goto(reverse("admin:articles_category_change", args=[newsroom.main_category_id]))
    tab(page, "English").click()
    assert not page.locator("#id_name_ar").is_visible()
    assert page.locator("#id_name_en").is_visible()
    page.goto(reverse("admin:articles_redirect_add"))
    expect(page.get_by_role("tablist")).to_be_hidden()


def test_fields_say_their_language_and_direction(at_the_desk):
    page = at_the_desk()
    page.goto(reverse(ADD))
    for name, language, direction in (
        ("headline_ar", "ar", "rtl"),
        ("headline_en", "en", "ltr"),
        ("body_ar", "ar", "rtl"),
        ("slug_en", "en", "ltr"),
        ("corrections-0-text_en", "en", "ltr"),
    ):
        field = page.locator(f"[name={name}]")
        if field.count():
            assert (field.get_attribute("lang"), field.get_attribute("dir")) == (language, direction), name
    assert page.locator("#id_video").get_attribute("dir") == "ltr"
    page.goto(reverse("admin:accounts_user_add"))
    assert page.locator("#id_email").get_attribute("dir") == "ltr"
    page.goto(reverse("admin:articles_redirect_add"))
    assert page.locator("#id_old_path").get_attribute("dir") == "ltr"


def test_the_language_of_the_first_error_is_opened(at_the_desk):
    page = at_the_desk()
    page.goto(reverse("admin:articles_category_add"))
    page.fill("#id_name_ar", "عالم")
    tab(page, "English").click()
    page.fill("#id_slug_en", "page")  # taken by another page of the site
    tab(page, "العربيّة").click()
    page.get_by_role("button", name="احفظ", exact=True).first.click()
    expect(tab(page, "English")).to_have_attribute("aria-selected", "true")
    expect(page.locator(".field-slug_en .errorlist")).to_be_visible()


@pytest.mark.slow
def test_without_a_script_every_language_and_a_few_empty_rows_are_there(at_the_desk):
    page = at_the_desk(java_script_enabled=False)
    page.goto(reverse(ADD))
    assert shown(page) == ["ar", "en"]
    assert page.locator("[name=sections-0-category]").is_visible()
    assert not page.locator(".rows-add").first.is_visible()


def test_rows_are_added_moved_and_removed(at_the_desk, newsroom):
    first, second = Category.objects.order_by("pk")[:2]
    third = make_author("نادر")
    page = at_the_desk()
    page.goto(reverse(CHANGE, args=[newsroom.pk]))
    sections = page.locator("[data-rows=sections]")
    sections.get_by_role("button", name="أضف غيره").click()
    page.select_option("[name=sections-1-category]", str(second.pk))
    sections.get_by_role("button", name="انقل إلى أعلى").nth(1).click()
    bylines = page.locator("[data-rows=bylines]")
    bylines.get_by_role("button", name="أزل", exact=True).first.click()
    bylines.get_by_role("button", name="أضف غيره").click()
    bylines.locator("li").nth(1).locator(".select2-selection").click()
    page.locator(".select2-search--dropdown input").fill("نادر")
    page.get_by_role("option", name="نادر", exact=True).click()
    page.get_by_role("button", name="احفظ", exact=True).first.click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    content = drafts.working(Article.objects.get(pk=newsroom.pk))
    assert [row["category"] for row in content["categories"]] == [second.pk, first.pk]
    assert [row["author"] for row in content["bylines"]] == [Author.objects.get(name_ar="سامر حداد").pk, third.pk]


def test_enter_only_saves(at_the_desk, newsroom):
    draft = make_draft("مسودة", category=newsroom.main_category)
    page = at_the_desk()
    page.goto(reverse(CHANGE, args=[draft.pk]))
    page.fill("#id_headline_ar", "عنوان أدق")
    page.press("#id_headline_ar", "Enter")
    expect(page.locator(".messagelist .success")).to_be_visible()
    draft.refresh_from_db()
    assert (draft.headline_ar, draft.status) == ("عنوان أدق", Status.DRAFT)


def test_buttons_publish_now_or_at_a_time(at_the_desk, newsroom):
    now, later = (make_draft(name, category=newsroom.main_category, **complete()) for name in ("الآن", "لاحقًا"))
    page = at_the_desk()
    page.goto(reverse(CHANGE, args=[now.pk]))
    page.get_by_role("button", name="انشر الآن").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    page.goto(reverse(CHANGE, args=[later.pk]))
    page.get_by_role("button", name="جدول النشر").click()
    expect(page.locator(".field-at .errorlist")).to_be_visible()
    page.fill("#id_at", "2099-01-02T03:04")
    with page.expect_navigation():
        page.get_by_role("button", name="انشر الآن").click()
    expect(page.locator(".field-at .errorlist")).to_be_visible()
    page.get_by_role("button", name="جدول النشر").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    now.refresh_from_db()
    later.refresh_from_db()
    assert now.is_published("ar")
    assert later.is_scheduled()


@pytest.mark.slow
def test_the_preview_follows_the_choice_of_the_picture(at_the_desk, newsroom):
    page = at_the_desk()
    page.goto(reverse(ADD))
    preview = page.locator("img.preview")
    assert not preview.is_visible()
    page.locator(".field-image .select2-selection").click()
    page.locator(".select2-results__option", has_text="زخرفة").click()
    expect(preview).to_be_visible()
    expect(preview).to_have_js_property("complete", True)
    assert preview.evaluate("image => image.naturalWidth") == 64
