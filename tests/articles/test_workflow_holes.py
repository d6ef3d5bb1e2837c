"""Verbs and saves that let readers see too much, or lists keep what is no longer true."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from articles import content as contents
from articles import drafts, workflow
from articles.models import Article, SectionGrant
from articles.status import Status
from pagecache.models import Change
from tests import cast
from tests.builders import (
    NOW,
    TOMORROW,
    YESTERDAY,
    content_of,
    make_category,
    make_draft,
    make_page,
    make_published,
    make_site,
    make_tag,
    make_withdrawn,
    revise,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site():
    return make_site()


def keys_since(last):
    return {key for change in Change.objects.filter(pk__gt=last) for key in change.keys}


def last_change():
    return Change.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


@pytest.mark.parametrize("verb", ["open_language", "close_language"])
def test_a_languages_verb_does_not_give_a_withdrawn_article_back(verb):
    article = make_withdrawn(english="Story")
    with pytest.raises(ValidationError):
        getattr(workflow, verb)(article, "en", by=None)
    article.refresh_from_db()
    assert article.status == Status.WITHDRAWN


@pytest.mark.parametrize("verb", ["open_language", "close_language"])
def test_a_languages_verb_refuses_a_draft_in_words(verb):
    with pytest.raises(ValidationError):
        getattr(workflow, verb)(make_draft(english="Story"), "en", by=None)


def test_a_published_article_cannot_lose_the_text_readers_see():
    article = make_published(english="Story")
    content = contents.read(article)
    content["headline"]["ar"] = content["body"]["ar"] = ""
    with pytest.raises(ValidationError):
        drafts.save(article, content, by=None)


def test_a_published_article_cannot_lose_its_main_section():
    article = make_published()
    content = contents.read(article) | {"main_category": None, "categories": []}
    with pytest.raises(ValidationError):
        drafts.save(article, content, by=None)


def test_an_end_before_publication_is_refused_in_words_when_saving():
    article = make_published()
    with pytest.raises(ValidationError):
        drafts.save(article, contents.read(article) | {"expires_at": NOW - datetime.timedelta(days=9)}, by=None)


def test_an_expired_article_given_more_time_touches_its_lists():
    """No kept list shows the article, so its own key reaches none of them."""
    article = make_published(at=NOW - datetime.timedelta(days=3), expires_at=YESTERDAY)
    last = last_change()
    revise(article, expires_at=TOMORROW.isoformat())
    assert "list:site:ar" in keys_since(last)


def test_a_filing_given_more_time_touches_the_section():
    other = make_category("اقتصاد")
    article = make_published(at=NOW - datetime.timedelta(days=3))
    rows = contents.read(article)["categories"]
    until = [*rows, {"category": other.pk, "until": YESTERDAY.isoformat()}]
    revise(article, categories=until)
    last = last_change()
    longer = [*rows, {"category": other.pk, "until": TOMORROW.isoformat()}]
    revise(article, categories=longer)
    assert f"list:{other.pk}:ar" in keys_since(last)


@pytest.mark.parametrize("make", [lambda: make_category("رياضة"), make_page], ids=["section", "page"])
def test_a_new_thing_in_navigation_or_footer_touches_more_than_its_own_unborn_pages(make):
    last = last_change()
    thing = make()
    assert keys_since(last) - {f"{thing._meta.model_name}:{thing.pk}"}


def test_withdrawing_an_article_without_an_open_language_touches_its_address():
    article = make_published()
    workflow.close_language(article, "ar", by=None)
    last = last_change()
    workflow.withdraw(article, by=None, note="خطأ")
    assert f"article:{article.pk}" in keys_since(last)


def test_an_article_whose_only_language_is_closed_is_gone_not_unknown(client):
    article = make_published()
    address = article.get_absolute_url()
    workflow.close_language(article, "ar", by=None)
    assert client.get(address).status_code == 410


def test_a_limited_editor_files_nothing_in_sections_of_others():
    own, other = make_category("رياضة"), make_category("سياسة")
    salma = cast.salma()
    SectionGrant.objects.create(user=salma, category=own)
    article = make_published(category=own)
    content = contents.read(article)
    content["categories"].append({"category": other.pk, "until": None})
    with pytest.raises((PermissionDenied, ValidationError)):
        drafts.save(article, content, by=salma)


def test_a_limited_editor_creates_nothing_in_sections_of_others():
    own, other = make_category("رياضة"), make_category("سياسة")
    salma = cast.salma()
    SectionGrant.objects.create(user=salma, category=own)
    with pytest.raises((PermissionDenied, ValidationError)):
        drafts.create(content_of(category=other), by=salma)


def test_a_tag_page_is_not_emptied_by_expired_articles(client):
    tag = make_tag("روسيا")
    old = make_published("خبر باق", tags=[tag], at=NOW - datetime.timedelta(days=9))
    expired = [
        make_published(f"عابر {n}", tags=[tag], at=NOW - datetime.timedelta(days=2), expires_at=YESTERDAY).pk
        for n in range(20)
    ]
    assert Article.objects.filter(pk__in=expired).count() == 20
    assert old.headline_ar in client.get(tag.get_absolute_url("ar")).content.decode()


def test_a_note_longer_than_its_column_is_refused_in_words():
    with pytest.raises(ValidationError):
        workflow.withdraw(make_published(), by=None, note="س" * 501)


def test_a_publication_far_in_the_past_shows_a_page(client):
    article = make_published(at=datetime.datetime(1, 1, 2, tzinfo=datetime.UTC))
    assert client.get(article.get_absolute_url()).status_code == 200
    assert timezone.now() > article.published_at
