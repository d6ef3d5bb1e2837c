"""The verbs for many articles at once: a page names them and asks, then each is moved by the rules for one."""

from functools import partial

from django import forms
from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, ngettext_lazy

from .. import letters, permissions, workflow
from ..models import StatusChange
from ..models.taxonomy import LANGUAGES
from ..status import MOVES

MOST = 100  # articles at once
MOST_REASONS = 10


class Words:
    """What the newsroom says of a verb for many."""

    def __init__(self, action, question, done, needs_note=False):
        self.action, self.question, self.done, self.needs_note = action, question, done, needs_note


VERBS = {
    "submit": Words(
        _("Submit for review"),
        _("Submit these articles for review?"),
        ngettext_lazy("%(count)d article was submitted.", "%(count)d articles were submitted.", "count"),
    ),
    "send_back": Words(
        _("Send back to the reporters"),
        _("Send these articles back to their reporters?"),
        ngettext_lazy("%(count)d article was sent back.", "%(count)d articles were sent back.", "count"),
        needs_note=True,
    ),
    "publish": Words(
        _("Publish now"),
        _("Publish these articles now?"),
        ngettext_lazy("%(count)d article was published.", "%(count)d articles were published.", "count"),
    ),
    "unschedule": Words(
        _("Take back the schedule"),
        _("Take back the schedule of these articles?"),
        ngettext_lazy("%(count)d schedule was taken back.", "%(count)d schedules were taken back.", "count"),
    ),
    "withdraw": Words(
        _("Withdraw"),
        _("Withdraw these articles from readers?"),
        ngettext_lazy("%(count)d article was withdrawn.", "%(count)d articles were withdrawn.", "count"),
        needs_note=True,
    ),
}


class NoteForm(forms.Form):
    note = forms.CharField(
        label=_("note on this step"),
        max_length=StatusChange._meta.get_field("note").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why.")},
    )

    def __init__(self, *args, required, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["note"].required = required


class BulkAdmin:
    """A list whose chosen articles can be moved together, as far as each may be."""

    def get_actions(self, request):
        return super().get_actions(request) | {
            verb: (partial(_ask_and_move, verb), verb, words.action)
            for verb, words in VERBS.items()
            if permissions.may(request.user, verb)
        }

    def response_action(self, request, queryset):
        if not all(pk.isdecimal() and len(pk) < 19 for pk in request.POST.getlist(ACTION_CHECKBOX_NAME)):
            return redirect(request.get_full_path())
        if "confirmed" in request.POST:
            # Not as the list is filtered: what somebody has moved meanwhile is refused with a reason.
            queryset = self.get_queryset(request)
        return super().response_action(request, queryset)


def _ask_and_move(verb, admin, request, queryset):
    articles = list(queryset.order_by("pk").defer(*(f"body_{code}" for code in LANGUAGES))[: MOST + 1])
    if not articles:
        messages.warning(request, _("None of these articles is among yours."))
        return None
    if len(articles) > MOST:
        messages.error(request, _("Choose %(most)d articles at most.") % {"most": MOST})
        return None
    confirmed = "confirmed" in request.POST
    form = NoteForm(request.POST if confirmed else None, required=VERBS[verb].needs_note)
    if confirmed and form.is_valid():
        _move(request, verb, articles, form.cleaned_data["note"])
        return None
    context = admin.admin_site.each_context(request) | {
        "title": VERBS[verb].question,
        "opts": admin.opts,
        "articles": [(article, admin.state(article), article.status in MOVES[verb].sources) for article in articles],
        "form": form,
        "verb": verb,
        "words": VERBS[verb],
        "action_name": ACTION_CHECKBOX_NAME,
    }
    return TemplateResponse(request, "admin/articles/article/bulk.html", context)


def _move(request, verb, articles, note):
    """Move each, and say how many were moved and why others were not."""
    moved, refused, outgoing = 0, [], []
    extra = {"deliver": outgoing.append} if verb == "send_back" else {}
    for article in articles:
        try:
            getattr(workflow, verb)(article, by=request.user, note=note, **extra)
            moved += 1
        except ValidationError as error:
            refused.append((article, " ".join(error.messages)))
        except PermissionDenied as error:
            refused.append((article, error))
    if moved:
        messages.success(request, VERBS[verb].done % {"count": moved})
    if refused:
        text = ngettext("%(count)d article was not moved.", "%(count)d articles were not moved.", len(refused))
        messages.error(request, text % {"count": len(refused)})
    for article, why in refused[:MOST_REASONS]:
        messages.error(request, _("“%(article)s”: %(why)s") % {"article": article, "why": why})
    deliver(request, outgoing)


def deliver(request, outgoing):
    """Send the letters; whoever made them go is told which a mail server did not take."""
    unsent = []
    for letter in outgoing:
        # Twice is no accident: the server is away, and each further try would wait for it.
        if len(unsent) > 1 or not letters.deliver(letter):
            unsent.append(letter.to[0])
    if unsent:
        text = _("The letter to %(addresses)s could not be sent. Tell them yourself.")
        messages.warning(request, text % {"addresses": ", ".join(dict.fromkeys(unsent))})
