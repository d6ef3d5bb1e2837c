from dataclasses import dataclass, field

from django.conf import settings
from django.utils.translation import get_language

from ..addresses import absolute


@dataclass
class Head:
    """What a page says of itself to browsers, search engines and cards of social networks.

    `paths` are the page's own addresses, {language: percent-encoded path}, its own language among them; every address a
    page prints of itself (canonical, alternates, og:url, structured data) is made of these and so is the same string.
    """

    title: str
    paths: dict
    share_title: str = ""  # where the title of cards is another
    description: str = ""
    kind: str = "website"
    image: object = None
    robots: str = ""
    structured_data: list = field(default_factory=list)
    feed_url: str = ""
    published_at: str = ""
    updated_at: str = ""
    section: str = ""
    tags: list = field(default_factory=list)
    page_query: str = ""

    @property
    def canonical(self):
        return absolute(self.paths[get_language()]) + self.page_query

    @property
    def card(self):
        """The picture of the page for social networks, {"url", "width", "height"}; None without one."""
        if not self.image or not self.image.is_shown():
            return None
        url, width, height = self.image.card()
        return {"url": absolute(url), "width": width, "height": height}

    @property
    def translations(self):
        """The same page in other languages, for the language switch."""
        names = dict(settings.LANGUAGES)
        return [
            {"code": code, "name": names[code], "url": path}
            for code, path in self.paths.items()
            if code != get_language()
        ]

    @property
    def alternates(self):
        """Every language the page exists in, itself too, and the one for everybody else; none for a lone page."""
        if len(self.paths) < 2 or self.page_query:
            return []
        names = dict(settings.LANGUAGES)
        own = [{"code": code, "name": names[code], "url": absolute(path)} for code, path in self.paths.items()]
        default = self.paths.get(settings.LANGUAGE_CODE) or next(iter(self.paths.values()))
        return [*own, {"code": "x-default", "name": "", "url": absolute(default)}]
