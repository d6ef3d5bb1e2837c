from django.apps import apps
from django.contrib import admin


class NewsroomSite(admin.AdminSite):
    """The newsroom: what people work with most comes first."""

    @staticmethod
    def front_page(request):
        """What the first page shows besides the list of apps; an app above puts its own function here."""
        return {}

    def index(self, request, extra_context=None):
        return super().index(request, self.front_page(request) | (extra_context or {}))

    def get_app_list(self, request, app_label=None):
        """Apps from the top of the house to its ground, and their things in the order they were registered."""
        places = {config.label: place for place, config in enumerate(apps.get_app_configs())}
        found = self._build_app_dict(request, app_label).values()
        return sorted(found, key=lambda app: places[app["app_label"]], reverse=True)
