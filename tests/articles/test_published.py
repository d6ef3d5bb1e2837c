"""Which articles readers see: the queryset, and its twin on the model."""

import datetime
import itertools

import pytest

from articles.models import Article
from articles.status import Status
from tests.builders import NOW, make_draft, make_published, make_withdrawn

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)


def visible(language="ar", now=NOW):
    return set(Article.objects.published(language, now).values_list("pk", flat=True))


def test_a_published_article_is_seen():
    assert make_published().pk in visible()


def test_a_draft_is_not_seen():
    make_draft()
    assert not visible()


def test_a_withdrawn_article_is_not_seen():
    make_withdrawn()
    assert not visible()


def test_a_scheduled_article_is_seen_from_its_second_on():
    at = NOW + HOUR
    article = make_published(at=at)
    assert article.pk not in visible(now=at - datetime.timedelta(seconds=1))
    assert article.pk in visible(now=at)


def test_an_article_is_seen_until_it_expires():
    end = NOW + HOUR
    article = make_published(expires_at=end)
    assert article.pk in visible(now=end - datetime.timedelta(seconds=1))
    assert article.pk not in visible(now=end)


def test_a_language_that_is_not_ready_is_not_seen():
    article = make_published(english="News from town", languages=["ar"])
    assert article.pk in visible("ar")
    assert article.pk not in visible("en")


def test_the_queryset_and_its_twin_agree_on_every_state():
    moments = [None, NOW - HOUR, NOW, NOW + HOUR]
    article = make_draft()
    for status, published_at, ready_at, expires_at in itertools.product(Status, moments, moments, moments):
        if status in (Status.PUBLISHED, Status.WITHDRAWN) and published_at is None:
            continue  # the database refuses it
        if published_at and expires_at and expires_at <= published_at:
            continue
        Article.objects.filter(pk=article.pk).update(
            status=status, published_at=published_at, ready_at_ar=ready_at, expires_at=expires_at
        )
        stored = Article.objects.get(pk=article.pk)
        assert stored.is_published("ar", NOW) == (stored.pk in visible()), (status, published_at, ready_at, expires_at)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_article_text_never_falls_back_to_another_language(language, settings):
    from django.utils.translation import override

    article = make_published()
    with override(language):
        assert article.headline == ("خبر من المدينة" if language == "ar" else "")
        assert bool(article.ready_at) == (language == "ar")
