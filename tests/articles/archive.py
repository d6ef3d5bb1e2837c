"""Many articles at once, written straight into the tables, for tests of cost: the same rows the verbs write."""

import datetime

from articles.models import Article, Byline, Correction, Filing, Listing, TaggedArticle
from articles.status import Status
from tests.builders import NOW

FIRST = 5_000_000  # beyond what sequences give in a run of all tests


def fill(count, *, categories, tags, authors, image=None):
    """`count` published Arabic articles, a minute apart, the newest a minute old, spread evenly over what is given."""
    ids = range(FIRST, FIRST + count)
    times = {pk: NOW - datetime.timedelta(minutes=1 + pk - FIRST) for pk in ids}

    def of(things, pk):
        return things[pk % len(things)]

    Article.objects.bulk_create(
        [
            Article(
                pk=pk,
                status=Status.PUBLISHED,
                published_at=times[pk],
                ready_at_ar=times[pk],
                headline_ar=f"خبر رقم {pk}",
                slug_ar=f"خبر-رقم-{pk}",
                body_ar="<p>نص</p>",
                standfirst_ar="مقدمة",
                main_category=of(categories, pk),
                image=image,
            )
            for pk in ids
        ],
        batch_size=500,
    )
    Filing.objects.bulk_create([Filing(article_id=pk, category=of(categories, pk)) for pk in ids], batch_size=2000)
    Listing.objects.bulk_create(
        [
            Listing(article_id=pk, category=category, language="ar", starts_at=times[pk])
            for pk in ids
            for category in (None, of(categories, pk))
        ],
        batch_size=2000,
    )
    TaggedArticle.objects.bulk_create(
        [
            TaggedArticle(content_object_id=pk, tag=tag, order=order, listed_at_ar=times[pk])
            for pk in ids
            for order, tag in enumerate({of(tags, pk), of(tags, pk // 7)})
        ],
        batch_size=2000,
    )
    Correction.objects.bulk_create(
        [Correction(article_id=pk, made_at=times[pk], text_ar="صُحّح.", listed_at_ar=times[pk]) for pk in ids],
        batch_size=2000,
    )
    Byline.objects.bulk_create(
        [Byline(article_id=pk, author=of(authors, pk), listed_at_ar=times[pk]) for pk in ids], batch_size=2000
    )
