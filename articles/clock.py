"""What must happen at a time: it is done once, whichever process comes first, and caught up with after an outage.

That an article's time comes or ends is nothing to do: readers' pages ask for the time themselves. Apps above register
their jobs from `AppConfig.ready()`. A thread of every web process keeps the clock, or `manage.py newsroom_clock`.
"""

import datetime
import logging
import threading
import time
from collections.abc import Callable
from typing import NamedTuple

from django.core.exceptions import FieldDoesNotExist, PermissionDenied, ValidationError
from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from pagecache.news import reconnect

from . import drafts, locks, unsaved, workflow
from .models import Article, Revision

logger = logging.getLogger(__name__)

PAUSE = 1.0  # seconds between two ticks
GRACE = datetime.timedelta(seconds=60)  # what is late by less alarms nobody
LATER = 600.0  # seconds a process that has just begun waits before it does what is done now and then

_jobs = {}
_failing = set()


class Job(NamedTuple):
    work: Callable
    overdue: Callable | None
    every: float


def register(name, work, *, overdue=None, every=0.0):
    """Call `work(now)` at every tick, or every so many seconds; it does what is due, each thing in its own transaction.

    `overdue(moment)` tells since when the oldest thing waits that was due at `moment`, or None.
    """
    _jobs[name] = Job(work, overdue, every)


def tick(now=None, only=None):
    """Do what is due: all jobs, or those of these names. A job that fails is logged once and disturbs no other.

    Raises what the database raises when it is away.
    """
    for name, job in list(_jobs.items()):
        if only is not None and name not in only:
            continue
        try:
            job.work(now or timezone.now())
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            if name not in _failing:
                logger.exception("The clock's job %s fails.", name)
            _failing.add(name)
        else:
            if name in _failing:
                logger.warning("The clock's job %s works again.", name)
            _failing.discard(name)


def overdue(now=None):
    """{name of a job: since when its oldest thing waits}, of what is late by more than a minute."""
    moment = (now or timezone.now()) - GRACE
    late = {name: job.overdue(moment) for name, job in _jobs.items() if job.overdue}
    return {name: since for name, since in late.items() if since}


def report():
    """What health says of the clock: the job whose oldest thing is the latest, and by how many seconds."""
    late = overdue()
    if not late:
        return None
    name = min(late, key=late.get)
    return {"overdue": name, "seconds": round((timezone.now() - late[name]).total_seconds())}


# Keeping it.


def start():
    """Let a thread of this process keep the clock. The web server calls it in each of its processes."""
    threading.Thread(target=run, name="clock", daemon=True).start()


def run(stop=None):
    """Tick until the event `stop` is set; an outage of the database is waited out."""
    stop = stop or threading.Event()
    is_down, next_at = False, {}
    while not stop.is_set():
        began = time.monotonic()
        only = [
            name
            for name, job in list(_jobs.items())
            if began >= next_at.setdefault(name, began + (LATER if job.every else 0))
        ]
        try:
            tick(only=only)
            if is_down:
                logger.warning("The clock goes on.")
            is_down = False
            next_at |= {name: began + _jobs[name].every for name in only}
        except Exception as error:
            if not is_down:
                logger.warning("The clock stands still, for the database is away: %s", error)
            is_down = True
            reconnect()
        finally:
            connection.close()
        stop.wait(PAUSE)


# Scheduled changes.


def publish_due_changes(now):
    """Publish the changes whose time has come, the earliest first."""
    due = Revision.objects.scheduled().filter(apply_at__lte=now, problem="")
    for article in list(due.values_list("article", flat=True)):
        began = time.monotonic()
        _publish_due(article, now)
        if connection.vendor == "sqlite":
            # It has one writer at a time and no queue: an editor who wants to save gets a turn.
            time.sleep(2 * (time.monotonic() - began))


@transaction.atomic
def _publish_due(pk, now):
    """Whoever holds the article does it or will look again: another process, or an editor who saves."""
    article = Article.objects.select_for_update(skip_locked=True).filter(pk=pk).first()
    draft = drafts.open_revision(article) if article else None
    if not draft or draft.problem or not draft.apply_at or draft.apply_at > now:
        return
    try:
        workflow.publish_changes(article, by=None, now=now)
    except (OperationalError, InterfaceError):
        raise
    except (ValidationError, PermissionDenied) as error:
        _set_aside(draft, _in_words(error))
    except Exception:
        logger.exception("The changes of article %s cannot be published.", pk)
        _set_aside(draft, _("A fault of the program; its log says more."))


def _set_aside(draft, problem):
    """It stays open, is not tried again until somebody saves or schedules it anew, and keeps being overdue."""
    logger.warning("The changes of article %s were not published at their time: %s", draft.article_id, problem)
    Revision.objects.filter(pk=draft.pk).update(problem=problem[:500])


def _in_words(error):
    if not hasattr(error, "message_dict"):
        return " ".join(getattr(error, "messages", [str(error)]))
    return " ".join(f"{_label(name)}: {' '.join(messages)}" for name, messages in error.message_dict.items())


def _label(name):
    try:
        return Article._meta.get_field(name).verbose_name
    except FieldDoesNotExist:
        return name


def overdue_changes(moment):
    return Revision.objects.scheduled().filter(apply_at__lte=moment).values_list("apply_at", flat=True).first()


register("changes", publish_due_changes, overdue=overdue_changes)
register("revisions", drafts.prune, every=86_400)
register("locks", locks.prune, every=86_400)
register("unsaved texts", unsaved.prune, every=86_400)
