"""What readers would see: for editors, and by links for people without an account, such as a source or a lawyer.

A link leads to one revision, for some hours. It leads nowhere once it is revoked, or whoever made it may not see the
article any more, or the article was withdrawn after it was made; nor, whoever made it, before an embargo ends.
"""

import datetime
import hashlib
import secrets
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from desk import times

from . import checks, drafts, permissions
from . import content as contents
from .models import Article, PreviewLink
from .models.taxonomy import LANGUAGES
from .status import Status

HOURS = (2, 24, 72)
# What an article is called that nobody has saved: an id no sequence will ever give.
NOT_SAVED = 10**18 - 1
_SIGNER = Signer(sep=".", salt="preview link")


@contextmanager
def as_published(article, content, language, *, now=None):
    """While it lasts, and in this transaction only, the row holds the content as if it were published now.

    Gives the article: a new one, where there is none yet. Nothing of it is kept; meanwhile others wait to save it.
    """
    now = now or timezone.now()
    with transaction.atomic():
        try:
            article = drafts.locked(article) if article else Article.objects.create(pk=NOT_SAVED)
            known = article.published_at is not None  # and so are the languages it is for
            content, _dropped = contents.mended(content, article)
            contents.write(article, content)
            shown = {language} if known else {language, *checks.complete_languages(content)}
            article.status = Status.PUBLISHED
            article.published_at = min(article.published_at or now, now)
            if article.expires_at and article.expires_at <= now:
                article.expires_at = None
            for code in LANGUAGES:
                ready_at = getattr(article, f"ready_at_{code}")
                if ready_at or code in shown:
                    setattr(article, f"ready_at_{code}", min(ready_at or now, now))
            columns = [f"ready_at_{code}" for code in LANGUAGES]
            article.save(update_fields=["status", "published_at", "expires_at", *columns])
            yield article
        finally:
            transaction.set_rollback(True)


@transaction.atomic
def share(article, *, by, recipient, hours=24, now=None):
    """Make a link to the article as editors see it now. Returns (the `PreviewLink`, the token of its address)."""
    article, now = drafts.locked(article), now or timezone.now()
    permissions.require(by, "change", article)
    revision = drafts.newest(article)
    if hours not in HOURS:
        raise ValidationError({"hours": _("Choose one of the times.")})
    if at := embargo(article, revision.content, now=now):
        raise ValidationError(_("The article is under embargo until %(time)s.") % {"time": times.written(at)})
    secret = secrets.token_urlsafe(32)
    link = PreviewLink.objects.create(
        article=article,
        revision=revision,
        digest=_digest(secret),
        recipient=recipient,
        made_at=now,
        made_by=by,
        expires_at=now + datetime.timedelta(hours=hours),
    )
    return link, _SIGNER.sign(f"{article.pk}-{revision.pk}-{secret}")


@transaction.atomic
def revoke(link, *, by, now=None):
    """Let the link lead nowhere from now on."""
    permissions.require(by, "change", link.article)
    PreviewLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=now or timezone.now())


def found(token, *, now=None):
    """The link a token stands for, or None where it leads nowhere (any more)."""
    now = now or timezone.now()
    try:
        article, revision, secret = _SIGNER.unsign(token).split("-", 2)
    except (BadSignature, ValueError):
        return None
    links = PreviewLink.objects.select_related("article", "revision", "made_by")
    link = links.filter(digest=_digest(secret), article=article, revision=revision).first()
    return link if link and leads_on(link, now=now) else None


def leads_on(link, *, now=None):
    """Does the link still show something?"""
    now = now or timezone.now()
    return not (
        link.revoked_at
        or link.expires_at <= now
        or link.made_by is None
        or not permissions.may(link.made_by, "view", link.article)
        or link.article.status_changes.filter(verb="withdraw", made_at__gte=link.made_at).exists()
        or embargo(link.article, link.revision.content, now=now)
    )


def count(link, *, now=None):
    """Note that somebody opened the link."""
    PreviewLink.objects.filter(pk=link.pk).update(opened=F("opened") + 1, opened_at=now or timezone.now())


def embargo(article, content, *, now):
    """Until when nobody outside the newsroom may see this content of the article; None: there is no embargo."""
    # One that was set, or lifted, since counts as well: the latest wins.
    moments = [contents.parsed(contents.current(each)["embargo_until"]) for each in (content, drafts.working(article))]
    return max((at for at in moments if at and at > now), default=None)


def _digest(secret):
    return hashlib.sha256(secret.encode()).hexdigest()
