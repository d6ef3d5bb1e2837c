"""Two at once: loads, publications, tags. Each in a connection of its own, let go together."""

import json
import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from articles import catalogue, interchange, workflow
from articles.models import Article, Category, Listing, StatusChange, Tag
from tests.builders import make_draft, make_site

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
