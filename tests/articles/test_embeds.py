"""Addresses of things that stand elsewhere: one spelling each, and no way round the table of providers."""

import re

import pytest

from articles import body, embeds

# {address as it is copied: (provider, its one spelling, its frame)}
KNOWN = {
    "https://www.youtube.com/watch?v=dQw4w9WgXcQ": ("youtube", "https://www.youtube.com/watch?v=dQw4w9WgXcQ"),
    "https://m.youtube.com/watch?app=desktop&v=dQw4w9WgXcQ&t=42s": (
        "youtube",
        "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
    ),
    "https://youtu.be/dQw4w9WgXcQ?si=abc": ("youtube", "https://www.youtube.com/watch?v=dQw4w9WgXcQ"),
    "http://youtube.com/shorts/dQw4w9WgXcQ": ("youtube", "https://www.youtube.com/watch?v=dQw4w9WgXcQ"),
    "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1": (
        "youtube",
        "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
    ),
    "https://twitter.com/Some_One/status/1234567890123456789?s=20": ("x", "https://x.com/Some_One/status/1234567890123456789"),
    "https://x.com/i/web/status/1234567890": ("x", "https://x.com/i/status/1234567890"),
    "https://t.me/s/channel_name/123": ("telegram", "https://t.me/channel_name/123"),
    "https://www.instagram.com/p/Cabc_123-x/?igsh=1": ("instagram", "https://www.instagram.com/p/Cabc_123-x/"),
    "https://www.instagram.com/some.body/reels/Cabc12345/": ("instagram", "https://www.instagram.com/reel/Cabc12345/"),
    "https://www.facebook.com/some.page/posts/pfbid02Abc": ("facebook", "https://www.facebook.com/some.page/posts/pfbid02Abc"),
    "https://www.facebook.com/page/posts/a-long-title/1234567": ("facebook", "https://www.facebook.com/page/posts/1234567"),
    "https://m.facebook.com/page/videos/title/1234567/?x=1": ("facebook", "https://www.facebook.com/page/videos/1234567"),
    "https://www.facebook.com/watch/?ref=a&v=1234567": ("facebook", "https://www.facebook.com/watch/?v=1234567"),
    "https://www.facebook.com/reel/1234567": ("facebook", "https://www.facebook.com/reel/1234567"),
    "https://www.tiktok.com/@some.one/video/7123456789012345678?lang=ar": (
        "tiktok",
        "https://www.tiktok.com/@some.one/video/7123456789012345678",
    ),
    "https://soundcloud.com/some-one/a-song?utm_source=x": ("soundcloud", "https://soundcloud.com/some-one/a-song"),
    "https://soundcloud.com/some-one/sets/a-list": ("soundcloud", "https://soundcloud.com/some-one/sets/a-list"),
}  # fmt: skip

UNKNOWN = [
    "https://www.youtube.com.evil.test/watch?v=dQw4w9WgXcQ",
    "https://www.youtube.com@evil.test/watch?v=dQw4w9WgXcQ",
    "https://user:pass@www.youtube.com/watch?v=dQw4w9WgXcQ",
    "https://www.youtube.com:8443/watch?v=dQw4w9WgXcQ",
    "https://evil.test/https://www.youtube.com/watch?v=dQw4w9WgXcQ",
    "https://evil.test/?https://youtu.be/dQw4w9WgXcQ",
    "https://www.xn--youtub-9ra.com/watch?v=dQw4w9WgXcQ",
    "https://www.yоutube.com/watch?v=dQw4w9WgXcQ",  # a Cyrillic letter
    "//www.youtube.com/watch?v=dQw4w9WgXcQ",
    "javascript:https://youtu.be/dQw4w9WgXcQ",
    "https://www.youtube.com/watch?v=dQw4w9WgXcQ\nonload=1",
    'https://youtu.be/dQw4w9WgXcQ?" onload="alert(1)" x y',
    "https://www.youtube.com/watch?v=short",
    "https://www.youtube.com/@channel",
    "https://soundcloud.com/you/library",
    "https://x.com/someone",
    "https://t.me/channel",
    "https://www.facebook.com/",
    "https://youtu.be/dQw4w9WgXcQ?" + "a" * 600,
]
ORIGINS = {
    "https://www.youtube-nocookie.com",
    "https://platform.twitter.com",
    "https://t.me",
    "https://www.instagram.com",
    "https://www.facebook.com",
    "https://www.tiktok.com",
    "https://w.soundcloud.com",
}


@pytest.mark.parametrize("address", KNOWN)
def test_every_way_to_write_an_address_has_one_spelling(address):
    slug, url = KNOWN[address]
    found = embeds.find(address)
    assert (found.provider.slug, found.url) == (slug, url)
    assert embeds.find(url) == found
    assert found.origin in ORIGINS
    assert found.frame.startswith(f"{found.origin}/")


def test_every_pattern_of_every_provider_is_tried_here():
    tried = {re.compile(pattern) for pattern, _url, _name in embeds.table()}
    for address in KNOWN:
        tried -= {pattern for pattern in tried if pattern.search(address)}
    assert not tried


@pytest.mark.parametrize("address", UNKNOWN)
def test_what_only_looks_like_a_provider_is_none(address):
    assert embeds.find(address) is None


@pytest.mark.parametrize("address", UNKNOWN)
def test_what_only_looks_like_a_provider_is_stored_as_an_address_at_most(address):
    stored = body.clean(f'<figure data-embed="{address.replace(chr(34), "&quot;")}"></figure>')
    assert stored in ("<figure></figure>", f'<figure data-embed="{address}"></figure>')
    assert "javascript:" not in stored
    assert body.clean(stored) == stored


def test_an_embed_is_stored_by_its_one_spelling_and_nothing_else():
    given = '<figure data-embed="https://youtu.be/dQw4w9WgXcQ?si=a" style="x"><iframe src="https://evil.test"></iframe></figure>'
    assert body.clean(given) == '<figure data-embed="https://www.youtube.com/watch?v=dQw4w9WgXcQ"></figure>'


def test_frames_carry_nothing_that_was_typed_but_by_the_table():
    found = embeds.find("https://www.facebook.com/%22%3E%3Cscript%3E/posts/1234567")
    assert set(found.frame) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789:/?&=%._-")
