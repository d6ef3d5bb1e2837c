"""What is typed and not saved. It is never published, is no revision, and its writer alone sees it."""

import datetime
import json

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from . import compare
from .models import UnsavedText
from .models.taxonomy import LANGUAGES

LIMIT = 4_000_000  # characters of one form; a form itself sends at most 5 MiB
KEPT_FOR = datetime.timedelta(days=30)
SECRETS = {"csrfmiddlewaretoken"}


class TooLong(ValidationError):
    """More than is kept aside."""


def keep(user, article, pairs, *, window, restored=None, now=None):
    """Keep what `user` typed in this window: JSON of `[[name, value], …]`, as the form sends it. Returns the row.

    `restored` is the id of the row the window was filled from, which goes on as this one. Raises `ValidationError` when
    `pairs` are no such list, `TooLong` when they are too long.
    """
    values = {"pairs": _checked(pairs), "article": article, "kept_at": now or timezone.now()}
    own = UnsavedText.objects.filter(writer=user)
    if restored and not own.filter(window=window).exists():
        own.filter(pk=restored).update(window=window)
    try:
        return own.update_or_create(writer=user, window=window, defaults=values)[0]
    except IntegrityError:  # the article was deleted this very moment
        return own.update_or_create(writer=user, window=window, defaults=values | {"article": None})[0]


def forget(user, *, window=None, restored=None):
    """Remove one's own text of this window, or the row `restored` was filled from."""
    own = UnsavedText.objects.filter(writer=user)
    if window:
        own.filter(window=window).delete()
    if restored:
        own.filter(pk=restored).delete()


def all_of(user):
    """All of one's own unsaved texts, newest first."""
    return UnsavedText.objects.filter(writer=user)


def of(user, article=None):
    """One's own unsaved texts of this article (None: of new ones), newest first."""
    return UnsavedText.objects.filter(writer=user, article=article)


def found(user, pk):
    """One's own row with this id, or None."""
    return UnsavedText.objects.filter(writer=user, pk=pk).first()


def data(row):
    """What was typed, as the data of a form."""
    return query(json.loads(row.pairs))


def query(pairs):
    """Pairs of names and values as a `QueryDict`."""
    result = QueryDict(mutable=True)
    for name, value in pairs:
        result.appendlist(name, value)
    return result


def readable(data):
    """The texts in the data of a form as plain text, to be read and copied."""
    texts = []
    for code in LANGUAGES:
        for name in ("kicker", "headline", "standfirst", "body"):
            text = data.get(f"{name}_{code}", "")
            texts.append(compare.text_of(text) if name == "body" else text.strip())
    return "\n\n".join(filter(None, texts))


def headline(data):
    """The first headline in the data of a form."""
    return next(filter(None, (data.get(f"headline_{code}", "").strip() for code in LANGUAGES)), "")


def prune(now):
    """Remove what nobody came back to for a month."""
    return UnsavedText.objects.filter(kept_at__lt=now - KEPT_FOR).delete()[0]


def _checked(pairs):
    if len(pairs) > LIMIT:
        raise TooLong(_("The text is too long to be kept aside. Save it."))
    try:
        rows = json.loads(pairs)
    except (ValueError, RecursionError):
        rows = None
    if not isinstance(rows, list) or not all(_is_pair(row) for row in rows):
        raise ValidationError(_("This is not what the form sends."))
    text = json.dumps([row for row in rows if row[0] not in SECRETS], ensure_ascii=False)
    return text.encode("utf-8", "replace").decode()  # half of a character stands alone only in forged requests


def _is_pair(row):
    return isinstance(row, list) and len(row) == 2 and all(isinstance(each, str) for each in row)
