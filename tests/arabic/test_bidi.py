"""Left-to-right pieces in right-to-left text."""

import pytest
from hypothesis import given

from arabic.bidi import is_balanced, ltr_runs, needs_isolation, starts_left_to_right, title

from .strategies import quick, texts


def runs(text):
    return [text[start:end] for start, end in ltr_runs(text)]


@pytest.mark.parametrize("text", ["BBC: رئيس أذربيجان", "2024 NATO", "“NATO”", "\u2067رئيس\u2069 BBC"])
def test_text_that_starts_left_to_right(text):
    assert starts_left_to_right(text)


@pytest.mark.parametrize("text", ["رئيس BBC", "“رئيس” BBC", "2024", "", "…", "\u200fBBC", "\u2066BBC\u2069 رئيس"])
def test_text_that_does_not(text):
    assert not starts_left_to_right(text)


def test_an_arabic_title_that_begins_in_latin_gets_a_mark_once():
    marked = title("BBC: رئيس أذربيجان")
    assert marked == "\u200fBBC: رئيس أذربيجان"
    assert title(marked) == marked


@pytest.mark.parametrize("text", ["رئيس أذربيجان: BBC", "BBC News!", "", "2024"])
def test_other_titles_are_left_alone(text):
    assert title(text) == text


@pytest.mark.parametrize(
    "token",
    [
        "@BBCArabic",
        "#COP29",
        "C++",
        "Yahoo!",
        "CNN.",
        "+994 12 555",
        "https://a.com/x/",
        "https://a.com/x",
        "a.b@example.org",
        "2024-12-05",
        "$12.5",
    ],
)
def test_tokens_that_show_wrong_in_an_arabic_sentence(token):
    assert needs_isolation(token)


@pytest.mark.parametrize(
    "token",
    [
        "05/12/2024",
        "17:04",
        "F-35",
        "12%",
        "2020–2024",
        "3-1",
        "2-2",
        "2024",
        "BBC",
        "٢٠٢٤-١٢-٠٥",
        "خبر!",
        "#غزة",
        "",
        "…",
    ],
)
def test_tokens_that_show_right_or_that_isolation_would_spoil(token):
    assert not needs_isolation(token)


def test_every_kind_of_run_is_found_in_order():
    text = "تابع @BBCArabic و#COP29 على https://a.com/x/ أو a.b@example.org أو +994 12 555 77 88 اليوم"
    assert runs(text) == ["@BBCArabic", "#COP29", "https://a.com/x/", "a.b@example.org", "+994 12 555 77 88"]


@pytest.mark.parametrize(
    "text",
    [
        "ريال مدريد 3-1 برشلونة",
        "بين 2020-2024 وبين 2020–2024",
        "نسبة 12% في 05/12/2024 الساعة 17:04",
        "#غزة #COP29_مصر #2024",
        "طائرة F-35 وبرنامج C",
        "1960 جنديًا و100 ألف",
        "0-0 ثم 10-0",
        "@ # + www. لا شيء",
    ],
)
def test_scores_years_and_arabic_hashtags_are_no_runs(text):
    assert runs(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("انظر https://a.com/x.", ["https://a.com/x"]),
        ("انظر (https://a.com/x)، ثم", ["https://a.com/x"]),
        ("https://a.com/b_(c) نعم", ["https://a.com/b_(c)"]),
        ("«www.example.org»؟", ["www.example.org"]),
        ("عبر @user@example.social.", ["@user@example.social"]),
        ("هاتف 0123-456-789.", ["0123-456-789"]),
        ("بريد a@b.org، وكفى", ["a@b.org"]),
    ],
)
def test_the_punctuation_of_the_sentence_stays_outside(text, found):
    assert runs(text) == found


@pytest.mark.parametrize(
    "text", ["", "نعم", "\u2066a\u2069", "\u2067\u2068a\u2069\u2069", "\u2066a\u2069\n\u2066b\u2069"]
)
def test_balanced(text):
    assert is_balanced(text)


@pytest.mark.parametrize("text", ["\u2066", "\u2069", "\u2069\u2066", "\u2066a\n\u2069", "\u2066\u2066a\u2069"])
def test_not_balanced(text):
    assert not is_balanced(text)


@quick
@given(texts)
def test_runs_are_in_order_not_empty_and_do_not_overlap(text):
    position = 0
    for start, end in ltr_runs(text):
        assert position <= start < end <= len(text)
        position = end


@quick
@given(texts)
def test_no_title_with_arabic_letters_starts_left_to_right(text):
    marked = title(text)
    assert title(marked) == marked
    assert not starts_left_to_right(marked) or not any("ا" <= character <= "ي" for character in marked)
