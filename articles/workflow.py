"""The verbs of the newsroom. Each locks the article, asks, moves it, records it, and says which pages are touched."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from desk import times
from pagecache.changes import changed, key_of

from . import checks, drafts, letters, listings, page_keys, permissions
from . import content as contents
from .drafts import locked
from .models import Revision, StatusChange
from .models.taxonomy import LANGUAGES
from .search import index
from .status import MOVES, Status


@transaction.atomic
def submit(article, *, by, note="", now=None):
    """Hand a draft to the editors."""
    return _moved(locked(article), "submit", by=by, note=note, now=now)


@transaction.atomic
def send_back(article, *, by, note, now=None, deliver=letters.deliver):
    """Return an article to its reporter, saying why; a letter tells, handed to `deliver` once it is so."""
    _require_note(note)
    article = _moved(locked(article), "send_back", by=by, note=note, now=now)
    if letter := letters.sent_back(article, by=by, note=note):
        transaction.on_commit(lambda: deliver(letter))
    return article


@transaction.atomic
def publish(article, *, by, at=None, languages=None, note="", now=None):
    """Let readers see the article: now, or from the moment `at`.

    `languages` are those it is ready in (default: all with a headline and a body); a mapping says since
    when each. Raises `ValidationError` with a message per field for what is missing.
    """
    article, now = locked(article), now or timezone.now()
    _require_source(article, "publish")
    permissions.require(by, "publish", article)
    _require_no_embargo(article.embargo_until, max(at or now, now))
    content = contents.read(article)
    checks.require(checks.lacking(article, content, languages, by=by))
    article.published_at = at or now
    moments = languages if isinstance(languages, dict) else {}
    for code in languages or checks.complete_languages(content):
        setattr(article, f"ready_at_{code}", moments.get(code) or article.published_at)
    return _moved(article, "publish", by=by, note=note, now=now)


@transaction.atomic
def unschedule(article, *, by, note="", now=None):
    """Take back a publication whose time has not come."""
    article, now = locked(article), now or timezone.now()
    if not article.is_scheduled(now):
        raise ValidationError(_("Readers see this article already: withdraw it instead."))
    permissions.require(by, "unschedule", article)
    if draft := drafts.open_revision(article):
        # From now on it is edited in its row again. What its changes refer to and is gone must not hold it up.
        draft.content, _dropped = contents.mended(draft.content, article)
        drafts.apply(article, draft)
    article.published_at = None
    for code in LANGUAGES:
        setattr(article, f"ready_at_{code}", None)
    return _moved(article, "unschedule", by=by, note=note, now=now)


@transaction.atomic
def withdraw(article, *, by, note, now=None):
    """Take a published article away from readers; its address answers 410."""
    article, now = locked(article), now or timezone.now()
    _require_note(note)
    if article.is_scheduled(now):
        raise ValidationError(_("Readers have not seen this article yet: take back its schedule instead."))
    return _moved(article, "withdraw", by=by, note=note, now=now)


@transaction.atomic
def restore(article, *, by, note="", now=None):
    """Give a withdrawn article back to readers, at its old address and date."""
    article, now = locked(article), now or timezone.now()
    _require_source(article, "restore")
    _require_no_embargo(article.embargo_until, max(article.published_at, now))
    return _moved(article, "restore", by=by, note=note, now=now)


@transaction.atomic
def open_language(article, language, *, by, at=None, now=None):
    """Let readers of a further language see a published article, now or from the moment `at`."""
    article, now = locked(article), now or timezone.now()
    _require_published(article)
    permissions.require(by, "publish", article)
    _require_no_embargo(article.embargo_until, max(at or now, article.published_at, now))
    checks.require(checks.missing(contents.read(article), [language], by=by))
    setattr(article, f"ready_at_{language}", at or now)
    return _recorded(article, "publish", Status.PUBLISHED, by=by, note=language, now=now)


@transaction.atomic
def close_language(article, language, *, by, now=None):
    """Take the text in one language away from readers."""
    article = locked(article)
    _require_published(article)
    setattr(article, f"ready_at_{language}", None)
    return _recorded(article, "withdraw", Status.PUBLISHED, by=by, note=language, now=now)


@transaction.atomic
def publish_changes(article, *, by, at=None, note="", now=None):
    """Let readers see the unpublished changes, all at once: now, or from the moment `at`.

    Of a withdrawn article they see nothing; it has the changes when it is restored.
    Raises `ValidationError` with a message per field, when something it refers to is gone meanwhile for example.
    """
    article, now = locked(article), now or timezone.now()
    draft = _changes(article, "publish_changes", by)
    content = contents.current(draft.content)
    if article.status == Status.PUBLISHED:
        _require_no_embargo(contents.parsed(content["embargo_until"]), max(at or now, article.published_at))
    checks.require(checks.lacking(article, content, by=by))
    if at is None:
        drafts.apply(article, draft)
        return _noted(article, "publish_changes", by=by, note=note, now=now, revision=draft)
    if at <= now:
        raise ValidationError({"at": _("Choose a time to come.")})
    contents.cleaned(content, article=article)
    draft.apply_at, draft.problem = at, ""
    draft.save(update_fields=["apply_at", "problem"])
    return _noted(article, "schedule_changes", by=by, note=note, now=now, revision=draft)


@transaction.atomic
def unschedule_changes(article, *, by, note="", now=None):
    """Take back the time of a scheduled change; the changes stay, unpublished."""
    article = locked(article)
    draft = _changes(article, "unschedule_changes", by)
    if not draft.apply_at:
        raise ValidationError(_("The changes have no time: somebody may have taken it back meanwhile."))
    draft.apply_at, draft.problem = None, ""
    draft.save(update_fields=["apply_at", "problem"])
    return _noted(article, "unschedule_changes", by=by, note=note, now=now, revision=draft)


@transaction.atomic
def discard_changes(article, *, by, note="", now=None):
    """Go back to what readers see. What is discarded stays among the revisions."""
    article, now = locked(article), now or timezone.now()
    draft = _changes(article, "discard_changes", by)
    drafts.discard(article, by=by, now=now)
    return _noted(article, "discard_changes", by=by, note=note, now=now, revision=draft)


def may(user, verb, article, now=None):
    """Would `verb` go through: is it a move of this state, and may `user` make it?"""
    if article.status not in MOVES[verb].sources:
        return False
    if verb.endswith("_changes"):
        draft = drafts.open_revision(article)
        if not draft or (verb == "unschedule_changes" and not draft.apply_at):
            return False
    if verb in ("unschedule", "withdraw") and article.is_scheduled(now) != (verb == "unschedule"):
        return False
    return permissions.may(user, verb, article)


def sent_back(article):
    """The sending back that the reporter has still to answer, or None."""
    if article.status != Status.DRAFT:
        return None
    return article.status_changes.filter(verb="send_back").select_related("made_by").first()


def _require_no_embargo(until, since):
    """Nobody, whoever it is, lets readers see something `since` a moment before its embargo ends."""
    if until and since < until:
        message = _("There is an embargo: nobody can publish this before %(time)s.") % {"time": times.written(until)}
        raise ValidationError({"embargo_until": message})


def _require_published(article):
    if article.status != Status.PUBLISHED:
        raise ValidationError(_("Only languages of a published article can be opened and closed."))


def _changes(article, verb, by):
    """The open revision of the article. Raises unless there is one and `by` may make the move."""
    permissions.require(by, verb, article)
    _require_source(article, verb)
    draft = drafts.open_revision(article)
    if not draft:
        raise ValidationError(_("There are no unpublished changes. Someone may have published or discarded them."))
    return draft


def _require_note(note):
    if not note.strip():
        raise ValidationError({"note": _("Say why.")})


def _moved(article, verb, *, by, note, now):
    _require_source(article, verb)
    return _recorded(article, verb, MOVES[verb].target, by=by, note=note, now=now)


def _require_source(article, verb):
    if article.status not in MOVES[verb].sources:
        raise ValidationError(
            _("“%(status)s” articles cannot be moved like this. Someone may have moved it meanwhile: reload the page.")
            % {"status": article.get_status_display()}
        )


def _recorded(article, verb, target, *, by, note, now):
    permissions.require(by, verb, article)
    if article.expires_at and article.published_at and article.expires_at <= article.published_at:
        raise ValidationError({"expires_at": _("An article expires after it is published, not before.")})
    before, source = page_keys.lists(article), article.status
    article.status = target
    article.save(update_fields=["status", "published_at", "saved_at", *(f"ready_at_{code}" for code in LANGUAGES)])
    listings.refresh(article)
    index.refresh(article)
    shown = article.revisions.filter(state=Revision.State.STORED).first() if target == Status.PUBLISHED else None
    _noted(article, verb, source=source, by=by, note=note, now=now, revision=shown)
    if Status.PUBLISHED in (source, target):
        keys = {key_of(article), *before, *page_keys.lists(article)}
        changed(keys, gone={key_of(article)} if verb == "withdraw" else ())
    return article


def _noted(article, verb, *, by, note, now, revision, source=None):
    """Write the history's row of a verb; `source` is the state it came from, if it moved."""
    if len(note) > StatusChange._meta.get_field("note").max_length:
        raise ValidationError({"note": _("The note is too long.")})
    StatusChange.objects.create(
        article=article,
        verb=verb,
        source=source or article.status,
        target=article.status,
        made_at=now or timezone.now(),
        made_by=by,
        note=note,
        revision=revision,
    )
    return article
