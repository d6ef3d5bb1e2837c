"""Forms that know of other editors, keep what is typed, and come back with it when a save is refused."""

import logging
import re
import secrets

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError
from django.forms.utils import ErrorDict
from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils.translation import gettext as _

from desk import times

from .. import content as contents
from .. import drafts, locks, permissions, unsaved
from .history import differences

logger = logging.getLogger(__name__)


class KeptForm(forms.ModelForm):
    """A form that can be filled with what was typed earlier, and says why a save was refused."""

    typed = None  # what was typed, to go on with
    refusal = None  # why what was sent before could not be saved

    def __init__(self, data=None, *args, **kwargs):
        super().__init__(self.typed if data is None else data, *args, **kwargs)
        if data is None and self.typed is not None:
            self._errors = ErrorDict()  # it was not sent yet, so nothing is wrong yet

    def refuse(self, error):
        """Say it at the fields it is about, or above the form."""
        self.refusal = error
        for name, errors in getattr(error, "error_dict", {None: error}).items():
            name = {"categories": "sections"}.get(name, name)
            self.add_error(name if name in self.fields else None, errors)


class EditingAdmin:
    """An admin of articles whose forms hold the lock of their article and keep what is typed and not saved."""

    class Media:
        js = [forms.Script(f"js/{name}.js", type="module") for name in ("pickers", "editing", "beside")]

    def get_urls(self):
        return [path("keep/", self.keep, name="articles_article_keep"), *super().get_urls()]

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        form.refusal = getattr(request, "refusal", None)
        if request.method == "GET" and (row := self._restored(request)) and row.article_id == (obj and obj.pk):
            form.typed = unsaved.data(row)
        return form

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Django's, but whatever keeps a save from being made brings the form back with all that was typed."""
        view = super().changeform_view
        if request.method == "POST":
            self._prepare(request, object_id)
        try:
            return view(request, object_id, form_url, extra_context)
        except (ValidationError, PermissionDenied, DatabaseError) as error:
            if request.method != "POST" or hasattr(request, "refusal"):
                raise
            request.refusal = error
            if isinstance(error, DatabaseError):
                logger.exception("An article was not saved.")
                request.refusal = ValidationError(_("The save did not go through. Your text is here: try again."))
            elif isinstance(error, PermissionDenied):
                request.refusal = ValidationError(str(error))
            return view(request, object_id, form_url, extra_context)

    def _prepare(self, request, object_id):
        """Do what a button asks for besides saving."""
        if over := request.POST.get("_over"):
            # Over this very version: a later one is refused again.
            request.POST = request.POST.copy()
            request.POST["seen"], request.POST["_continue"] = over, "1"
        article = self.get_object(request, object_id) if object_id else None
        if "_take_over" in request.POST and self.has_change_permission(request, article) and article:
            locks.hold(article, request.user, window=_window(request), take_over=True)
            request.refusal = ValidationError(_("The editing is yours now. Nothing is saved yet."))

    def save_form(self, request, form, change):
        if change:
            locks.require_free(form.instance, request.user, window=_window(request))
        return super().save_form(request, form, change)

    def response_add(self, request, obj, post_url_continue=None):
        self._saved(request, obj)
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        self._saved(request, obj)
        return super().response_change(request, obj)

    def _saved(self, request, article):
        unsaved.forget(request.user, window=_window(request), restored=_number(request.GET.get("restore")))
        locks.release(article, request.user, window=_window(request), returning="_continue" in request.POST)

    def note(self, request, article):
        """What the history says of a save that was made over another one."""
        over = request.POST.get("_over")
        revision = over and article.revisions.select_related("made_by").filter(pk=_number(over)).first()
        if not revision:
            return ""
        words = {"name": revision.made_by or _("The newsroom"), "time": times.written(revision.made_at)}
        return _("Saved over the version of %(name)s from %(time)s.") % words

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        form, window = context["adminform"].form, _window(request)
        may = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        rows = unsaved.of(request.user, obj).exclude(window=window)
        restored = form.typed is not None and self._restored(request)
        context["editing"] = {
            "window": window,
            "may": may,
            "is_unsaved": form.is_bound,
            "restored": restored,
            "rows": [_offer(row) for row in rows if not restored or row != restored],
        }
        context["news"] = {"may": may} | (self._news(request, obj, locks.current(obj), window=window) if obj else {})
        if isinstance(form.refusal, drafts.Stale):
            theirs, mine = form.refusal.revision, contents.cleaned(form.unchecked, article=obj)
            context["stale"] = {
                "revision": theirs,
                "differences": differences(request.user, theirs.content, mine),
                "mine": unsaved.readable(form.data),
            }
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _restored(self, request):
        pk = _number(request.GET.get("restore"))
        return unsaved.found(request.user, pk) if pk else None

    def keep(self, request):
        """The heartbeat of a form: keep the lock and what is typed, and tell what happened elsewhere."""
        if not self.admin_site.has_permission(request):
            return _refused(401, _("You are logged out. Log in in a new tab, then go on here."), reverse("admin:login"))
        if request.method != "POST":
            return JsonResponse({"token": get_token(request)})  # the old one ends with a new login
        data, window = request.POST, _window(request)
        if data.get("writer") != str(request.user.pk):
            return _refused(401, _("Somebody else is logged in in this browser now."), reverse("admin:login"))
        pk = _number(data.get("article"))
        article = self.get_object(request, str(pk)) if pk else None
        may = bool(article or not pk) and permissions.may(request.user, "change" if pk else "add", article)
        answer = {}
        if "discard" in data:
            unsaved.forget(request.user, restored=_number(data["discard"]))
        if data.get("typed"):
            try:
                row = unsaved.keep(
                    request.user, article, data["typed"], window=window, restored=_number(data.get("restored"))
                )
            except unsaved.TooLong as error:
                return _refused(413, error.message)
            except ValidationError as error:
                return _refused(400, error.message)
            answer["kept"] = times.lately(row.kept_at)
        elif "typed" in data:
            unsaved.forget(request.user, window=window)
        if "leave" in data:
            if article:
                locks.release(article, request.user, window=window)
            return JsonResponse(answer)
        news = {"may": may, "is_gone": pk and not article}
        if article:
            lock = may and locks.hold(article, request.user, window=window, take_over="take_over" in data)
            news |= self._news(request, article, lock, window=window, seen=_number(data.get("seen")))
        answer["mine"] = may and not news.get("lock")
        answer["panel"] = render_to_string(
            "admin/articles/article/news.html", news | {"was_had": "had" in data}, request
        )
        return JsonResponse(answer)

    def _news(self, request, article, lock, *, window, seen=None):
        """What a form should know: who else edits the article, and what was saved after the revision `seen`."""
        revisions = article.revisions.defer("content").select_related("made_by")
        newer = revisions.filter(pk__gt=seen).first() if seen else None
        elsewhere = lock if lock and not lock.is_of(request.user, window) else None
        return {
            "lock": elsewhere,
            "is_own": elsewhere and elsewhere.holder_id == request.user.pk,
            "newer": newer,
            "address": reverse("admin:articles_article_change", args=[article.pk]),
        }


def _window(request):
    """The name of the form's window: its own, or a new one."""
    sent = request.POST.get("window", "")
    if not re.fullmatch(r"[\w-]{1,40}", sent, re.ASCII):
        if not hasattr(request, "new_window"):
            request.new_window = secrets.token_urlsafe(12)
        sent = request.new_window
    return sent


def _number(text):
    """The id a request names, or None."""
    return int(text) if text and re.fullmatch(r"[0-9]{1,18}", text, re.ASCII) else None


def _refused(status, why, login=""):
    return JsonResponse({"why": why, "login": login}, status=status)


def _offer(row):
    data = unsaved.data(row)
    return {"pk": row.pk, "kept_at": row.kept_at, "headline": unsaved.headline(data), "text": unsaved.readable(data)}
