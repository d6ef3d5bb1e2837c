"""How many words a text has, and how long they take to read."""

# Words a minute in silent reading. An Arabic word carries its article, conjunction and pronouns, so that fewer of them
# are read in a minute; 238 is the mean of Brysbaert's meta-analysis of English reading (2019).
_WORDS_PER_MINUTE = {"ar": 150, "en": 238}


def count_words(text: str) -> int:
    """The pieces between white space that hold a letter or a digit. Plain text: markup must be gone."""
    return sum(1 for piece in text.split() if any(character.isalnum() for character in piece))


def words_a_minute(language: str) -> int:
    """Languages other than Arabic are read at the English rate; «en-gb» counts as «en»."""
    return _WORDS_PER_MINUTE.get(language.partition("-")[0], _WORDS_PER_MINUTE["en"])


def reading_minutes(words: int, language: str) -> int:
    """Whole minutes, rounded up; 0 means less than one minute («أقل من دقيقة»): fewer words than are read in 60
    seconds.
    """
    rate = words_a_minute(language)
    return 0 if words < rate else -(-words // rate)
