from django.contrib import admin
from django.shortcuts import redirect

# What filters of lists ask by; a regular expression from an address would be a way to keep the database busy.
LOOKUPS = {"exact", "isnull", "in", "gte", "gt", "lte", "lt", "id", "pk"}


class DeskAdmin(admin.ModelAdmin):
    """What every list shares: no exact count of large tables, no lookups but those its filters offer."""

    show_full_result_count = False

    def lookup_allowed(self, lookup, value, request=None):
        name, *lookups = lookup.split("__")
        offered = {each if isinstance(each, str) else each[0] for each in self.get_list_filter(request)}
        return name in offered | {"id"} and LOOKUPS.issuperset(lookups)

    def changelist_view(self, request, extra_context=None):
        if any("\x00" in value for values in request.GET.lists() for value in values[1]):
            return redirect(f"{request.path}?e=1")
        return super().changelist_view(request, extra_context)

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, search_term.replace("\x00", ""))
