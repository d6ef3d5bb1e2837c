"""The archive of the benchmark is what the verbs would have written: a measurement of other rows would say nothing."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from articles import drafts, workflow
from articles.models import Article, Byline, Filing, Listing, Revision, SearchEntry, StatusChange, TaggedArticle
from articles.search import index

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql, pytest.mark.slow]
COUNT = 30
ROOT = Path(__file__).resolve().parent.parent.parent
# Who did it and when, and what they said; numbers of rows, and sequences of them.
NOT_COMPARED = ["id", "created_at", "saved_at", "created_by_id", "made_by_id", "made_at", "revision_id", "note"]


@pytest.fixture
def stories(monkeypatch):
    from bench import stories

    monkeypatch.setattr(stories, "TAGS", 50)
    monkeypatch.setattr(stories, "AUTHORS", 5)
    return stories


def everything():
    """{table: {article: its rows}} as they lie in the database."""
    found = {}
    for model in (Article, Byline, Filing, Listing, Revision, SearchEntry, StatusChange, TaggedArticle):
        key = {Article: "id", TaggedArticle: "content_object_id"}.get(model, "article_id")
        sql = f"SELECT {key}, to_jsonb(t) - %s::text[] FROM {model._meta.db_table} t ORDER BY {key}, t.id"  # noqa: S608
        rows = found[model.__name__] = {}
        with connection.cursor() as cursor:
            cursor.execute(sql, [NOT_COMPARED])
            for article, row in cursor.fetchall():
                rows.setdefault(article, []).append(json.loads(row))
    return found


def test_its_rows_are_those_the_verbs_write(stories):
    archive = stories.Archive(COUNT)
    archive.write(range(COUNT))
    made = everything()
    assert set(made["Article"]) == set(range(stories.FIRST_ID, stories.FIRST_ID + COUNT))
    Article.objects.all().delete()
    for number in range(COUNT):
        content, status, at = archive.story(number)
        article = drafts.create(content, by=None, pk=stories.FIRST_ID + number)
        if status == "in_review":
            workflow.submit(article, by=None)
        elif status != "draft":
            article = workflow.publish(article, by=None, at=at)
            if status == "withdrawn":
                workflow.withdraw(article, by=None, note="خطأ")
    wanted = everything()
    for name in wanted:
        assert made[name] == wanted[name], name
    assert {row["status"] for (row,) in made["Article"].values()} == {"draft", "in_review", "published", "withdrawn"}


def test_its_index_is_what_rebuilding_makes(stories):
    stories.fill(COUNT)
    made = everything()["SearchEntry"]
    index.rebuild(everything=True)
    assert made and everything()["SearchEntry"] == made


def test_what_was_stopped_goes_on_and_is_the_same(stories, monkeypatch):
    monkeypatch.setattr(stories, "BATCH", 10)
    archive = stories.Archive(COUNT)
    archive.write(range(10))
    assert stories.missing(COUNT) == COUNT - 10
    stories.fill(COUNT)
    assert stories.missing(COUNT) == 0
    texts = dict(Article.objects.values_list("pk", "headline_ar"))
    assert all(texts[stories.FIRST_ID + n] == archive.story(n)[0]["headline"]["ar"] for n in range(COUNT))
    # The next article of the newsroom has a number of its own.
    assert drafts.create(archive.story(COUNT)[0], by=None).pk == stories.FIRST_ID + COUNT


@pytest.mark.parametrize("variable", [{"NEWSPORTAL_ENV": "production"}, {"DATABASE_URL": "postgres://news/newsportal"}])
def test_it_never_goes_to_a_database_that_is_not_its_own(variable):
    environment = {"PATH": os.defpath, "PYTHONPATH": str(ROOT), **variable}
    command = [sys.executable, ROOT / "bench" / "archive.py", "--articles", "1"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.returncode == 1
    assert "a database of its own" in done.stderr
