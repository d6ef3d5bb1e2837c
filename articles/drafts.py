"""Saving what editors write.

A draft is written in the article's row. Once an article is published – for a time to come too – its row holds what
readers see, and a save is kept beside it: as the open revision, which `workflow.publish_changes` brings into the row.
The newest revision is the version of an article: what an editor began from, to be told when somebody else was quicker.
"""

import datetime

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _

from desk import times
from images import renditions
from pagecache.changes import changed, key_of

from . import checks, listings, page_keys, permissions
from . import content as contents
from .models import Article, Revision, StatusChange
from .search import index

# The shapes of a lead picture: over a story, in lists, and for search engines, which want all three.
LEAD_CROPS = ("16x9", "4x3", "1x1")
# How long every revision is kept, and how long the last one of each day.
KEEP_ALL, KEEP_DAILY = datetime.timedelta(days=30), datetime.timedelta(days=365)
AT_ONCE = 500  # revisions that are looked at to be thrown away
PUBLISHING = ("publish", "publish_changes", "restore")


class Stale(ValidationError):
    """Somebody saved something else since the editor began; `revision` is what was saved last."""

    def __init__(self, revision):
        super().__init__(_("Somebody saved this article after you opened it. Your text was not saved."), code="stale")
        self.revision = revision


def newest(article):
    """The last saved revision, of any state: the version of the article."""
    return article.revisions.first()


def open_revision(article):
    """The unpublished changes of an article that is published or withdrawn, or None."""
    return article.revisions.open().first()


def working(article):
    """The content as editors see it: with the unpublished changes, if there are any."""
    revision = open_revision(article)
    return contents.current(revision.content) if revision else contents.read(article)


@transaction.atomic
def create(content, *, by, ref=None, pk=None, now=None):
    """A new draft with this content, from outside perhaps with its reference and id there.

    Raises `ValidationError` with a message per field.
    """
    permissions.require(by, "add")
    content = checked(content, by=by)
    article = Article.objects.create(pk=pk, created_by=by, ref=ref)
    _write(article, content)
    record(article, content, by=by, now=now)
    return article


@transaction.atomic
def save(article, content, *, by, seen=None, new_address=False, unscheduling=False, note="", now=None):
    """Give the article this content; nothing is written when it has it already. Returns the stored article.

    `seen` is the id of the revision the editor began from; `new_address` confirms that an address readers know becomes
    another; `unscheduling` says that the caller takes back the time of its changes next. Raises `Stale` when something
    else was saved since, `ValidationError` with a message per field, `PermissionDenied` if `by` may not change it.
    """
    article = locked(article)
    permissions.require(by, "change", article)
    content, before = _compared(
        content, by=by, article=article, seen=seen, new_address=new_address, unscheduling=unscheduling
    )
    if content == before:
        return article
    if article.published_at:
        _save_beside(article, content, by=by, note=note, now=now)
    else:
        _write(article, content)
        record(article, content, by=by, note=note, now=now)
    return article


@transaction.atomic
def restore(article, revision, *, by, now=None):
    """Save the content of an old revision anew, as a save of today: readers see it when it is published.

    Returns (the stored article, the names of the content's parts that lost what they named, because it is gone).
    """
    if revision.article_id != article.pk:
        raise ValidationError(_("This revision belongs to another article."))
    article = locked(article)
    content, dropped = contents.mended(revision.content, article)
    kept = {code: text for code, text in working(article)["slug"].items() if article.has_address(code)}
    content["slug"] = content["slug"] | kept
    note = _("Restored: the text of %(time)s") % {"time": times.written(revision.made_at)}
    return save(article, content, by=by, note=note, now=now), dropped


def prune(now):
    """Throw old revisions away. What was published, what is open and the newest of an article stay for good.

    Some at a time, each time for good: nobody waits for it, and whoever is stopped begins again.
    """
    newer = Revision.objects.annotate(day=_DAY).filter(article=OuterRef("article"), pk__gt=OuterRef("pk"))
    published = StatusChange.objects.filter(revision=OuterRef("pk"), verb__in=PUBLISHING)
    old = Revision.objects.annotate(day=_DAY).filter(
        Exists(newer.filter(day=OuterRef("day"))) | Q(made_at__lt=now - KEEP_DAILY),
        Exists(newer),
        ~Exists(published),
        made_at__lt=now - KEEP_ALL,
    )
    all_of_them, done = Revision.objects.order_by("pk").values_list("pk", flat=True), 0
    while few := list(all_of_them.filter(pk__gt=done)[:AT_ONCE]):
        gone = old.exclude(state=Revision.State.OPEN).filter(pk__gt=done, pk__lte=few[-1])
        Revision.objects.filter(pk__in=list(gone.values_list("pk", flat=True))).only("pk").delete()
        done = few[-1]


_DAY = TruncDate("made_at", tzinfo=datetime.UTC)


def checked(content, *, by, article=None, **options):
    """The content as `save` would store it with these options. Raises what it would raise."""
    return _compared(content, by=by, article=article, **options)[0]


def _compared(content, *, by, article, seen=None, new_address=False, unscheduling=False):
    """(the content as it may be stored, the content it replaces)"""
    content = contents.cleaned(content, article=article)
    before = working(article) if article else contents.blank()
    _require_embargo(article, content, before, by)
    if article and not new_address:
        _require_address(article, content, before)
    if article and seen and content != before and (last := newest(article)) and last.pk != seen:
        raise Stale(last)
    permissions.require_sections(by, _sections(content) - _sections(before))
    if article and content != before and not unscheduling:
        _require_complete(article, content, by)
    return content, before


def _require_embargo(article, content, before, by):
    """Who may not publish does not lift or shorten an embargo; and no change is scheduled before its end."""
    before, until = contents.parsed(before["embargo_until"]), contents.parsed(content["embargo_until"])
    if before and not (until and until >= before) and not permissions.may(by, "publish", article):
        message = _("Only who may publish may lift or shorten an embargo.")
        raise ValidationError({"embargo_until": message})
    if article and until and article.revisions.scheduled().filter(apply_at__lt=until).exists():
        raise ValidationError({"embargo_until": _("The changes are scheduled for an earlier time.")})


def _require_complete(article, content, by):
    """Changes that have a time go to readers by themselves: what was asked when they got it is asked of each save."""
    draft = article.revisions.scheduled().first()
    if draft and (lacks := checks.lacking(article, content, by=by)):
        message = _("These changes are published by themselves: %(time)s. Complete them, or take back their schedule.")
        raise ValidationError(lacks | {NON_FIELD_ERRORS: message % {"time": times.written(draft.apply_at)}})


def _require_address(article, content, before):
    """An address readers know is not changed in passing, by a better headline for example."""
    message = _("Readers know this address. Confirm that it changes: the old one will lead to the new one.")
    errors = {
        f"slug_{code}": message
        for code, slug in content["slug"].items()
        if slug != before["slug"][code] and article.has_address(code)
    }
    if errors:
        raise ValidationError(errors)


def _sections(content):
    return {row["category"] for row in content["categories"]}


def locked(article):
    """The article as it is now, and nobody else's until the transaction ends."""
    return Article.objects.select_for_update().get(pk=article.pk)


def record(article, content, *, by, note="", now=None, **values):
    """Write down a content that was saved."""
    return Revision.objects.create(
        article=article,
        schema=contents.SCHEMA,
        content=content,
        made_at=now or timezone.now(),
        made_by=by,
        note=note,
        **values,
    )


def _save_beside(article, content, *, by, note, now):
    """Readers, lists and kept pages notice nothing. A change that is scheduled keeps its time."""
    stored, last = contents.read(article), open_revision(article)
    apply_at = last and last.apply_at
    article.revisions.open().update(state=Revision.State.PAST)
    # Whoever goes back to what readers see has no changes left.
    state = Revision.State.OPEN if content != stored or apply_at else Revision.State.STORED
    record(article, content, by=by, note=note, now=now, state=state, apply_at=apply_at)
    _use_pictures(article, content, stored)


def discard(article, *, by, now=None):
    """Go back to what the row holds; what is discarded stays in the history. The caller holds the lock."""
    stored = contents.read(article)
    article.revisions.open().update(state=Revision.State.PAST)
    _use_pictures(article, stored)
    record(article, stored, by=by, now=now)


def apply(article, revision):
    """Bring the open revision into the row, all of it at once. The caller holds the lock.

    Raises `ValidationError` when the content cannot be stored any more, because a section is gone for example.
    """
    revision.content = contents.cleaned(revision.content, article=article)
    revision.state, revision.problem = Revision.State.STORED, ""
    revision.save(update_fields=["content", "state", "problem"])
    _write(article, revision.content)


def _write(article, content):
    before = page_keys.lists(article)
    contents.write(article, content)
    _use_pictures(article, content)
    listings.refresh(article)
    if article.published_at:
        index.refresh(article)
        after = page_keys.lists(article)
        changed({key_of(article)} | page_keys.touched(before, after) | page_keys.its_days(after))


def _use_pictures(article, content, *others):
    """Hold the pictures of these contents, and make the shapes in which the first one's are shown."""
    contents.use_pictures(article, content, *others)
    renditions.use(content["image"], *LEAD_CROPS)
