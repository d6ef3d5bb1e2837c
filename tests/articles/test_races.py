"""Two at once: loads, publications, tags, saves, locks. Each in a connection of its own, let go together."""

import json
import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse

from articles import catalogue, drafts, interchange, locks, unsaved, workflow
from articles.models import Article, Category, EditLock, Listing, Revision, StatusChange, Tag, UnsavedText
from tests import cast
from tests.builders import content_of, make_draft, make_published, make_site

pytestmark = pytest.mark.django_db(transaction=True)


def together(*works):
    """What became of each: its result or its exception."""
    barrier, outcomes = threading.Barrier(len(works)), [None] * len(works)

    def run(place, work):
        try:
            barrier.wait(5)
            outcomes[place] = work()
        except Exception as error:
            outcomes[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return outcomes


def test_two_loads_at_once_end_without_a_traceback_and_with_one_newsroom(tmp_path):
    make_site()
    path = tmp_path / "newsroom.json"
    story = {"status": "published", "published_at": "2024-04-17T14:30:00+03:00", "headline": "خبر", "body": "<p>ن</p>"}
    data = {
        "categories": [{"ref": f"c{n}", "name": f"قسم {n}"} for n in range(8)],
        "articles": [
            story | {"ref": f"x{n}", "categories": ["c0"], "main_category": "c0", "tags": [f"وسم {n}"]}
            for n in range(15)
        ],
    }
    path.write_text(json.dumps(data), "utf-8")
    outcomes = together(*[lambda: interchange.load(path)] * 2)
    assert [each for each in outcomes if isinstance(each, Exception)] == []
    assert Article.objects.count() == 15
    assert Category.objects.count() == 8


def test_two_publications_at_once_are_one():
    make_site()
    article = make_draft()
    outcomes = together(*[lambda: workflow.publish(article, by=None)] * 2)
    assert [type(each) for each in outcomes].count(ValidationError) == 1
    assert StatusChange.objects.count() == 1
    assert Listing.objects.filter(article=article, category=None).count() == 1


def test_two_editors_who_make_the_same_tag_at_once_get_words_not_a_traceback():
    outcomes = together(*[lambda: catalogue.save(Tag(name="روسيا"))] * 4)
    assert all(isinstance(each, Tag | ValidationError) for each in outcomes)
    assert Tag.objects.count() == 1


@pytest.mark.parametrize("make", [make_draft, make_published])
def test_of_saves_at_once_exactly_one_wins_and_the_others_are_told(make):
    make_site()
    article, by = make("قبل"), cast.huda()
    seen, revisions = drafts.newest(article).pk, Revision.objects.count()
    contents = [content_of(f"نص {number}") for number in range(4)]
    outcomes = together(
        *[lambda content=content: drafts.save(article, content, by=by, seen=seen) for content in contents]
    )
    stale = [each for each in outcomes if isinstance(each, drafts.Stale)]
    assert len(stale) == 3, outcomes
    assert Revision.objects.count() == revisions + 1
    winner = drafts.working(Article.objects.get())["headline"]["ar"]
    assert {each.revision.content["headline"]["ar"] for each in stale} == {winner}


def test_of_windows_opened_at_once_exactly_one_holds_the_article():
    article, user = make_draft(), cast.omar()
    outcomes = together(*[lambda name=name: locks.hold(article, user, window=name) for name in "abcd"])
    assert len({lock.window for lock in outcomes}) == 1, outcomes
    assert EditLock.objects.count() == 1


def test_texts_kept_at_once_of_one_window_are_one_row():
    user = cast.omar()
    outcomes = together(
        *[lambda text=text: unsaved.keep(user, None, f'[["headline_ar", "{text}"]]', window="a") for text in "abcd"]
    )
    assert [each for each in outcomes if isinstance(each, Exception)] == []
    assert UnsavedText.objects.count() == 1


def test_a_text_kept_while_its_article_is_deleted_is_kept():
    user = cast.omar()
    for _again in range(5):
        article = make_draft()
        outcomes = together(
            lambda article=article: unsaved.keep(user, article, '[["headline_ar", "نص"]]', window="a"),
            lambda article=article: Article.objects.filter(pk=article.pk).delete(),
        )
        assert [each for each in outcomes if isinstance(each, Exception)] == []
        assert UnsavedText.objects.get().article is None


def test_of_two_forms_sent_at_once_one_is_saved_and_the_other_comes_back_with_its_text(client):
    make_site()
    article = make_draft("قبل")
    page = reverse("admin:articles_article_change", args=[article.pk])
    people = {name: type(client)() for name in ("سلمى", "هدى")}
    for window, user in zip(people.values(), (cast.salma(), cast.huda()), strict=True):
        window.force_login(user)
    sent = {"seen": drafts.newest(article).pk, "kind": "news", "main_category": article.main_category_id}
    answers = together(
        *[
            lambda name=name, window=window: window.post(page, sent | {"headline_ar": f"نص {name}", "_save": "1"})
            for name, window in people.items()
        ]
    )
    assert sorted(answer.status_code for answer in answers) == [200, 302]
    back = next(answer for answer in answers if answer.status_code == 200).content.decode()
    saved = Article.objects.get().headline_ar
    (other,) = {f"نص {name}" for name in people} - {saved}
    assert f'value="{other}"' in back
    assert "notice-stale" in back
