"""Several tags become one: their articles move, their pages lead on."""

import pytest
from django.urls import reverse

from articles import catalogue
from articles.models import Tag
from pagecache.models import Change
from tests import cast
from tests.builders import make_draft, make_published, make_site, make_tag

pytestmark = pytest.mark.django_db


@pytest.fixture
def tags():
    make_site()
    return make_tag("انتخابات"), make_tag("الانتخابات"), make_tag("الاقتراع")


def test_articles_and_drafts_move_and_nothing_is_tagged_twice(tags):
    into, *others = tags
    both = make_published("في الثلاثة", tags=tags)
    one = make_published("في واحد", tags=others[:1])
    draft = make_draft("مسودة", tags=others)
    assert catalogue.merge_tags(tags, into=into) == 3
    for article in (both, one, draft):
        assert [item.tag for item in article.tagged_items.all()] == [into]
    assert list(Tag.objects.all()) == [into]


def test_the_pages_of_the_others_lead_to_the_one_that_stays(client, tags):
    into, *others = tags
    paths = [tag.get_absolute_url(code) for tag in others for code in ("ar", "en")]
    catalogue.merge_tags(tags, into=into)
    for path in paths:
        answer = client.get(path)
        assert answer.status_code == 301
        assert answer.url == into.get_absolute_url("en" if path.startswith("/en/") else "ar")


def test_the_touched_pages_are_written_down(tags):
    into, *others = tags
    article = make_published(tags=others)
    gone = f"tag:{others[0].pk}"
    Change.objects.all().delete()
    catalogue.merge_tags(tags, into=into)
    keys = set().union(*(change.keys for change in Change.objects.all()))
    assert {f"article:{article.pk}", f"tag:{into.pk}", gone, f"list:tag:{into.pk}:ar"} <= keys


def test_editors_are_shown_what_moves_and_asked_which_stays(client, tags):
    client.force_login(cast.huda())
    make_published(tags=tags[1:])
    chosen = {"action": "merge", "_selected_action": [tag.pk for tag in tags]}
    text = client.post(reverse("admin:articles_tag_changelist"), chosen).content.decode()
    assert all(tag.name in text for tag in tags)
    assert Tag.objects.count() == 3
    answer = client.post(reverse("admin:articles_tag_changelist"), chosen | {"into": tags[0].pk})
    assert answer.status_code == 302
    assert Tag.objects.get() == tags[0]


def test_a_reporter_cannot_merge(client, tags):
    client.force_login(cast.omar())
    chosen = {"action": "merge", "_selected_action": [tag.pk for tag in tags], "into": tags[0].pk}
    client.post(reverse("admin:articles_tag_changelist"), chosen)
    assert Tag.objects.count() == 3
