"""However many articles answer, a search reads few of them, and by the index."""

import datetime
import random

import pytest
from django.db import connection

from articles.models import Article, Listing, SearchEntry
from articles.models.search import place_of
from articles.related import related
from articles.search import find, index, names, store
from articles.search.question import Filters, Question
from articles.search.words import document, version
from articles.status import Status
from tests.articles import plans
from tests.articles.archive import FIRST, fill
from tests.builders import NOW, make_author, make_category, make_site, make_tag

pytestmark = pytest.mark.django_db


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
        with plans.captured() as asked:
            getattr(find, by)(Question("خبر رقم", "ar"))
        costs.append(len(asked))
    assert costs[0] == costs[1] <= 7


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
    with plans.captured() as asked:
        related(article, "ar", [], now=NOW)
    assert len(asked) == 2
    for statement in asked:
        read = plans.scans(statement)
        assert read
        assert not [scan for scan in read if scan[2] > (0 if scan[1] == "Seq Scan" else 2_000)], statement


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
            read = plans.reads(store.find, question, NOW, **options)
            assert "Seq Scan" not in {kind for _table, kind, _rows in read}, name
            assert max(rows for _table, _kind, rows in read) <= 3_000, (name, read)
    assert [row[1] for row in store.find(questions["a rare word"], NOW, most=10)] == [FIRST + RARE]
    assert len(store.find(questions["a word of every third"], NOW, most=201)) == 201
    deep = place_of(NOW - datetime.timedelta(days=3000))
    read = plans.reads(store.find, questions["a word of every third"], NOW, most=21, below=deep)
    assert max(rows for _table, _kind, rows in read) <= 3_000
