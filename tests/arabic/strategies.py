"""Texts that Arabic code meets: letters of three keyboards, marks, controls, digits, and anything else Unicode has."""

from hypothesis import settings
from hypothesis import strategies as st

quick = settings(max_examples=150, deadline=None)

_PIECES = [
    *"ابتأإآٱؤئءةهىيیکگپچژڤـ ،؛؟«»‹›“”\"'/-_.,:%@#+",
    *"aZéßİſΣ0٣۷\n\t\r",
    *"\u064b\u064e\u0651\u0652\u0653\u0654\u0655\u0670\u0301\u0323\u0344\u094d\u093c",
    *"\u200b\u200c\u200d\u200e\u200f\u061c\u202a\u202e\u2066\u2068\u2069\ufeff\u00ad\u00a0\u3000",
    *"\ufe8e\ufefb\ufdf2\ufdfa\ufc5e\ufe70\x00\x1b\x85\ud800\ufffe\uac00\u1100\u1161\U0001f468",
    "ناغورنو كاراباخ",
    "https://example.org/",
]

texts = st.one_of(
    st.lists(st.sampled_from(_PIECES), max_size=24).map("".join),
    st.text(st.characters(categories=None), max_size=40),
)
