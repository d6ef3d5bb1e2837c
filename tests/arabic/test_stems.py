"""Which words the search holds to be one, rule by rule. The pairs of data/pairs.tsv measure; these say why."""

import pytest

from arabic.fold import fold
from arabic.lexicon import conjugated, lexicon, rows
from arabic.stems import english, stems


def same(one, other):
    return not set(stems(fold(one))).isdisjoint(stems(fold(other)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("وبحكومتهم", "حكومة"),  # three clitics around a word
        ("للوزراء", "وزير"),  # ل before ال
        ("وزرائها", "وزير"),  # hamza moves before a pronoun
        ("فسيزورها", "زار"),  # future and object
        ("جامعات", "جامعة"),  # ات of ة
        ("دولتين", "دولة"),  # ة is written ت before an ending
        ("سياسيين", "سياسة"),  # the adjective's plural
        ("مستوطنو", "مستوطن"),  # before a noun the plural loses its ن
        ("كتابا", "كتاب"),  # accusative
        ("وزرا", "وزير"),  # typed without its hamza
        ("ينتخبون", "انتخاب"),  # VIII
        ("انفجرت", "انفجار"),  # VII
        ("يستقبل", "استقبال"),  # X
        ("يتحدثون", "تحدث"),  # V
        ("يلتهم", "التهم"),  # its end is no pronoun
        ("يدعون", "دعا"),  # a weak last letter leaves
        ("السنة", "سنوات"),  # «tongues» is spelled alike, and is not in the way
        ("طالب", "مطالبة"),  # «he demanded»
        ("طالب", "طلاب"),  # «student»
    ],
)
def test_one_word_behind_its_clitics_and_endings(one, other):
    assert same(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("بطاقة", "طاقة"),  # not every ب is «by»
        ("إلهام", "هام"),  # nor every ال the article
        ("لبنان", "لبن"),  # nor every ان a dual
        ("جامعة", "جامع"),  # nor every ة the feminine of a word without it
        ("رئيسي", "رئيس"),  # nor every ي an adjective of the word before it
        ("طلاب", "مطالبة"),  # a homograph does not join its two families
        ("الطالب", "مطالبة"),  # no verb has an article
    ],
)
def test_words_that_only_look_alike_stay_apart(one, other):
    assert not same(one, other)


def test_an_unknown_word_with_a_clitic_is_itself_and_what_is_left():
    assert same("بترومين", "ترومين")
    assert same("لبترومين", "بترومين")


def test_three_letters_stay_of_an_unknown_word():
    assert stems("زقم") == ("زقم",)
    assert all(len(stem) >= 3 for word in ("زقمه", "زقمات", "الزقم", "زقمان") for stem in stems(word))


def test_english_has_its_own_stemmer():
    assert english("universities") == english("university")
    assert english("elections") == english("elected")


# --- The lists --------------------------------------------------------------------------------------------------------


def test_every_family_is_known_by_all_its_words():
    known = lexicon().words
    stop = {word for words in rows("stop.txt") for word in words}
    for words in (*rows("families.txt"), *rows("places.txt")):
        shared = set.intersection(*(set(known[word]) for word in words if word not in stop))
        assert shared, words


def test_a_verb_has_three_words_and_its_forms_lead_to_its_action():
    stop = {word for words in rows("stop.txt") for word in words}
    for past, present, action in rows("verbs.txt"):
        assert past in stop or same(past, action), past
        assert same(present, action), present


def test_verbs_are_conjugated_as_the_news_has_them():
    assert {"زارت", "زاروا", "تزور", "يزورون", "نزور"} <= set(conjugated("زار", "يزور"))
    assert {"دعت", "دعوا", "تدعو", "يدعون", "يدع"} <= set(conjugated("دعا", "يدعو"))


@pytest.mark.parametrize("name", ["families.txt", "places.txt", "verbs.txt"])
def test_no_line_of_a_list_stands_twice(name):
    lines = [tuple(words) for words in rows(name)]
    assert len(lines) == len(set(lines))


def test_the_lists_hold_hundreds_of_broken_plurals():
    assert sum(len(words) > 1 for words in rows("families.txt")) >= 700
