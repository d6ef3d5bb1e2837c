"""The lists an article stands in, kept in step with it. Called by the verbs, in their transaction."""

from .models import Listing
from .models.taxonomy import LANGUAGES
from .status import Status


def refresh(article):
    """Rewrite the article's entries in the lists of sections, tags, authors and corrections."""
    wanted = _wanted(article)
    for listing in article.listings.all():
        period = wanted.pop((listing.category_id, listing.language), None)
        if period is None:
            listing.delete()
        elif period != (listing.starts_at, listing.ends_at):
            listing.starts_at, listing.ends_at = period
            listing.save(update_fields=["starts_at", "ends_at"])
    Listing.objects.bulk_create(
        Listing(article=article, category_id=category, language=language, starts_at=starts_at, ends_at=ends_at)
        for (category, language), (starts_at, ends_at) in wanted.items()
    )
    starts = {f"listed_at_{language}": listed_since(article, language) for language in LANGUAGES}
    starts["listed_until"] = article.expires_at
    article.tagged_items.update(**starts)
    # An author with two parts in an article is listed once.
    firsts = {author: pk for pk, author in reversed(article.bylines.values_list("pk", "author"))}
    article.bylines.filter(pk__in=firsts.values()).update(**starts)
    article.bylines.exclude(pk__in=firsts.values()).update(**dict.fromkeys(starts))
    for correction in article.corrections.all():
        for language in LANGUAGES:
            since = starts[f"listed_at_{language}"] if getattr(correction, f"text_{language}") else None
            setattr(correction, f"listed_at_{language}", since and max(since, correction.made_at))
        correction.listed_until = article.expires_at
        correction.save(update_fields=list(starts))


def listed_since(article, language):
    """Since when readers of the language see the article; None: they do not."""
    return article.readable_since(language) if article.status == Status.PUBLISHED else None


def _wanted(article):
    """{(category id or None, language): (starts at, ends at or None)}"""
    wanted = {}
    for language in LANGUAGES:
        starts_at = listed_since(article, language)
        if not starts_at:
            continue
        wanted[None, language] = starts_at, article.expires_at
        for filing in article.filings.select_related("category"):
            ends_at = min((at for at in (filing.until, article.expires_at) if at), default=None)
            if ends_at and ends_at <= starts_at:
                continue
            for category in filing.category.family():
                known = wanted.get((category, language))
                if known:  # By another of its subsections: the entry lasts as long as the longest.
                    ends_at = None if None in (known[1], ends_at) else max(known[1], ends_at)
                wanted[category, language] = starts_at, ends_at
    return wanted
