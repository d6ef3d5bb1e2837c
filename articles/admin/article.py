import re

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Case, Q, When
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from arabic.fold import fold
from desk import times
from desk.admin import MOST_WORDS, DeskAdmin
from desk.buttons import ButtonsWidget
from desk.moments import MomentField
from desk.pickers import OrderedPicker, Picker
from desk.rows import RowsField
from images.models import Image

from .. import checks, drafts, permissions, workflow
from .. import content as contents
from ..addresses import propose_slug
from ..models import Article, Author, Byline, Category, Kind, RelatedBan, Tag
from ..models.taxonomy import LANGUAGES
from ..search import find
from ..status import MOVES, Status
from .beside import BesideAdmin
from .bulk import BulkAdmin, deliver
from .editing import EditingAdmin, KeptForm
from .editor import EditorAdmin, give_editors
from .headlines import HeadlinesAdmin
from .history import EVENTS, HistoryAdmin
from .preview import PreviewAdmin
from .text_tools import TextToolsAdmin

# What the buttons say. Scheduling is publishing at a time; the form keeps the two apart, so that neither is done for
# the other.
BUTTONS = {
    "submit": _("Save and submit for review"),
    "send_back": _("Send back to the reporter"),
    "publish": _("Publish now"),
    "schedule": _("Schedule"),
    "unschedule": _("Take back the schedule"),
    "withdraw": _("Withdraw"),
    "restore": _("Restore"),
    "publish_changes": _("Publish the changes"),
    "schedule_changes": _("Schedule the changes"),
    "unschedule_changes": _("Take back the schedule of the changes"),
    "discard_changes": _("Discard the changes"),
}
RECENT, PICKED = 500, 40  # articles that are looked through letter by letter, and shown of them
# Of the newest so many articles a search in the list looks at every letter; and so many of each way it finds.
READ_BY_LETTER, MOST_FOUND = 5_000, 500
# {button: the verb it stands for, at a time}
AT_A_TIME = {"schedule": "publish", "schedule_changes": "publish_changes"}
# Behind these no changes wait for their time: what is saved before may lack something.
UNSCHEDULING = {"unschedule_changes", "discard_changes", "unschedule"}
# What the pickers offer to make, to those who may.
MAKES = [
    {
        "field": "tags",
        "permission": "articles.add_tag",
        "address": reverse_lazy("admin:articles_tag_new"),
        "words": _("Make the tag «%(name)s»"),
    },
    {
        "field": "author",
        "permission": "articles.add_author",
        "address": reverse_lazy("admin:articles_author_new"),
        "words": _("Add the author «%(name)s»"),
        "asks": True,
    },
]

# Fields that belong to some kinds only: the others' forms do without them.
OF_KINDS = {
    "video": {Kind.VIDEO},
    "sponsor": {Kind.SPONSORED},
    "source": set(Kind) - {Kind.OPINION, Kind.SPONSORED},
    "place": set(Kind) - {Kind.OPINION, Kind.EXPLAINER, Kind.SPONSORED},
}


def moment_field(label, **kwargs):
    return MomentField(label=label, required=False, validators=[contents.moment], **kwargs)


class OrderedChoiceField(forms.ModelMultipleChoiceField):
    """Things chosen, as a list in the order they were chosen."""

    def clean(self, value):
        found = {str(each.pk): each for each in super().clean(value)}
        return [found[str(pk)] for pk in value or [] if str(pk) in found]


def told(article):
    """The article as pickers name it: another with the same headline has another section or day."""
    if article.published_at and article.status == Status.PUBLISHED:
        when = times.written_date(timezone.localdate(article.published_at))
    else:
        when = article.get_status_display()
    return " · ".join(map(str, filter(None, [article, article.main_category, when])))


class ArticlesField(OrderedChoiceField):
    """Other articles, picked from the archive."""

    def label_from_instance(self, article):
        return told(article)


class ArticleForm(KeptForm):
    """All content of an article as form fields, so that one cleaned form is one content; and the next move."""

    sections = RowsField(
        {
            "category": forms.ModelChoiceField(Category.objects.all(), label=_("section")),
            "until": moment_field(_("until")),
        },
        label=_("sections"),
        help_text=_("In the order readers see them."),
        extra=1,
    )
    tags = OrderedChoiceField(
        Tag.objects.all(),
        required=False,
        label=_("tags"),
        widget=OrderedPicker(Article._meta.get_field("tags"), admin.site),
    )
    bylines = RowsField(
        {
            "author": forms.ModelChoiceField(
                Author.objects.all(),
                label=_("author"),
                widget=Picker(Byline._meta.get_field("author"), admin.site),
            ),
            "role": forms.ChoiceField(choices=Byline.Role.choices, initial=Byline.Role.WRITING, label=_("role")),
        },
        label=_("authors"),
        extra=1,
    )
    related = ArticlesField(
        Article.objects.for_desk(),
        required=False,
        label=_("related articles"),
        help_text=_("They come before those found automatically."),
        widget=OrderedPicker(Article._meta.get_field("related_picks"), admin.site),
    )
    unrelated = ArticlesField(
        Article.objects.for_desk(),
        required=False,
        label=_("never under this article"),
        help_text=_("However alike they are."),
        widget=OrderedPicker(RelatedBan._meta.get_field("other"), admin.site),
    )
    corrections = RowsField(
        {"made_at": moment_field(_("made"))}
        | {
            f"text_{code}": forms.CharField(required=False, label=name, widget=forms.Textarea(attrs={"rows": 2}))
            for code, name in settings.LANGUAGES
        },
        label=_("corrections"),
        extra=1,
    )
    video = forms.URLField(required=False, max_length=500, assume_scheme="https", label=_("video address"))
    new_address = forms.BooleanField(
        required=False,
        label=_("change the address"),
        help_text=_("Readers know it: whoever comes by the old one will be led to the new one."),
    )
    updated_at = moment_field(_("updated"), help_text=_("The last change of substance, shown to readers."))
    substantial = forms.BooleanField(
        required=False,
        label=_("a change of substance"),
        help_text=_(
            "Readers are told that it was updated now. Not for a slip of the pen; a correction tells so by itself."
        ),
    )
    expires_at = moment_field(_("expires"))
    embargo_until = moment_field(_("embargo until"), help_text=_("Nobody can publish it before."))
    verb = forms.ChoiceField(required=False, label=_("next step"), widget=ButtonsWidget)
    at = moment_field(_("publish at"))
    note = forms.CharField(required=False, max_length=500, label=_("note on this step"))
    # The revision the form began from.
    seen = forms.IntegerField(required=False, label="", widget=forms.HiddenInput)

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
        article, self.user = self.instance, user
        if article.pk:
            version = drafts.newest(article)
            if not self.is_bound:
                article.refresh_from_db()  # after the version: or a save in between would be taken for seen
            self.initial |= _as_fields(drafts.working(article)) | {"seen": version and version.pk}
        limited = permissions.granted_sections(user) is not None
        for name in {"related", "unrelated"} & self.fields.keys() if limited else ():
            # Those that stand there stay; a number put in by hand would tell the headline of any draft.
            seen = permissions.visible(user, Article.objects.all()).values("pk")
            chosen = Q(pk__in=self.initial.get(name, []))
            self.fields[name].queryset = self.fields[name].queryset.filter(Q(pk__in=seen) | chosen)
        self._set_up_addresses(article)
        for name, kinds in OF_KINDS.items():
            for field in {name, *(f"{name}_{code}" for code in LANGUAGES)} & self.fields.keys():
                self.fields[field].widget.attrs["data-kinds"] = " ".join(sorted(kinds))
        buttons = self._buttons(article)
        if not AT_A_TIME.keys() & set(buttons):
            self.fields.pop("at", None)
        if "verb" in self.fields:  # not where it may only be looked at
            self.fields["verb"].choices = [("", ""), *((name, BUTTONS[name]) for name in buttons)]

    def _set_up_addresses(self, article):
        """A slug that was made is made anew with each headline; one that readers know stands fast."""
        known = [code for code in LANGUAGES if article.has_address(code)]
        for code in LANGUAGES:
            if f"slug_{code}" not in self.fields:
                continue
            attrs, headline = self.fields[f"slug_{code}"].widget.attrs, self.initial.get(f"headline_{code}") or ""
            if code in known:
                attrs["data-known"] = ""
            elif headline:
                attrs["placeholder"] = propose_slug(headline, code)
                if self.initial[f"slug_{code}"] == attrs["placeholder"]:
                    self.initial[f"slug_{code}"] = ""
        if not known:
            self.fields.pop("new_address", None)

    def _buttons(self, article):
        """The names of the buttons for the moves that are possible; the form saves before it moves."""
        buttons = []
        for verb in MOVES:
            # The save makes the changes which are then published.
            saved = verb == "publish_changes" and article.published_at and permissions.may(self.user, verb, article)
            if saved or workflow.may(self.user, verb, article):
                buttons += [verb, *(name for name, other in AT_A_TIME.items() if other == verb)]
        return buttons

    def clean(self):
        data = super().clean()
        content = self.typed_content(data)
        if not self.errors:
            self._check(content, data)
        verb, at = data.get("verb"), data.get("at")
        if verb in ("send_back", "withdraw") and not data.get("note"):
            self.add_error("note", _("Say why."))
        if verb in AT_A_TIME and not (at and at > timezone.now()) and "at" not in self.errors:
            self.add_error("at", _("Choose a time to come."))
        if verb in AT_A_TIME.values() and at:
            self.add_error("at", _("There is a time here: choose “Schedule”, or clear it to publish now."))
        self.lacks = checks.lacking(self.instance, content, by=self.user)
        if verb in {*AT_A_TIME, *AT_A_TIME.values()}:
            for name, why in self.lacks.items():
                if name not in self.errors:
                    self.add_error(name, why)
        return data

    def _check(self, content, data):
        article, self.unchecked = self.instance if self.instance.pk else None, content
        try:
            self.content = drafts.checked(content, by=self.user, article=article, **self.options(data))
            if self.refusal:
                raise self.refusal
        except ValidationError as error:
            self.refuse(error)
        except PermissionDenied as error:
            self.add_error("sections", str(error))

    @staticmethod
    def options(data):
        """What the form says of its save besides the content."""
        return {
            "seen": data.get("seen"),
            "new_address": data.get("new_address", False),
            "unscheduling": data.get("verb") in UNSCHEDULING,
        }

    def typed_content(self, data):
        """The content as it was typed, less what no field could read."""
        return {
            **{name: {code: data.get(f"{name}_{code}") or "" for code in LANGUAGES} for name in contents.TEXTS},
            **{name: data.get(name) for name in (*contents.PLAIN, *contents.MOMENTS)},
            **({"updated_at": timezone.now()} if data.get("substantial") else {}),
            **{name: data.get(name) and data[name].pk for name in contents.THINGS},
            "categories": [
                {"category": row["category"].pk, "until": row["until"]} for row in data.get("sections") or []
            ],
            "tags": [tag.pk for tag in data.get("tags") or []],
            "bylines": [{"author": row["author"].pk, "role": row["role"]} for row in data.get("bylines") or []],
            **{name: [article.pk for article in data.get(name) or []] for name in ("related", "unrelated")},
            "corrections": [
                {
                    "made_at": row["made_at"] or timezone.now(),
                    "text": {code: row[f"text_{code}"] for code in LANGUAGES},
                }
                for row in data.get("corrections") or []
            ],
        }

    def missing(self):
        """What the story still lacks before it may be published, in words: as typed, or else as stored."""
        if not hasattr(self, "lacks"):
            content = drafts.working(self.instance) if self.instance.pk else contents.blank()
            self.lacks = checks.lacking(self.instance, content, by=self.user)
        return list(self.lacks.values())


def _as_fields(content):
    """A content as the initial values of the form."""
    return {
        **{f"{name}_{code}": content[name][code] for name in contents.TEXTS for code in LANGUAGES},
        **{name: content[name] for name in (*contents.PLAIN, *contents.THINGS)},
        **{name: content[name] for name in ("tags", "bylines", "related", "unrelated")},
        **{name: _parsed(content[name]) for name in contents.MOMENTS},
        "sections": [{"category": row["category"], "until": _parsed(row["until"])} for row in content["categories"]],
        "corrections": [
            {"made_at": _parsed(row["made_at"])} | {f"text_{code}": text for code, text in row["text"].items()}
            for row in content["corrections"]
        ],
    }


def _parsed(text):
    return timezone.localtime(contents.parsed(text)) if text else None


def _texts(*names):
    """The fields of these texts, language by language."""
    return [f"{name}_{code}" for code in LANGUAGES for name in names]


class Whose(admin.SimpleListFilter):
    title = _("whose")
    parameter_name = "whose"

    def lookups(self, request, model_admin):
        return [("mine", _("Mine"))]

    def queryset(self, request, queryset):
        return queryset.filter(created_by=request.user) if self.value() == "mine" else queryset


@admin.register(Article)
class ArticleAdmin(
    EditingAdmin,
    BulkAdmin,
    HeadlinesAdmin,
    HistoryAdmin,
    BesideAdmin,
    PreviewAdmin,
    TextToolsAdmin,
    EditorAdmin,
    DeskAdmin,
):
    form = ArticleForm
    left_to_right = ("slug_en",)
    finds_other_forms = False  # the index does
    help = {
        "headline": _("The news in one line."),
        "standfirst": _("A sentence or two under the headline."),
        "seo_headline": _("For search engines. Left empty, it is the headline."),
        "share_headline": _("For cards in social networks. Left empty, it is the headline."),
        "front_headline": _("For the front page. Left empty, it is the headline."),
        "kind": _("It decides what the form asks for, and how the page looks."),
        "main_category": _("Where it is at home."),
        "tags": _("What it is about. Before you add one, look for one that is there."),
        "bylines": _("In the order readers see them."),
        "source": _("The agency it came from, if it did."),
        "image": _("Type a word of its caption or description."),
        "video": _("The address of the video that leads it."),
        "corrections": _("What was wrong, and what is right. Readers see it under the text."),
        "note": _("It stays in the history. Who gets the article back reads it."),
        "at": _("Only to schedule: from then on readers see it."),
        "expires_at": _("From then on readers do not see it."),
    }
    list_display = (
        "__str__",
        "state",
        "section",
        "kind",
        times.column("published_at", _("first published")),
        times.column("saved_at", _("saved")),
    )
    list_filter = (Whose, "status", "kind", "main_category")
    list_select_related = ("main_category",)
    list_per_page = 50
    autocomplete_fields = ("image",)
    readonly_fields = ("state", times.column("published_at", _("first published")), "preview", "previews", "looks")
    fieldsets = (
        (
            None,
            {
                "fields": ["kind", "video", *_texts("sponsor", "kicker", "headline", "standfirst", "body", "place")],
                "classes": ["writing"],
            },
        ),
        (
            _("Updates and corrections"),
            {"fields": ["substantial", "updated_at", "corrections"], "classes": ["collapse"]},
        ),
        (
            _("Address and headlines elsewhere"),
            {
                "fields": [
                    *_texts("slug"),
                    "new_address",
                    *_texts("seo_headline", "share_headline", "front_headline"),
                    "looks",
                ],
                "classes": ["collapse"],
            },
        ),
        (
            _("Publication"),
            {
                "fields": [("state", readonly_fields[1]), "embargo_until", "note", "at", "seen", "verb"],
                "classes": ["side"],
            },
        ),
        (_("Preview"), {"fields": ["previews"], "classes": ["side"]}),
        (_("Sections"), {"fields": ["main_category", "sections"], "classes": ["side"]}),
        (_("Authors"), {"fields": ["bylines", "source"], "classes": ["side"]}),
        (_("Lead picture"), {"fields": ["preview", "image"], "classes": ["side"]}),
        (_("Tags"), {"fields": ["tags"], "classes": ["side"]}),
        (_("Related articles"), {"fields": ["related", "unrelated"], "classes": ["side"]}),
        (_("End"), {"fields": ["expires_at"], "classes": ["side"]}),
    )

    def get_form(self, request, obj=None, **kwargs):
        form = type(self.form.__name__, (self.form,), {"__init__": _with_user(self.form, request.user)})
        return super().get_form(request, obj, form=form, **kwargs)

    def get_fieldsets(self, request, obj=None):
        """Without the time where nothing can be published; where one may only look, without what is the form's own."""
        left_out = set() if permissions.may(request.user, "publish", obj) else {"at"}
        if not obj or not any(map(obj.has_address, LANGUAGES)):
            left_out.add("new_address")
        if not (self.has_change_permission(request, obj) if obj else self.has_add_permission(request)):
            left_out |= {
                "at",
                "new_address",
                "seen",
                "verb",
                "note",
                "substantial",
                "sections",
                "tags",
                "bylines",
                "related",
                "unrelated",
                "corrections",
            }
        return [
            (name, options | {"fields": fields})
            for name, options in self.fieldsets
            if (fields := [each for each in options["fields"] if each not in left_out])
        ]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        form = context["adminform"].form
        context["makes"] = [offer for offer in MAKES if request.user.has_perm(offer["permission"])]
        context["sent_back"] = obj and workflow.sent_back(obj)
        if any(workflow.may(request.user, verb, obj or Article()) for verb in ("submit", "publish", "publish_changes")):
            context["missing"] = form.missing()
            context["asks_what_is_missing"] = True
        return super().render_change_form(request, context, add, change, form_url, obj)

    @admin.display(description=_("status"))
    def state(self, article):
        """The status in words, with what time makes of it, and whether there is more than readers see."""
        name, words = article.status or Status.DRAFT, article.get_status_display()
        if article.is_scheduled():
            name, words = "scheduled", _("Scheduled")
        elif article.status == Status.PUBLISHED and article.has_expired():
            name, words = "expired", _("Expired")
        shown = format_html('<span class="state state-{}">{}</span>', name, words)
        if at := getattr(article, "changes_at", None):
            words = _("Changes follow: %(time)s") % {"time": times.written(at)}
            return format_html('{} <span class="state state-changes">{}</span>', shown, words)
        if getattr(article, "changes", None):
            return format_html('{} <span class="state state-changes">{}</span>', shown, _("Has unpublished changes"))
        return shown

    @admin.display(description=_("main section"))
    def section(self, article):
        """No order of the list: it would sort the whole archive by another table's."""
        return article.main_category or self.get_empty_value_display()

    @admin.display(description=_("preview"))
    def preview(self, article):
        """The lead picture, and what is to be known of its rights; a script changes both with the choice."""
        draft = drafts.open_revision(article) if article.pk else None
        image = Image.objects.filter(pk=draft.content["image"]).first() if draft else article.image
        return format_html(
            '<figure data-preview-of="id_image" data-library="{}"{}><img class="preview" alt="" src="{}">'
            '<figcaption class="preview-note" role="status">{}</figcaption></figure>',
            reverse("admin:images_image_library"),
            "" if image else " hidden",
            image.largest()[0] if image else "",
            image.rights_note() if image else "",
        )

    def has_change_permission(self, request, obj=None):
        return permissions.may(request.user, "change", obj)

    def has_delete_permission(self, request, obj=None):
        return permissions.may(request.user, "delete", obj)

    def has_view_permission(self, request, obj=None):
        seen = super().has_view_permission(request, obj)
        return seen and (obj is None or permissions.visible(request.user, Article.objects.filter(pk=obj.pk)).exists())

    def get_queryset(self, request):
        return permissions.visible(request.user, super().get_queryset(request)).with_changes()

    told = staticmethod(told)

    def get_search_results(self, request, queryset, search_term):
        """Where articles are picked, the archive is asked by its index alone, whatever its size."""
        if request.resolver_match.url_name != "autocomplete":
            return super().get_search_results(request, queryset, search_term)
        queryset = queryset.for_desk()
        if not search_term.strip():
            return queryset, False
        ids = list(
            dict.fromkeys([*_numbers(search_term), *find.best_in_any_language(search_term), *_recent(search_term)])
        )
        nearest = Case(*(When(pk=pk, then=place) for place, pk in enumerate(ids)), default=len(ids))
        return queryset.filter(pk__in=ids).order_by(nearest), False

    def answers(self, words, search_term):
        """What readers would find by it, by another form of a word or a name, or by a word of the text.

        And by pieces of words, among what readers do not see and the newest: an archive is not read letter by letter.
        """
        older = Article.objects.order_by("-pk").values_list("pk", flat=True)[READ_BY_LETTER:]
        newest = Article.objects.filter(pk__gt=older.first() or 0)
        found = set(find.in_any_language(search_term, most=MOST_FOUND))
        for articles in (newest, Article.objects.outside_the_search()):
            found |= {*articles.filter(super().answers(words, search_term)).values_list("pk", flat=True)[:MOST_FOUND]}
        return Q(pk__in=found)

    def message_user(self, request, message, level=messages.INFO, **kwargs):
        # Django says "was changed successfully" whatever became of the move; `_move` has told more.
        if level != messages.SUCCESS or not getattr(request, "move_told", False):
            super().message_user(request, message, level, **kwargs)

    def save_model(self, request, obj, form, change):
        if change:
            options = form.options(form.cleaned_data)
            drafts.save(obj, form.content, by=request.user, note=self.note(request, obj), **options)
        else:
            obj.pk = drafts.create(form.content, by=request.user).pk
        self._move(request, obj, form.cleaned_data)
        obj.refresh_from_db()

    def save_related(self, request, form, formsets, change):
        """Nothing: the content is saved whole, with all that belongs to it."""

    def _move(self, request, article, data):
        button = data.get("verb")
        if not button:
            return
        verb, extra = AT_A_TIME.get(button, button), {}
        if button in AT_A_TIME:
            extra = {"at": data["at"]}
        elif verb == "send_back":
            extra = {"deliver": lambda letter: deliver(request, [letter])}
        try:
            moved = getattr(workflow, verb)(article, by=request.user, note=data["note"], **extra)
        except ValidationError as error:
            for message in error.messages:
                messages.error(request, _("Saved, but not moved. %(why)s") % {"why": message})
        except PermissionDenied as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _what_became_of(moved, button))
        request.move_told = True


def _what_became_of(article, button):
    """In words, with the way to where readers see it."""
    event = {"schedule": _("Scheduled")}.get(button) or EVENTS[button]
    if languages := article.published_languages():
        address = article.get_absolute_url(languages[0])
        return format_html('{}: <a href="{}">{}</a>', event, address, article)
    return format_html("{}: {}", event, article)


def _numbers(text):
    """The numbers of articles in what is typed, which may be an address."""
    return [int(number) for number in re.findall(r"(?<!\d)[1-9]\d{5,17}(?!\d)", fold(text))[:1]]


def _recent(text):
    """The ids of those saved first of late that have all that is typed, drafts and half a word too."""
    words = fold(text).split()[:MOST_WORDS]
    # Compared here, because databases would rather go through all articles for the letters than take the newest first.
    newest = Article.objects.order_by("-pk").values_list("pk", "folded")[:RECENT]
    return [pk for pk, folded in newest if all(word in folded for word in words)][:PICKED]


def _with_user(form, user):
    def __init__(self, *args, **kwargs):
        form.__init__(self, *args, user=user, **kwargs)

    return __init__
