from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..status import Status
from .article import Article


class Correction(models.Model):
    """What was wrong and is put right, dated, for readers."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="corrections")
    made_at = models.DateTimeField(_("made"))
    text = models.TextField(_("text"), max_length=1000)

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["made_at", "id"]

    def __str__(self):
        return self.text


class Revision(models.Model):
    """A saved copy: the whole content of an article in all languages, as it was after a save."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="revisions")
    schema = models.PositiveSmallIntegerField()
    content = models.JSONField()
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["-id"]
        indexes = [models.Index(fields=["article", "-id"], name="revision_newest")]

    def __str__(self):
        return f"{self.article_id} · {self.made_at}"


class StatusChange(models.Model):
    """Who moved an article, from where to where, when, and why."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="status_changes")
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
