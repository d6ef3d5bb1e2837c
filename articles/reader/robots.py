from django.conf import settings
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from pagecache.rendering import kept

from ..addresses import absolute


@kept()
@require_safe
def robots(request):
    """robots.txt: everything may be read but the newsroom and endless search results."""
    lines = ["User-agent: *", f"Disallow: /{settings.ADMIN_PATH}", "Disallow: /search/", "Disallow: /en/search/"]
    return HttpResponse("\n".join([*lines, "", f"Sitemap: {absolute('/sitemap.xml')}", ""]), content_type="text/plain")
