from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from arabic.slugs import slugify
from desk.folding import FoldedField
from desk.likeness import LikenessField

from .path import is_taken, path_to
from .taxonomy import LANGUAGES


class Author(models.Model):
    """A name readers see over an article, with or without an account."""

    name = models.CharField(_("name"), max_length=150)
    slug = models.CharField(_("slug"), max_length=120, null=True, blank=True)
    title = models.CharField(_("title"), max_length=150, blank=True, help_text=_("Such as: economics editor."))
    bio = models.TextField(_("biography"), blank=True)
    photo = models.ForeignKey(
        "images.Image", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("photo")
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="author",
        verbose_name=_("account"),
    )
    ref = models.CharField(_("outside reference"), max_length=200, null=True, blank=True, unique=True)

    folded = FoldedField(*(f"{name}_{code}" for name in ("name", "title") for code in LANGUAGES))
    likeness = LikenessField(*(f"name_{code}" for code in LANGUAGES))

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = [f"name_{settings.LANGUAGE_CODE}", "id"]
        constraints = [
            models.UniqueConstraint(fields=[f"slug_{code}"], name=f"author_slug_{code}_unique") for code in LANGUAGES
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self, language=None):
        language = language or get_language()
        return path_to(language, "author", self.slug_in(language))

    def slug_in(self, language):
        return getattr(self, f"slug_{language}") or getattr(self, f"slug_{settings.LANGUAGE_CODE}")

    def clean(self):
        for code in LANGUAGES:
            slug = slugify(getattr(self, f"slug_{code}") or getattr(self, f"name_{code}") or "")
            setattr(self, f"slug_{code}", slug or None)
        for code in LANGUAGES:
            if is_taken(self, self.slug_in(code), code):
                raise ValidationError({f"slug_{code}": _("Another author has this slug.")})
        if not self.slug_in(settings.LANGUAGE_CODE):
            raise ValidationError({f"slug_{settings.LANGUAGE_CODE}": _("An author needs a slug of letters or digits.")})


class Byline(models.Model):
    """An author's part in an article, in the order they are named."""

    class Role(models.TextChoices):
        WRITING = "writing", _("Writing")
        REPORTING = "reporting", _("Reporting")
        TRANSLATION = "translation", _("Translation")
        EDITING = "editing", _("Editing")
        PHOTO = "photo", _("Photography")
        VIDEO = "video", _("Video")
        DATA = "data", _("Data and graphics")

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="bylines")
    author = models.ForeignKey(Author, models.PROTECT, related_name="bylines", verbose_name=_("author"))
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.WRITING)
    order = models.PositiveSmallIntegerField(default=0)
    listed_at = models.DateTimeField(null=True, editable=False)
    listed_until = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("article by this author")
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["article", "author", "role"], name="byline_once")]
        indexes = [
            models.Index(
                "author",
                models.F(f"listed_at_{code}").desc(),
                models.F("article").desc(),
                condition=Q(**{f"listed_at_{code}__isnull": False}),
                name=f"byline_listed_{code}",
            )
            for code in LANGUAGES
        ]

    def __str__(self):
        return f"#{self.article_id}"
