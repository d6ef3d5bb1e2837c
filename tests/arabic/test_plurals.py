"""Six forms of a noun beside a number."""

import pytest
from babel import Locale

from arabic.plurals import NOUNS, counted, plural_form

VECTOR = [0, 1, 2, 3, 10, 11, 99, 100, 102, 103, 111, 1000]
CLASSES = ["zero", "one", "two", "few", "many", "other"]


def test_plural_classes_of_the_vector():
    classes = [CLASSES[plural_form(n)] for n in VECTOR]
    assert " ".join(classes) == "zero one two few few many many other other few many other"


def test_plural_classes_are_those_of_cldr():
    cldr = Locale.parse("ar").plural_form
    numbers = [*range(1300), 10_000, 100_011, 1_000_003]
    assert [CLASSES[plural_form(n)] for n in numbers] == [cldr(n) for n in numbers]


@pytest.mark.parametrize("noun", NOUNS)
def test_every_noun_takes_its_six_forms(noun):
    zero, one, two, few, many, other = NOUNS[noun]
    assert [counted(n, noun) for n in VECTOR] == [
        zero,
        one,
        two,
        f"3\u00a0{few}",
        f"10\u00a0{few}",
        f"11\u00a0{many}",
        f"99\u00a0{many}",
        f"100\u00a0{other}",
        f"102\u00a0{other}",
        f"103\u00a0{few}",
        f"111\u00a0{many}",
        f"1,000\u00a0{other}",
    ]


@pytest.mark.parametrize("noun", NOUNS)
def test_no_number_is_printed_for_none_one_and_two(noun):
    assert not any(character.isdigit() for n in (0, 1, 2) for character in counted(n, noun))


@pytest.mark.parametrize(
    ("n", "noun", "written"),
    [
        (0, "result", "لا نتائج"),
        (2, "comment", "تعليقان"),
        (3, "comment", "3 تعليقات"),
        (11, "comment", "11 تعليقًا"),
        (100, "comment", "100 تعليق"),
        (11, "article", "11 خبرًا"),
        (2, "new_post", "منشوران جديدان"),
        (12, "new_post", "12 منشورًا جديدًا"),
        (0, "reading_minute", "أقل من دقيقة"),
        (3, "reading_minute", "3 دقائق"),
        (15, "day", "15 يومًا"),
    ],
)
def test_forms_as_they_are_read(n, noun, written):
    assert counted(n, noun).replace("\u00a0", " ") == written


def test_arabic_indic_digits():
    assert counted(1234, "view", digits="arab") == "١٬٢٣٤\u00a0مشاهدة"


def test_a_noun_without_forms_is_refused():
    with pytest.raises(KeyError):
        counted(3, "camel")
