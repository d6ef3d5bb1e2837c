"""The lists an article stands in."""

import datetime

import pytest

from articles import catalogue, workflow
from articles.models import Byline, Listing, TaggedArticle
from pagecache.models import Change
from tests.builders import (
    NOW,
    TOMORROW,
    content_of,
    make_author,
    make_category,
    make_draft,
    make_published,
    make_tag,
    revise,
)

pytestmark = pytest.mark.django_db


def entries(article):
    return {(row.category_id, row.language): (row.starts_at, row.ends_at) for row in article.listings.all()}


def test_a_published_article_stands_in_its_sections_and_on_the_site():
    main, politics = make_category("رئيسي"), make_category("سياسة")
    article = make_published(category=politics, categories=[{"category": main.pk}, {"category": politics.pk}])
    assert set(entries(article)) == {(None, "ar"), (main.pk, "ar"), (politics.pk, "ar")}


def test_an_article_of_a_subsection_stands_in_the_section_too():
    sport = make_category("رياضة")
    football = make_category("كرة القدم", parent=sport)
    assert set(entries(make_published(category=football))) == {(None, "ar"), (sport.pk, "ar"), (football.pk, "ar")}


def test_a_draft_stands_in_no_list():
    make_draft(tags=[make_tag()], authors=[make_author()])
    assert not Listing.objects.exists()
    assert not TaggedArticle.objects.exclude(listed_at_ar=None).exists()
    assert not Byline.objects.exclude(listed_at_ar=None).exists()


def test_tags_and_bylines_say_since_when_they_list_the_article():
    article = make_published(at=TOMORROW, tags=[make_tag()], authors=[make_author()])
    assert article.tagged_items.get().listed_at_ar == TOMORROW
    assert article.tagged_items.get().listed_at_en is None
    assert article.bylines.get().listed_at_ar == TOMORROW


def test_a_withdrawn_article_leaves_every_list():
    article = make_published(tags=[make_tag()], authors=[make_author()])
    workflow.withdraw(article, by=None, note="خطأ")
    assert not Listing.objects.exists()
    assert article.tagged_items.get().listed_at_ar is None
    assert article.bylines.get().listed_at_ar is None


def test_a_language_lists_from_the_later_of_its_two_times():
    article = make_published(english="News", languages=["ar"])
    workflow.open_language(article, "en", by=None, at=TOMORROW)
    assert entries(article)[None, "en"][0] == TOMORROW
    assert entries(article)[None, "ar"][0] == article.published_at


def test_a_further_section_can_end_before_the_others():
    main, politics = make_category("رئيسي"), make_category("سياسة")
    rows = [{"category": main.pk, "until": TOMORROW}, {"category": politics.pk}]
    article = make_published(category=politics, categories=rows)
    assert entries(article)[main.pk, "ar"][1] == TOMORROW
    assert entries(article)[politics.pk, "ar"][1] is None


def test_an_entry_of_the_parent_lasts_as_long_as_its_longest_child():
    sport = make_category("رياضة")
    football, tennis = make_category("كرة القدم", parent=sport), make_category("تنس", parent=sport)
    rows = [{"category": football.pk, "until": TOMORROW}, {"category": tennis.pk}]
    assert entries(make_published(category=tennis, categories=rows))[sport.pk, "ar"][1] is None


def test_a_section_that_gets_another_parent_takes_its_articles_along():
    sport, life = make_category("رياضة"), make_category("حياة")
    chess = make_category("شطرنج", parent=sport)
    article = make_published(category=chess)
    chess.parent = life
    catalogue.save(chess)
    assert {category for category, _language in entries(article)} == {None, chess.pk, life.pk}
    touched = {key for change in Change.objects.order_by("-pk")[:2] for key in change.keys}
    assert {f"list:{sport.pk}:ar", f"list:{life.pk}:ar"} <= touched


def test_a_new_end_moves_the_entries():
    article = make_published()
    content = content_of(expires_at=TOMORROW)
    revise(article, **content)
    assert all(end == TOMORROW for _start, end in entries(article).values())


def test_current_entries_are_those_of_the_moment_newest_first():
    category = make_category("سياسة")
    hour = datetime.timedelta(hours=1)
    older = make_published("أقدم", category=category, at=NOW - 3 * hour)
    newer = make_published("أحدث", category=category, at=NOW - 2 * hour)
    make_published("آت", category=category, at=NOW + hour)
    make_published("منته", category=category, at=NOW - 5 * hour, expires_at=NOW - hour)
    current = Listing.objects.current(category, "ar", NOW).values_list("article", flat=True)
    assert list(current) == [newer.pk, older.pk]
