"""Other articles are picked from the whole archive, and none of it is loaded."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Article, RelatedBan, SectionGrant
from articles.search import index, names
from tests import cast
from tests.articles import plans
from tests.articles.archive import FIRST, fill
from tests.builders import (
    TOMORROW,
    make_author,
    make_category,
    make_draft,
    make_published,
    make_site,
    make_tag,
    make_withdrawn,
)

pytestmark = pytest.mark.django_db
FIELDS = [("article", "related_picks"), ("relatedban", "other")]


def answer(client, term, field=FIELDS[0]):
    query = {"app_label": "articles", "model_name": field[0], "field_name": field[1], "term": term}
    return client.get(reverse("admin:autocomplete"), query).json()["results"]


def picked(client, term, field=FIELDS[0]):
    return [row["text"].partition(" · ")[0] for row in answer(client, term, field)]


@pytest.mark.parametrize("field", FIELDS)
def test_articles_are_found_by_any_form_of_a_word_and_another_spelling_of_a_name(as_huda, field):
    make_published("وزراء الخارجية في بيروت")
    make_published("زيارة غوغل")
    assert picked(as_huda, "وزير", field) == ["وزراء الخارجية في بيروت"]
    assert picked(as_huda, "Google", field) == ["زيارة غوغل"]
    assert picked(as_huda, "قلنسوة", field) == []


def test_what_is_not_published_and_half_a_word_are_found_among_the_newest(as_huda):
    make_draft("انتخابات في مسودة")
    make_published("انتخابات غدًا", at=TOMORROW)
    make_withdrawn("انتخابات مسحوبة")
    assert picked(as_huda, "انتخا") == ["انتخابات مسحوبة", "انتخابات غدًا", "انتخابات في مسودة"]


def test_the_best_comes_first_and_without_words_the_newest(as_huda):
    make_published("أسعار القمح")
    make_published("سوق", body={"ar": "<p>عن القمح.</p>", "en": ""})
    assert picked(as_huda, "القمح") == ["أسعار القمح", "سوق"]
    assert picked(as_huda, "") == ["سوق", "أسعار القمح"]


def test_an_article_is_found_by_its_number_or_address(as_huda):
    article = make_published("واحد")
    make_published("اثنان")
    arabic = str(article.pk).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    for typed in (article.pk, f" {arabic} ", f"https://midad.example/{article.pk}", f"/{article.pk}/واحد/"):
        assert picked(as_huda, typed)[0] == "واحد", typed


def test_two_of_the_same_headline_are_told_apart(as_huda):
    for section, day in (("سياسة", 3), ("رياضة", 5)):
        at = datetime.datetime(2026, 1, day, 9, tzinfo=datetime.UTC)
        make_published("قمة", category=make_category(section), at=at)
    make_draft("قمة", category=make_category("ثقافة"))
    told = {row["text"] for row in answer(as_huda, "قمة")}
    assert told == {
        "قمة · سياسة · 3\xa0يناير/كانون\xa0الثاني 2026",
        "قمة · رياضة · 5\xa0يناير/كانون\xa0الثاني 2026",
        "قمة · ثقافة · مسودة",
    }
    # And so they stand in the form when they are chosen.
    article = make_published("خبر", related=[Article.objects.get(main_category__name="سياسة").pk])
    page = as_huda.get(reverse("admin:articles_article_change", args=[article.pk])).content.decode()
    assert "قمة · سياسة · 3\xa0يناير/كانون\xa0الثاني 2026" in page


def test_what_one_may_not_see_is_not_offered(client):
    make_site()
    own = make_category("رياضة")
    other = make_category("سياسة")
    make_published("قمة سرية", category=other)
    secret = make_draft("قمة أخرى", category=other)
    make_published("قمة رياضية", category=own)
    salma = cast.salma()
    SectionGrant.objects.create(user=salma, category=own)
    client.force_login(salma)
    for typed in ("قمة", "قم", "", secret.pk):
        assert set(picked(client, typed)) <= {"قمة رياضية"}, typed


@pytest.mark.parametrize("typed", ["", "%", "'", "\\", "؟", "و", '"', "-خبر", "9" * 30, "كلمة " * 60, "ـ", "\x00"])
def test_odd_words_are_answered(as_huda, typed):
    make_published()
    query = {"app_label": "articles", "model_name": "article", "field_name": "related_picks", "term": typed}
    assert as_huda.get(reverse("admin:autocomplete"), query).status_code == 200


def test_a_chosen_article_can_be_picked_from_no_more_than_it_needs(as_huda):
    """The form loads what is chosen, not what could be."""
    others = [make_published(f"خبر {number}") for number in range(9)]
    article = make_published("الأول", related=[others[0].pk], unrelated=[others[1].pk])
    page = as_huda.get(reverse("admin:articles_article_change", args=[article.pk])).content.decode()
    assert page.count("خبر 0 · ") == page.count("خبر 1 · ") == 1
    assert "خبر 5" not in page
    assert RelatedBan.objects.get().other == others[1]


@pytest.mark.slow
def test_among_ten_thousand_it_costs_no_more(as_huda):
    parts = {"categories": [make_category()], "tags": [make_tag()], "authors": [make_author()]}
    names.aliases()
    costs, words = {}, ["رقم", "رق", f"خبر رقم {FIRST + 100}", "لا شيء", ""]
    for count in (250, 10_000):
        Article.objects.all().delete()
        fill(count, **parts)
        index.rebuild()
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE articles_article, articles_searchentry")
        for typed in words:
            with CaptureQueriesContext(connection) as asked, plans.captured() as statements:
                answer(as_huda, typed)
            costs.setdefault(typed, []).append(len(asked))
            if count == 10_000 and connection.vendor == "postgresql" and typed:
                for statement in statements:
                    read = [rows for table, _kind, rows in plans.scans(statement) if table == "articles_article"]
                    assert max(read, default=0) <= 1_000, statement
    for typed in words:
        assert costs[typed][0] == costs[typed][1] <= 24, typed
    assert picked(as_huda, str(FIRST + 7_000))[0] == f"خبر رقم {FIRST + 7_000}"
