"""The desk, the history and the list as people use them: by hand, on a phone too."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from articles import drafts, workflow
from articles.models import Article
from articles.status import Status
from tests import cast
from tests.browser import assert_accessible
from tests.builders import make_draft, make_site

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = [(390, 844), pytest.param((1366, 900), marks=pytest.mark.slow)]


@pytest.fixture
def sit(desk_of, salma):
    """Return ``sit(width, height)``: a page of Salma, who edits."""
    make_site(zone="Asia/Beirut")
    return lambda width=1366, height=900: desk_of(salma, viewport={"width": width, "height": height})


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("size", SIZES)
def test_from_the_desk_to_what_waits_and_back_to_its_reporter(sit, size):
    omar = cast.omar()
    article = workflow.submit(make_draft("ينتظر قرارك", by=omar), by=omar)
    page = sit(*size)
    page.goto(reverse("admin:index"))
    assert fits(page)
    assert_accessible(page)
    page.locator(".desk-waiting").get_by_role("link", name="ينتظر قرارك").click()
    page.fill("#id_note", "أضف مصدرًا")
    page.get_by_role("button", name="أعد إلى المحرر").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    page.goto(reverse("admin:articles_article_change", args=[article.pk]))
    expect(page.locator(".sent-back")).to_contain_text("أضف مصدرًا")
    assert Article.objects.get(pk=article.pk).status == Status.DRAFT


@pytest.mark.parametrize("size", SIZES)
def test_chosen_articles_are_submitted_together(sit, size):
    articles = [make_draft(f"مقال {number}") for number in range(3)]
    page = sit(*size)
    page.goto(reverse("admin:articles_article_changelist"))
    for box in page.locator(".action-select").all()[:2]:
        box.check()
    page.select_option("select[name=action]", "submit")
    page.locator("button[name=index]").first.click()
    expect(page.locator(".bulk-articles li")).to_have_count(2)
    assert fits(page)
    assert_accessible(page)
    page.locator("[name=confirmed]").click()
    expect(page.locator(".messagelist .success")).to_have_text("أُرسل مقالان للمراجعة.")
    assert [Article.objects.get(pk=each.pk).status for each in articles].count(Status.IN_REVIEW) == 2


@pytest.mark.parametrize("size", SIZES)
def test_any_two_saves_are_chosen_compared_and_gone_back_to(sit, size):
    article = make_draft("الخبر كما بدأ")
    for headline in ("الخبر كما صار", "الخبر كما انتهى"):
        drafts.save(article, drafts.working(article) | {"headline": {"ar": headline, "en": ""}}, by=None)
    page = sit(*size)
    page.goto(reverse("admin:articles_article_history", args=[article.pk]))
    assert fits(page)
    page.locator("[name=from]").last.check()
    page.locator("[name=to]").first.check()
    page.get_by_role("button", name="قارن النسختين المختارتين").click()
    expect(page.locator("del")).to_contain_text("بدأ")
    expect(page.locator("ins")).to_contain_text("انتهى")
    assert fits(page)
    assert_accessible(page)
    page.get_by_role("button", name="ارجع إلى النسخة السابقة").click()
    expect(page.locator("#id_headline_ar")).to_have_value("الخبر كما بدأ")
    assert Article.objects.get().headline_ar == "الخبر كما بدأ"


@pytest.mark.slow
def test_an_hour_that_does_not_exist_is_explained_beside_its_field(sit):
    article = make_draft()
    page = sit()
    page.goto(reverse("admin:articles_article_change", args=[article.pk]))
    expect(page.locator("#id_at_zone")).to_contain_text("بتوقيت بيروت")
    page.fill("#id_headline_ar", "عنوان كتبته الآن")
    page.fill("#id_at", "2031-03-30T00:30")
    page.get_by_role("button", name="جدول النشر").click()
    expect(page.locator(".field-at .errorlist")).to_contain_text("لا وجود له بتوقيت بيروت")
    expect(page.locator("#id_at")).to_have_value("2031-03-30T00:30")
    expect(page.locator("#id_headline_ar")).to_have_value("عنوان كتبته الآن")
