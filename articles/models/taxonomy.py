from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from taggit.models import ItemBase, TagBase

from arabic.fold import tag_key
from arabic.slugs import slugify
from desk.folding import FoldedField
from desk.likeness import LikenessField

from .path import is_taken, path_to

LANGUAGES = [code for code, _name in settings.LANGUAGES]

# First segments of addresses that are something else than a section.
RESERVED = {
    *("tag", "author", "page", "search", "archive", "feed", "api", "healthz", "static", "media", "live", "lite"),
    *("preview", "corrections", "oembed", "newsletter", ".well-known"),
}


def is_reserved(slug):
    """May no top-level section have this slug, because the address means another page?"""
    slug = slug.lower()
    return (
        slug in RESERVED
        or slug in LANGUAGES
        or slug == settings.ADMIN_PATH.strip("/").lower()
        or slug.isdecimal()
        or slug.startswith(("sitemap", "wp-", "robots", "manifest", "sw.js"))
    )


class Category(models.Model):
    """A section of the site, or a subsection of one: two levels, no more."""

    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("parent section")
    )
    name = models.CharField(_("name"), max_length=100)
    slug = models.CharField(
        _("slug"), max_length=120, null=True, blank=True, help_text=_("The section's word in addresses.")
    )
    description = models.CharField(_("description"), max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    in_navigation = models.BooleanField(_("in the navigation"), default=True)
    ref = models.CharField(_("outside reference"), max_length=200, null=True, blank=True, unique=True)

    folded = FoldedField(*(f"{name}_{code}" for name in ("name", "slug") for code in LANGUAGES))

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["order", "id"]
        constraints = [
            constraint
            for code in LANGUAGES
            for constraint in (
                models.UniqueConstraint(
                    fields=[f"slug_{code}"],
                    condition=Q(parent=None),
                    name=f"section_slug_{code}_unique",
                    violation_error_message=_("Another section has this slug."),
                ),
                models.UniqueConstraint(
                    fields=["parent", f"slug_{code}"],
                    name=f"subsection_slug_{code}_unique",
                    violation_error_message=_("Another section has this slug."),
                ),
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self, language=None):
        language = language or get_language()
        slugs = [category.slug_in(language) for category in (self.parent, self) if category]
        return path_to(language, *slugs)

    def slug_in(self, language):
        """The slug in this language, or the one of the site's first language: names of sections do fall back."""
        return getattr(self, f"slug_{language}") or getattr(self, f"slug_{settings.LANGUAGE_CODE}")

    def family(self):
        """The ids of the lists an article filed here stands in: this section's and its parent's."""
        return [pk for pk in (self.pk, self.parent_id) if pk]

    def clean(self):
        for code in LANGUAGES:
            given = getattr(self, f"slug_{code}") or getattr(self, f"name_{code}") or ""
            slug = slugify(given) or None
            if slug and (slug == "feed" or not self.parent_id and is_reserved(slug)):
                raise ValidationError({f"slug_{code}": _("This slug is taken by another page of the site.")})
            setattr(self, f"slug_{code}", slug)
        for code in LANGUAGES:
            if is_taken(self, self.slug_in(code), code, parent=self.parent_id):
                raise ValidationError({f"slug_{code}": _("Another section has this slug.")})
        if not self.slug_in(settings.LANGUAGE_CODE):
            raise ValidationError({f"slug_{settings.LANGUAGE_CODE}": _("A section needs a slug of letters or digits.")})
        if self.parent_id and (
            self.parent_id == self.pk or self.parent.parent_id or (self.pk and self.children.exists())
        ):
            raise ValidationError(
                {"parent": _("Sections have two levels: choose a section that has no parent itself.")}
            )


class SectionGrant(models.Model):
    """The section an account is limited to. An account without any grant is not limited."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="section_grants", verbose_name=_("user")
    )
    category = models.ForeignKey(Category, models.CASCADE, related_name="grants", verbose_name=_("section"))

    class Meta:
        verbose_name = _("section grant")
        verbose_name_plural = _("section grants")
        constraints = [models.UniqueConstraint(fields=["user", "category"], name="section_grant_once")]

    def __str__(self):
        return f"{self.user}: {self.category}"


class Tag(TagBase):
    """What a story is about. `name` is its Arabic key and is not translated; readers see `label`.

    Two spellings with the same `key` (alef and hamza forms, vowel marks, tatweel, Persian letters) are one tag.
    """

    slug = models.CharField(_("slug"), max_length=100, unique=True, blank=True)
    key = models.CharField(max_length=120, unique=True, editable=False)
    label = models.CharField(_("label"), max_length=100, blank=True)
    description = models.CharField(_("description"), max_length=300, blank=True)

    folded = FoldedField("name", *(f"label_{code}" for code in LANGUAGES), "slug")
    likeness = LikenessField("name")

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["name"]

    def __str__(self):
        return self.label or self.name

    def get_absolute_url(self, language=None):
        return path_to(language or get_language(), "tag", self.slug)

    def clean(self):
        self.key = tag_key(self.name)
        if not self.key:
            raise ValidationError({"name": _("A tag needs letters or digits.")})
        if len(self.key) > Tag._meta.get_field("key").max_length:
            raise ValidationError({"name": _("This tag is too long.")})
        other = Tag.objects.filter(key=self.key).exclude(pk=self.pk).first()
        if other:
            raise ValidationError({"name": _("This tag exists, written “%(name)s”.") % {"name": other.name}})
        self.label_ar = self.label_ar or self.name
        # Two keys can still share a slug («مكتبه» and a name with a dot in it); then the newer one gets a number.
        base = slugify(self.slug or self.name) or "tag"
        self.slug, number = base, 1
        while Tag.objects.filter(slug=self.slug).exclude(pk=self.pk).exists():
            number += 1
            self.slug = f"{base}-{number}"


class DifferentTags(models.Model):
    """Two tags that look like one, and somebody said they are not; `one` has the lower id."""

    one = models.ForeignKey(Tag, models.CASCADE, related_name="+")
    other = models.ForeignKey(Tag, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("two different tags")
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="different_tags_once"),
            models.CheckConstraint(condition=Q(one__lt=models.F("other")), name="different_tags_in_order"),
        ]

    def __str__(self):
        return f"{self.one_id} ≠ {self.other_id}"


class TaggedArticle(ItemBase):
    """A tag on an article. `listed_at_<language>` is since when it stands in the tag's list (empty: it does not)."""

    tag = models.ForeignKey(Tag, models.PROTECT, related_name="items")
    content_object = models.ForeignKey("articles.Article", models.CASCADE, related_name="tagged_items")
    order = models.PositiveSmallIntegerField(default=0)
    listed_at = models.DateTimeField(null=True, editable=False)
    listed_until = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("article with this tag")
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["tag", "content_object"], name="article_tagged_once")]
        indexes = [
            models.Index(
                "tag",
                models.F(f"listed_at_{code}").desc(),
                models.F("content_object").desc(),
                condition=Q(**{f"listed_at_{code}__isnull": False}),
                name=f"tagged_listed_{code}",
            )
            for code in LANGUAGES
        ]

    def __str__(self):
        return f"#{self.content_object_id}"
