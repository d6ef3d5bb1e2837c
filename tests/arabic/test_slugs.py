"""The readable part of an address."""

import unicodedata
from urllib.parse import quote, unquote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from arabic.slugs import slugify

from .strategies import quick, texts


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("شؤون دولية", "شؤون-دولية"),
        ("روسيا تعلن الانسحاب الكامل", "روسيا-تعلن-الانسحاب-الكامل"),
        ("ديسمبر/كانون الأول", "ديسمبر-كانون-الأول"),
        ("الرَّئيسِيَّة", "الرئيسية"),
        ("عـــاجل", "عاجل"),
        ("قره\u200cباغ", "قره-باغ"),
        ("کتاب علی", "كتاب-علي"),
        ("٢٠٢٤ و۲۰۲۴", "2024-و2024"),
        ("3.5", "3-5"),
        ("٣٫٥ مليار", "3-5-مليار"),
        ("2024", "2024"),
        ("Élysée & NATO", "élysée-nato"),
        ("e\u0301", "é"),
        ("\u0627\u0654حمد", "أحمد"),
        ("ﻻجئون", "لاجئون"),
        ("ﷺ", "صلى-الله-عليه-وسلم"),
        ("ﬁ ３", "fi-3"),
        ("«عاجل»: هل؟ نعم!", "عاجل-هل-نعم"),
        ("--أ__ب--", "أ-ب"),
        ("\u202eexe.gpj", "exe-gpj"),
        ("İstanbul", "istanbul"),
        ("서울", "서울"),
        ("👩‍💻 خبر", "خبر"),
        ("؟!", ""),
        ("ـــ", ""),
        ("", ""),
    ],
)
def test_slug_of(text, slug):
    assert slugify(text) == slug


def test_a_long_slug_is_cut_at_a_hyphen():
    headline = "روسيا تعلن الانسحاب الكامل لقواتها من كاراباخ الأذربيجانية بعد ستة أشهر"
    assert slugify(headline) == "روسيا-تعلن-الانسحاب-الكامل-لقواتها-من-كاراباخ-الأذربيجانية"


def test_a_word_that_ends_at_the_limit_stays_whole():
    assert slugify("ab cd ef", max_length=5) == "ab-cd"
    assert slugify("ab cd ef", max_length=6) == "ab-cd"


def test_one_endless_word_is_cut_anywhere():
    assert slugify("ب" * 100) == "ب" * 60


@quick
@given(texts, st.sampled_from([10, 60]))
@example("\u1100\u0301\u1161", 60)
@example("ΑΣ Σ", 60)
def test_a_slug_holds_letters_digits_and_single_hyphens(text, max_length):
    slug = slugify(text, max_length=max_length)
    assert len(slug) <= max_length
    assert all(c == "-" or c.isalpha() or c in "0123456789" for c in slug)
    assert "--" not in slug
    assert slug.strip("-") == slug
    assert slug == unicodedata.normalize("NFC", slug)
    assert unquote(quote(slug)) == slug


@quick
@given(texts)
def test_slugging_a_slug_changes_nothing(text):
    assert slugify(slugify(text)) == slugify(text)
