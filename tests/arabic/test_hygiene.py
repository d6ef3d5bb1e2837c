"""What a headline, a name or a caption may hold."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from arabic.bidi import is_balanced
from arabic.hygiene import MAX_MARKS, clean_text

from .strategies import quick, texts


@pytest.mark.parametrize("control", "\u202a\u202b\u202c\u202d\u202e")
def test_embeddings_and_overrides_are_removed(control):
    assert clean_text(f"تقرير{control}exe.gpj") == "تقريرexe.gpj"


@pytest.mark.parametrize(
    "hostile", ["\x00", "\x1b", "\x7f", "\x9b", "\ud800", "\ufffe", "\uffff", "\ufdd0", "\U0010fffe"]
)
def test_what_is_no_text_is_removed(hostile):
    cleaned = clean_text(f"عا{hostile}جل")
    assert cleaned == "عاجل"
    cleaned.encode()


@pytest.mark.parametrize("invisible", ["\ufeff", "\u200b", "\u2060", "\u00ad", "\u206a"])
def test_invisible_separators_are_removed(invisible):
    assert clean_text(f"غو{invisible}تيريش") == "غوتيريش"


def test_balanced_isolates_stay():
    assert clean_text("قال \u2068BBC\u2069 اليوم") == "قال \u2068BBC\u2069 اليوم"


@pytest.mark.parametrize("text", ["أ\u2066ب", "أ\u2069ب", "أ\u2069\u2066ب", "\u2067\u2067أب\u2069"])
def test_isolates_that_do_not_balance_are_removed(text):
    assert clean_text(text) == "أب"


@pytest.mark.parametrize("mark", "\u200e\u200f\u061c\u200c\u200d")
def test_direction_marks_and_joiners_stay_inside_and_go_at_the_ends(mark):
    assert clean_text(f"{mark}کتاب{mark}ها {mark}") == f"کتاب{mark}ها"


def test_text_comes_out_in_nfc():
    assert clean_text("أ".encode().decode() + "\u0627\u0654") == "أأ"


def test_a_letter_parted_from_its_accent_by_rubbish_is_joined_again():
    assert clean_text("e\u200b\u0301") == "é"


@pytest.mark.parametrize(
    "marks", ["\u064e" * 10_000, "\u0651\u064e" * 5_000, "\u0301\u0323" * 5_000, "\u0301\u200d" * 5_000]
)
def test_at_most_four_marks_stay_on_a_letter(marks):
    cleaned = clean_text("ب" + marks + "ت")
    assert sum(unicodedata.category(character)[0] == "M" for character in cleaned) <= MAX_MARKS
    assert cleaned[0] == "ب"
    assert cleaned[-1] == "ت"


def test_fully_vowelled_text_is_untouched():
    text = "إِنَّا لِلَّهِ وَإِنَّا إِلَيْهِ رَاجِعُونَ"
    assert clean_text(text) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    ("printed", "letters"),
    [
        ("ﺍﻟﺮﺋﻴﺲ", "الرئيس"),
        ("ﻻ", "لا"),
        ("ﻷﻥ", "لأن"),
        ("ﷴ", "محمد"),
        ("ﭘﺎرﯾﺲ", "پاریس"),
        ("بﹶت", "بَت"),
        ("بﹷت", "بَت"),
        ("بﱠ", "بَّ"),
    ],
)
def test_printed_shapes_become_letters(printed, letters):
    assert clean_text(printed) == unicodedata.normalize("NFC", letters)


@pytest.mark.parametrize("word", "ﷺﷻﷲ﷼﷽")
def test_single_character_words_stay(word):
    assert clean_text(f"قال {word}") == f"قال {word}"


def test_every_kind_of_space_is_one_space():
    assert clean_text(" وكالة\u00a0\u2003 الأنباء\t\r\nاليوم\u3000") == "وكالة الأنباء اليوم"


def test_lines_and_tabs_stay_in_text_of_many_lines():
    assert clean_text("\r\nأول \r\n\tثان\u2029ثالث\n", multiline=True) == "أول\n\tثان\nثالث"


@pytest.mark.parametrize("blank", ["", " \u200f ", "\u2066\u2069", "\u200b", "\u2068 \u200e\u2069", "\ud800"])
@pytest.mark.parametrize("multiline", [False, True])
def test_text_of_which_nothing_shows_is_empty(blank, multiline):
    assert clean_text(blank, multiline=multiline) == ""


@quick
@given(texts, st.booleans())
@example("ب" + "\u0344" * 4, False)
@example("\u200f\u2066 \u2069\u200f", True)
def test_clean_text_is_clean(text, multiline):
    cleaned = clean_text(text, multiline=multiline)
    assert clean_text(cleaned, multiline=multiline) == cleaned
    assert cleaned == unicodedata.normalize("NFC", cleaned)
    assert is_balanced(cleaned)
    cleaned.encode()
    assert not set(cleaned) & set("\u202a\u202b\u202c\u202d\u202e\ufeff\x00\r")
    assert multiline or not set(cleaned) & set("\n\t")
