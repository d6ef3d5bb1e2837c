from django.conf import settings
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from pagecache.rendering import kept

from ..addresses import absolute
from ..models.path import path_to
from ..models.taxonomy import LANGUAGES


@kept()
@require_safe
def robots(request):
    """robots.txt: everything may be read but the newsroom, its previews, and endless search results."""
    closed = [f"/{settings.ADMIN_PATH}", *(path_to(code, name) for name in ("search", "preview") for code in LANGUAGES)]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed), ""]
    lines += [f"Sitemap: {absolute(path)}" for path in ("/sitemap.xml", "/sitemap-news.xml")]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain")
