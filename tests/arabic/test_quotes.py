"""Quotation marks in house style."""

import pytest
from hypothesis import given

from arabic.quotes import house_quotes, unbalanced_quotes

from .strategies import quick, texts


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ('قال "نعم" ومضى', "قال «نعم» ومضى"),
        ("قال “نعم” ومضى", "قال «نعم» ومضى"),
        ("قال ”نعم“ ومضى", "قال «نعم» ومضى"),
        ("رحب بـ”سلام” دائم", "رحب بـ«سلام» دائم"),
        ('قال: "نعم".', "قال: «نعم»."),
        ('("نعم")', "(«نعم»)"),
        ("«نعم»", "«نعم»"),
        ('قال "إن "السلام" ممكن"', "قال «إن ‹السلام› ممكن»"),
        ("قال «إن “السلام” ممكن»", "قال «إن ‹السلام› ممكن»"),
        ("قال “إن «السلام» ممكن”", "قال «إن ‹السلام› ممكن»"),
        ('"نعم" و"لا"', "«نعم» و«لا»"),
        ('أغنية "Let It Be" الشهيرة', "أغنية «Let It Be» الشهيرة"),
        ('انتشار "كوفيد 19" هنا', "انتشار «كوفيد 19» هنا"),
        ('"أول"\n"ثان"', "«أول»\n«ثان»"),
    ],
)
def test_quotes_in_arabic_prose_take_house_style(typed, printed):
    assert house_quotes(typed) == printed


@pytest.mark.parametrize(
    "text",
    [
        "",
        "بلا علامات",
        'He said "yes" to him',
        'كتب He said "yes" to him وانتهى',
        'شاشة 27" جديدة',
        'شاشة ٢٧" جديدة',
        "عند 30°2'15\" شمالًا",
        'قال "نعم ومضى',
        "قال نعم» ومضى",
        "قال “نعم» ومضى",
        '"أول\nثان"',
        "L'État «c'est» moi",
    ],
)
def test_what_is_no_arabic_quotation_is_left_as_it_is(text):
    assert house_quotes(text) == text


def test_an_unbalanced_line_does_not_spoil_its_neighbours():
    assert house_quotes('قال "نعم\nثم "لا"') == 'قال "نعم\nثم «لا»'


@pytest.mark.parametrize("text", ['قال "نعم', "قال نعم»", "“نعم»", '"أول\nثان"', "«نعم ‹لا»"])
def test_quotes_without_a_partner_are_reported(text):
    assert unbalanced_quotes(text)


@pytest.mark.parametrize("text", ["", 'قال "نعم"', "«نعم ‹لا›»", 'شاشة 27" جديدة', 'He said "yes"'])
def test_quotes_with_partners_are_not_reported(text):
    assert not unbalanced_quotes(text)


@quick
@given(texts)
def test_only_the_marks_change_and_only_once(text):
    printed = house_quotes(text)
    assert house_quotes(printed) == printed
    assert [c for c in printed if c not in '"“”„‟«»‹›'] == [c for c in text if c not in '"“”„‟«»‹›']
    assert unbalanced_quotes(printed) == unbalanced_quotes(text)
