"""Headlines in the form: how they look elsewhere while they are typed, and the slug that would be made of them."""

from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from ..addresses import absolute, propose_slug
from ..models import SiteSettings
from ..models.path import path_to
from ..models.taxonomy import LANGUAGES

LONGEST = 1000  # characters of a headline that a slug is made of
# About so many letters are seen before a headline is cut; more are hinted at, not refused.
SEEN = {"seo": 60, "share": 90, "front": 90}


class HeadlinesAdmin(admin.ModelAdmin):
    """An admin of articles whose form shows what becomes of their headlines."""

    class Media:
        js = [forms.Script("js/headlines.js", type="module")]

    def get_urls(self):
        view = self.admin_site.admin_view(require_safe(self.slug))
        return [path("slug/", view, name="articles_article_slug"), *super().get_urls()]

    def slug(self, request):
        """The slug a headline would get, as JSON."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        language = request.GET.get("language")
        language = language if language in LANGUAGES else LANGUAGES[0]
        text = request.GET.get("headline", "")[:LONGEST]
        return JsonResponse({"slug": propose_slug(text, language) if text.strip() else ""})

    @admin.display(description=_("how it looks elsewhere"))
    def looks(self, article):
        """The headlines in search results, on cards of social networks and on the front page; a script fills them."""
        names = dict(settings.LANGUAGES)
        languages = [
            {
                "code": code,
                "name": names[code],
                "address": absolute(path_to(code, article.pk or "…")),
                "site": getattr(SiteSettings.load(), f"name_{code}"),
            }
            for code in LANGUAGES
        ]
        context = {"languages": languages, "seen": SEEN, "slugs": reverse("admin:articles_article_slug")}
        return render_to_string("admin/articles/article/looks.html", context)
