"""Nobody can stop the newsroom with a long text: every function works in proportion to its length."""

import sys

import pytest

from arabic import aliases, bidi, digits, fold, house_style, hygiene, quotes, reading, search, slugs


def find_names(text):
    return aliases.shipped().find(search.analyse(text))


FUNCTIONS = [
    hygiene.clean_text,
    fold.fold,
    fold.tag_key,
    slugs.slugify,
    digits.to_western,
    digits.to_arabic,
    bidi.starts_left_to_right,
    bidi.title,
    bidi.ltr_runs,
    bidi.needs_isolation,
    bidi.is_balanced,
    quotes.house_quotes,
    quotes.unbalanced_quotes,
    reading.count_words,
    house_style.hints,
    search.analyse,
    search.parse,
    find_names,
]

SHAPES = {
    "letters": "ب",
    "latin": "a",
    "digits": "1",
    "decimal points": "1.",
    "spaces": " ",
    "lines": "\n",
    "alternating marks": "\u0651\u064e",
    "marks of other scripts": "\u094d\u0e48\u3099\u0301",
    "single-character words": "ﷺ",
    "open isolates": "\u2066",
    "surrogates": "\ud800",
    "open quotes": ' "ب',
    "guillemets": "«",
    "mail without end": "a.@b-",
    "web without end": "http://www.",
    "phones without end": "+1 (0",
    "handles": "@a#1",
    "misspelled": "فى ,",
    "tatweel": "بـ",
    "questions": "؟",
    "words": "وبحكومتهم ",
    "names": "ناغورنو ",
    "excluded quotes": '-"',
    "letters and digits": "ب1a",
}


def calls(function, text):
    """How many Python and C functions a call makes."""
    count = 0

    def counter(frame, event, argument):
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(counter)
    try:
        function(text)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.__name__)
def test_twice_the_text_is_at_most_twice_the_work(function, shape):
    size = 200 // len(SHAPES[shape])
    function(SHAPES[shape] * size)
    small, double, fourfold = (calls(function, SHAPES[shape] * size * times) for times in (1, 2, 4))
    assert double <= 2.2 * small + 20
    assert fourfold <= 2.2 * double + 20


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.__name__)
def test_a_long_text_is_done_at_once(function, shape):
    """The work inside a regular expression or a normalisation has no calls to count; a quadratic one hangs here."""
    function(SHAPES[shape] * (40_000 // len(SHAPES[shape])))
