import zoneinfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from arabic.slugs import slugify
from desk.folding import FoldedField

from .path import is_taken, path_to
from .taxonomy import LANGUAGES, Category


def default_zone():
    return settings.TIME_ZONE


class SiteSettings(models.Model):
    """What the newsroom decides about its site. One row."""

    class Months(models.TextChoices):
        DUAL = "dual", _("Both names: ديسمبر/كانون الأول")
        GREGORIAN = "gregorian", _("Egypt and the Gulf: ديسمبر")
        LEVANT = "levant", _("Levant and Iraq: كانون الأول")
        MAGHREB = "maghreb", _("Algeria and Tunisia: جانفي, فيفري")
        MOROCCO = "morocco", _("Morocco: يناير, غشت, دجنبر")
        MAURITANIA = "mauritania", _("Mauritania: إبريل, أغشت, دجمبر")

    class Digits(models.TextChoices):
        WESTERN = "latn", "0123456789"
        ARABIC = "arab", "٠١٢٣٤٥٦٧٨٩"

    name = models.CharField(_("name of the site"), max_length=100, default="")
    tagline = models.CharField(_("line under the name"), max_length=150, blank=True)
    description = models.CharField(_("description"), max_length=300, blank=True)
    logo = models.ForeignKey(
        "images.Image", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("logo")
    )
    contact_email = models.EmailField(_("contact address"), blank=True)
    zone = models.CharField(
        _("time zone"), max_length=60, default=default_zone, help_text=_("Of the newsroom, such as Asia/Beirut.")
    )
    months = models.CharField(_("names of months"), max_length=20, choices=Months, default=Months.DUAL)
    digits = models.CharField(_("digits"), max_length=4, choices=Digits, default=Digits.WESTERN)
    show_hijri = models.BooleanField(_("show the Hijri date"), default=True)
    hijri_offset = models.SmallIntegerField(
        _("Hijri correction, days"),
        default=0,
        validators=[MinValueValidator(-2), MaxValueValidator(2)],
        help_text=_("The calendar is Umm al-Qura's; where the moon is sighted it may differ by a day or two."),
    )
    lead_category = models.ForeignKey(
        Category,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("section that leads the front page"),
        help_text=_("Its newest article leads; left empty, the newest of all."),
    )
    social_links = models.JSONField(
        _("social links"),
        default=list,
        blank=True,
        help_text=_('A list such as [{"name": "X", "url": "https://x.com/…"}].'),
    )

    class Meta:
        verbose_name = _("site settings")
        verbose_name_plural = _("site settings")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="site_settings_one_row")]

    def __str__(self):
        return self.name

    @classmethod
    def load(cls):
        return cls.objects.filter(pk=1).first() or cls(pk=1)

    @property
    def zone_info(self):
        try:
            return zoneinfo.ZoneInfo(self.zone)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError):  # a name that a newer table of zones has dropped
            return zoneinfo.ZoneInfo(settings.TIME_ZONE)

    def clean(self):
        if self.zone not in zoneinfo.available_timezones():
            raise ValidationError({"zone": _("There is no time zone “%(zone)s”.") % {"zone": self.zone}})
        links = self.social_links
        if not isinstance(links, list) or not all(
            isinstance(link, dict)
            and set(link) == {"name", "url"}
            and isinstance(link["name"], str)
            and str(link["url"]).startswith("https://")
            for link in links
        ):
            raise ValidationError(
                {"social_links": _('Write a list of objects with "name" and "url" (an https:// address).')}
            )


class Page(models.Model):
    """A standing page: about, contact, privacy, corrections policy."""

    title = models.CharField(_("title"), max_length=150)
    slug = models.CharField(_("slug"), max_length=120, null=True, blank=True)
    body = models.TextField(_("body"), blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    in_footer = models.BooleanField(_("in the footer"), default=True)
    ref = models.CharField(_("outside reference"), max_length=200, null=True, blank=True, unique=True)

    folded = FoldedField(*(f"{name}_{code}" for name in ("title", "slug") for code in LANGUAGES))

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=[f"slug_{code}"], name=f"page_slug_{code}_unique") for code in LANGUAGES
        ]

    def __str__(self):
        return next((title for code in LANGUAGES if (title := getattr(self, f"title_{code}"))), f"#{self.pk}")

    def get_absolute_url(self, language=None):
        language = language or get_language()
        return path_to(language, "page", self.slug_in(language))

    def slug_in(self, language):
        return getattr(self, f"slug_{language}") or getattr(self, f"slug_{settings.LANGUAGE_CODE}")

    def clean(self):
        for code in LANGUAGES:
            slug = slugify(getattr(self, f"slug_{code}") or getattr(self, f"title_{code}") or "")
            setattr(self, f"slug_{code}", slug or None)
        for code in LANGUAGES:
            if is_taken(self, self.slug_in(code), code):
                raise ValidationError({f"slug_{code}": _("Another page has this slug.")})
        if not self.slug_in(settings.LANGUAGE_CODE):
            raise ValidationError({f"slug_{settings.LANGUAGE_CODE}": _("A page needs a slug of letters or digits.")})


class PageImageUse(models.Model):
    """A picture in the text of a standing page; while it stands there, it cannot be deleted."""

    image = models.ForeignKey("images.Image", models.PROTECT, related_name="+")
    page = models.ForeignKey(Page, models.CASCADE, related_name="image_uses")

    class Meta:
        verbose_name = _("page with this picture")
        constraints = [models.UniqueConstraint(fields=["image", "page"], name="image_used_on_page_once")]

    def __str__(self):
        return f"#{self.page_id}"
