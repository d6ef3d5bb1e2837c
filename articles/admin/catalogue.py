from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import Case, Count, When
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from modeltranslation.admin import TranslationAdmin

from accounts.admin import UserAdmin
from arabic.fold import fold, tag_key
from desk import times
from desk.admin import DeskAdmin, yes_no

from .. import body, catalogue
from ..models import Author, Category, Page, Redirect, SectionGrant, SiteSettings, Tag
from ..models.taxonomy import LANGUAGES
from .editor import EditorAdmin, give_editors


class CatalogueAdmin(DeskAdmin, TranslationAdmin):
    """An admin whose save is the catalogue's verb."""

    def save_model(self, request, obj, form, change):
        catalogue.save(obj)

    def delete_model(self, request, obj):
        catalogue.delete(obj)


@admin.register(Category)
class CategoryAdmin(CatalogueAdmin):
    list_display = ("name", "parent", "slug", "order", yes_no("in_navigation", _("in the navigation")))
    list_filter = ("in_navigation",)
    list_select_related = ("parent",)
    fields = ("name", "slug", "parent", "description", "order", "in_navigation")
    help = {
        "parent": _("Only for a subsection."),
        "description": _("One line on its page. Search engines show it, too."),
        "order": _("Smaller numbers come first."),
        "in_navigation": _("It stands on top of every page."),
    }

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "parent":
            kwargs["queryset"] = Category.objects.filter(parent=None)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Tag)
class TagAdmin(CatalogueAdmin):
    list_display = ("name", "label", "slug")
    fields = ("name", "label", "slug", "description")
    help = {
        "name": _("In Arabic, as the newsroom writes it."),
        "label": _("As readers see it in this language. Left empty, it is the name."),
        "slug": _("Its word in addresses. Left empty, it is made."),
        "description": _("One line on its page. Search engines show it, too."),
    }
    actions = ("merge",)

    @admin.action(description=_("Merge the chosen tags into one"), permissions=["delete"])
    def merge(self, request, queryset):
        """First ask which of them stays, then make them one."""
        tags = list(queryset.annotate(uses=Count("items")).order_by("-uses", "pk"))
        into = next((tag for tag in tags if str(tag.pk) == request.POST.get("into")), None)
        if len(tags) < 2:
            messages.error(request, _("Choose two tags or more."))
        elif into:
            moved = catalogue.merge_tags(tags, into=into)
            text = ngettext(
                "The tags are one now, «%(tag)s»; %(count)d article moved.",
                "The tags are one now, «%(tag)s»; %(count)d articles moved.",
                moved,
            )
            messages.success(request, text % {"tag": into.name, "count": moved})
        else:
            context = self.admin_site.each_context(request) | {
                "title": _("Merge tags"),
                "opts": self.opts,
                "tags": tags,
                "action_name": ACTION_CHECKBOX_NAME,
            }
            return TemplateResponse(request, "admin/articles/tag/merge.html", context)
        return None

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
    help = {
        "slug": _("Their word in addresses. Left empty, it is made."),
        "bio": _("A few lines for the author's own page."),
        "photo": _("An opinion is led by it."),
        "user": _("If the author works here."),
    }

    def get_readonly_fields(self, request, obj=None):
        # A choice among accounts tells their names.
        return () if request.user.has_perm("accounts.view_user") else ("user",)


class PageForm(forms.ModelForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        give_editors(self)

    def clean(self):
        for code in LANGUAGES:
            if text := self.cleaned_data.get(f"body_{code}"):
                self.cleaned_data[f"body_{code}"] = body.clean(text)
        return self.cleaned_data


@admin.register(Page)
class PageAdmin(EditorAdmin, CatalogueAdmin):
    form = PageForm
    list_display = ("title", "slug", "order", yes_no("in_footer", _("in the footer")))
    fields = ("title", "slug", "body", "order", "in_footer")
    help = {
        "slug": _("Its word in addresses. Left empty, it is made."),
        "order": _("Smaller numbers come first."),
        "in_footer": _("It stands at the foot of every page."),
    }


@admin.register(Redirect)
class RedirectAdmin(DeskAdmin):
    list_display = ("old_path", "article", "new_path", times.column("created_at", _("created")))
    left_to_right = ("old_path", "new_path")
    autocomplete_fields = ("article",)
    list_select_related = ("article",)
    help = {"article": _("Where it leads: to an article, or to the address below.")}

    def save_model(self, request, obj, form, change):
        catalogue.save(obj)

    def delete_model(self, request, obj):
        catalogue.delete(obj)


class SectionGrantInline(admin.StackedInline):
    """On the form of an account: the sections it is limited to."""

    model = SectionGrant
    extra = 1


# Accounts know no sections; what knows both puts the one on the form of the other.
UserAdmin.inlines = (SectionGrantInline,)


@admin.register(SiteSettings)
class SiteSettingsAdmin(CatalogueAdmin):
    fieldsets = (
        (None, {"fields": ("name", "tagline", "description", "logo", "contact_email", "social_links")}),
        (_("Dates and numbers"), {"fields": ("zone", "months", "digits", "show_hijri", "hijri_offset")}),
        (_("Front page"), {"fields": ("lead_category",)}),
    )
    autocomplete_fields = ("logo",)
    help = {
        "tagline": _("A few words that say what the site is."),
        "description": _("What the site is about; search engines show it."),
        "logo": _("Search engines show it beside our articles."),
        "contact_email": _("Readers write to it."),
        "digits": _("On readers' pages."),
        "show_hijri": _("Beside the other, on readers' pages."),
    }
    left_to_right = ("zone", "social_links")

    def changelist_view(self, request, extra_context=None):
        return redirect(reverse("admin:articles_sitesettings_change", args=[1]))

    def get_object(self, request, object_id, from_field=None):
        return SiteSettings.load() if str(object_id) == "1" else None

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
