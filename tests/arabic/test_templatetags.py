"""The filters of ``{% load arabic %}``."""

import pytest
from django.template import Context, Engine
from django.utils.safestring import SafeString

ENGINE = Engine(libraries={"arabic": "arabic.templatetags.arabic"})


def render(source, **context):
    return ENGINE.from_string("{% load arabic %}" + source).render(Context(context))


def test_ltr_isolates_its_value():
    assert render("{{ value|ltr }}", value="@BBCArabic") == '<bdi dir="ltr" translate="no">@BBCArabic</bdi>'


def test_ltr_escapes_its_value():
    assert render("{{ value|ltr }}", value='<b x="1">&') == (
        '<bdi dir="ltr" translate="no">&lt;b x=&quot;1&quot;&gt;&amp;</bdi>'
    )


def test_ltr_of_nothing_is_nothing():
    assert render("{{ value|ltr }}", value="") == ""


def test_ltr_takes_a_number():
    assert render("{{ value|ltr }}", value=112) == '<bdi dir="ltr" translate="no">112</bdi>'


def test_bidi_title_marks_and_escapes():
    assert render("{{ value|bidi_title }}", value="BBC: <رئيس>") == "\u200fBBC: &lt;رئيس&gt;"
    assert render("{{ value|bidi_title }}", value="رئيس & BBC") == "رئيس &amp; BBC"


def test_bidi_title_does_not_escape_twice():
    assert render("{{ value|bidi_title }}", value=SafeString("A &amp; رئيس")) == "\u200fA &amp; رئيس"


def test_counted():
    assert render('{{ n|counted:"result" }}', n=2) == "نتيجتان"
    assert render('{{ n|counted:"result" }}', n="11") == "11\u00a0نتيجة"


@pytest.mark.parametrize("value", [None, "", "x", float("inf")])
def test_counted_of_no_number_is_nothing(value):
    assert render('{{ n|counted:"result" }}', n=value) == ""
