"""The newsroom's side of the search: its lists, its names, and what readers looked for."""

import datetime

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from articles.admin import article as article_admin
from articles.models import Alias, Article, SearchedWords, SearchEntry
from articles.search import names, report
from articles.search.question import Question
from tests import cast
from tests.builders import NOW, make_draft, make_published, make_site, make_tag, make_withdrawn

pytestmark = pytest.mark.django_db
LIST = reverse("admin:articles_article_changelist")
ALIASES, ALIAS = "admin:articles_alias_changelist", "admin:articles_alias_change"
REPORT = reverse("admin:articles_searchedwords_changelist")
HOUR = datetime.timedelta(hours=1)


# --- Lists and pickers ------------------------------------------------------------------------------------------------


def listed(client, words):
    return {str(article) for article in client.get(LIST, {"q": words}).context["cl"].result_list}


@pytest.mark.parametrize(
    ("text", "query"),
    [("وزراء الخارجية", "وزير"), ("لقاء غوتيريش", "Guterres"), ("الرئيس السوري", "سوريا"), ("خبر", "نزاهة")],
)
def test_the_list_of_articles_finds_what_readers_find(as_huda, text, query):
    make_published(text, body={"ar": "<p>عن النزاهة.</p>", "en": ""})
    assert text in listed(as_huda, query)


def test_the_list_finds_drafts_and_beginnings_of_words_by_folding(as_huda):
    make_draft("إيران في مسودة")
    make_published("انتخابات")
    assert listed(as_huda, "ايران") == {"إيران في مسودة"}
    assert listed(as_huda, "انتخا") == {"انتخابات"}


def test_beyond_the_newest_the_list_finds_whole_words_and_all_that_readers_do_not_see(as_huda, monkeypatch):
    monkeypatch.setattr(article_admin, "READ_BY_LETTER", 1)
    make_published("انتخابات الأمس", at=NOW - datetime.timedelta(days=3), expires_at=str(NOW + HOUR))
    Article.objects.update(expires_at=NOW - HOUR)
    SearchEntry.objects.update(ends_at=NOW - HOUR)
    make_draft("انتخابات المسودة")
    make_withdrawn("انتخابات مسحوبة")
    make_published("انتخابات اليوم")
    make_published("آخر خبر")
    assert listed(as_huda, "انتخابات") == {
        *("انتخابات الأمس", "انتخابات المسودة", "انتخابات مسحوبة", "انتخابات اليوم"),
    }
    assert listed(as_huda, "انتخا") == {"انتخابات المسودة", "انتخابات مسحوبة"}


def test_pickers_fold_for_a_word_is_not_finished_while_it_is_typed(as_huda):
    """Stems are of whole words: «وز» has none. So tags, authors and pictures are found by their letters alone."""
    make_tag("وزراء")
    query = {"app_label": "articles", "model_name": "article", "field_name": "tags", "term": "وز"}
    assert [row["text"] for row in as_huda.get(reverse("admin:autocomplete"), query).json()["results"]] == ["وزراء"]


def test_a_search_of_the_list_shows_nobody_what_they_may_not_see(client):
    make_site()
    reporter = cast.omar()
    client.force_login(reporter)
    make_published("قمة المناخ")
    assert listed(client, "قمم") <= {"قمة المناخ"}
    reporter.user_permissions.remove(*Permission.objects.filter(codename__in=["view_article", "change_article"]))
    assert client.get(LIST, {"q": "قمم"}).status_code == 403


# --- Names ------------------------------------------------------------------------------------------------------------


def test_names_are_listed_found_folded_and_changed(as_huda):
    answer = as_huda.get(reverse(ALIASES), {"q": "غوتيرش"})
    (alias,) = answer.context["cl"].result_list
    as_huda.post(
        reverse(ALIAS, args=[alias.pk]), {"spellings": " غوتيريش \r\n\nغوتيرش\nGuterres\nغوتيرش", "is_used": "on"}
    )
    alias.refresh_from_db()
    assert (alias.spellings, alias.is_edited) == ("غوتيريش\nغوتيرش\nGuterres", True)
    assert names.load() == 0


@pytest.mark.parametrize("spellings", ["واحد", "واحد\nواحد", "اسم\n؟؟", "اسم\nكلمة كلمة كلمة كلمة كلمة كلمة كلمة", ""])
def test_what_is_no_name_is_refused_and_stays_typed(as_huda, spellings):
    answer = as_huda.post(reverse("admin:articles_alias_add"), {"spellings": spellings, "is_used": "on"})
    assert answer.status_code == 200
    assert answer.context["errors"]
    assert answer.context["adminform"].form["spellings"].value() == spellings


def test_a_name_we_ship_is_switched_off_and_one_of_the_newsroom_deleted(as_huda):
    shipped, own = Alias.objects.exclude(shipped_as=None)[0], Alias.objects.create(spellings="الهلال\nالزعيم")
    assert as_huda.post(reverse("admin:articles_alias_delete", args=[shipped.pk]), {"post": "yes"}).status_code == 403
    as_huda.post(reverse("admin:articles_alias_delete", args=[own.pk]), {"post": "yes"})
    assert Alias.objects.filter(pk=shipped.pk).exists()
    assert not Alias.objects.filter(pk=own.pk).exists()


# --- What readers looked for ------------------------------------------------------------------------------------------


@pytest.fixture
def asked():
    """Return `asked(text, times, in_vain=…)`: readers ask, and the clock writes it down."""
    report._counts.clear()

    def asked(text, times=1, *, in_vain=False, day=None, language="ar"):
        for _time in range(times):
            report.note(Question(text, language), in_vain=in_vain)
        report.write_down(day or timezone.localdate())

    yield asked
    report._counts.clear()


def rows(client, **query):
    return [(row["words"], row["asked"], row["in_vain"]) for row in client.get(REPORT, query).context["rows"]]


def test_searches_are_grouped_by_how_the_search_takes_them_in_vain_first(as_huda, asked):
    asked("الإنتخابات", 2)
    asked("الانتخابات", 3)
    asked("غَزّة", 9)
    asked("قلنسوة", 3, in_vain=True)
    asked("نادر", 2, in_vain=True)
    assert rows(as_huda) == [("قلنسوه", 3, 3), ("غزه", 9, 0), ("الانتخابات", 5, 0)]


def test_what_few_asked_is_forgotten_when_the_day_is_over_and_all_of_it_in_time(asked):
    today = timezone.localdate()
    for day in (today, today - datetime.timedelta(days=1), today - datetime.timedelta(days=91)):
        asked("هاتف فلان", 2, day=day)
        asked("انتخابات", 3, day=day)
    report.prune(timezone.now())
    kept = {(row.day, row.words) for row in SearchedWords.objects.all()}
    assert kept == {(today, "هاتف فلان"), (today, "انتخابات"), (today - datetime.timedelta(days=1), "انتخابات")}


def test_a_page_of_results_is_counted_and_writes_nothing(client, asked):
    make_site()
    make_published("خبر")
    for _time in range(3):
        client.get("/search/", {"q": "خبر"})
        client.get("/search/", {"q": "لا شيء هنا"})
        client.get("/search/", {"q": "خبر", "page": "2"})
    assert not SearchedWords.objects.exists()
    report.write_down(timezone.localdate())
    assert sorted(SearchedWords.objects.values_list("words", "times", "times_in_vain")) == [
        ("خبر", 3, 0),
        ("لا شيء هنا", 3, 3),
    ]


def test_a_flood_of_questions_fills_no_memory(asked, monkeypatch):
    monkeypatch.setattr(report, "MOST", 10)
    for number in range(100):
        report.note(Question(f"سؤال {number}", "ar"), in_vain=True)
    assert len(report._counts) <= 12


def test_the_report_tells_of_each_language_and_time(as_huda, asked):
    asked("elections", 3, language="en")
    asked("قديم", 3, day=timezone.localdate() - datetime.timedelta(days=20))
    assert [words for words, *_ in rows(as_huda)] == ["elections"]
    assert {words for words, *_ in rows(as_huda, days=30)} == {"elections", "قديم"}
    assert [words for words, *_ in rows(as_huda, days="x")] == ["elections"]
    page = as_huda.get(REPORT).content.decode()
    assert "/en/search/?q=elections" in page
