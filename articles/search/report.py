"""What readers looked for, counted by day and words, and nothing of who they are.

A search writes nothing: each process counts in memory, and its clock writes the counts down once a minute. What fewer
than `LEAST` searches of a day asked is forgotten when the day is over, for it may be one reader's own business; the
rest after `KEPT`. A page that is kept counts once, however many see it: the numbers are for comparing.
"""

import datetime
import threading
import time
from collections import Counter

from django.db import transaction
from django.db.models import F, Sum
from django.utils import timezone

from ..models import SearchedWords

LEAST = 3
KEPT = datetime.timedelta(days=90)
EVERY = 60  # seconds
MOST = 2_000  # different questions counted at once: a flood of them fills nothing

_counts, _lock = Counter(), threading.Lock()
_written_at = time.monotonic()


def note(question, *, in_vain):
    """A reader asked this; `in_vain` if nothing answers."""
    words = question.normal[: SearchedWords._meta.get_field("words").max_length]
    key = question.language, words
    with _lock:
        if words and (len(_counts) < MOST or (*key, False) in _counts):
            _counts[(*key, False)] += 1
            _counts[(*key, True)] += in_vain


def write(now=None):
    """Write down what was counted, if it is time; a job of the clock."""
    global _written_at
    if time.monotonic() - _written_at < EVERY:
        return
    _written_at = time.monotonic()
    write_down(timezone.localdate(now))


def write_down(day):
    with _lock:
        counts = dict(_counts)
        _counts.clear()
    rows = [
        SearchedWords(day=day, language=language, words=words, times=count, times_in_vain=counts[language, words, True])
        for (language, words, in_vain), count in counts.items()
        if not in_vain
    ]
    with transaction.atomic():
        # In one order, so that processes wait for each other and do not lock each other out.
        for row in sorted(rows, key=lambda row: (row.language, row.words)):
            found = SearchedWords.objects.filter(day=day, language=row.language, words=row.words)
            more = {name: F(name) + getattr(row, name) for name in ("times", "times_in_vain")}
            if not found.update(**more):
                SearchedWords.objects.bulk_create(
                    [row],
                    update_conflicts=True,
                    unique_fields=["day", "language", "words"],
                    update_fields=["times", "times_in_vain"],
                )


def prune(now):
    """Forget what few asked on days that are over, and what is old."""
    today = timezone.localdate(now)
    SearchedWords.objects.filter(day__lt=today, times__lt=LEAST).delete()
    SearchedWords.objects.filter(day__lt=today - KEPT).delete()


def report(since):
    """What was asked often enough since a day: rows of `words`, `language`, `asked`, `in_vain`; in vain first."""
    rows = SearchedWords.objects.filter(day__gte=since).values("language", "words")
    rows = rows.annotate(asked=Sum("times"), in_vain=Sum("times_in_vain")).filter(asked__gte=LEAST)
    return rows.order_by("-in_vain", "-asked", "words")
