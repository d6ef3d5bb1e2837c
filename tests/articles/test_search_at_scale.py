"""However many articles answer, a search reads few of them, and by the index."""

import datetime
import json
import random

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Listing, SearchEntry
from articles.models.search import place_of
from articles.related import related
from articles.search import find, index, names, store
from articles.search.question import Filters, Question
from articles.search.words import document, version
from articles.status import Status
from tests.articles.archive import FIRST, fill
from tests.builders import NOW, make_author, make_category, make_site, make_tag

pytestmark = pytest.mark.django_db


def statements(call):
    with CaptureQueriesContext(connection) as captured:
        call()
    return [query["sql"] for query in captured if not query["sql"].startswith(("SAVEPOINT", "RELEASE", "ROLLBACK"))]


@pytest.mark.slow
@pytest.mark.parametrize("by", ["best", "newest"])
def test_a_search_costs_the_same_few_queries_however_many_answer(by):
    make_site()
    parts = {"categories": [make_category()], "tags": [make_tag()], "authors": [make_author()]}
    names.aliases()  # read once
    costs = []
    for count in (250, 2_500):
        Article.objects.all().delete()
        fill(count, **parts)
        index.rebuild()
        costs.append(len(statements(lambda: getattr(find, by)(Question("خبر رقم", "ar")))))
    assert costs[0] == costs[1] <= 8


# --- A hundred thousand -----------------------------------------------------------------------------------------------

COUNT, STEP = 100_000, datetime.timedelta(minutes=50)  # ten years
RARE = 40_000  # the one that has it


def headline(number):
    chance = random.Random(number)
    words = [f"كلمة{chance.randrange(5000)}" for _ in range(12)]
    words += ["حكومة"] if number % 3 == 0 else ["برلمان"]
    words += ["انتخابات"] if number % 50 == 0 else []
    return " ".join(words + (["قلنسوة"] if number == RARE else []))


@pytest.fixture
def hundred_thousand():
    category = make_category("سياسة")
    for start in range(0, COUNT, 5_000):
        articles = [
            Article(
                pk=FIRST + number,
                status=Status.PUBLISHED,
                published_at=NOW - STEP * (number + 1),
                ready_at_ar=NOW - STEP * (number + 1),
                headline_ar=headline(number),
                slug_ar="خبر",
            )
            for number in range(start, start + 5_000)
        ]
        Article.objects.bulk_create(articles)
        rows = [(article, category if article.pk % 10 == 0 else None) for article in articles]
        Listing.objects.bulk_create(
            Listing(article=article, category=each, language="ar", starts_at=article.published_at)
            for article, section in rows
            for each in {None, section}
        )
        entries = []
        for article, section in rows:
            found = document(article, "ar", tags=[], authors=[], sections=[section.pk] if section else [])
            place = place_of(article.published_at, article.pk)
            entries.append((SearchEntry(article=article, language="ar", place=place, head=found.head), found))
            entries[-1][0].version = version()
        store.put(entries)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE articles_searchentry, articles_listing, articles_article")
    return category


def rows_read(question, **options):
    """(the plans' text, the most rows any of their steps took from a table) of a search."""
    sql = next(sql for sql in statements(lambda: store.find(question, NOW, **options)) if "tokens @@" in sql)
    with transaction.atomic(), connection.cursor() as cursor:
        store._keep_to_the_index(cursor)
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}")
        plan = json.loads(json.dumps(cursor.fetchone()[0]))
        transaction.set_rollback(True)
    text, most = json.dumps(plan), 0
    nodes = [plan[0]["Plan"]]
    while nodes:
        node = nodes.pop()
        nodes += node.get("Plans", [])
        if node["Node Type"] == "Bitmap Heap Scan" and node["Relation Name"] == "articles_searchentry":
            removed = node.get("Rows Removed by Index Recheck", 0) + node.get("Rows Removed by Filter", 0)
            most = max(most, node["Actual Rows"] + removed)
    return text, most


LARGE = {"articles_article", "articles_searchentry", "articles_listing", "articles_taggedarticle"}


def steps_of(plan):
    """The steps of a plan that were taken."""
    nodes = [plan["Plan"]]
    while nodes:
        node = nodes.pop()
        nodes += node.get("Plans", [])
        if node["Actual Loops"]:
            yield node


@pytest.mark.slow
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="asks PostgreSQL for its plans")
def test_what_to_read_next_reads_few_entries_of_any_word(hundred_thousand):
    """Words of every third headline, of every fiftieth, of some, of one and of none."""
    article = Article(
        pk=FIRST - 1,
        headline_ar="حكومة برلمان انتخابات قلنسوة كلمة17 كلمة18 كلمة19 كلمة20",
        standfirst_ar="كلمة21 كلمة22 كلمة23 كلمة24 كلمة25 لفظ غريب لا يقوله أحد",
        published_at=NOW,
        main_category=hundred_thousand,
    )
    asked = statements(lambda: related(article, "ar", [], now=NOW))
    assert len(asked) == 2
    for sql in asked:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}")
            (plan,) = cursor.fetchone()[0]
        for node in steps_of(plan):
            if node.get("Relation Name") not in LARGE:
                continue
            assert "Seq Scan" not in node["Node Type"], node
            read = node["Actual Rows"] + node.get("Rows Removed by Filter", 0)
            assert read + node.get("Rows Removed by Index Recheck", 0) <= 2_000, node


@pytest.mark.slow
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="asks PostgreSQL for its plans")
def test_no_search_reads_all_that_answer_or_a_table_from_end_to_end(hundred_thousand):
    questions = {
        "a word of every third": Question("حكومة", "ar"),
        "two words": Question("حكومة انتخابات", "ar"),
        "two that never meet": Question("حكومة برلمان", "ar"),
        "a phrase": Question('"حكومة انتخابات"', "ar"),
        "a word of every fiftieth": Question("انتخابات", "ar"),
        "a rare word": Question("قلنسوة", "ar"),
        "one section": Question("حكومة", "ar", Filters(section=hundred_thousand.pk)),
        "a section alone": Question("", "ar", Filters(section=hundred_thousand.pk)),
        "old ones": Question("حكومة", "ar", Filters(before=NOW - datetime.timedelta(days=2000))),
    }
    for name, question in questions.items():
        for options in ({"most": 201}, {"most": 100, "headline": True}):
            text, most = rows_read(question, **options)
            assert "Seq Scan" not in text, name
            assert most <= 3_000, (name, most)
    assert [row[1] for row in store.find(questions["a rare word"], NOW, most=10)] == [FIRST + RARE]
    assert len(store.find(questions["a word of every third"], NOW, most=201)) == 201
    deep = place_of(NOW - datetime.timedelta(days=3000))
    assert rows_read(questions["a word of every third"], most=21, below=deep)[1] <= 3_000
