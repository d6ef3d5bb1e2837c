"""The desk: what waits for whom, on the first page of the newsroom. A few queries, however much there is."""

import datetime

from django.contrib import admin
from django.db.models import Case, Exists, OuterRef, Subquery, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from desk import times

from .. import clock, permissions, unsaved
from ..models import Article, Kind, Listing, Revision, StatusChange
from ..models.taxonomy import LANGUAGES
from ..status import Status
from .tour import tour

MOST = 10  # entries of a block
LATEST = 500  # articles of the site, among which one's own sections have their latest


def front_page(request):
    """What the first page shows to this user, besides the list of apps."""
    user, now = request.user, timezone.now()
    if not (user.has_perm("articles.view_article") or user.has_perm("articles.change_article")):
        return {}
    seen = permissions.visible(user, Article.objects.for_desk())
    publishes = permissions.may(user, "publish")
    late, today = _scheduled(seen, now)
    blocks = [
        _late(late, now),
        _unsaved(user),
        permissions.may(user, "add") and _mine(user, seen),
        publishes and _waiting(seen),
        _block("today", _("Scheduled today"), today, _("Nothing more is scheduled for today.")),
        publishes and _changed(seen),
        _recent(seen, now),
    ]
    return {"blocks": [block for block in blocks if block], "kinds": Kind.choices, "tour": tour(user)}


def _block(name, title, entries, empty, more=""):
    """A list with a heading; `more` leads to the rest of it, if there is more than it shows."""
    more = more and f"{reverse('admin:articles_article_changelist')}?{more}"
    return {
        "name": name,
        "title": title,
        "entries": entries[:MOST],
        "empty": empty,
        "more": more if len(entries) > MOST else "",
    }


def _entry(article, **more):
    return {"article": article, "state": admin.site.get_model_admin(Article).state(article)} | more


def _mine(user, seen):
    returned = Exists(StatusChange.objects.filter(article=OuterRef("pk"), verb="send_back"))
    # Drafts before what is handed in, and first those that were sent back: somebody waits for them.
    first = Case(When(returned, then=Value(0)), default=Value(1))
    articles = list(seen.unfinished().filter(created_by=user).order_by("status", first, "-saved_at")[: MOST + 1])
    reasons = {}
    drafts = [article for article in articles if article.status == Status.DRAFT]
    for change in StatusChange.objects.filter(article__in=drafts, verb="send_back").select_related("made_by"):
        reasons.setdefault(change.article_id, change)
    entries = [_entry(article, when=article.saved_at, reason=reasons.get(article.pk)) for article in articles]
    empty = _("You have no drafts. What you begin, and what is sent back to you, stands here.")
    return _block("mine", _("My drafts"), entries, empty, "whose=mine")


def _unsaved(user):
    entries = []
    for row in unsaved.all_of(user)[:MOST]:
        name, args = ("change", [row.article_id]) if row.article_id else ("add", [])
        address = f"{reverse(f'admin:articles_article_{name}', args=args)}?restore={row.pk}"
        title = unsaved.headline(unsaved.data(row)) or _("Without a headline")
        entries.append({"article": title, "address": address, "when": row.kept_at})
    return entries and _block("unsaved", _("Typed and not saved"), entries, "")


def _waiting(seen):
    """What was handed in, the longest waiting first."""
    last = StatusChange.objects.filter(article=OuterRef("pk")).order_by("-id")
    articles = seen.waiting().annotate(since=Subquery(last.values("made_at")[:1])).order_by("since", "pk")[: MOST + 1]
    entries = [{"article": article, "when": article.since, "by": article.created_by} for article in articles]
    return _block(
        "waiting", _("Waiting for review"), entries, _("Nothing waits for review."), "status__exact=in_review"
    )


def _scheduled(seen, now):
    """(what should have happened already, what happens before midnight): publications, openings and changes."""
    tomorrow = timezone.localdate(now) + datetime.timedelta(days=1)
    midnight = datetime.datetime.combine(tomorrow, datetime.time(), timezone.get_current_timezone())
    coming = list(Listing.objects.coming(now, midnight).filter(article__in=seen)[: 2 * MOST])
    articles = seen.in_bulk({listing.article_id for listing in coming})
    entries = {}
    for listing in coming:
        if article := articles.get(listing.article_id):
            what = ""
            if article.published_at <= now:
                what = _("Opens in %(language)s") % {"language": get_language_info(listing.language)["name_translated"]}
            entries.setdefault((article.pk, listing.starts_at), _entry(article, when=listing.starts_at, what=what))
    changes = Revision.objects.scheduled().filter(apply_at__lt=midnight, article__in=seen).for_desk()
    late, today = [], list(entries.values())
    for change in changes[: 2 * MOST]:
        is_late = change.apply_at <= now
        entry = _entry(
            change.article, when=change.apply_at, by=change.made_by, what=_("Changes"), problem=change.problem
        )
        (late if is_late else today).append(entry)
    return late, sorted(today, key=lambda entry: entry["when"])


def _late(late, now):
    """The alarm: nothing at all while the clock keeps up."""
    behind = clock.overdue(now)
    if not late and not behind:
        return None
    since = min([*behind.values(), *(entry["when"] for entry in late)])
    alarm = _("The clock is behind since %(time)s. Tell who runs the site.") % {"time": times.written(since)}
    return _block("late", _("Overdue"), late, "") | {"alarm": alarm if behind else ""}


def _changed(seen):
    changes = Revision.objects.open().filter(article__in=seen).for_desk().order_by("-id")[: MOST + 1]
    entries = [_entry(change.article, when=change.made_at, by=change.made_by) for change in changes]
    empty = _("Readers see everything that was written.")
    return _block("changed", _("Unpublished changes"), entries, empty)


def _recent(seen, now):
    listed = (Listing.objects.current(None, code, now).values_list("article", flat=True) for code in LANGUAGES)
    latest = {pk for pks in listed for pk in pks[:LATEST]}
    articles = seen.filter(pk__in=latest).order_by("-published_at", "-pk")[: MOST + 1]
    entries = [{"article": article, "when": article.published_at} for article in articles]
    empty = _("Nothing was published lately.")
    return _block("recent", _("Recently published"), entries, empty, "status__exact=published")


admin.site.front_page = front_page
