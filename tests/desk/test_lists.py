"""Lists count only so far, and say states and times in words."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Article, SiteSettings
from desk import times
from desk.admin import CappedPaginator
from tests.builders import TOMORROW, make_category, make_draft, make_published, make_site, make_tag

pytestmark = pytest.mark.django_db
ARTICLES = "admin:articles_article_changelist"


def test_a_large_list_is_counted_only_so_far(as_huda, monkeypatch):
    monkeypatch.setattr(CappedPaginator, "most", 3)
    category = make_category()
    for number in range(5):
        make_draft(f"خبر {number}", category=category)
    answer = as_huda.get(reverse(ARTICLES))
    assert answer.context["cl"].result_count == 3
    assert "أكثر من 3" in answer.content.decode()


def test_a_list_does_not_count_what_each_filter_would_leave(as_huda):
    make_draft("خبر")
    with CaptureQueriesContext(connection) as plain:
        as_huda.get(reverse(ARTICLES))
    with CaptureQueriesContext(connection) as asked:
        answer = as_huda.get(reverse(ARTICLES), {"_facets": "True"})
    assert (answer.status_code, len(asked)) == (200, len(plain))


def test_a_list_costs_the_same_for_two_articles_and_for_twelve(as_huda):
    category = make_category()

    def cost():
        with CaptureQueriesContext(connection) as queries:
            as_huda.get(reverse(ARTICLES))
        return len(queries)

    make_draft("1", category=category)
    make_published("2", category=category)
    few = cost()
    for number in range(10):
        make_published(f"خبر {number}", category=category)
    assert cost() == few


def test_states_are_words_and_time_makes_two_more_of_them(as_huda):
    category = make_category()
    make_published("مجدول", at=TOMORROW, category=category)
    make_published("منتهٍ", category=category)
    Article.objects.filter(headline_ar="منتهٍ").update(
        expires_at=datetime.datetime.now(datetime.UTC) - datetime.timedelta(minutes=1)
    )
    page = as_huda.get(reverse(ARTICLES)).content.decode()
    assert 'state-scheduled">مجدول' in page
    assert 'state-expired">انتهى عرضه' in page


def test_times_are_the_newsrooms_with_its_months_and_digits(as_huda):
    make_site(zone="Asia/Beirut", months="levant", digits="arab")
    draft = make_draft()
    Article.objects.filter(pk=draft.pk).update(saved_at=datetime.datetime(2026, 11, 22, 22, 5, tzinfo=datetime.UTC))
    page = as_huda.get(reverse(ARTICLES)).content.decode()
    assert "٢٣\u00a0تشرين\u00a0الثاني ٢٠٢٦، ٠٠:٠٥" in page
    assert SiteSettings.load().months == "levant"


def test_outside_a_request_times_have_the_usual_months():
    assert "نوفمبر" in times.written(datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC))


def test_what_holds_a_thing_is_listed_only_so_far(as_huda):
    tag, category = make_tag(), make_category()
    for number in range(25):
        make_draft(f"خبر {number}", category=category, tags=[tag])
    page = as_huda.get(reverse("admin:articles_tag_delete", args=[tag.pk])).content.decode()
    assert "و5 غيرها" in page
