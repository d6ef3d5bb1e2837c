"""The verbs of the newsroom. Each locks the article, asks, moves it, records it, and says which pages are touched."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from pagecache.changes import changed, key_of

from . import checks, letters, listings, page_keys, permissions
from . import content as contents
from .drafts import locked
from .models import StatusChange
from .models.taxonomy import LANGUAGES
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
    _require_move(article, "publish")
    permissions.require(by, "publish", article)
    content = contents.read(article)
    checks.require(checks.missing(content, languages, by=by))
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
    return _moved(locked(article), "restore", by=by, note=note, now=now)


@transaction.atomic
def open_language(article, language, *, by, at=None, now=None):
    """Let readers of a further language see a published article, now or from the moment `at`."""
    article, now = locked(article), now or timezone.now()
    _require_published(article)
    permissions.require(by, "publish", article)
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


def may(user, verb, article, now=None):
    """Would `verb` go through: is it a move of this state, and may `user` make it?"""
    if article.status not in MOVES[verb].sources:
        return False
    if verb in ("unschedule", "withdraw") and article.is_scheduled(now) != (verb == "unschedule"):
        return False
    return permissions.may(user, verb, article)


def sent_back(article):
    """The sending back that the reporter has still to answer, or None."""
    if article.status != Status.DRAFT:
        return None
    return article.status_changes.filter(verb="send_back").select_related("made_by").first()


def _require_published(article):
    if article.status != Status.PUBLISHED:
        raise ValidationError(_("Only languages of a published article can be opened and closed."))


def _require_note(note):
    if not note.strip():
        raise ValidationError({"note": _("Say why.")})


def _require_move(article, verb):
    if article.status not in MOVES[verb].sources:
        raise ValidationError(
            _("“%(status)s” articles cannot be moved like this. Someone may have moved it meanwhile: reload the page.")
            % {"status": article.get_status_display()}
        )


def _moved(article, verb, *, by, note, now):
    _require_move(article, verb)
    return _recorded(article, verb, MOVES[verb].target, by=by, note=note, now=now)


def _recorded(article, verb, target, *, by, note, now):
    permissions.require(by, verb, article)
    if len(note) > StatusChange._meta.get_field("note").max_length:
        raise ValidationError({"note": _("The note is too long.")})
    if article.expires_at and article.published_at and article.expires_at <= article.published_at:
        raise ValidationError({"expires_at": _("An article expires after it is published, not before.")})
    before, source = page_keys.lists(article), article.status
    article.status = target
    article.save(update_fields=["status", "published_at", "saved_at", *(f"ready_at_{code}" for code in LANGUAGES)])
    listings.refresh(article)
    StatusChange.objects.create(
        article=article,
        verb=verb,
        source=source,
        target=target,
        made_at=now or timezone.now(),
        made_by=by,
        note=note,
    )
    if Status.PUBLISHED in (source, target):
        keys = {key_of(article), *before, *page_keys.lists(article)}
        changed(keys, gone={key_of(article)} if verb == "withdraw" else ())
    return article
