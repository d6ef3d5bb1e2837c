"""What stands elsewhere and a body may show: the providers we know, and the spellings of their addresses.

A body stores the one spelling of an address and nothing of the provider's. The frame is ours to build, from this table
alone; where an address fits no pattern, readers get a link.
"""

import re
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from django.utils.translation import gettext_lazy as _

LONGEST = 500  # characters of an address


class Provider(NamedTuple):
    slug: str
    name: str
    kind: str  # of what it shows: video, post or recording
    # (pattern of an address, its one spelling, the address of its frame). The editor's script reads the patterns too:
    # they keep to what both languages understand. `{url}` stands for the spelling, quoted.
    spellings: tuple


class Embed(NamedTuple):
    provider: Provider
    url: str
    frame: str

    @property
    def address(self):
        """As people read it: without the scheme."""
        return self.url.removeprefix("https://").removeprefix("www.")

    @property
    def title(self):
        """What it is, in words."""
        return TITLES[self.provider.kind] % {"provider": self.provider.name}

    @property
    def origin(self):
        """Where the frame comes from, as a content security policy names it."""
        parts = urlsplit(self.frame)
        return f"{parts.scheme}://{parts.netloc}"


TITLES = {
    "video": _("Video on %(provider)s"),
    "post": _("Post on %(provider)s"),
    "recording": _("Recording on %(provider)s"),
}
_REST = r"(?:[/?#&]\S*)?$"
_YOUTUBE = r"https://www.youtube.com/watch?v=\1", r"https://www.youtube-nocookie.com/embed/\1?autoplay=1"
_FACEBOOK = r"^https?://(?:www\.|m\.|web\.|ar-ar\.)?facebook\.com/"
_FACEBOOK_POST = "https://www.facebook.com/plugins/post.php?href={url}&show_text=true"
_FACEBOOK_VIDEO = "https://www.facebook.com/plugins/video.php?href={url}"

PROVIDERS = (
    Provider(
        "youtube",
        _("YouTube"),
        "video",
        (
            (r"^https?://(?:www\.|m\.)?youtube\.com/watch/?\?(?:\S*?&)?v=([0-9A-Za-z_-]{11})" + _REST, *_YOUTUBE),
            (
                r"^https?://(?:www\.|m\.)?youtube(?:-nocookie)?\.com/(?:shorts|live|embed)/([0-9A-Za-z_-]{11})" + _REST,
                *_YOUTUBE,
            ),
            (r"^https?://youtu\.be/([0-9A-Za-z_-]{11})" + _REST, *_YOUTUBE),
        ),
    ),
    Provider(
        "x",
        _("X"),
        "post",
        (
            (
                r"^https?://(?:www\.|mobile\.)?(?:x|twitter)\.com/([0-9A-Za-z_]{1,15})/(?:web/)?status(?:es)?/"
                r"([0-9]{1,20})" + _REST,
                r"https://x.com/\1/status/\2",
                r"https://platform.twitter.com/embed/Tweet.html?id=\2&dnt=true",
            ),
        ),
    ),
    Provider(
        "telegram",
        _("Telegram"),
        "post",
        (
            (
                r"^https?://(?:t|telegram)\.me/(?:s/)?([A-Za-z][0-9A-Za-z_]{3,31})/([0-9]{1,12})" + _REST,
                r"https://t.me/\1/\2",
                r"https://t.me/\1/\2?embed=1",
            ),
        ),
    ),
    Provider(
        "instagram",
        _("Instagram"),
        "post",
        (
            (
                r"^https?://(?:www\.)?instagram\.com/(?:[0-9A-Za-z_.]{1,30}/)?(p|reel|tv)s?/([0-9A-Za-z_-]{5,40})"
                + _REST,
                r"https://www.instagram.com/\1/\2/",
                r"https://www.instagram.com/\1/\2/embed/",
            ),
        ),
    ),
    Provider(
        "facebook",
        _("Facebook"),
        "post",
        (
            (
                _FACEBOOK + r"([0-9A-Za-z.%_-]{1,200})/(posts|photos)/(?:[^/?#\s]*/)?([0-9A-Za-z.]{1,120})" + _REST,
                r"https://www.facebook.com/\1/\2/\3",
                _FACEBOOK_POST,
            ),
            (
                _FACEBOOK + r"([0-9A-Za-z.%_-]{1,200})/videos/(?:[^/?#\s]*/)?([0-9]{1,20})" + _REST,
                r"https://www.facebook.com/\1/videos/\2",
                _FACEBOOK_VIDEO,
            ),
            (
                _FACEBOOK + r"watch/?\?(?:\S*?&)?v=([0-9]{1,20})" + _REST,
                r"https://www.facebook.com/watch/?v=\1",
                _FACEBOOK_VIDEO,
            ),
            (_FACEBOOK + r"reel/([0-9]{1,20})" + _REST, r"https://www.facebook.com/reel/\1", _FACEBOOK_VIDEO),
        ),
    ),
    Provider(
        "tiktok",
        _("TikTok"),
        "video",
        (
            (
                r"^https?://(?:www\.|m\.)?tiktok\.com/@([0-9A-Za-z_.]{1,30})/video/([0-9]{6,25})" + _REST,
                r"https://www.tiktok.com/@\1/video/\2",
                r"https://www.tiktok.com/player/v1/\2",
            ),
        ),
    ),
    Provider(
        "soundcloud",
        _("SoundCloud"),
        "recording",
        (
            (
                r"^https?://(?:www\.|m\.)?soundcloud\.com/(?!(?:you|discover|search|stream|charts|upload|pages)/)"
                r"([0-9A-Za-z_-]{1,60})/((?:sets/)?[0-9A-Za-z_-]{1,160})" + _REST,
                r"https://soundcloud.com/\1/\2",
                "https://w.soundcloud.com/player/?url={url}",
            ),
        ),
    ),
)
_SPELLINGS = [
    (provider, re.compile(pattern), url, frame) for provider in PROVIDERS for pattern, url, frame in provider.spellings
]


def find(address):
    """The embed an address leads to, or None when it is of none of our providers."""
    address = address.strip()
    if len(address) > LONGEST:
        return None
    for provider, pattern, spelling, frame in _SPELLINGS:
        if match := pattern.search(address):
            url = match.expand(spelling)
            return Embed(provider, url, match.expand(frame).replace("{url}", quote(url, safe="")))
    return None


def table():
    """What the editor's script needs to know an address by itself: [[pattern, spelling, name of the provider]]."""
    return [
        [pattern, spelling, str(provider.name)]
        for provider in PROVIDERS
        for pattern, spelling, _frame in provider.spellings
    ]
