"""Old revisions: given back as a save of today, and thrown away by rule."""

import datetime
import random

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from articles import content as contents
from articles import drafts, workflow
from articles.models import Article, Revision, SectionGrant, StatusChange
from pagecache.models import Change
from tests import cast
from tests.articles import plans
from tests.builders import (
    NOW,
    TOMORROW,
    content_of,
    make_author,
    make_category,
    make_draft,
    make_image,
    make_published,
    make_tag,
    revise,
)

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def titled(article, text, now=None):
    return drafts.save(article, drafts.working(article) | {"headline": {"ar": text, "en": ""}}, by=None, now=now)


# Giving back.


def test_an_old_revision_of_a_draft_becomes_its_content_and_the_newest_revision():
    article, salma = make_draft("الأول"), cast.salma()
    first = drafts.newest(article)
    titled(article, "الثاني")
    article, dropped = drafts.restore(article, first, by=salma)
    assert (article.headline_ar, dropped) == ("الأول", [])
    newest = drafts.newest(article)
    assert newest.pk != first.pk
    assert (newest.content, newest.made_by) == (first.content, salma)
    assert newest.note


def test_an_old_revision_of_a_published_article_becomes_its_unpublished_changes():
    article = make_published("الأول")
    first = drafts.newest(article)
    article = revise(article, headline={"ar": "الثاني", "en": ""})
    changes = Change.objects.count()
    drafts.restore(article, first, by=None)
    assert Article.objects.get().headline_ar == "الثاني"
    assert drafts.working(article)["headline"]["ar"] == "الأول"
    assert Change.objects.count() == changes


def test_what_is_gone_is_dropped_and_named_and_nothing_else_is():
    image, tag, stays, author = make_image(), make_tag("زائل"), make_tag("باق"), make_author("ليلى")
    main, further, other = make_category("سياسة"), make_category("زائل"), make_draft("آخر")
    banned = make_draft("محظور")
    article = make_draft(
        category=main,
        categories=[{"category": further.pk}, {"category": main.pk}],
        tags=[tag, stays],
        authors=[author],
        image=image.pk,
        related=[other.pk],
        unrelated=[banned.pk],
        kicker={"ar": "تمهيد", "en": ""},
    )
    full = drafts.newest(article)
    drafts.save(article, content_of("فارغ", category=main), by=None)
    for thing in (tag, author, further, other, banned):
        thing.delete()
    type(image).objects.get(pk=image.pk).delete()
    article, dropped = drafts.restore(article, full, by=None)
    assert set(dropped) == {"categories", "tags", "bylines", "image", "related", "unrelated"}
    assert contents.read(article) == contents.current(full.content) | {
        "categories": [{"category": main.pk, "until": None}],
        "tags": [stays.pk],
        "bylines": [],
        "image": None,
        "related": [],
        "unrelated": [],
    }


def test_a_published_article_keeps_its_main_section_when_the_old_one_is_gone():
    old, new = make_category("زائل"), make_category("سياسة")
    article = make_published("الأول", category=old)
    first = drafts.newest(article)
    article = revise(article, **content_of("الثاني", category=new))
    old.delete()
    _article, dropped = drafts.restore(article, first, by=None)
    assert set(dropped) == {"main_category", "categories"}
    assert drafts.newest(article).content == first.content | {
        "main_category": new.pk,
        "categories": [{"category": new.pk, "until": None}],
    }


def test_a_revision_from_before_a_part_was_added_has_it_empty():
    article = make_draft("الأول", embargo_until=TOMORROW)
    revision = drafts.newest(article)
    del revision.content["embargo_until"]
    revision.save(update_fields=["content"])
    article, _dropped = drafts.restore(article, revision, by=None)
    assert article.embargo_until is None


def test_a_revision_of_another_article_is_refused():
    article, other = make_draft("الأول"), make_draft("غيره")
    with pytest.raises(ValidationError):
        drafts.restore(article, drafts.newest(other), by=None)
    assert Article.objects.get(pk=article.pk).headline_ar == "الأول"


def test_who_may_not_change_the_article_restores_nothing():
    omar, article = cast.omar(), make_published("الأول")
    first = drafts.newest(article)
    article = revise(article, headline={"ar": "الثاني", "en": ""})
    with pytest.raises(PermissionDenied):
        drafts.restore(article, first, by=omar)
    assert drafts.open_revision(article) is None


def test_a_limited_editor_brings_no_article_back_into_sections_of_others():
    sport, politics, salma = make_category("رياضة"), make_category("سياسة"), cast.salma()
    SectionGrant.objects.create(user=salma, category=sport)
    article = make_draft(category=politics)
    first = drafts.newest(article)
    drafts.save(article, content_of(category=sport), by=None)
    with pytest.raises(PermissionDenied):
        drafts.restore(article, first, by=salma)


def test_a_reporter_lifts_no_embargo_by_an_old_revision():
    omar, article = cast.omar(), make_draft()
    first = drafts.newest(article)
    drafts.save(article, drafts.working(article) | {"embargo_until": TOMORROW}, by=None)
    with pytest.raises(ValidationError):
        drafts.restore(article, first, by=omar)


# Throwing away.


def ages(article):
    """The ages in days of the revisions that are left, oldest first."""
    return sorted(((NOW - at).days for at in article.revisions.values_list("made_at", flat=True)), reverse=True)


def aged(article, days):
    """Give the article's revisions, oldest first, these ages in days."""
    for revision, age in zip(article.revisions.order_by("pk"), days, strict=True):
        Revision.objects.filter(pk=revision.pk).update(made_at=NOW - age * DAY)


def test_all_of_the_last_month_stay_then_the_last_of_each_day():
    article = make_draft()
    for number in range(7):
        article = titled(article, f"عنوان {number}")
    aged(article, [40, 40, 40, 35, 31, 31, 29, 29])
    drafts.prune(NOW)
    assert ages(article) == [40, 35, 31, 29, 29]
    drafts.prune(NOW)
    assert ages(article) == [40, 35, 31, 29, 29]


def test_after_a_year_only_what_was_published_stays():
    article = titled(make_draft(), "الثاني")
    article = workflow.publish(article, by=None)
    for number in range(3):
        article = titled(article, f"عنوان {number}")
    article = workflow.publish_changes(article, by=None)
    titled(article, "غير منشور")
    workflow.discard_changes(article, by=None)
    aged(article, [400, 399, 398, 397, 396, 380, 2])
    drafts.prune(NOW)
    assert ages(article) == [399, 396, 2]
    published = StatusChange.objects.filter(verb__in=drafts.PUBLISHING).order_by("pk")
    assert [change.revision.content["headline"]["ar"] for change in published] == ["الثاني", "عنوان 2"]


def test_the_newest_stays_whatever_its_age():
    article = titled(titled(make_draft(), "ثان"), "ثالث")
    aged(article, [900, 900, 800])
    drafts.prune(NOW)
    assert ages(article) == [800]


def test_unpublished_changes_stay_whatever_their_age():
    article = make_published()
    titled(article, "ثان")
    article = titled(article, "ثالث")
    aged(article, [900, 900, 800])
    drafts.prune(NOW)
    assert ages(article) == [900, 800]  # what readers see, and what is prepared
    assert drafts.open_revision(article)


def test_throwing_away_is_done_in_parts_and_goes_on_where_it_was_stopped(monkeypatch):
    monkeypatch.setattr(drafts, "AT_ONCE", 3)
    articles = [make_draft(f"مقال {number}") for number in range(2)]
    for article in articles:
        for number in range(7):
            article = titled(article, f"عنوان {number}")
        aged(article, [41, 40, 40, 40, 35, 31, 31, 2])
    parts = []

    def stop(execute, sql, *args):
        if len(parts) == 2:
            raise KeyboardInterrupt
        if sql.startswith('DELETE FROM "articles_revision"'):
            parts.append(sql)
        return execute(sql, *args)

    with connection.execute_wrapper(stop), pytest.raises(KeyboardInterrupt):
        drafts.prune(NOW)
    assert [ages(article) for article in articles] == [[41, 40, 35, 31, 31, 2], [41, 40, 40, 40, 35, 31, 31, 2]]
    drafts.prune(NOW)
    assert [ages(article) for article in articles] == [[41, 40, 35, 31, 2]] * 2


@pytest.mark.slow
@pytest.mark.postgresql
def test_no_statement_of_throwing_away_goes_through_all_revisions(monkeypatch):
    monkeypatch.setattr(drafts, "AT_ONCE", 100)
    Article.objects.bulk_create(Article(headline_ar=f"مقال {number}") for number in range(1_000))
    Revision.objects.bulk_create(
        Revision(article_id=pk, schema=contents.SCHEMA, content={}, made_at=NOW - age * DAY)
        for age in (400, 45, 45, 2)
        for pk in Article.objects.values_list("pk", flat=True)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    with plans.captured() as statements:
        drafts.prune(NOW)
    assert Revision.objects.count() == 2_000
    assert max(rows for sql in statements for _table, _scan, rows in plans.scans(sql)) <= 500


@pytest.mark.slow
def test_the_rule_holds_for_any_history():
    """Against the rule in plain words, revision by revision."""
    chance = random.Random(5)
    articles = [make_draft(f"مقال {n}") for n in range(4)]
    for article in articles:
        for number in range(30):
            article = titled(article, f"عنوان {number}")
        aged(article, sorted((chance.randint(0, 500) for _ in range(31)), reverse=True))
        for revision in chance.sample(list(article.revisions.all()), 3):
            StatusChange.objects.create(
                article=article, verb="publish", source="draft", target="published", made_at=NOW, revision=revision
            )
    kept = set()
    for article in articles:
        revisions = list(article.revisions.order_by("pk"))
        for place, revision in enumerate(revisions):
            age, later = NOW - revision.made_at, revisions[place + 1 :]
            last_of_day = all(other.made_at.date() != revision.made_at.date() for other in later)
            if (
                age <= drafts.KEEP_ALL
                or not later
                or revision.status_changes.exists()
                or (last_of_day and age <= drafts.KEEP_DAILY)
            ):
                kept.add(revision.pk)
    drafts.prune(NOW)
    assert set(Revision.objects.values_list("pk", flat=True)) == kept
