"""Word counts and reading time."""

import pytest

from arabic.reading import count_words, reading_minutes


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("قال – نعم ، هكذا", 3),
        ("ديسمبر/كانون الأول 2024", 3),
        ("وَقَّعَ الرَّئيسُ", 2),
        ("«لا»\nثم\u00a0نعم", 3),
        ("... — !", 0),
    ],
)
def test_words_are_pieces_with_a_letter_or_a_digit(text, words):
    assert count_words(text) == words


@pytest.mark.parametrize(
    ("words", "language", "minutes"),
    [
        (317, "ar", 3),
        (0, "ar", 0),
        (149, "ar", 0),
        (150, "ar", 1),
        (151, "ar", 2),
        (237, "en", 0),
        (238, "en", 1),
        (239, "en-gb", 2),
        (317, "fr", 2),
    ],
)
def test_minutes_are_rounded_up_and_none_means_less_than_one(words, language, minutes):
    assert reading_minutes(words, language) == minutes
