from django import forms
from django.contrib import admin
from django.db import transaction
from django.db.models import Case, When
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin

from arabic.fold import fold, tag_key
from desk import times
from desk.admin import DeskAdmin, yes_no
from pagecache.changes import changed, key_of

from .. import body, catalogue
from ..models import Author, Category, Page, Redirect, SectionGrant, SiteSettings, Tag
from ..models.taxonomy import LANGUAGES


class CatalogueAdmin(DeskAdmin, TranslationAdmin):
    """An admin whose save is the catalogue's verb."""

    def save_model(self, request, obj, form, change):
        catalogue.save(obj)

    @transaction.atomic
    def delete_model(self, request, obj):
        key = key_of(obj)
        obj.delete()
        changed({key})

    def get_actions(self, request):
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)  # It would delete without the verb; things here are deleted one by one.
        return actions


@admin.register(Category)
class CategoryAdmin(CatalogueAdmin):
    list_display = ("name", "parent", "slug", "order", yes_no("in_navigation", _("in the navigation")))
    list_filter = ("in_navigation",)
    list_select_related = ("parent",)
    fields = ("name", "slug", "parent", "description", "order", "in_navigation")

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "parent":
            kwargs["queryset"] = Category.objects.filter(parent=None)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Tag)
class TagAdmin(CatalogueAdmin):
    list_display = ("name", "label", "slug")
    fields = ("name", "label", "slug", "description")

    def get_search_results(self, request, queryset, search_term):
        """Where tags are picked, the one that is spelled so stands first, then those that begin so."""
        queryset, repeated = super().get_search_results(request, queryset, search_term)
        if request.resolver_match.url_name == "autocomplete":
            nearest = Case(
                When(key=tag_key(search_term), then=0),
                When(folded__startswith=fold(search_term), then=1),
                default=2,
            )
            queryset = queryset.order_by(nearest, "name")
        return queryset, repeated


@admin.register(Author)
class AuthorAdmin(CatalogueAdmin):
    list_display = ("name", "title", "user")
    list_select_related = ("user",)
    autocomplete_fields = ("photo", "user")
    fields = ("name", "slug", "title", "bio", "photo", "user")


class PageForm(forms.ModelForm):
    def clean(self):
        for code in LANGUAGES:
            if text := self.cleaned_data.get(f"body_{code}"):
                self.cleaned_data[f"body_{code}"] = body.clean(text)
        return self.cleaned_data


@admin.register(Page)
class PageAdmin(CatalogueAdmin):
    form = PageForm
    list_display = ("title", "slug", "order", yes_no("in_footer", _("in the footer")))
    fields = ("title", "slug", "body", "order", "in_footer")


@admin.register(Redirect)
class RedirectAdmin(DeskAdmin):
    list_display = ("old_path", "article", "new_path", times.column("created_at", _("created")))
    left_to_right = ("old_path", "new_path")
    autocomplete_fields = ("article",)
    list_select_related = ("article",)


@admin.register(SectionGrant)
class SectionGrantAdmin(DeskAdmin):
    list_display = ("user", "category")
    search_fields = ("user__folded", "category__folded")
    list_select_related = ("user", "category")
    autocomplete_fields = ("user",)


@admin.register(SiteSettings)
class SiteSettingsAdmin(CatalogueAdmin):
    fieldsets = (
        (None, {"fields": ("name", "tagline", "description", "logo", "contact_email", "social_links")}),
        (_("Dates and numbers"), {"fields": ("zone", "months", "digits", "show_hijri", "hijri_offset")}),
        (_("Front page"), {"fields": ("lead_category",)}),
    )
    autocomplete_fields = ("logo",)
    left_to_right = ("zone", "social_links")

    def changelist_view(self, request, extra_context=None):
        return redirect(reverse("admin:articles_sitesettings_change", args=[1]))

    def get_object(self, request, object_id, from_field=None):
        return SiteSettings.load() if str(object_id) == "1" else None

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
