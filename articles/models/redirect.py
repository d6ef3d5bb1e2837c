import unicodedata
from urllib.parse import unquote

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from arabic.hygiene import clean_text
from desk.folding import FoldedField

from .article import Article
from .path import decoded


class Redirect(models.Model):
    """An old address, and where it leads now: an article, however often that moves, or a path of this site.

    Paths are stored decoded and composed (NFC), as people read them: percent-encoded, fifty Arabic letters already
    take three hundred characters.
    """

    old_path = models.CharField(
        _("old address"), max_length=1000, unique=True, help_text=_("Such as /2019/05/خبر-قديم/")
    )
    article = models.ForeignKey(
        Article, models.CASCADE, null=True, blank=True, related_name="redirects", verbose_name=_("article")
    )
    new_path = models.CharField(_("new address"), max_length=1000, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    folded = FoldedField("old_path")

    class Meta:
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(article__isnull=False, new_path="") | (Q(article__isnull=True) & ~Q(new_path="")),
                name="redirect_leads_to_one_place",
                violation_error_message=_("Choose an article or write an address, not both."),
            ),
            models.CheckConstraint(condition=~Q(old_path=models.F("new_path")), name="redirect_leads_away"),
        ]

    def __str__(self):
        return self.old_path

    def clean(self):
        self.old_path = decoded(self.old_path or "")
        if not self.old_path.startswith("/"):
            raise ValidationError({"old_path": _("An address begins with a slash.")})
        if self.new_path:
            self.new_path = _target(self.new_path)
            self._follow()

    def _follow(self):
        """Lead to where the new address leads itself: one step, never a circle."""
        path = decoded(self.new_path.partition("?")[0])
        further = Redirect.objects.filter(old_path=path).exclude(pk=self.pk).first()
        if further:
            self.article, self.new_path = further.article, further.new_path
            path = decoded(self.new_path.partition("?")[0])
        if path == self.old_path and not self.article:
            raise ValidationError({"new_path": _("This address would lead in a circle.")})


def _target(path):
    """A path of this site, decoded once and with its last slash; nothing that a browser takes for another host."""
    path = clean_text(unicodedata.normalize("NFC", unquote(path)))
    if not path.startswith("/") or path.startswith(("//", "/\\")) or any(space in path for space in " \t\\"):
        raise ValidationError({"new_path": _("Write an address of this site, such as /شؤون-دولية/")})
    path, mark, query = path.partition("?")
    if not path.endswith("/") and "." not in path.rpartition("/")[2]:
        path += "/"
    return path + mark + query
