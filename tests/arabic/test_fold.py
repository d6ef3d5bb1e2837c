"""What a search holds to be the same word."""

import unicodedata

import pytest
from hypothesis import example, given

from arabic.fold import fold

from .strategies import quick, texts

SAME = [
    ("أذربيجان", "اذربيجان"),
    ("إيران", "ايران"),
    ("آسيا", "اسيا"),
    ("ٱلقرآن", "القران"),
    ("مُحَمَّدٌ", "محمد"),
    ("هٰذا", "هذا"),
    ("الـــعاجل", "العاجل"),
    ("مسؤول", "مسئول"),
    ("شؤون", "شئون"),
    ("مكتبة", "مكتبه"),
    ("مستشفى", "مستشفي"),
    ("علی", "علي"),
    ("کتاب", "كتاب"),
    ("پاریس", "باريس"),
    ("چاد", "جاد"),
    ("ڤيينا", "فيينا"),
    ("٢٠٢٤", "2024"),
    ("۲۰۲۴", "2024"),
    ("ﻻ", "لا"),
    ("ﷲ", "الله"),
    ("قره\u200cباغ", "قره باغ"),
    ("غو\u200bتيريش", "غوتيريش"),
    ("\u202eكاراباخ\u202c", "كاراباخ"),
    ("Erdoğan", "ERDOGAN"),
    ("Élysée", "elysee"),
    ("ＮＡＴＯ", "nato"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_one_word_fold_together(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("لبنان", "لبن"), ("إلهام", "هام"), ("قوات", "القوات"), ("سماء", "سما"), ("شيء", "شي"), ("غزة", "غزات")],
)
def test_different_words_stay_apart(one, other):
    assert fold(one) != fold(other)


def test_hamza_on_waw_and_yeh_is_a_bare_hamza_and_on_alef_is_nothing():
    assert fold("مؤتمر أئمة") == "مءتمر اءمه"


def test_hamza_is_found_behind_another_mark():
    assert fold("مسو\u064e\u0654ول") == fold("مسؤول")


def test_white_space_is_one_space_and_the_ends_are_trimmed():
    assert fold("\u00a0 خبر\n\tعاجل ") == "خبر عاجل"


def test_punctuation_stays_for_the_caller_to_split_on():
    assert fold("ديسمبر/كانون «الأول»") == "ديسمبر/كانون «الاول»"


def test_no_arabic_letter_vanishes():
    for letter in "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيٱپچژڤکگی":
        assert fold(letter)


@quick
@given(texts)
@example("e\u0610\u0301")
@example("و\u0653\u0654")
@example("\u1100\u0301\u1161")
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@quick
@given(texts)
@example("è\u0610\u0323")
def test_composed_and_decomposed_spellings_fold_alike(text):
    folded = fold(text)
    assert fold(unicodedata.normalize("NFC", text)) == folded
    assert fold(unicodedata.normalize("NFD", text)) == folded


@quick
@given(texts)
def test_growth_is_bounded_by_the_longest_single_character_word(text):
    assert len(fold(text)) <= 18 * len(text)


@quick
@given(texts)
def test_nothing_invisible_is_left(text):
    assert not any(unicodedata.category(character) in ("Cc", "Cf", "Cs") for character in fold(text))
