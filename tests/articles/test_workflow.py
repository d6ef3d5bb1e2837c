"""The verbs: which moves are allowed, who may make them, what they leave behind."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from articles import drafts, permissions, workflow
from articles.models import Article, Listing, SectionGrant, StatusChange
from articles.status import MOVES, Status
from pagecache.models import Change
from tests import cast
from tests.builders import (
    NOW,
    TOMORROW,
    complete,
    content_of,
    make_category,
    make_draft,
    make_published,
    make_withdrawn,
    revise,
)

pytestmark = pytest.mark.django_db

MAKERS = {
    "draft": lambda: make_draft(**complete()),
    "in_review": lambda: workflow.submit(make_draft(**complete()), by=None),
    "published": make_published,
    "scheduled": lambda: make_published(at=TOMORROW),
    "withdrawn": make_withdrawn,
    "published with changes": lambda: with_changes(make_published()),
    "withdrawn with changes": lambda: with_changes(make_withdrawn()),
    "scheduled with changes": lambda: with_changes(make_published(at=TOMORROW)),
    "published with scheduled changes": lambda: workflow.publish_changes(
        with_changes(make_published()), by=None, at=TOMORROW
    ),
}


def with_changes(article):
    return drafts.save(article, drafts.working(article) | {"kicker": {"ar": "تمهيد", "en": ""}}, by=None)


ALLOWED = {
    ("draft", "submit"),
    ("draft", "publish"),
    ("in_review", "send_back"),
    ("in_review", "publish"),
    ("scheduled", "unschedule"),
    ("published", "withdraw"),
    ("withdrawn", "restore"),
    ("published with changes", "withdraw"),
    ("published with scheduled changes", "withdraw"),
    ("scheduled with changes", "unschedule"),
    ("withdrawn with changes", "restore"),
    *((f"{state} with changes", "publish_changes") for state in ("published", "scheduled", "withdrawn")),
    *((f"{state} with changes", "discard_changes") for state in ("published", "scheduled", "withdrawn")),
    *(("published with scheduled changes", f"{verb}_changes") for verb in ("publish", "discard", "unschedule")),
}


def attempt(verb, article, by=None):
    extra = {"note": "السبب"} if verb in ("send_back", "withdraw") else {}
    return getattr(workflow, verb)(article, by=by, **extra)


@pytest.mark.parametrize("state", MAKERS)
@pytest.mark.parametrize("verb", MOVES)
def test_only_the_moves_of_the_table_are_made(state, verb):
    article = MAKERS[state]()
    before = StatusChange.objects.count()
    if (state, verb) in ALLOWED:
        assert workflow.may(None, verb, article)
        assert attempt(verb, article).status == (MOVES[verb].target or article.status)
        assert StatusChange.objects.count() == before + 1
    else:
        assert not workflow.may(None, verb, article)
        with pytest.raises(ValidationError):
            attempt(verb, article)
        assert Article.objects.get(pk=article.pk).status == article.status
        assert StatusChange.objects.count() == before


def test_a_reporter_submits():
    article = make_draft()
    assert workflow.submit(article, by=cast.omar()).status == Status.IN_REVIEW


@pytest.mark.parametrize("verb", [verb for verb in MOVES if verb != "submit"])
def test_a_reporter_cannot_do_what_editors_do(verb):
    state = next(state for state, allowed in ALLOWED if allowed == verb)
    article = MAKERS[state]()
    with pytest.raises(PermissionDenied):
        attempt(verb, article, by=cast.omar())
    assert Article.objects.get(pk=article.pk).status == article.status


@pytest.mark.parametrize(("state", "verb"), sorted(ALLOWED))
def test_an_editor_makes_every_move(state, verb):
    article = MAKERS[state]()
    assert attempt(verb, article, by=cast.salma()).status == (MOVES[verb].target or article.status)


def test_an_inactive_account_can_do_nothing():
    user = cast.huda(is_active=False)
    assert not any(permissions.may(user, verb, make_draft()) for verb in permissions.NEEDS)


def test_an_editor_is_limited_to_granted_sections():
    salma, sport, politics = cast.salma(), make_category("رياضة"), make_category("سياسة")
    football = make_category("كرة القدم", parent=sport)
    SectionGrant.objects.create(user=salma, category=sport)
    workflow.publish(make_draft(category=football, **complete()), by=salma)
    with pytest.raises(PermissionDenied):
        workflow.publish(make_draft(category=politics, **complete()), by=salma)


def test_a_reporter_cannot_change_what_readers_see():
    article = make_published()
    with pytest.raises(PermissionDenied):
        drafts.save(article, content_of("عنوان آخر"), by=cast.omar())


def test_what_was_published_cannot_be_deleted():
    assert permissions.may(cast.huda(), "delete", make_draft())
    assert not permissions.may(None, "delete", make_published())


def test_publishing_tells_who_and_when():
    salma, article = cast.salma(), make_draft(**complete())
    workflow.publish(article, by=salma, note="جاهز")
    change = StatusChange.objects.get()
    assert (change.made_by, change.source, change.target, change.note) == (salma, "draft", "published", "جاهز")


def test_publishing_needs_headline_body_and_main_section():
    article = make_draft(body={"ar": "<p> </p>", "en": ""}, main_category=None, categories=[])
    with pytest.raises(ValidationError) as caught:
        workflow.publish(article, by=None)
    assert set(caught.value.message_dict) == {"main_category", "body_ar"}


def test_an_article_without_english_cannot_be_published_in_english():
    with pytest.raises(ValidationError):
        workflow.publish(make_draft(), by=None, languages=["en"])


def test_a_language_is_opened_later_and_closed_again():
    article = make_published(english="News from town", languages=["ar"])
    article = workflow.open_language(article, "en", by=None)
    assert article.is_published("en")
    assert Listing.objects.filter(language="en").exists()
    article = workflow.close_language(article, "en", by=None)
    assert not article.is_published("en")
    assert not Listing.objects.filter(language="en").exists()


def test_withdrawing_wants_a_reason():
    with pytest.raises(ValidationError):
        workflow.withdraw(make_published(), by=None, note="  ")


def test_unscheduling_forgets_the_time():
    article = workflow.unschedule(make_published(at=TOMORROW), by=None)
    assert (article.status, article.published_at, article.ready_at_ar) == (Status.IN_REVIEW, None, None)


def test_a_restored_article_keeps_its_date():
    article = make_published()
    at = article.published_at
    article = workflow.restore(workflow.withdraw(article, by=None, note="خطأ"), by=None)
    assert article.published_at == at


def test_an_article_cannot_expire_before_it_is_published():
    article = make_draft(expires_at=NOW - datetime.timedelta(days=1))
    with pytest.raises(ValidationError) as caught:
        workflow.publish(article, by=None)
    assert "expires_at" in caught.value.message_dict


def test_the_database_refuses_a_publication_without_a_time():
    article = make_draft()
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(status=Status.PUBLISHED)


def test_ids_start_where_no_year_reaches():
    assert make_draft().pk >= 100_000
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.create(pk=2026)


def test_a_verb_that_fails_leaves_nothing(monkeypatch):
    article = make_draft()

    def broken(keys, **options):
        raise RuntimeError

    monkeypatch.setattr(workflow, "changed", broken)
    with pytest.raises(RuntimeError):
        workflow.publish(article, by=None)
    assert Article.objects.get(pk=article.pk).status == Status.DRAFT
    assert not StatusChange.objects.exists()
    assert not Listing.objects.exists()


def touched(action):
    Change.objects.all().delete()
    action()
    return {key for change in Change.objects.all() for key in change.keys}


def day_of(article):
    """The key of the day it stands on in the archive."""
    return f"day:ar:{Article.objects.get(pk=article.pk).published_at:%Y-%m-%d}"


def test_publishing_touches_the_article_and_its_lists():
    category = make_category("سياسة")
    article = make_draft(category=category)
    keys = touched(lambda: workflow.publish(article, by=None))
    assert keys == {f"article:{article.pk}", "list:site:ar", f"list:{category.pk}:ar", day_of(article)}


def test_a_new_headline_touches_the_article_and_no_list():
    article = make_published()
    content = content_of("عنوان أدق")
    keys = touched(lambda: revise(article, **content))
    assert keys == {f"article:{article.pk}", day_of(article)}


def test_moving_to_another_section_touches_both():
    politics, economy = make_category("سياسة"), make_category("اقتصاد")
    article = make_published(category=politics)
    content = content_of(category=economy)
    keys = touched(lambda: revise(article, **content))
    lists = {f"list:{politics.pk}:ar", f"list:{economy.pk}:ar"}
    assert keys == {f"article:{article.pk}", day_of(article)} | lists


def test_work_on_a_draft_touches_no_page():
    article = make_draft()
    assert not touched(lambda: drafts.save(article, content_of("عنوان أدق"), by=None))
