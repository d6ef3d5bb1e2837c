from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..querysets import RevisionQuerySet
from ..status import Status
from .article import Article
from .taxonomy import LANGUAGES


class Correction(models.Model):
    """What was wrong and is put right, dated, for readers.

    `listed_at_<language>` is since when it stands on the page of all corrections (empty: it does not).
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="corrections")
    made_at = models.DateTimeField(_("made"))
    text = models.TextField(_("text"), max_length=1000)
    listed_at = models.DateTimeField(null=True, editable=False)
    listed_until = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["made_at", "id"]
        indexes = [
            models.Index(
                models.F(f"listed_at_{code}").desc(),
                models.F("id").desc(),
                condition=models.Q(**{f"listed_at_{code}__isnull": False}),
                name=f"correction_listed_{code}",
            )
            for code in LANGUAGES
        ]

    def __str__(self):
        return self.text


class Revision(models.Model):
    """A saved copy: the whole content of an article in all languages, as it was after a save.

    The newest one is the version of the article. A published or withdrawn article has at most one open revision: what
    editors changed and readers do not see yet. With a time it is a scheduled change.
    """

    class State(models.TextChoices):
        STORED = "stored", _("Stored")  # the row holds it, or held it
        OPEN = "open", _("Unpublished changes")
        PAST = "past", _("Replaced")  # it was open and then saved over, or discarded

    article = models.ForeignKey(Article, models.CASCADE, related_name="revisions")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.STORED)
    apply_at = models.DateTimeField(_("publish changes at"), null=True, blank=True)
    # Why the time came and the changes did not: what they refer to is gone, for example.
    problem = models.CharField(_("problem"), max_length=500, blank=True)
    schema = models.PositiveSmallIntegerField()
    content = models.JSONField()
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["article"], condition=models.Q(state="open"), name="revision_open_once")
        ]
        indexes = [
            models.Index(fields=["article", "-id"], name="revision_newest"),
            models.Index(
                fields=["apply_at"],
                condition=models.Q(state="open", apply_at__isnull=False),
                name="revision_scheduled",
            ),
        ]

    def __str__(self):
        return f"{self.article_id} · {self.made_at}"


class StatusChange(models.Model):
    """Who moved an article, from where to where, when, and why; and the revision that readers see by it."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="status_changes")
    revision = models.ForeignKey(
        Revision, models.SET_NULL, null=True, related_name="status_changes", verbose_name=_("revision")
    )
    verb = models.CharField(max_length=20)
    source = models.CharField(_("from"), max_length=20, choices=Status)
    target = models.CharField(_("to"), max_length=20, choices=Status)
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    note = models.CharField(_("note"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("move")
        verbose_name_plural = _("moves")
        ordering = ["-id"]
        indexes = [models.Index(fields=["article", "-id"], name="status_change_newest")]

    def __str__(self):
        return f"{self.article_id}: {self.source} → {self.target}"


class PreviewLink(models.Model):
    """A way to one revision of an article for somebody without an account, for some hours.

    Only the digest of its secret is kept: the address is shown once, to whoever makes it.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="preview_links")
    revision = models.ForeignKey(Revision, models.CASCADE, related_name="+", verbose_name=_("revision"))
    digest = models.CharField(max_length=64, unique=True)
    recipient = models.CharField(_("for"), max_length=100)
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    opened = models.PositiveIntegerField(_("opened"), default=0)
    opened_at = models.DateTimeField(_("last opened"), null=True, blank=True)

    class Meta:
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        ordering = ["-id"]

    def __str__(self):
        return f"{self.article_id} → {self.recipient}"
