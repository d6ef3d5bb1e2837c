import datetime

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from desk import times
from desk.folding import FoldedField

ENDING_SOON = datetime.timedelta(days=30)  # so long before its end the newsroom is told
LAST_DAY = datetime.date(2999, 12, 31)


class Licence(models.TextChoices):
    OWN = "own", _("Our own picture")
    AGENCY = "agency", _("News agency")
    BANK = "bank", _("Picture bank")
    HANDOUT = "handout", _("Handout")
    PERMISSION = "permission", _("By permission of its owner")
    CC0 = "cc0", _("No conditions (CC0)")
    CC_BY = "cc-by", _("Attribution (CC BY)")
    CC_BY_SA = "cc-by-sa", _("Attribution, share alike (CC BY-SA)")
    CC_BY_ND = "cc-by-nd", _("Attribution, no derivatives (CC BY-ND)")
    CC_BY_NC = "cc-by-nc", _("Attribution, not commercial (CC BY-NC)")
    CC_BY_NC_SA = "cc-by-nc-sa", _("Attribution, not commercial, share alike (CC BY-NC-SA)")
    CC_BY_NC_ND = "cc-by-nc-nd", _("Attribution, not commercial, no derivatives (CC BY-NC-ND)")
    PUBLIC_DOMAIN = "public-domain", _("Public domain")
    OTHER = "other", _("Another one")


def today():
    """The day by which rights end: that of the setting TIME_ZONE, for readers and newsroom alike."""
    return timezone.localdate(timezone=timezone.get_default_timezone())


class ImageQuerySet(models.QuerySet):
    def ended(self):
        """Those whose rights are over: readers do not see them."""
        return self.filter(rights_until__lt=today())

    def ending(self):
        """Those whose rights are over soon."""
        return self.filter(rights_until__gte=today(), rights_until__lte=today() + ENDING_SOON)

    def undescribed(self):
        """Those that say nothing, in the site's first language, to readers who cannot see."""
        alt = f"alt_{settings.LANGUAGE_CODE}"
        return self.filter(Q(**{alt: ""}) | Q(**{alt: None}))


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
    licence = models.CharField(_("licence"), max_length=20, choices=Licence, blank=True)
    licence_note = models.CharField(
        _("terms"), max_length=200, blank=True, help_text=_("What else the licence says, or who gave the permission.")
    )
    rights_until = models.DateField(
        _("rights end"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(LAST_DAY)],
        help_text=_("The last day on which readers may see it. From the next day on it is on no page."),
    )
    focal_x = models.FloatField(_("focal point, from the left"), default=0.5)
    focal_y = models.FloatField(_("focal point, from the top"), default=0.5)
    # As it was called where it came from; how it is called here, the intake decides.
    file_name = models.CharField(_("file name"), max_length=200, blank=True, editable=False)
    ref = models.CharField(_("outside reference"), max_length=200, null=True, blank=True, unique=True)
    created_at = models.DateTimeField(_("added"), auto_now_add=True)
    # What follows belongs to `renditions`.
    crops = models.JSONField(default=list, editable=False)  # in which editors use the picture
    # The renditions again, {crop: {format: [[width, height, name], …]}}, narrowest first: a page shows sixty pictures,
    # and reading the rows of all their renditions would cost more than the rest of it.
    sources = models.JSONField(default=dict, editable=False)
    # What it looks like, in 64 bits (see `likeness`); 0 where there is nothing to see, None until somebody has looked.
    look = models.BigIntegerField(null=True, editable=False)

    folded = FoldedField("caption_ar", "caption_en", "alt_ar", "alt_en", "credit", "file_name")

    objects = ImageQuerySet.as_manager()

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
        return self.caption or self.alt or self.file_name or f"#{self.pk}"

    def is_described(self):
        """Does it say something, in the site's first language, to readers who cannot see?"""
        return bool(getattr(self, f"alt_{settings.LANGUAGE_CODE}"))

    def rights_end(self):
        """The moment its rights are over; None if they never are."""
        if not self.rights_until:
            return None
        day_after = self.rights_until + datetime.timedelta(days=1)
        return datetime.datetime.combine(day_after, datetime.time(), timezone.get_default_timezone())

    def is_shown(self, now=None):
        """May readers see it?"""
        end = self.rights_end()
        return end is None or (now or timezone.now()) < end

    def rights_note(self):
        """What whoever wants to use it should know of its rights, in words; empty while there is nothing to say."""
        if not self.rights_until or self.rights_until > today() + ENDING_SOON:
            return ""
        ended, ends = (
            gettext("Its rights ended on %(date)s: readers do not see it."),
            gettext("Its rights end on %(date)s."),
        )
        return (ends if self.is_shown() else ended) % {"date": times.written_date(self.rights_until)}

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
