"""Names in several spellings and scripts are found as one."""

from pathlib import Path

import pytest

import arabic
from arabic.aliases import Aliases, shipped
from arabic.search import analyse

from .search_report import answers

LINES = (Path(arabic.__file__).parent / "data" / "aliases.tsv").read_text(encoding="utf-8").splitlines()


def named(text, aliases=None):
    return [found.alias.name for found in (aliases or shipped()).find(analyse(text))]


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.split("\t")[0])
def test_every_spelling_we_ship_finds_its_name(line):
    spellings = line.split("\t")
    names = {tuple(named(spelling)) for spelling in spellings}
    assert names == {(spellings[0],)}


def test_we_ship_at_least_150_names():
    assert len(LINES) >= 150


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("معارك في ناجورني قره‌باغ", "ناغورنو كاراباخ"),
        ("تصريحات لغوتيرش أمس", "Guterres"),
        ("Google تعلن", "غوغل"),
        ("جوجل تعلن", "قوقل"),
        ("قادة حلف شمال الأطلسي", "الناتو"),
    ],
)
def test_a_name_in_one_spelling_finds_the_others(text, query):
    assert answers(text, query)


def test_a_quoted_name_is_meant_as_it_is_spelled():
    assert not answers("جوجل تعلن", "«غوغل»")


def test_words_that_only_resemble_a_name_are_not_taken_for_it():
    assert named("ضرب سيل المدينة وأتى الشتاء وقرأ رسالة واشترى الحديد") == []


def test_the_longest_spelling_wins_and_names_do_not_overlap():
    aliases = Aliases([["الولايات المتحدة", "US"], ["الأمم المتحدة"], ["الولايات المتحدة المكسيكية"]])
    found = aliases.find(analyse("قالت الولايات المتحدة المكسيكية والأمم المتحدة"))
    assert [(name.start, name.end, name.alias.name) for name in found] == [
        (1, 4, "الولايات المتحدة المكسيكية"),
        (4, 6, "الأمم المتحدة"),
    ]


def test_a_spelling_in_two_rows_is_the_first_ones_and_empty_rows_are_passed_over():
    aliases = Aliases([["", " - "], ["غوغل", "جوجل"], ["شركة أخرى", "جوجل"]])
    assert named("جوجل", aliases) == ["غوغل"]
