"""What stands around every page: the site's name, its sections, its standing pages, the languages."""

from django.conf import settings
from django.utils.functional import SimpleLazyObject, cached_property
from django.utils.translation import get_language

from images.showing import shows
from pagecache.rendering import depend

from ..models import Category, Page, SiteSettings
from ..models.path import path_to
from ..models.taxonomy import LANGUAGES
from ..page_keys import FOOTER, SECTIONS
from ..rows import Rows


class Chrome:
    """One request's view of the site. Each part is asked for once, when a page first needs it."""

    def __init__(self, request):
        self._request = request

    @cached_property
    def site(self):
        """The settings, with the rows of the footer's pages beside them."""
        depend(self._request, "sitesettings:1", FOOTER)
        columns = [f"{name}_{code}" for name in ("title", "slug") for code in LANGUAGES]
        pages = Page.objects.filter(in_footer=True).values("id", *columns)
        site = SiteSettings.objects.select_related("logo").annotate(footer=Rows(pages)).first() or SiteSettings(pk=1)
        shows(self._request, site.logo)
        return site

    @cached_property
    def categories(self):
        """All sections by id, parents set, so that no page asks for one again."""
        depend(self._request, SECTIONS)
        categories = {category.pk: category for category in Category.objects.all()}
        for category in categories.values():
            category.parent = categories.get(category.parent_id)
        return categories

    @cached_property
    def sections(self):
        """The top-level sections of the navigation, each with `subsections`."""
        shown = [category for category in self.categories.values() if category.in_navigation]
        for category in shown:
            category.subsections = [child for child in shown if child.parent_id == category.pk]
        return [category for category in shown if not category.parent_id]

    @cached_property
    def footer_pages(self):
        """The standing pages written in this language."""
        pages = [Page(**row) for row in getattr(self.site, "footer", [])]
        return [page for page in pages if page.title]


def chrome_of(request):
    if not hasattr(request, "chrome"):
        request.chrome = Chrome(request)
    return request.chrome


def chrome(request):
    """Template context: the parts of the page around its subject, asked for only where a template prints them."""
    around = chrome_of(request)
    language = get_language()
    return {
        "site": SimpleLazyObject(lambda: around.site),
        "sections": SimpleLazyObject(lambda: around.sections),
        "footer_pages": SimpleLazyObject(lambda: around.footer_pages),
        "home_url": path_to(language),
        "search_url": path_to(language, "search"),
        "suggest_url": path_to(language, "search", "suggest"),
        "language_homes": [
            {"code": code, "name": name, "url": path_to(code)} for code, name in settings.LANGUAGES if code != language
        ],
    }
