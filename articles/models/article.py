from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from desk.folding import FoldedField

from ..querysets import ArticleQuerySet, ListingQuerySet
from ..status import Status
from .path import path_to
from .taxonomy import LANGUAGES, Category, TaggedArticle

# The first id. Below it, a number that opens an address is a year (/2024/04/…) or nothing.
FIRST_ID = 100_000


class Kind(models.TextChoices):
    NEWS = "news", _("News")
    ANALYSIS = "analysis", _("Analysis")
    OPINION = "opinion", _("Opinion")
    INVESTIGATION = "investigation", _("Investigation")
    EXPLAINER = "explainer", _("Explainer")
    GALLERY = "gallery", _("Gallery")
    VIDEO = "video", _("Video")
    TRANSLATED = "translated", _("Translated")
    SPONSORED = "sponsored", _("Sponsored")


class Article(models.Model):
    """A story. The row holds what readers see; its history and its drafts lie beside it.

    Article text never falls back to another language. `ready_at_<language>` says since when the text in that language
    may be read; ask for it by that name only, for the bare `ready_at` would answer for another language.
    """

    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.NEWS)
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.DRAFT, editable=False)

    headline = models.CharField(_("headline"), max_length=200, blank=True)
    kicker = models.CharField(_("kicker"), max_length=80, blank=True, help_text=_("A few words over the headline."))
    standfirst = models.TextField(_("standfirst"), max_length=600, blank=True)
    body = models.TextField(_("body"), blank=True)
    place = models.CharField(_("place"), max_length=80, blank=True, help_text=_("Where it was reported from."))
    slug = models.CharField(
        _("slug"), max_length=200, blank=True, help_text=_("Words of the address. Left empty, they are made.")
    )
    seo_headline = models.CharField(_("headline for search"), max_length=200, blank=True)
    share_headline = models.CharField(_("headline for sharing"), max_length=200, blank=True)
    front_headline = models.CharField(_("headline for the front page"), max_length=200, blank=True)
    sponsor = models.CharField(
        _("paid by"), max_length=120, blank=True, help_text=_("Readers are told so wherever the article stands.")
    )

    main_category = models.ForeignKey(
        Category, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("main section")
    )
    categories = models.ManyToManyField(
        Category, through="Filing", related_name="articles", blank=True, verbose_name=_("sections")
    )
    tags = TaggableManager(through=TaggedArticle, blank=True)
    image = models.ForeignKey(
        "images.Image", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("lead picture")
    )
    source = models.CharField(_("agency"), max_length=100, blank=True)
    video = models.URLField(_("video address"), max_length=500, blank=True)
    related_picks = models.ManyToManyField(
        "self", through="RelatedPick", symmetrical=False, related_name="picked_by", blank=True
    )

    published_at = models.DateTimeField(_("first published"), null=True, blank=True, editable=False)
    ready_at = models.DateTimeField(_("ready"), null=True, blank=True, editable=False)
    updated_at = models.DateTimeField(
        _("updated"), null=True, blank=True, help_text=_("The last change of substance, shown to readers.")
    )
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    embargo_until = models.DateTimeField(
        _("embargo until"), null=True, blank=True, help_text=_("Nobody can publish it before.")
    )

    ref = models.CharField(_("outside reference"), max_length=200, null=True, blank=True, unique=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("created by"),
    )
    saved_at = models.DateTimeField(_("saved"), auto_now=True)
    folded = FoldedField(*(f"{name}_{code}" for name in ("headline", "kicker", "standfirst") for code in LANGUAGES))

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ["-id"]
        permissions = [
            ("publish_article", _("Can publish articles")),
            ("withdraw_article", _("Can withdraw articles")),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(id__gte=FIRST_ID), name="article_id_no_year"),
            models.CheckConstraint(
                condition=~Q(status__in=[Status.PUBLISHED, Status.WITHDRAWN]) | Q(published_at__isnull=False),
                name="article_published_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(expires_at=None) | Q(published_at=None) | Q(expires_at__gt=F("published_at")),
                name="article_expires_after_publication",
                violation_error_message=_("An article expires after it is published, not before."),
            ),
        ]
        indexes = [
            models.Index(fields=["status", "-saved_at"], name="article_desk"),
            models.Index(fields=["-saved_at"], name="article_saved"),
            # The newsroom's list by each of its filters, the newest first, and by time of publication.
            models.Index(fields=["kind", "-id"], name="article_of_kind"),
            models.Index(fields=["main_category", "-id"], name="article_in_section"),
            models.Index(fields=["created_by", "-id"], name="article_of_writer"),
            models.Index(fields=["-published_at", "-id"], name="article_by_time"),
        ]

    def __str__(self):
        own = [get_language(), *LANGUAGES]
        return next((text for code in own if (text := getattr(self, f"headline_{code}", ""))), f"#{self.pk}")

    def get_absolute_url(self, language=None):
        language = language or get_language()
        return path_to(language, self.pk, getattr(self, f"slug_{language}") or "-")

    def is_published(self, language, now=None):
        """May a reader of `language` see this article at `now`? The twin of `ArticleQuerySet.published`."""
        now = now or timezone.now()
        ready_at = getattr(self, f"ready_at_{language}")
        return bool(
            self.status == Status.PUBLISHED
            and self.published_at <= now
            and ready_at
            and ready_at <= now
            and not self.has_expired(now)
        )

    def kind_in_words(self):
        """What it is, as readers are told; of what is paid for, by whom."""
        if self.kind == Kind.SPONSORED and self.sponsor:
            return gettext("Paid content: %(sponsor)s") % {"sponsor": self.sponsor}
        return self.get_kind_display()

    def readable_since(self, language):
        """Since when readers of the language see it, or will; None where it is not ready."""
        ready_at = getattr(self, f"ready_at_{language}")
        return max(self.published_at, ready_at) if self.published_at and ready_at else None

    def has_address(self, language, now=None):
        """Have readers of the language been given its address there?"""
        since = self.readable_since(language)
        return bool(since and since <= (now or timezone.now()))

    def published_languages(self, now=None):
        return [code for code in LANGUAGES if self.is_published(code, now)]

    def is_scheduled(self, now=None):
        """Published, but its time is to come."""
        return self.status == Status.PUBLISHED and self.published_at > (now or timezone.now())

    def has_expired(self, now=None):
        return bool(self.expires_at and self.expires_at <= (now or timezone.now()))

    def was_published(self, language, now=None):
        """Was it public in this language, and is withdrawn or expired? Its address then answers 410."""
        now = now or timezone.now()
        ready_at = getattr(self, f"ready_at_{language}")
        return bool(
            self.published_at
            and self.published_at <= now
            and ready_at
            and ready_at <= now
            and (self.status == Status.WITHDRAWN or (self.status == Status.PUBLISHED and self.has_expired(now)))
        )

    def was_published_anywhere(self, now=None):
        return any(self.was_published(code, now) for code in LANGUAGES)


class Filing(models.Model):
    """A section an article stands in, in the editor's order, for good or until a time."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="filings")
    category = models.ForeignKey(Category, models.PROTECT, related_name="filings", verbose_name=_("section"))
    order = models.PositiveSmallIntegerField(default=0)
    until = models.DateTimeField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("article in this section")
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["article", "category"], name="article_filed_once")]

    def __str__(self):
        return f"#{self.article_id}"


class Listing(models.Model):
    """An article's entry in a section's list in one language: the index behind section pages.

    `category` is empty for the list of the whole site. Written by the verbs only, for a subsection's parent too.
    """

    category = models.ForeignKey(Category, models.CASCADE, null=True, related_name="listings")
    language = models.CharField(max_length=8)
    article = models.ForeignKey(Article, models.CASCADE, related_name="listings")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    objects = ListingQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of a list")
        constraints = [
            models.UniqueConstraint(fields=["category", "language", "article"], name="listed_once"),
            models.UniqueConstraint(
                fields=["language", "article"], condition=Q(category=None), name="listed_on_site_once"
            ),
        ]
        indexes = [
            models.Index("category", "language", F("starts_at").desc(), F("article").desc(), name="listing_newest"),
            # PostgreSQL does not see that "category IS NULL" leaves the rest of the other index in order.
            models.Index(
                "language",
                F("starts_at").desc(),
                F("article").desc(),
                condition=Q(category=None),
                name="listing_site_newest",
            ),
            models.Index(fields=["language", "ends_at"], condition=Q(ends_at__isnull=False), name="listing_next_end"),
        ]

    def __str__(self):
        return f"#{self.article_id}"


class RelatedPick(models.Model):
    """A story an editor chose to stand under another."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="picks")
    other = models.ForeignKey(Article, models.CASCADE, related_name="+")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("related article")
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["article", "other"], name="related_picked_once"),
            models.CheckConstraint(condition=~Q(article=F("other")), name="related_to_another"),
        ]

    def __str__(self):
        return f"#{self.article_id} → #{self.other_id}"


class RelatedBan(models.Model):
    """A story an editor never wants to see under another."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="bans")
    other = models.ForeignKey(Article, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("article never shown under another")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["article", "other"], name="related_banned_once")]

    def __str__(self):
        return f"#{self.article_id} ↛ #{self.other_id}"


class ImageUse(models.Model):
    """A picture an article, or a draft of one, needs; while it stands, the picture cannot be deleted."""

    image = models.ForeignKey("images.Image", models.PROTECT, related_name="uses")
    article = models.ForeignKey(Article, models.CASCADE, related_name="image_uses")

    class Meta:
        verbose_name = _("article with this picture")
        constraints = [models.UniqueConstraint(fields=["image", "article"], name="image_used_once")]

    def __str__(self):
        return f"#{self.article_id}"
