from django.db import models
from django.utils.translation import gettext_lazy as _

from desk.folding import FoldedField


class Image(models.Model):
    """A picture of the library. Its file never changes in place: another file has another name."""

    file = models.FileField(_("file"), upload_to="pictures/", max_length=200)
    width = models.PositiveIntegerField(_("width"), editable=False)
    height = models.PositiveIntegerField(_("height"), editable=False)
    digest = models.CharField(
        _("digest"), max_length=64, db_index=True, editable=False, help_text=_("SHA-256 of the file as it was given.")
    )
    alt = models.CharField(
        _("alternative text"),
        max_length=300,
        blank=True,
        help_text=_("What the picture shows, for readers who cannot see it."),
    )
    caption = models.CharField(_("caption"), max_length=500, blank=True)
    credit = models.CharField(_("credit"), max_length=200, blank=True, help_text=_("Photographer or agency."))
    licence = models.CharField(_("licence"), max_length=200, blank=True)
    rights_until = models.DateField(_("rights end"), null=True, blank=True)
    focal_x = models.FloatField(_("focal point, from the left"), default=0.5)
    focal_y = models.FloatField(_("focal point, from the top"), default=0.5)
    ref = models.CharField(_("outside reference"), max_length=200, null=True, blank=True, unique=True)
    created_at = models.DateTimeField(_("added"), auto_now_add=True)

    folded = FoldedField("caption_ar", "caption_en", "alt_ar", "alt_en", "credit")

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(focal_x__range=(0, 1), focal_y__range=(0, 1)),
                name="image_focal_point_inside",
                violation_error_message=_("The focal point lies outside the picture."),
            )
        ]

    def __str__(self):
        return self.caption or self.alt or f"#{self.pk}"
