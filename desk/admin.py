"""What every admin page shares."""

from functools import reduce
from operator import and_, or_

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.paginator import Paginator
from django.db import models
from django.db.models import Q
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from arabic.fold import fold

from . import directions, spellings
from .moments import MomentField, MomentInput
from .pickers import Picker

# What filters of lists ask by; a regular expression from an address would be a way to keep the database busy.
LOOKUPS = {"exact", "isnull", "in", "gte", "gt", "lte", "lt", "id", "pk"}
MOST_WORDS = 10  # of a search


class CappedPaginator(Paginator):
    """Pages over a list whose end nobody turns to: it counts no further than `most` rows."""

    most = 10_000

    @cached_property
    def _counted(self):
        return self.object_list.order_by()[: self.most + 1].count()

    @cached_property
    def count(self):
        return min(self._counted, self.most)

    @property
    def is_capped(self):
        return self._counted > self.most


def _first(things, most=20):
    if len(things) <= most:
        return things
    return [*things[:most], _("and %(count)s more") % {"count": len(things) - most}]


def _like(pattern):
    return Q(folded__regex=pattern) if pattern else Q()


def _asks_for(list_filter):
    """The name a filter of a list is asked by: of a column, or a filter's own."""
    if isinstance(list_filter, str):
        return list_filter
    return list_filter[0] if isinstance(list_filter, tuple) else list_filter.parameter_name


def yes_no(name, label):
    """A column that says yes or no in words; the admin's own says it by a picture with an English name."""

    @admin.display(description=label, ordering=name)
    def show(row):
        return _("Yes") if getattr(row, name) else _("No")

    show.__name__ = name
    return show


class DeskAdmin(admin.ModelAdmin):
    """What every list and form shares.

    Lists and pickers are searched by folded words in the columns of `search_fields`, and unless there are too many rows
    (`finds_other_forms`) by other forms of a word and other spellings of a name. They count large tables only so far,
    and take no lookups but those their filters offer. Fields named in `left_to_right` are written so in every language;
    `help` has a line for those whose label does not say enough, {field, without its language: line}.
    """

    search_fields = ("folded",)
    finds_other_forms = True
    left_to_right = ()
    help = {}
    paginator = CappedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # each would count the whole table
    formfield_overrides = {
        models.DateTimeField: {"form_class": MomentField, "widget": MomentInput},
        models.DateField: {"widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")},
    }

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Beside a choice stand links to change it and to add another. Deleting has its own page."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_delete_related = field.widget.can_view_related = False
        return field

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", Picker(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        directions.mark(form.base_fields, self.left_to_right)
        for name, field in form.base_fields.items():
            field.help_text = self.help.get(name.removesuffix(f"_{directions.language_of(name)}"), field.help_text)
        return form

    def get_deleted_objects(self, objs, request):
        """What goes with a thing, or keeps it: the first of it, for a tag may stand on thousands of articles."""
        gone, counts, lacking, kept = super().get_deleted_objects(objs, request)
        return _first(gone), counts, lacking, _first(kept)

    def lookup_allowed(self, lookup, value, request=None):
        name, *lookups = lookup.split("__")
        offered = {_asks_for(each) for each in self.get_list_filter(request)}
        return name in offered | {"id"} and LOOKUPS.issuperset(lookups)

    def get_actions(self, request):
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)  # It deletes behind the back of the verbs, and of the pages they tell.
        return actions

    def changelist_view(self, request, extra_context=None):
        if any("\x00" in value for values in request.GET.lists() for value in values[1]):
            return redirect(f"{request.path}?e=1")
        title = {"title": capfirst(self.opts.verbose_name_plural)}
        return super().changelist_view(request, title | (extra_context or {}))

    def get_search_results(self, request, queryset, search_term):
        words = fold(search_term).split()[:MOST_WORDS]
        return (queryset.filter(self.answers(words, search_term)) if words else queryset), False

    def answers(self, words, search_term):
        """Every word of the search must stand in one of the columns; a word may be the middle of another."""
        if not self.finds_other_forms:
            return reduce(and_, (self._stands(word) for word in words))
        found = Q()
        for group in spellings.groups(words):
            found &= reduce(and_, (self._stands(*each) for each in group.words)) | _like(group.names)
        return found

    def _stands(self, word, pattern=""):
        return reduce(or_, (Q(**{f"{name}__contains": word}) for name in self.search_fields)) | _like(pattern)

    @staticmethod
    def told(thing):
        """The name of a thing in pickers."""
        return str(thing)
