"""The search in the newsroom: names with several spellings, and what readers looked for."""

import datetime

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from arabic.hygiene import clean_text
from arabic.search import analyse
from desk.admin import DeskAdmin, yes_no

from ..models import Alias, SearchedWords
from ..models.path import path_to
from ..search import names, report

SPANS = [7, 30, 90]  # days
MOST = 200  # lines of the report


class AliasForm(forms.ModelForm):
    def clean_spellings(self):
        spellings = names.lines(clean_text(self.cleaned_data["spellings"], multiline=True))
        spellings = list(dict.fromkeys(spellings))
        if len(spellings) < 2:
            raise ValidationError(_("Write two spellings or more, each on a line of its own."))
        if wordless := [spelling for spelling in spellings if not analyse(spelling)]:
            raise ValidationError(_("“%(spelling)s” has no word in it.") % {"spelling": wordless[0]})
        if long := [spelling for spelling in spellings if len(analyse(spelling)) > names.MOST_WORDS]:
            raise ValidationError(_("“%(spelling)s” is too long for a name.") % {"spelling": long[0]})
        return "\n".join(spellings)


@admin.register(Alias)
class AliasAdmin(DeskAdmin):
    """Names we ship are switched off and not deleted, or the next list would bring them back."""

    form = AliasForm
    list_display = ("name", "other_spellings", yes_no("is_used", _("used")))
    list_filter = ("is_used", "is_edited")
    fields = ("spellings", "is_used")

    @admin.display(description=_("name"))
    def name(self, alias):
        return str(alias)

    @admin.display(description=_("other spellings"))
    def other_spellings(self, alias):
        return alias.others

    def save_model(self, request, obj, form, change):
        obj.is_edited = True
        super().save_model(request, obj, form, change)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not (obj and obj.shipped_as)


@admin.register(SearchedWords)
class SearchedWordsAdmin(DeskAdmin):
    """What readers looked for, what they found nothing by first."""

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_permission(request):
            return super().changelist_view(request)
        span = next((days for days in SPANS if request.GET.get("days") == str(days)), SPANS[0])
        rows = list(report.report(timezone.localdate() - datetime.timedelta(days=span - 1))[:MOST])
        for row in rows:
            row["url"] = f"{path_to(row['language'], 'search')}?{urlencode({'q': row['words']})}"
            row["language"] = get_language_info(row["language"])
        context = self.admin_site.each_context(request) | {
            "title": _("What readers looked for"),
            "opts": self.opts,
            "rows": rows,
            "span": span,
            "spans": SPANS,
            "least": report.LEAST,
        }
        return TemplateResponse(request, "admin/articles/searchedwords/change_list.html", context)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        """Its list, and no page of a line."""
        return [url for url in super().get_urls() if url.name and url.name.endswith("changelist")]
