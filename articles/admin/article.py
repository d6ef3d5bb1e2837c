from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from desk.admin import DeskAdmin
from desk.rows import RowsField

from .. import content as contents
from .. import drafts, permissions, workflow
from ..models import Article, Author, Byline, Category, Tag
from ..models.taxonomy import LANGUAGES
from ..status import MOVES
from .editor import EditorAdmin, give_editors

VERBS = {
    "submit": _("Submit for review"),
    "send_back": _("Send back"),
    "publish": _("Publish"),
    "unschedule": _("Take back the schedule"),
    "withdraw": _("Withdraw"),
    "restore": _("Restore"),
}


def moment_field(label):
    return forms.DateTimeField(
        label=label,
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )


class OrderedChoiceField(forms.ModelMultipleChoiceField):
    """Things chosen, as a list in the order they were chosen."""

    def clean(self, value):
        found = {str(each.pk): each for each in super().clean(value)}
        return [found[str(pk)] for pk in value or [] if str(pk) in found]


class ArticleForm(forms.ModelForm):
    """All content of an article as form fields, so that one cleaned form is one content; and the next move."""

    sections = RowsField(
        {
            "category": forms.ModelChoiceField(Category.objects.all(), label=_("section")),
            "until": moment_field(_("until")),
        },
        label=_("sections"),
        help_text=_("In the order readers see them."),
    )
    tags = OrderedChoiceField(
        Tag.objects.all(),
        required=False,
        label=_("tags"),
        widget=AutocompleteSelectMultiple(Article._meta.get_field("tags"), admin.site),
    )
    bylines = RowsField(
        {
            "author": forms.ModelChoiceField(Author.objects.all(), label=_("author")),
            "role": forms.ChoiceField(choices=Byline.Role.choices, initial=Byline.Role.WRITING, label=_("role")),
        },
        label=_("authors"),
    )
    related = OrderedChoiceField(
        Article.objects.all(),
        required=False,
        label=_("related articles"),
        help_text=_("They come before those found automatically."),
        widget=AutocompleteSelectMultiple(Article._meta.get_field("related_picks"), admin.site),
    )
    corrections = RowsField(
        {"made_at": moment_field(_("made"))}
        | {f"text_{code}": forms.CharField(required=False, label=name) for code, name in settings.LANGUAGES},
        label=_("corrections"),
        extra=1,
    )
    video = forms.URLField(required=False, max_length=500, assume_scheme="https", label=_("video address"))
    verb = forms.ChoiceField(required=False, label=_("then"))
    at = moment_field(_("at"))
    note = forms.CharField(required=False, max_length=500, label=_("note"))

    class Meta:
        model = Article
        fields = [
            *(f"{name}_{code}" for name in contents.TEXTS for code in LANGUAGES),
            *contents.PLAIN,
            *contents.MOMENTS,
            *contents.THINGS,
        ]

    def __init__(self, *args, user=None, **kwargs):
        super().__init__(*args, **kwargs)
        give_editors(self)
        article = self.instance
        if article.pk:
            stored = contents.read(article)
            self.initial |= {
                "sections": [
                    {"category": row["category"], "until": _parsed(row["until"])} for row in stored["categories"]
                ],
                "tags": stored["tags"],
                "bylines": stored["bylines"],
                "related": stored["related"],
                "corrections": [
                    {"made_at": _parsed(row["made_at"])} | {f"text_{code}": text for code, text in row["text"].items()}
                    for row in stored["corrections"]
                ],
            }
        possible = [verb for verb in MOVES if workflow.may(user, verb, article)]
        self.fields["verb"].choices = [("", _("only save")), *((verb, VERBS[verb]) for verb in possible)]

    def clean(self):
        data = super().clean()
        if self.errors:
            return data
        content = {
            **{name: {code: data[f"{name}_{code}"] or "" for code in LANGUAGES} for name in contents.TEXTS},
            **{name: data[name] for name in (*contents.PLAIN, *contents.MOMENTS)},
            **{name: data[name] and data[name].pk for name in contents.THINGS},
            "categories": [{"category": row["category"].pk, "until": row["until"]} for row in data["sections"]],
            "tags": [tag.pk for tag in data["tags"]],
            "bylines": [{"author": row["author"].pk, "role": row["role"]} for row in data["bylines"]],
            "related": [article.pk for article in data["related"]],
            "corrections": [
                {
                    "made_at": row["made_at"] or timezone.now(),
                    "text": {code: row[f"text_{code}"] for code in LANGUAGES},
                }
                for row in data["corrections"]
            ],
        }
        try:
            self.content = contents.cleaned(content, article=self.instance if self.instance.pk else None)
        except ValidationError as error:
            for name, errors in error.error_dict.items():
                self.add_error("sections" if name == "categories" else name, errors)
        if data.get("verb") in ("send_back", "withdraw") and not data.get("note"):
            self.add_error("note", _("Say why."))
        return data


def _parsed(text):
    return timezone.localtime(contents.parsed(text)) if text else None


@admin.register(Article)
class ArticleAdmin(EditorAdmin, DeskAdmin):
    form = ArticleForm
    list_display = ("__str__", "status", "kind", "main_category", "published_at", "saved_at")
    list_filter = ("status", "kind", "main_category")
    list_select_related = ("main_category",)
    search_fields = tuple(f"headline_{code}" for code in LANGUAGES)
    autocomplete_fields = ("image",)
    readonly_fields = ("status", "published_at")
    save_on_top = True
    fieldsets = (
        (None, {"fields": [("status", "published_at"), ("verb", "at", "note"), "kind"]}),
        *((name, {"fields": [f"{each}_{code}" for each in contents.TEXTS[:6]]}) for code, name in settings.LANGUAGES),
        (_("Sections, tags and authors"), {"fields": ["main_category", "sections", "tags", "bylines"]}),
        (_("Pictures and sources"), {"fields": ["image", "source", "video"]}),
        (_("Updates and corrections"), {"fields": ["updated_at", "corrections", "expires_at"]}),
        (
            _("Elsewhere"),
            {"fields": ["related", *(f"{each}_{code}" for each in contents.TEXTS[6:] for code in LANGUAGES)]},
        ),
    )

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        return type(form.__name__, (form,), {"__init__": _with_user(form, request.user)})

    def has_change_permission(self, request, obj=None):
        return permissions.may(request.user, "change", obj)

    def has_delete_permission(self, request, obj=None):
        return permissions.may(request.user, "delete", obj)

    def get_actions(self, request):
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)  # What readers saw is withdrawn, one by one, with a reason.
        return actions

    def save_model(self, request, obj, form, change):
        if change:
            drafts.save(obj, form.content, by=request.user)
        else:
            obj.pk = drafts.create(form.content, by=request.user).pk
        self._move(request, obj, form.cleaned_data)
        obj.refresh_from_db()

    def save_related(self, request, form, formsets, change):
        """Nothing: the content is saved whole, with all that belongs to it."""

    def _move(self, request, article, data):
        verb = data.get("verb")
        if not verb:
            return
        extra = {"at": data["at"]} if verb == "publish" else {}
        try:
            getattr(workflow, verb)(article, by=request.user, note=data["note"], **extra)
        except ValidationError as error:
            for message in error.messages:
                messages.error(request, _("Saved, but not moved. %(why)s") % {"why": message})
        except PermissionDenied as error:
            messages.error(request, str(error))


def _with_user(form, user):
    def __init__(self, *args, **kwargs):
        form.__init__(self, *args, user=user, **kwargs)

    return __init__
