"""What became of an article: every move and every save in one line of time, and what differs between any two saves."""

import csv

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from desk import directions, times
from images.models import Image

from .. import body, compare, drafts, permissions
from .. import content as contents
from ..models import Article, Author, Byline, Category, Kind, Revision, Tag
from ..models.taxonomy import LANGUAGES
from ..status import Status

PER_PAGE = 50
EVENTS = {
    "submit": gettext_lazy("Submitted for review"),
    "send_back": gettext_lazy("Sent back to the reporter"),
    "publish": gettext_lazy("Published"),
    "unschedule": gettext_lazy("Schedule taken back"),
    "withdraw": gettext_lazy("Withdrawn"),
    "restore": gettext_lazy("Restored"),
    "publish_changes": gettext_lazy("Changes published"),
    "schedule_changes": gettext_lazy("Changes scheduled"),
    "unschedule_changes": gettext_lazy("Schedule of the changes taken back"),
    "discard_changes": gettext_lazy("Changes discarded"),
}
# What a spreadsheet would take for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


class HistoryAdmin:
    """The history of an article, in place of the notes that Django's admin takes of its forms."""

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/compare/", view(self.compare_view), name="articles_article_compare"),
            path("<int:pk>/history.csv", view(self.history_csv), name="articles_article_history_csv"),
            path("<int:pk>/revert/", view(require_POST(self.revert)), name="articles_article_revert"),
            *super().get_urls(),
        ]

    def history_view(self, request, object_id, extra_context=None):
        article = self._seen(request, unquote(object_id))
        page = Paginator(_events(article), PER_PAGE).get_page(request.GET.get("page"))
        entries = _entries(article, page.object_list)
        saves = [entry["revision"] for entry in entries if "revision" in entry]
        context = self._context(request, article) | {
            "title": _("History: %(article)s") % {"article": article},
            "page": page,
            "entries": entries,
            "chosen": dict(zip(("to", "from"), (revision.pk for revision in saves), strict=False)),
            "can_change": self.has_change_permission(request, article),
            "readers_see": article.revisions.filter(state=Revision.State.STORED).first(),
            "changes": drafts.open_revision(article),
        }
        return TemplateResponse(request, "admin/articles/article/history.html", context | (extra_context or {}))

    def compare_view(self, request, pk):
        article = self._seen(request, pk)
        old, new = sorted(
            (self._revision(article, request.GET.get(name)) for name in ("from", "to")), key=lambda each: each.pk
        )
        context = self._context(request, article) | {
            "title": _("What changed: %(article)s") % {"article": article},
            "old": old,
            "new": new,
            "differences": differences(request.user, old.content, new.content),
            "can_change": self.has_change_permission(request, article),
        }
        return TemplateResponse(request, "admin/articles/article/compare.html", context)

    def revert(self, request, pk):
        """Make a saved copy what one goes on working with; readers see nothing of it yet once they see the article."""
        article = self._seen(request, pk)
        revision = self._revision(article, request.POST.get("revision"))
        try:
            article, dropped = drafts.restore(article, revision, by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect(reverse("admin:articles_article_history", args=[pk]))
        written = times.written(revision.made_at)
        messages.success(request, _("The article is again as it was saved at %(time)s.") % {"time": written})
        if dropped:
            names = _(", ").join(_label(name) for name in dropped)
            messages.warning(request, _("What is gone meanwhile was left out: %(fields)s.") % {"fields": names})
        return redirect(reverse("admin:articles_article_change", args=[pk]))

    def history_csv(self, request, pk):
        """The history as a file for spreadsheets, the oldest first."""
        article = self._seen(request, pk)
        answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="history-{article.pk}.csv"'
        sheet = csv.writer(answer)
        names = _("time (%(zone)s)") % {"zone": times.zone_name()}, _("by"), _("what"), _("from"), _("to"), _("why")
        sheet.writerow([*names, _("changed"), _("words added"), _("words removed")])
        for entry in reversed(_entries(article, _events(article), counted=True)):
            made_at = f"{timezone.localtime(entry['made_at']):%Y-%m-%d %H:%M:%S}"
            cells = [entry[name] for name in ("by", "what", "source", "target", "note", "changed")]
            sheet.writerow([made_at, *(_safe(str(cell or "")) for cell in cells), *entry["words"]])
        return answer

    def _seen(self, request, pk):
        article = self.get_object(request, str(pk))
        if article is None or not self.has_view_permission(request, article):
            raise Http404
        return article

    def _revision(self, article, pk):
        if not (pk or "").isdecimal() or len(pk) > 18:
            raise Http404
        revision = article.revisions.select_related("made_by").filter(pk=pk).first()
        if revision is None:
            raise Http404
        return revision

    def _context(self, request, article):
        return self.admin_site.each_context(request) | {"opts": self.opts, "article": article}


def _events(article):
    """(when, is it a move, id) of every move and save, the newest first; of one moment, the save came first."""
    moves = ((made_at, True, pk) for made_at, pk in article.status_changes.values_list("made_at", "pk"))
    saves = ((made_at, False, pk) for made_at, pk in article.revisions.values_list("made_at", "pk"))
    return sorted([*moves, *saves], reverse=True)


def _entries(article, events, counted=False):
    """What happened at each of the events, in words; `counted`: with how many words came and went."""
    moves = article.status_changes.select_related("made_by").in_bulk([pk for _at, is_move, pk in events if is_move])
    pks = sorted(article.revisions.values_list("pk", flat=True))
    before = dict(zip(pks[1:], pks, strict=False))
    wanted = {pk for _at, is_move, pk in events if not is_move}
    wanted |= {before[pk] for pk in wanted if pk in before}
    saves = article.revisions.select_related("made_by").in_bulk(wanted)
    return [
        _move(moves[pk]) if is_move else _save(saves[pk], saves.get(before.get(pk)), counted)
        for _at, is_move, pk in events
    ]


def _move(move):
    what, note = EVENTS.get(move.verb, move.verb), move.note
    if move.source == move.target == Status.PUBLISHED and note in LANGUAGES:
        words = {"publish": _("Opened to readers of %(language)s"), "withdraw": _("Closed to readers of %(language)s")}
        what, note = words[move.verb] % {"language": get_language_info(note)["name_translated"]}, ""
    return {
        "made_at": move.made_at,
        "by": move.made_by,
        "what": what,
        "note": note,
        "verb": move.verb,
        "source": "" if move.source == move.target else move.get_source_display(),
        "target": "" if move.source == move.target else move.get_target_display(),
        "changed": "",
        "words": ("", ""),
    }


def _save(revision, before, counted):
    old = contents.current(before.content) if before else contents.blank()
    new = contents.current(revision.content)
    changed = [
        (name, code)
        for name in new
        for code in (LANGUAGES if name in contents.TEXTS else [None])
        if (old[name] != new[name] if code is None else old[name][code] != new[name][code])
    ]
    words = ("", "")
    if counted:
        texts = (each.pieces or [] for each in compare.contents(old, new, lambda field, value: str(value)))
        words = tuple(map(sum, zip((0, 0), *map(compare.counts, texts), strict=True)))
    return {
        "made_at": revision.made_at,
        "by": revision.made_by,
        "what": _("Saved") if before else _("First saved"),
        "note": revision.note,
        "revision": revision,
        "source": "",
        "target": "",
        "changed": _(", ").join(_label(*each) for each in changed) if before else "",
        "words": words,
    }


def _label(field, language=None):
    """The name of a field of a content, as its form says it."""
    lists = {
        "categories": _("sections"),
        "tags": _("tags"),
        "bylines": _("authors"),
        "related": _("related articles"),
        "unrelated": _("never under this article"),
        "corrections": _("corrections"),
    }
    name = lists.get(field) or Article._meta.get_field(f"{field}_{language}" if language else field).verbose_name
    return capfirst(str(name))


def differences(user, old, new):
    """What differs between two contents, as differences.html shows it to the user."""
    say = _Sayer(user, old, new)
    return [_shown(each) for each in compare.contents(contents.current(old), contents.current(new), say)]


def _shown(difference):
    """A difference as the page shows it: in its language and direction, the middle of what stayed left out."""
    language = difference.language
    return {
        "label": _label(difference.field, language),
        "attributes": directions.attributes(f"_{language}", None),
        "pieces": None
        if difference.pieces is None
        else [_marked(each) for each in compare.shortened(difference.pieces)],
        "rows": difference.rows,
    }


def _marked(piece):
    """Where a paragraph came or went, its end is seen."""
    return piece if piece.kind == compare.SAME else piece._replace(text=piece.text.replace(compare.BREAK, " ¶\n"))


def _safe(cell):
    return f"'{cell}" if cell.startswith(FORMULA) else cell


class _Sayer:
    """Says in words what contents hold as ids and moments; of other articles, what the user may see of them."""

    def __init__(self, user, *stored):
        wanted = {model: set() for model in (Category, Tag, Author, Image, Article)}
        for content in map(contents.current, stored):
            wanted[Category] |= {content["main_category"], *(row["category"] for row in content["categories"])}
            wanted[Tag].update(content["tags"])
            wanted[Author].update(row["author"] for row in content["bylines"])
            wanted[Image].add(content["image"])
            wanted[Image].update(pk for text in content["body"].values() for pk in body.image_ids(text))
            wanted[Article].update([*content["related"], *content["unrelated"]])
        self.found = {model: model.objects.in_bulk(pks - {None}) for model, pks in wanted.items() if model != Article}
        self.found[Article] = permissions.visible(user, Article.objects.all()).in_bulk(wanted[Article])

    def __call__(self, field, value):
        name, roles, kinds = self._name, dict(Byline.Role.choices), dict(Kind.choices)
        match field:
            case "kind":
                return str(kinds.get(value, value))
            case "main_category":
                return name(Category, value)
            case "image":
                return name(Image, value)
            case "tags":
                return name(Tag, value)
            case "related" | "unrelated":
                return name(Article, value)
            case "bylines":
                return f"{name(Author, value['author'])} ({roles.get(value['role'], value['role'])})"
            case "categories":
                section = name(Category, value["category"])
                if not value["until"]:
                    return section
                return _("%(section)s, until %(time)s") % {"section": section, "time": _written(value["until"])}
            case "corrections":
                return " / ".join([_written(value["made_at"]), *filter(None, value["text"].values())])
        return _written(value) if field in contents.MOMENTS else str(value)

    def _name(self, model, pk):
        return str(self.found[model].get(pk, f"#{pk}"))


def _written(text):
    return times.written(contents.parsed(text))
