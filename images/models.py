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
    # What follows belongs to `renditions`.
    crops = models.JSONField(default=list, editable=False)  # in which editors use the picture
    # The renditions again, {crop: {format: [[width, height, name], …]}}, narrowest first: a page shows sixty pictures,
    # and reading the rows of all their renditions would cost more than the rest of it.
    sources = models.JSONField(default=dict, editable=False)

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

    def sources_of(self, crop):
        """{format: [[width, height, name], …]} of a crop; of the whole picture where that crop was not made."""
        return self.sources.get(crop) or self.sources.get("") or {}

    def largest(self, crop=""):
        """(address, width, height) of the largest rendition of a crop; of the file itself while there is none."""
        found = [each for rows in self.sources_of(crop).values() for each in rows]
        if not found:
            return (self.file.url if self.file else ""), self.width, self.height
        width, height, name = max(found)
        return self.file.storage.url(name), width, height

    def thumbnail(self):
        """The address of the smallest rendition of the whole picture; of the file itself while there is none."""
        found = [each for rows in self.sources.get("", {}).values() for each in rows]
        if not found:
            return self.file.url if self.file else ""
        return self.file.storage.url(min(found)[2])

    def card(self):
        """(address, width, height) of what cards in social networks show; they do not all know newer formats."""
        if "social" in self.sources:
            return self.largest("social")
        return (self.file.url if self.file else ""), self.width, self.height


class Rendition(models.Model):
    """A picture made from another: cut to a shape, in a width and a format. Its file never changes."""

    image = models.ForeignKey(Image, models.CASCADE, related_name="renditions")
    crop = models.CharField(max_length=8, blank=True)  # '' is the whole picture; `renditions.CROPS` has the others
    format = models.CharField(max_length=4)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    file = models.FileField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["image", "crop", "format", "width"], name="rendition_made_once")]

    def __str__(self):
        return self.file.name
