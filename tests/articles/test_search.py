"""Readers find the story: by any form of a word, in any spelling, on both databases alike."""

import datetime
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import catalogue, clock, drafts, workflow
from articles.models import Alias, Article, SearchEntry
from articles.models.taxonomy import LANGUAGES
from articles.search import find, index, marks, names, nearby
from articles.search.question import Filters, Question, TooLong
from tests.builders import (
    NOW,
    TOMORROW,
    YESTERDAY,
    make_author,
    make_category,
    make_draft,
    make_published,
    make_site,
    make_tag,
    revise,
)

pytestmark = pytest.mark.django_db
EVERYDAY = Path(__file__).parents[1] / "arabic" / "data" / "everyday.tsv"
PAIRS = [line.split("\t") for line in EVERYDAY.read_text("utf-8").splitlines()]


@pytest.fixture(autouse=True)
def site():
    return make_site()


def found(text, *, language="ar", by="best", **filters):
    ids = getattr(find, by)(Question(text, language, Filters(**filters))).ids
    return [Article.objects.get(pk=pk).headline_ar for pk in ids]


def test_the_everyday_pairs_find_their_text():
    make_published("لا صلة له بشيء")
    missed = []
    for text, query in PAIRS:
        article = make_published(text)
        if text not in found(query):
            missed.append((text, query))
        workflow.withdraw(article, by=None, note="x")
        assert text not in found(query)
    assert not missed


def test_words_phrases_and_what_is_not_wanted():
    make_published("قمة المناخ في دبي")
    make_published("قمة اقتصادية في دبي حول المناخ")
    assert len(found("قمة المناخ")) == 2
    assert found("«قمة المناخ»") == found('"قمة المناخ"') == ["قمة المناخ في دبي"]
    assert found("قمة -اقتصاد") == ["قمة المناخ في دبي"]
    assert found('قمة -"قمة المناخ"') == ["قمة اقتصادية في دبي حول المناخ"]
    assert found("-قمة") == []


def test_names_are_found_by_their_other_spellings():
    make_published("لقاء غوتيريش مع الوزراء")
    make_published("هدوء في ناغورني قره باغ")
    assert found("Guterres") == found("غوتيرش") == ["لقاء غوتيريش مع الوزراء"]
    assert found("كاراباخ") == found("ناغورنو كاراباخ") == found("قره باغ") == ["هدوء في ناغورني قره باغ"]
    assert found('"غوتيرش"') == []
    assert found("لقاء -Guterres") == []


def test_results_are_ranked_alike_on_every_database():
    """Headline, lines under it, tags and authors, text; phrase, spelling, form, other name; fresh before old."""
    days = [NOW - datetime.timedelta(days=number) for number in range(400)]
    body = {"body": {"ar": "<p>قال مسؤول إن أسعار القمح ترتفع في السوق.</p>", "en": ""}}
    stories = [
        ("أسعار القمح ترتفع", {"at": days[9]}),
        ("القمح: قصة أسعار", {"at": days[9]}),
        ("سعر القمح يرتفع", {"at": days[9]}),
        ("نشرة الأسواق", {"at": days[9], "standfirst": {"ar": "أسعار القمح وغيرها", "en": ""}}),
        ("لقاء خاص", {"at": days[9], "tags": [make_tag("أسعار القمح")]}),
        ("يوم في السوق", {"at": days[9]} | body),
        ("أسعار القمح قبل عام", {"at": days[399]}),
        ("نص قديم", {"at": days[399]} | body),
        ("بلا صلة", {"at": days[1]}),
    ]
    for headline, values in stories:
        make_published(headline, **values)
    assert found("أسعار القمح") == [
        "أسعار القمح ترتفع",
        "القمح: قصة أسعار",
        "أسعار القمح قبل عام",
        "سعر القمح يرتفع",
        "نشرة الأسواق",
        "لقاء خاص",
        "يوم في السوق",
        "نص قديم",
    ]
    assert found("أسعار القمح", by="newest")[-2:] == ["نص قديم", "أسعار القمح قبل عام"]
    make_published("زيارة غوغل", at=days[2])
    make_published("زيارة Google", at=days[3])
    assert found("Google") == ["زيارة Google", "زيارة غوغل"]


AGES = [0, 3, 6, 8, 13, 15, 40, 100, 170, 200, 400, 1200, 1900, 2500, 4000, 9000]


@pytest.fixture
def archive():
    """A story of each of many ages, in days; every third on sport."""
    sport = make_category("رياضة")
    other = make_category("سياسة")
    for age in AGES:
        at = NOW - datetime.timedelta(days=age, hours=1)
        make_published(f"مباراة {age}", at=at, category=sport if age % 3 == 0 else other)
    return sport


def test_the_newest_come_first_however_far_back_they_are(archive, monkeypatch):
    assert found("مباراة", by="newest") == [f"مباراة {age}" for age in AGES]
    monkeypatch.setattr(find, "PER_PAGE", 3)
    seen, below = [], None
    for page in range(1, 4):
        seen += find.newest(Question("مباراة", "ar"), page=page).ids
    result = find.newest(Question("مباراة", "ar"), page=3)
    while result.has_more:
        below = result.last
        result = find.newest(Question("مباراة", "ar"), below=below)
        seen += result.ids
    headlines = dict(Article.objects.values_list("pk", "headline_ar"))
    assert [headlines[pk] for pk in seen] == [f"مباراة {age}" for age in AGES]


@pytest.mark.parametrize(("since", "before"), [(10, None), (None, 10), (1000, 100), (5000, 300), (30, 20)])
def test_a_span_of_time_holds_what_readers_first_saw_in_it(archive, since, before):
    moments = {name: NOW - datetime.timedelta(days=age) for name, age in (("since", since), ("before", before)) if age}
    expected = [age for age in AGES if (not since or age < since) and (not before or age >= before)]
    assert found("مباراة", by="newest", **moments) == [f"مباراة {age}" for age in expected]


def test_a_section_a_kind_and_an_author_narrow_what_is_found(archive):
    author = make_author("هند")
    make_published("مباراة مصورة", kind="gallery", authors=[author], category=archive)
    assert found("مباراة", section=archive.pk) == ["مباراة مصورة"] + [f"مباراة {age}" for age in AGES if age % 3 == 0]
    assert found("مباراة", kind="gallery") == found("مباراة", author=author.pk) == found("", author=author.pk)
    assert found("مباراة", kind="video") == found("مباراة", author=author.pk + 1) == []


def test_a_section_is_left_when_its_time_ends():
    passing, main = make_category("عابر"), make_category("دائم")
    rows = [{"category": main.pk}, {"category": passing.pk, "until": NOW + datetime.timedelta(hours=1)}]
    make_published("خبر عابر", category=main, categories=rows)
    question = Question("خبر", "ar", Filters(section=passing.pk))
    assert find.best(question).count == 1
    later = NOW + datetime.timedelta(hours=2)
    assert find.best(question, now=later).count == 0
    assert find.best(Question("خبر", "ar"), now=later).count == 1


def test_a_parent_section_holds_what_its_subsections_hold():
    parent = make_category("أم")
    make_published("خبر الفرع", category=make_category("فرع", parent=parent))
    assert found("خبر", section=parent.pk) == ["خبر الفرع"]


def test_what_is_to_come_and_what_has_ended_is_not_found():
    make_published("خبر الغد", at=TOMORROW)
    make_published("خبر الأمس", at=YESTERDAY, expires_at=NOW - datetime.timedelta(hours=1))
    assert found("خبر") == found("خبر", by="newest") == []
    assert find.best(Question("خبر", "ar"), now=TOMORROW + datetime.timedelta(seconds=1)).count == 1


def test_each_language_has_an_index_of_its_own():
    make_published("خبر بالعربية", english="Elections were held")
    assert found("elections") == []
    assert found("election", language="en") == ["خبر بالعربية"]
    assert found("خبر", language="en") == []


# --- In step ----------------------------------------------------------------------------------------------------------


def held():
    """All the index holds, as far as it does not tell when it was written."""
    entries = {(row.article_id, row.language): (row.place, row.ends_at, row.head) for row in SearchEntry.objects.all()}
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT article_id, language, tokens::text FROM articles_searchentry ORDER BY 1, 2")
            return entries, cursor.fetchall()
        rows = []
        for language in LANGUAGES:
            cursor.execute(f"SELECT rowid, words, headline FROM search_{language} ORDER BY 1")  # noqa: S608
            rows += cursor.fetchall()
        return entries, [(place, sorted(words.split()), headline) for place, words, headline in rows]


def rich():
    author, tag = make_author("هند", name_en="Hind"), make_tag("مناخ", label_en="Climate")
    return make_published("قمة المناخ", english="Climate summit", tags=[tag], authors=[author])


def rename(thing, **values):
    for name, value in values.items():
        setattr(thing, name, value)
    catalogue.save(thing)


def move_section(article):
    rename(article.main_category, parent=make_category("أم"))


VERBS = {
    "publish": lambda article: make_published("آخر"),
    "schedule": lambda article: make_published("آخر", at=TOMORROW),
    "unschedule": lambda article: workflow.unschedule(make_published("آخر", at=TOMORROW), by=None),
    "edit": lambda article: revise(article, headline={"ar": "عنوان آخر", "en": "Another"}, tags=[]),
    "keep beside": lambda article: drafts.save(article, drafts.working(article) | {"tags": []}, by=None),
    "end": lambda article: revise(article, expires_at=TOMORROW),
    "withdraw": lambda article: workflow.withdraw(article, by=None, note="خطأ"),
    "restore": lambda article: workflow.restore(workflow.withdraw(article, by=None, note="خطأ"), by=None),
    "close a language": lambda article: workflow.close_language(article, "en", by=None),
    "open a language": lambda article: workflow.open_language(
        workflow.close_language(article, "ar", by=None), "ar", by=None, at=TOMORROW
    ),
    "rename a tag": lambda article: rename(article.tags.get(), label_ar="بيئة"),
    "rename an author": lambda article: rename(article.bylines.get().author, name_en="Hend"),
    "merge tags": lambda article: catalogue.merge_tags([article.tags.get()], into=make_tag("بيئة")),
    "move a section": move_section,
}


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_keeps_the_index_in_step(verb):
    article = rich()
    VERBS[verb](article)
    kept = held()
    SearchEntry.objects.all().delete()
    with connection.cursor() as cursor:
        for language in LANGUAGES if connection.vendor == "sqlite" else ():
            cursor.execute(f"DELETE FROM search_{language}")  # noqa: S608
    index.rebuild()
    assert kept == held()


def test_the_rest_of_a_big_tag_follows_with_the_clock(monkeypatch):
    monkeypatch.setattr(index, "AT_ONCE", 2)
    tag = make_tag("مناخ")
    for number in range(5):
        make_published(f"خبر {number}", tags=[tag])
    rename(tag, label_ar="بيئة")
    assert len(found("بيئة")) == 2
    assert len(found("مناخ")) == 3
    clock.tick()
    clock.tick()
    assert len(found("بيئة")) == 5


def test_rebuilding_begins_where_it_was_stopped_and_never_empties_the_results(monkeypatch):
    monkeypatch.setattr(index, "AT_ONCE", 2)
    for number in range(5):
        make_published(f"خبر {number}")
    SearchEntry.objects.update(version="old")

    def stopped(batches):
        yield batches[0]
        assert len(found("خبر")) == 5
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        index.rebuild(progress=stopped)
    assert SearchEntry.objects.filter(version="old").count() == 3
    assert len(found("خبر")) == 5
    assert (index.rebuild(), index.rebuild()) == (3, 0)
    assert index.rebuild(everything=True) == 5


def test_rebuilding_finds_what_is_missing_and_what_should_not_be_there():
    article, gone = make_published("خبر"), make_published("مسحوب")
    SearchEntry.objects.filter(article=article).delete()
    Article.objects.filter(pk=gone.pk).update(**{"status": "withdrawn"})
    call_command("rebuild_search", verbosity=0)
    assert found("خبر") == ["خبر"]
    assert not SearchEntry.objects.filter(article=gone).exists()
    with CaptureQueriesContext(connection) as captured:
        call_command("rebuild_search", verbosity=0)
    assert not [query for query in captured if query["sql"].startswith("INSERT")]


@pytest.mark.slow
def test_an_article_of_any_length_is_taken():
    words = " ".join(f"كلمة{number} {chr(0x621 + number % 20) * 60}{number}" for number in range(30_000))
    make_published("طويل", body={"ar": f"<p>{words}</p>", "en": ""})
    assert found("كلمة7") == ["طويل"]


# --- Whatever is typed ------------------------------------------------------------------------------------------------

HOSTILE = [
    *("\x00", "a\x00b", "''", '"', "«", "-", "- -", "-«", "*", "ا", "َُ", "ـــ", "من على في", "AND", "OR NOT"),
    *("a NEAR b", "words : a", "{headline} : a", 'a" OR "b', "a' | 'b", "a & !b <-> c:*", "(((", ")", "\\"),
    *("';--", "^a", "a + b", "غزة:*", "= @s1", "@s1", "%s %(x)s", "😀", "\ud800", "ﷺ", "1,250.5", "a.b.c"),
    *("-a -b -c", "٣٫٥", "ا" * 200),
]


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_is_typed_is_a_question(text):
    make_published("خبر من غزة", english="a b")
    for by in ("best", "newest"):
        for filters in ({}, {"section": 1, "kind": "news"}):
            found(text, by=by, **filters)
    question = Question(text, "ar")
    assert isinstance(question.normal, str)


@pytest.mark.parametrize("text", ["ا " * 100_000, "ا" * 201, "a " * 33])
def test_what_no_reader_asks_is_too_long(text):
    with pytest.raises(TooLong):
        Question(text, "ar")


def test_a_question_at_its_longest_is_answered():
    make_published("خبر")
    assert found(" ".join(f'"{chr(0x628 + number % 20)} {number}"' for number in range(16))) == []
    assert found("-".join(["محمد"] * 32)) == []
    assert found(" ".join(["الولايات المتحدة الأمريكية"] * 7)) == []


# --- Names ------------------------------------------------------------------------------------------------------------


def test_the_newsrooms_own_names_are_heard_at_once():
    make_published("فوز نادي الهلال")
    assert found("الزعيم") == []
    alias = Alias.objects.create(spellings="الهلال\nالزعيم")
    assert found("الزعيم") == ["فوز نادي الهلال"]
    alias.is_used = False
    alias.save()
    assert found("الزعيم") == []


def test_loading_names_again_keeps_what_the_newsroom_changed():
    assert Alias.objects.count() >= 150
    first, second, third = Alias.objects.filter(shipped_as__isnull=False)[:3]
    Alias.objects.filter(pk=first.pk).update(spellings="اسم\nآخر", is_edited=True)
    Alias.objects.filter(pk=second.pk).update(spellings="قديم")
    third.delete()
    assert names.load() == 2
    first.refresh_from_db(), second.refresh_from_db()
    assert first.spellings == "اسم\nآخر"
    assert second.spellings.startswith(second.shipped_as)
    assert names.load() == 0


# --- Near and marked --------------------------------------------------------------------------------------------------


def near(text, **options):
    return nearby.correction(Question(text, "ar", **options), timezone.now())


def test_a_misspelled_word_is_corrected_as_newspapers_write_it():
    make_published("الانتخابات البلدية في المدينة", body={"ar": "<p>قال المسؤُولون إنَّ النتائج قريبة.</p>", "en": ""})
    assert near("الانتخابت") == "الانتخابات"
    assert near("نتائج الانتخبات") == "نتائج الانتخابات"
    assert near("المسؤلون") == "المسؤولون"
    assert near("الانتخابات") == near("قلنسوة") == near("12") == ""


def test_no_word_is_told_that_is_not_public():
    make_published("قطائف الغد", at=TOMORROW)
    make_published("قطائف الأمس", expires_at=NOW - datetime.timedelta(minutes=1), at=YESTERDAY)
    make_draft("قطائف المسودة")
    workflow.withdraw(make_published("قطائف"), by=None, note="خطأ")
    assert near("قطايف") == near("قطاءفف") == near("قطئف") == ""


def marked(text, query, language="ar"):
    pieces = marks.Text(text, Question(query, language)).pieces()
    return "".join(f"[{piece}]" if is_marked else piece for piece, is_marked in pieces)


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("زيارة رئيس وزراء العراق وإيران", "ايران وزير", "زيارة رئيس [وزراء] العراق [وإيران]"),
        ("مَجْلِسُ الأَمْنِ", "الامن", "مَجْلِسُ [الأَمْنِ]"),
        ("مجلس الأمن الدولي والأمن", '"مجلس الامن"', "[مجلس الأمن] الدولي والأمن"),
        ("لبنان لا لبن", "لبن", "لبنان لا [لبن]"),
        ("لقاء غوتيريش", "Guterres", "لقاء [غوتيريش]"),
        ("الـBBC و«COP29»", "bbc cop29", "الـ[BBC] و«[COP][29]»"),
        ("<b>غزة</b> & غيرها", "غزة b", "<[b]>[غزة]</[b]> & غيرها"),
        ("نص", "غيره", "نص"),
        ("", "غيره", ""),
    ],
)
def test_whole_words_are_marked_as_they_are_written(text, query, expected):
    assert marked(text, query) == expected


def test_the_passage_that_answers_best_is_shown():
    question = Question("قمح سعر", "ar")
    long = " ".join(["كلام"] * 100 + ["قمح"] + ["كلام"] * 100 + ["سعر", "القمح"] + ["كلام"] * 100)
    pieces, is_cut, is_cut_behind = marks.passage(["مقدمة", long], question)
    assert [text for text, is_marked in pieces if is_marked] == ["سعر القمح"]
    assert is_cut and is_cut_behind
    assert len("".join(text for text, _ in pieces).split()) == marks.LONGEST
    assert marks.passage(["مقدمة قصيرة", "متن"], question) == ([("مقدمة قصيرة", False)], False, False)
    assert marks.passage(["", ""], question) == ([], False, False)
