from django.apps import apps
from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.views import shortcut
from django.http import Http404
from django.urls import path

from . import guide


class PickerView(AutocompleteJsonView):
    """What pickers offer, each thing named so that it is told apart from others of its name."""

    def serialize_result(self, obj, to_field_name):
        return super().serialize_result(obj, to_field_name) | {"text": self.model_admin.told(obj)}


class NewsroomSite(admin.AdminSite):
    """The newsroom: what people work with most comes first."""

    @staticmethod
    def front_page(request):
        """What the first page shows besides the list of apps; an app above puts its own function here."""
        return {}

    def autocomplete_view(self, request):
        return PickerView.as_view(admin_site=self)(request)

    def index(self, request, extra_context=None):
        return super().index(request, self.front_page(request) | (extra_context or {}))

    def get_app_list(self, request, app_label=None):
        """Apps from the top of the house to its ground, and their things in the order they were registered."""
        places = {config.label: place for place, config in enumerate(apps.get_app_configs())}
        found = self._build_app_dict(request, app_label).values()
        return sorted(found, key=lambda app: places[app["app_label"]], reverse=True)

    def get_urls(self):
        # Before the one of the same address, which tells everybody where anything stands, drafts too.
        view = self.admin_view(self.on_site)
        own = [path("r/<path:content_type_id>/<path:object_id>/", view, name="view_on_site")]
        view = self.admin_view(guide.guide)
        own += [path("guide/", view, name="guide"), path("guide/<slug:chapter>/", view, name="guide_chapter")]
        return [*own, *super().get_urls()]

    def on_site(self, request, content_type_id, object_id):
        """Lead from a thing to its page, whoever may see the thing."""
        try:
            model = ContentType.objects.get_for_id(content_type_id).model_class()
        except (ContentType.DoesNotExist, ValueError, OverflowError) as error:
            raise Http404 from error
        model_admin = self._registry.get(model)
        thing = model_admin and model_admin.get_object(request, object_id)
        if thing is None or not model_admin.has_view_or_change_permission(request, thing):
            raise Http404
        return shortcut(request, content_type_id, object_id)
