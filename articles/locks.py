"""Two editors, one article: who edits it now. Everybody else may read and copy, and take over explicitly.

The lock spares people the surprise; that no save is overwritten is `drafts.save`'s to see to. Moves from the list and
commands do not ask for it: an article can be withdrawn at once, whoever has it open.
"""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .models import EditLock

PRESENT = datetime.timedelta(seconds=45)  # three heartbeats of a form


class Held(ValidationError):
    """Somebody else edits the article now, or the same person in another window: `lock`."""

    def __init__(self, lock):
        super().__init__(_("Not saved: the article is being edited elsewhere. Take over the editing to save."))
        self.lock = lock


@transaction.atomic
def hold(article, user, *, window, take_over=False, now=None):
    """Take the lock if nobody has it, keep it if it is one's own; with `take_over`, take it from whoever has it.

    Returns the lock as it is now: `is_of(user, window)` says whether it was had.
    """
    now = now or timezone.now()
    mine = {"holder": user, "window": window, "since": now, "seen_at": now}
    lock, is_new = EditLock.objects.select_for_update().get_or_create(article=article, defaults=mine)
    if is_new:
        return lock
    if lock.is_of(user, window):
        lock.window, lock.seen_at = window, now
    elif take_over or not is_present(lock, now):
        lock.holder, lock.window, lock.since, lock.seen_at = user, window, now, now
    else:
        return lock
    lock.save(update_fields=["holder", "window", "since", "seen_at"])
    return lock


def release(article, user, *, window, returning=False):
    """Let go of the lock, if it is of this window; `returning`: only the window changes, the same person goes on."""
    own = EditLock.objects.filter(article=article, holder=user, window__in=("", window))
    if returning:
        own.update(window="")
    else:
        own.delete()


def current(article, now=None):
    """The lock of whoever edits the article now; None when nobody does."""
    lock = EditLock.objects.filter(article=article).select_related("holder").first()
    return lock if lock and is_present(lock, now or timezone.now()) else None


def require_free(article, user, *, window, now=None):
    """Raise `Held` while the article is edited in another window than this one. No user is a command: it may."""
    lock = current(article, now) if user else None
    if lock and not lock.is_of(user, window):
        raise Held(lock)


def is_present(lock, now):
    return lock.seen_at > now - PRESENT


def prune(now):
    """Remove the locks of windows that have not been seen for a day."""
    return EditLock.objects.filter(seen_at__lt=now - datetime.timedelta(days=1)).delete()[0]
