"""The newsroom's time zone, in which editors write and read times, and how they see them written."""

from django.utils import timezone

from articles.models import SiteSettings
from desk import times
from newsportal.csp import in_admin


class ZoneMiddleware:
    """Activate the newsroom's zone in the admin. Readers' pages name it themselves, where they print times."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not in_admin(request.path_info):
            return self.get_response(request)
        site = SiteSettings.load()
        with timezone.override(site.zone_info), times.override(months=site.months, digits=site.digits):
            return self.get_response(request)
