"""The key on which tags are unique. A GOLDEN test.

The keys below are stored in databases. None of them may ever change without a data migration that computes every stored
key again, merges the tags that meet, and raises TAG_KEY_VERSION. Lines may be added.
"""

import unicodedata

import pytest
from hypothesis import given

from arabic.fold import TAG_KEY_VERSION, tag_key

from .strategies import quick, texts

VERSION_1 = {
    "إيران": "ايران",
    "ايران": "ايران",
    "آسيا": "اسيا",
    "ٱلعراق": "العراق",
    "أوكرانيا": "اوكرانيا",
    "روسيا": "روسيا",
    "رُوسِيَّا": "روسيا",
    "روســـيا": "روسيا",
    "مكتبة": "مكتبة",
    "مكتبه": "مكتبه",
    "على": "على",
    "علي": "علي",
    "علی": "علي",
    "کردستان": "كردستان",
    "ڪردستان": "كردستان",
    "گوگل": "گوگل",
    "پاريس": "پاريس",
    "مسؤول": "مسؤول",
    "مسئول": "مسئول",
    "مسوول": "مسوول",
    "سماء": "سماء",
    "كوفيد-19": "كوفيد 19",
    "كوفيد_١٩": "كوفيد 19",
    "كوفيد ۱۹": "كوفيد 19",
    "كوفيد–19": "كوفيد 19",
    "قره\u200cباغ": "قره باغ",
    "  شؤون   دولية ": "شؤون دولية",
    "COP29": "cop29",
    "Straße": "strasse",
    "Élysée": "elysee",
    "C++": "c++",
    "أ.ف.ب": "ا.ف.ب",
    "ﻻجئون": "لاجئون",
    "ﷺ": "صلى الله عليه وسلم",
    "\u202eغزة\u202c": "غزة",
    "غ\u200bزة\ufeff": "غزة",
    "서울": "서울",
    "ـ": "",
    "-": "",
    "": "",
}


@pytest.mark.parametrize(("name", "key"), VERSION_1.items())
def test_the_stored_key_of_a_name_never_changes(name, key):
    assert TAG_KEY_VERSION == 1
    assert tag_key(name) == key


@pytest.mark.parametrize("name", VERSION_1)
def test_composed_and_decomposed_names_have_one_key(name):
    assert tag_key(unicodedata.normalize("NFD", name)) == tag_key(unicodedata.normalize("NFC", name)) == VERSION_1[name]


@pytest.mark.parametrize(
    ("one", "other"),
    [("مكتبة", "مكتبه"), ("على", "علي"), ("مسؤول", "مسئول"), ("گوگل", "كوكل"), ("پاريس", "باريس"), ("سماء", "سما")],
)
def test_spellings_that_only_a_search_joins_are_different_tags(one, other):
    assert tag_key(one) != tag_key(other)


@quick
@given(texts)
def test_the_key_of_a_key_is_itself(text):
    assert tag_key(tag_key(text)) == tag_key(text)


@quick
@given(texts)
def test_the_key_does_not_depend_on_the_unicode_form(text):
    assert tag_key(unicodedata.normalize("NFC", text)) == tag_key(unicodedata.normalize("NFD", text)) == tag_key(text)
