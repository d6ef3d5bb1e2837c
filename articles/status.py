"""The four states of an article and the table of allowed moves.

*Scheduled* and *expired* are no states: a scheduled article is published with a time to come, an expired one is
published with its end behind it. So there is nothing to run, and nothing to miss.
"""

from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Status(TextChoices):
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Move(NamedTuple):
    sources: frozenset
    target: Status | None  # None: it stays where it is


MOVES = {
    "submit": Move(frozenset({Status.DRAFT}), Status.IN_REVIEW),
    "send_back": Move(frozenset({Status.IN_REVIEW}), Status.DRAFT),
    "publish": Move(frozenset({Status.DRAFT, Status.IN_REVIEW}), Status.PUBLISHED),
    # Only while its time is to come: readers have not seen it yet.
    "unschedule": Move(frozenset({Status.PUBLISHED}), Status.IN_REVIEW),
    # Only once its time has come: what readers saw leaves an answer behind.
    "withdraw": Move(frozenset({Status.PUBLISHED}), Status.WITHDRAWN),
    "restore": Move(frozenset({Status.WITHDRAWN}), Status.PUBLISHED),
    # Only while there are changes that readers do not see.
    "publish_changes": Move(frozenset({Status.PUBLISHED, Status.WITHDRAWN}), None),
    "unschedule_changes": Move(frozenset({Status.PUBLISHED, Status.WITHDRAWN}), None),
    "discard_changes": Move(frozenset({Status.PUBLISHED, Status.WITHDRAWN}), None),
}
