from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Case, Count, Q, When
from django.http import JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from modeltranslation.admin import TranslationAdmin

from accounts.admin import UserAdmin
from arabic.fold import fold, tag_key
from arabic.hygiene import clean_text
from arabic.slugs import slugify
from desk import times
from desk.admin import DeskAdmin, yes_no

from .. import alike, body, catalogue
from ..models import Author, Category, Page, Redirect, SectionGrant, SiteSettings, Tag
from ..models.path import is_taken
from ..models.taxonomy import LANGUAGES
from .editor import EditorAdmin, give_editors

MOST_GROUPS, MOST_APART = 50, 100  # of similar tags on a page, of tags in a group


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


class NamedAdmin(CatalogueAdmin):
    """An admin of what is picked by name in the form of an article, and made there where it is missing."""

    def get_urls(self):
        page = self.admin_site.admin_view(require_POST(self.new))
        return [path("new/", page, name=f"articles_{self.opts.model_name}_new"), *super().get_urls()]

    def get_search_results(self, request, queryset, search_term):
        """Where one is picked, what is spelled so stands first, then what begins so, at last what is likely meant."""
        found, repeated = super().get_search_results(request, queryset, search_term)
        if request.resolver_match.url_name == "autocomplete" and search_term.strip():
            folded = fold(search_term)
            nearest = Case(
                When(self.spelled(search_term), then=0),
                When(folded__startswith=folded, then=1),
                When(folded__contains=folded, then=2),
                default=3,
            )
            found |= queryset.filter(alike.near(self.model, search_term))
            found = found.order_by(nearest, *self.get_ordering(request))
        return found, repeated

    def spelled(self, name):
        """The condition on those that have this very name."""
        return Q(folded__startswith=f"{fold(name)}\n")

    def merged(self, request, things, verb, words, done):
        """The page that asks which of these stays, or the end of it, when they are one."""
        things = list(things.order_by("-uses", "pk"))
        into = next((thing for thing in things if str(thing.pk) == request.POST.get("into")), None)
        if len(things) < 2:
            messages.error(request, _("Choose two or more."))
        elif into:
            messages.success(request, done(into.name, verb(things, into=into)))
            if "alike" in request.POST:
                return redirect("admin:articles_tag_alike")
        else:
            context = self.admin_site.each_context(request) | {
                "opts": self.opts,
                "things": things,
                "action_name": ACTION_CHECKBOX_NAME,
                "alike": "alike" in request.POST,
            }
            return TemplateResponse(request, "admin/articles/merge.html", context | words)
        return None

    def new(self, request):
        """Make one by its name, and say its id; the one there is, where it has the very name."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        name = clean_text(request.POST.get("name", ""))
        there = list(self.model.objects.filter(self.spelled(name))[:5]) if fold(name) else []
        if there and "sure" not in request.POST:
            return JsonResponse({"there": [{"id": thing.pk, "text": str(thing)} for thing in there]}, status=409)
        try:
            thing = catalogue.save(self.model(**self.named(name, request.POST)))
        except ValidationError as error:
            return JsonResponse({"why": " ".join(error.messages)}, status=400)
        self.log_addition(request, thing, [{"added": {}}])
        return JsonResponse({"id": thing.pk, "text": str(thing)})


@admin.register(Tag)
class TagAdmin(NamedAdmin):
    list_display = ("name", "label", "slug")
    change_list_template = "admin/articles/tag/change_list.html"
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
        tags = queryset.annotate(uses=Count("items"))
        words = {
            "title": _("Merge tags"),
            "question": _(
                "Which of these tags stays? The articles of the others move to it, and the pages of the others lead to "
                "its page."
            ),
        }
        return self.merged(request, tags, catalogue.merge_tags, words, _merged_tags)

    def get_urls(self):
        page = self.admin_site.admin_view(self.alike)
        return [path("alike/", page, name="articles_tag_alike"), *super().get_urls()]

    def alike(self, request):
        """Tags that are likely one: to be merged, or remembered as different ones."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            chosen = [
                pk for pk in request.POST.getlist(ACTION_CHECKBOX_NAME)[:MOST_APART] if pk.isdecimal() and len(pk) < 19
            ]
            catalogue.keep_apart(Tag.objects.filter(pk__in=chosen))
            messages.success(request, _("They will not be shown as one again."))
            return redirect("admin:articles_tag_alike")
        groups = alike.groups()
        context = self.admin_site.each_context(request) | {
            "title": _("Similar tags"),
            "opts": self.opts,
            "groups": groups[:MOST_GROUPS],
            "count": len(groups),
            "action_name": ACTION_CHECKBOX_NAME,
            "may_merge": self.has_delete_permission(request),
        }
        return TemplateResponse(request, "admin/articles/tag/alike.html", context)

    def spelled(self, name):
        return Q(key=tag_key(name))

    def named(self, name, data):
        return {"name": name}


@admin.register(Author)
class AuthorAdmin(NamedAdmin):
    list_display = ("name", "title", "user")
    list_select_related = ("user",)
    autocomplete_fields = ("photo", "user")
    fields = ("name", "slug", "title", "bio", "photo", "user")
    actions = ("merge",)
    help = {
        "slug": _("Their word in addresses. Left empty, it is made."),
        "bio": _("A few lines for the author's own page."),
        "photo": _("An opinion is led by it."),
        "user": _("If the author works here."),
    }

    def get_readonly_fields(self, request, obj=None):
        # A choice among accounts tells their names.
        return () if request.user.has_perm("accounts.view_user") else ("user",)

    @admin.action(description=_("Merge the chosen authors into one"), permissions=["delete"])
    def merge(self, request, queryset):
        """Somebody who is there twice: first ask which of them stays, then make them one."""
        authors = queryset.annotate(uses=Count("bylines__article", distinct=True))
        words = {
            "title": _("Merge authors"),
            "question": _(
                "Which of these authors stays, with its name, title and photo? The articles of the others move to it, "
                "and the pages of the others lead to its page."
            ),
        }
        return self.merged(request, authors, catalogue.merge_authors, words, _merged_authors)

    def named(self, name, data):
        """A name and a title, as in the language of the newsroom; a Latin name serves everywhere."""
        values = {f"title_{LANGUAGES[0]}": data.get("title", "")}
        slug = free = slugify(name)
        number = 1
        while slug and is_taken(Author(), free, LANGUAGES[0]):  # by somebody else of the same name
            number += 1
            free = f"{slug}-{number}"
        for code in LANGUAGES if name.isascii() else LANGUAGES[:1]:
            values |= {f"name_{code}": name, f"slug_{code}": free}
        return values


def _merged_tags(name, count):
    text = ngettext(
        "The tags are one now, «%(tag)s»; %(count)d article moved.",
        "The tags are one now, «%(tag)s»; %(count)d articles moved.",
        count,
    )
    return text % {"tag": name, "count": count}


def _merged_authors(name, count):
    text = ngettext(
        "The authors are one now, «%(author)s»; %(count)d article moved.",
        "The authors are one now, «%(author)s»; %(count)d articles moved.",
        count,
    )
    return text % {"author": name, "count": count}


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
