"""Which HTML may be stored."""

import html5lib
import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from articles import body

FORBIDDEN = {"script", "style", "svg", "math", "template", "noscript", "iframe", "object", "embed", "form", "input"}
SAFE_START = ("http://", "https://", "mailto:", "tel:", "/", "#")

ATTACKS = [
    "<script>alert(1)</script>",
    "<p onclick=alert(1)>نص</p>",
    "<img src=x onerror=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext></table><img src=x onerror=alert(1)>",
    "<template><p onload=alert(1)></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='java&#10;script:alert(1)'>x</a>",
    "<a href='JaVaScRiPt:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='\x01javascript:alert(1)'>x</a>",
    "<a href=' javascript:alert(1)'>x</a>",
    "<a href='vbscript:x'>x</a>",
    "<a href='data:text/html,x'>x</a>",
    "<a href='blob:x'>x</a>",
    "<a href='//evil.example/'>x</a>",
    "<a href='/\\evil.example/'>x</a>",
    "<a href='/\t/evil.example/'>x</a>",
    "<p style='position:fixed' class='x' hx-get='/' x-data='1' v-on:click='1' data-wp-on='1'>نص</p>",
    "<blockquote cite='x\ny onfocus=1 autofocus'>نص</blockquote>",
    "<p title='<p>]]>-->\"'>نص</p>",
    "<figure data-image='7 onload=1' data-align='fixed'><figcaption>شرح</figcaption></figure>",
    "<button formaction='javascript:alert(1)'>x</button>",
    "<p><b><p><i></b>نص",
    "<ol><li><ul><li><a href=x><table><tr><td><a href=y>",
]


def nodes(markup):
    return [
        node
        for node in html5lib.parseFragment(markup, namespaceHTMLElements=False).iter()
        if node.tag != "DOCUMENT_FRAGMENT"
    ]


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_that_runs_is_stored(attack):
    for node in nodes(body.clean(attack)):
        assert node.tag not in FORBIDDEN
        assert node.tag in body.TAGS | {"tbody"}
        for name, value in node.attrib.items():
            assert (
                name
                in {"href", "hreflang", "dir", "lang", "title", "translate", "data-image", "data-align"} | body.NUMBERS
            )
            if name == "href":
                assert value.startswith(SAFE_START)
                assert not value.startswith(("//", "/\\"))


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_is_clean_stays_as_it_is(attack):
    cleaned = body.clean(attack)
    assert body.clean(cleaned) == cleaned


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<ul>",
                "<ol>",
                "<li>",
                "</li>",
                "<a href='/x'>",
                "</a>",
                "<table>",
                "<tr>",
                "<td>",
                "</table>",
                "<b>",
            ]
            + [
                "<i>",
                "</b>",
                "<blockquote>",
                "<svg>",
                "<math>",
                "<style>",
                "<!--",
                "-->",
                "<![CDATA[",
                "&lt;",
                "&#0;",
                "نص",
                "'",
                '"',
            ]
            + [
                "<figure data-image=3>",
                "<figcaption>",
                "</figure>",
                "<bdi dir=ltr>",
                "<script>",
                "</script>",
                "<h1>",
                "<select>",
                "\u202e",
            ]
        ),
        max_size=14,
    )
)
def test_cleaning_settles(parts):
    try:
        cleaned = body.clean("".join(parts))
    except ValidationError:
        return  # refused, which is as good
    assert body.clean(cleaned) == cleaned


def test_ordinary_markup_is_kept():
    markup = (
        '<h2>عنوان</h2><p>قال «نعم» في <a href="https://example.com/a?b=c">تقرير</a> و<strong>أكد</strong>.</p>'
        '<ul><li>أول</li></ul><p dir="ltr" lang="en">English</p><p><bdi dir="ltr" translate="no">@handle</bdi></p>'
        '<figure data-image="7" data-align="wide"><figcaption>شرح</figcaption></figure>'
    )
    assert body.clean(markup) == markup


def test_old_elements_become_ours():
    assert body.clean("<h1>أ</h1><p><b>ب</b><i>ج</i></p>") == "<h2>أ</h2><p><strong>ب</strong><em>ج</em></p>"


def test_text_loses_what_turns_lines_round():
    assert body.clean("<p>خبر\u202eعاجل&#8238;\x00</p>") == "<p>خبرعاجل</p>"


def test_plain_text_keeps_words_apart():
    assert body.plain_text("<p>أول</p><p>ثان &amp; ثالث</p>") == "أول ثان & ثالث"
