"""Somebody who is there twice becomes one: articles and drafts move, pages lead on, the account stays theirs."""

import pytest
from django.urls import reverse

from articles import catalogue, drafts
from articles.models import Author
from pagecache.models import Change
from tests import cast
from tests.builders import make_author, make_draft, make_published, make_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def authors():
    make_site()
    return make_author("ليلى منصور"), make_author("ليلى المنصور"), make_author("ل. منصور")


def bylines(*authors, role="writing"):
    return [{"author": author.pk, "role": role} for author in authors]


def test_articles_and_drafts_move_and_nobody_is_named_twice_for_one_part(authors):
    into, *others = authors
    all_of_them = make_published("الثلاثة", bylines=bylines(*authors) + bylines(others[0], role="photo"))
    draft = make_draft("مسودة", bylines=bylines(*others))
    assert catalogue.merge_authors(authors, into=into) == 2
    assert [(each.author, each.role) for each in all_of_them.bylines.all()] == [(into, "writing"), (into, "photo")]
    assert [each.author for each in draft.bylines.all()] == [into]
    assert list(Author.objects.all()) == [into]
    assert all_of_them.bylines.exclude(listed_at_ar=None).count() == 1


def test_unpublished_changes_follow(authors):
    into, *others = authors
    article = make_published("خبر", bylines=bylines(into))
    drafts.save(article, drafts.working(article) | {"bylines": bylines(others[0], into)}, by=None)
    catalogue.merge_authors(authors, into=into)
    assert drafts.working(article)["bylines"] == bylines(into)


def test_the_pages_of_the_others_lead_to_the_one_that_stays(client, authors):
    into, *others = authors
    make_published("خبر", bylines=bylines(*others))
    paths = [author.get_absolute_url(code) for author in others for code in ("ar", "en")]
    catalogue.merge_authors(authors, into=into)
    for path in paths:
        answer = client.get(path)
        assert answer.status_code == 301
        assert answer.url == into.get_absolute_url("en" if path.startswith("/en/") else "ar")
    assert "خبر" in client.get(into.get_absolute_url("ar")).content.decode()


def test_the_account_stays_theirs_and_is_not_taken_from_the_one_that_stays(authors):
    into, *others = authors
    omar, huda = cast.omar(), cast.huda()
    Author.objects.filter(pk=others[0].pk).update(user=omar)
    Author.objects.filter(pk=others[1].pk).update(user=huda)
    catalogue.merge_authors(Author.objects.order_by("pk"), into=into)
    assert Author.objects.get().user == omar


def test_the_touched_pages_are_written_down(authors):
    into, *others = authors
    article = make_published("خبر", bylines=bylines(*others))
    gone = f"author:{others[0].pk}"
    Change.objects.all().delete()
    catalogue.merge_authors(authors, into=into)
    keys = set().union(*(change.keys for change in Change.objects.all()))
    assert {f"article:{article.pk}", f"author:{into.pk}", gone, f"list:author:{into.pk}:ar"} <= keys


def test_the_chief_is_asked_which_stays_and_an_editor_cannot(client, authors):
    chosen = {"action": "merge", "_selected_action": [author.pk for author in authors]}
    address = reverse("admin:articles_author_changelist")
    client.force_login(cast.salma())
    client.post(address, chosen | {"into": authors[0].pk})
    assert Author.objects.count() == 3
    client.force_login(cast.huda())
    text = client.post(address, chosen).content.decode()
    assert all(author.name_ar in text for author in authors)
    assert Author.objects.count() == 3
    assert client.post(address, chosen | {"into": authors[0].pk}).status_code == 302
    assert Author.objects.get() == authors[0]
