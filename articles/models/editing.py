from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .article import Article


class EditLock(models.Model):
    """Who has an article open for editing, and in which window. Whether they still do, `locks` says by `seen_at`."""

    article = models.OneToOneField(Article, models.CASCADE, related_name="edit_lock")
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("holder"))
    # Empty while the holder saves and comes back: then the next window of theirs goes on.
    window = models.CharField(max_length=40, blank=True)
    since = models.DateTimeField(_("since"))
    seen_at = models.DateTimeField(_("last seen"))

    class Meta:
        verbose_name = _("lock")
        verbose_name_plural = _("locks")

    def __str__(self):
        return f"#{self.article_id}"

    def is_of(self, user, window):
        return self.holder_id == user.pk and self.window in ("", window)


class UnsavedText(models.Model):
    """What one writer typed into a form and has not saved, as the form would have sent it. Nobody else sees it."""

    writer = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("by"))
    window = models.CharField(max_length=40)
    # None: of an article that is not saved yet, or was deleted meanwhile.
    article = models.ForeignKey(Article, models.SET_NULL, null=True, related_name="+")
    pairs = models.TextField()  # JSON: [[name, value], …]
    kept_at = models.DateTimeField(_("kept"), db_index=True)

    class Meta:
        verbose_name = _("unsaved text")
        verbose_name_plural = _("unsaved texts")
        ordering = ["-kept_at"]
        constraints = [models.UniqueConstraint(fields=["writer", "window"], name="unsaved_once_a_window")]

    def __str__(self):
        return f"{self.writer_id}: {self.article_id or '–'}"
