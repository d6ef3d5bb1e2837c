"""Which articles? The one place that says what readers may see."""

from django.conf import settings
from django.db import models
from django.db.models import F, FilteredRelation, Q
from django.utils import timezone

from .status import Status


class ArticleQuerySet(models.QuerySet):
    def published(self, language, now=None):
        """Articles a reader of `language` may see at `now` (default: this moment).

        Published, their time come, ready in this language, and not expired. `Article.is_published` is the twin.
        """
        now = now or timezone.now()
        return self.filter(
            Q(expires_at=None) | Q(expires_at__gt=now),
            status=Status.PUBLISHED,
            published_at__lte=now,
            **{f"ready_at_{language}__lte": now},
        )

    def released(self):
        """What readers of some language see, or will at a time to come."""
        return self.filter(status=Status.PUBLISHED)

    def with_changes(self):
        """With `changes`, the id of the unpublished changes, and `changes_at`, the time they are scheduled for."""
        return self.annotate(
            open_revision=FilteredRelation("revisions", condition=Q(revisions__state="open")),
            changes=F("open_revision__pk"),
            changes_at=F("open_revision__apply_at"),
        )

    def for_cards(self, language, *more):
        """With what a card shows, and columns it needs more, and nothing heavier: the bodies only when named."""
        return self.select_related("main_category__parent", "image").only(
            f"headline_{language}",
            f"kicker_{language}",
            f"standfirst_{language}",
            f"slug_{language}",
            f"ready_at_{language}",
            f"sponsor_{language}",
            "kind",
            "published_at",
            "updated_at",
            "expires_at",
            "main_category",
            "image",
            *more,
        )

    def for_desk(self):
        """With what the newsroom's lists show, and never the bodies."""
        return self.select_related("main_category", "created_by").only(
            *(f"headline_{code}" for code, _name in settings.LANGUAGES),
            *("kind", "status", "published_at", "expires_at", "saved_at", "main_category", "created_by"),
        )

    def unfinished(self):
        """What is being written, or waits for an editor."""
        return self.filter(status__in=[Status.DRAFT, Status.IN_REVIEW])

    def waiting(self):
        """What waits for an editor."""
        return self.filter(status=Status.IN_REVIEW)

    def outside_the_search(self):
        """What readers see in no language, and so no index of words holds."""
        return self.filter(status__in=[Status.DRAFT, Status.IN_REVIEW, Status.WITHDRAWN])

    def in_order_of(self, ids):
        """The articles with these ids, as a list, in the order of the ids; ids that are not among them are left out."""
        found = self.in_bulk(ids)
        return [found[pk] for pk in ids if pk in found]


class ListingQuerySet(models.QuerySet):
    def current(self, category, language, now=None):
        """The entries of a section's list (`category` None: the whole site's), newest first."""
        now = now or timezone.now()
        return self.filter(
            Q(ends_at=None) | Q(ends_at__gt=now), category=category, language=language, starts_at__lte=now
        ).order_by("-starts_at", "-article_id")

    def coming(self, now, until):
        """The entries of the whole site's lists that begin between the two, the next first."""
        return self.filter(category=None, starts_at__gt=now, starts_at__lt=until).order_by("starts_at", "article_id")


class RevisionQuerySet(models.QuerySet):
    def open(self):
        """Those that editors saved and readers do not see yet."""
        return self.filter(state="open")

    def scheduled(self):
        """The open ones that have a time, in its order."""
        return self.open().filter(apply_at__isnull=False).order_by("apply_at", "pk")

    def for_desk(self):
        """With the article and who saved it, and without the texts."""
        article = [f"article__headline_{code}" for code, _name in settings.LANGUAGES]
        article += [f"article__{name}" for name in ("kind", "status", "published_at", "expires_at", "saved_at")]
        return self.select_related("article", "made_by").only("apply_at", "problem", "made_at", "made_by", *article)
