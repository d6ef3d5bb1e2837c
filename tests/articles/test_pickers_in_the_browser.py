"""Tags and authors in the form of an article: the one there is offered, the one that is missing made in place."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from accounts.roles import sync_roles
from articles.models import Article, Author, Tag
from tests import cast
from tests.browser import assert_accessible
from tests.builders import make_author, make_draft, make_site, make_tag

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def form_of(desk_of):
    """Return ``form_of(role, **options)``: an article's form, open for somebody of this role."""

    def form_of(role, **options):
        make_site()
        user = cast.make_user(role)
        user.groups.add(sync_roles()[role])
        page = desk_of(user, **options)
        with page.expect_response("**/keep/"):
            page.goto(reverse("admin:articles_article_change", args=[make_draft("خبر").pk]))
        return page

    return form_of


def search(page, field, text):
    """Write into a picker at once, and wait for what it offers."""
    options = page.locator(".select2-results__option:not(.loading-results)")
    page.locator(f"{field} .select2-selection").first.click()
    box = page.locator(f"{field} .select2-search--inline input, .select2-dropdown input").first
    with page.expect_response(lambda answer: parse_qs(urlsplit(answer.url).query).get("term") == [text]):
        box.fill(text)
    return options


def save(page):
    with page.expect_navigation():
        page.locator(".toolbar-save").click()


def test_what_is_likely_meant_is_offered_before_a_new_tag(form_of):
    make_tag("الانتخابات")
    page = form_of("reporter")
    options = search(page, ".field-tags", "انتخاب")
    page.locator(".select2-results__option", has_text="انتخاب»").wait_for()
    assert options.all_inner_texts() == ["الانتخابات", "أنشئ الوسم «انتخاب»"]
    options.first.click()
    save(page)
    assert [tag.name for tag in Article.objects.get().tags.all()] == ["الانتخابات"]


def test_a_missing_tag_is_made_and_saved(form_of):
    page = form_of("reporter")
    search(page, ".field-tags", "أرمينيا")
    with page.expect_response("**/new/"):
        page.locator(".select2-results__option", has_text="أرمينيا»").click()
    page.locator(".field-tags .select2-selection__choice", has_text="أرمينيا").wait_for()
    tag = Tag.objects.get()
    page.wait_for_function("(id) => document.querySelector('#id_tags').value === id", arg=str(tag.pk))
    save(page)
    assert list(Article.objects.get().tags.all()) == [tag]


def test_a_guest_author_is_made_by_name_and_title(form_of):
    page = form_of("editor")
    page.locator(".field-bylines .rows-add").click()
    page.keyboard.press("Escape")
    search(page, ".field-bylines", "ريم القاضي")
    page.locator(".select2-results__option", has_text="ريم القاضي»").click()
    dialog = page.locator("dialog[open]")
    dialog.locator("input").nth(1).fill("باحثة")
    assert_accessible(page, within="dialog[open]")
    with page.expect_response("**/new/"):
        dialog.locator("[type=submit]").click()
    dialog.wait_for(state="detached")
    author = Author.objects.get()
    assert (author.name_ar, author.title_ar) == ("ريم القاضي", "باحثة")
    page.locator(".field-bylines .select2-selection", has_text="ريم القاضي").wait_for()
    save(page)
    assert [byline.author for byline in Article.objects.get().bylines.all()] == [author]


@pytest.mark.slow
@pytest.mark.browser(tolerates="409")
def test_an_author_of_the_name_is_shown_before_another_is_made(form_of):
    there = make_author("ريم القاضي")
    page = form_of("editor", viewport={"width": 390, "height": 844})
    page.locator(".field-bylines .rows-add").click()
    page.keyboard.press("Escape")
    search(page, ".field-bylines", "ريم القاضى")
    page.locator(".select2-results__option", has_text="«").click()
    dialog = page.locator("dialog[open]")
    with page.expect_response("**/new/"):
        dialog.locator("[type=submit]").click()
    dialog.get_by_role("button", name="ريم القاضي", exact=True).click()
    dialog.wait_for(state="detached")
    page.locator(".field-bylines .select2-selection", has_text="ريم القاضي").wait_for()
    save(page)
    assert [byline.author for byline in Article.objects.get().bylines.all()] == [there]
    assert Author.objects.count() == 1


@pytest.mark.slow
def test_a_reporter_is_not_offered_to_make_an_author(form_of):
    page = form_of("reporter")
    page.locator(".field-bylines .rows-add").click()
    page.keyboard.press("Escape")
    options = search(page, ".field-bylines", "ضيف")
    page.locator(".select2-results__message").wait_for()
    assert "«" not in "".join(options.all_inner_texts())
