"""Saving what editors write."""

from django.db import transaction
from django.utils import timezone

from images import renditions
from pagecache.changes import changed, key_of

from . import content as contents
from . import listings, page_keys, permissions
from .models import Article, Revision
from .status import Status

# The shapes of a lead picture: over a story, in lists, and for search engines, which want all three.
LEAD_CROPS = ("16x9", "4x3", "1x1")


@transaction.atomic
def create(content, *, by, ref=None, pk=None, now=None):
    """A new draft with this content, from outside perhaps with its reference and id there.

    Raises `ValidationError` with a message per field.
    """
    permissions.require(by, "add")
    content = contents.cleaned(content)
    permissions.require_sections(by, _sections(content))
    article = Article.objects.create(pk=pk, created_by=by, ref=ref)
    return _store(article, content, by=by, note="", now=now)


@transaction.atomic
def save(article, content, *, by, note="", now=None):
    """Give the article this content; nothing is written when it has it already. Returns the stored article.

    Raises `ValidationError` with a message per field, `PermissionDenied` if `by` may not change it.
    """
    article = locked(article)
    permissions.require(by, "change", article)
    content, stored = contents.cleaned(content, article=article), contents.read(article)
    if content == stored:
        return article
    permissions.require_sections(by, _sections(content) - _sections(stored))
    return _store(article, content, by=by, note=note, now=now)


def _sections(content):
    return {row["category"] for row in content["categories"]}


def locked(article):
    """The article as it is now, and nobody else's until the transaction ends."""
    return Article.objects.select_for_update().get(pk=article.pk)


def _store(article, content, *, by, note, now):
    before = page_keys.lists(article)
    contents.write(article, content)
    renditions.use(content["image"], *LEAD_CROPS)
    listings.refresh(article)
    Revision.objects.create(
        article=article,
        schema=contents.SCHEMA,
        content=content,
        made_at=now or timezone.now(),
        made_by=by,
        note=note,
    )
    if article.status != Status.DRAFT:
        after = page_keys.lists(article)
        changed({key_of(article)} | page_keys.touched(before, after) | page_keys.its_days(after))
    return article
