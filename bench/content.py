"""Made-up articles for the benchmark: the same every time, of about 600 Arabic words, four in five in one section."""

import datetime
import random

from django.utils import timezone

from articles import catalogue
from articles.models import Article, Author, Byline, Category, Filing, Listing, SiteSettings, Tag, TaggedArticle
from articles.status import Status

FIRST = 100_000
WORDS = [
    *(
        "قال",
        "وأضاف",
        "وأوضح",
        "المسؤول",
        "المدينة",
        "السوق",
        "الميناء",
        "الحكومة",
        "الوزارة",
        "المشروع",
        "الجديد",
        "خلال",
        "اجتماع",
        "عقد",
        "أمس",
        "في",
    ),
    *(
        "العاصمة",
        "أن",
        "خطة",
        "العمل",
        "تشمل",
        "بناء",
        "مدارس",
        "وطرق",
        "ومراكز",
        "صحية",
        "مع",
        "زيادة",
        "عدد",
        "العاملين",
        "وتدريب",
        "الشباب",
        "على",
        "مهن",
    ),
    *(
        "المستقبل",
        "بينما",
        "يرى",
        "خبراء",
        "أن",
        "النتائج",
        "تحتاج",
        "إلى",
        "سنوات",
        "وأن",
        "التمويل",
        "وحده",
        "لا",
        "يكفي",
        "دون",
        "إدارة",
        "جيدة",
        "ورقابة",
    ),
    *(
        "مستمرة",
        "من",
        "المجتمع",
        "المحلي",
        "والصحافة",
    ),
]


def fill(count):
    """`count` published articles, an hour apart, and what they are filed under. Returns their ids, newest first."""
    chance = random.Random(2026)  # noqa: S311
    site = SiteSettings.load()
    site.name_ar, site.name_en = "مِداد", "Midad"
    catalogue.save(site)
    sections = [catalogue.save(Category(name_ar=f"قسم {number}", order=number)) for number in range(10)]
    tags = [catalogue.save(Tag(name=f"وسم {number}")) for number in range(60)]
    authors = [catalogue.save(Author(name_ar=f"كاتب {number}")) for number in range(12)]
    now = timezone.now()
    ids = range(FIRST, FIRST + count)
    at = {pk: now - datetime.timedelta(hours=1 + pk - FIRST) for pk in ids}
    section = {pk: sections[0] if chance.random() < 0.8 else chance.choice(sections[1:]) for pk in ids}

    def words(number):
        return " ".join(chance.choices(WORDS, k=number))

    Article.objects.bulk_create(
        [
            Article(
                pk=pk,
                status=Status.PUBLISHED,
                published_at=at[pk],
                ready_at_ar=at[pk],
                headline_ar=words(9),
                slug_ar=f"خبر-رقم-{pk}",
                standfirst_ar=words(25),
                body_ar="".join(f"<p>{words(75)}.</p>" for _ in range(8)),
                main_category=section[pk],
            )
            for pk in ids
        ],
        batch_size=500,
    )
    Filing.objects.bulk_create([Filing(article_id=pk, category=section[pk]) for pk in ids])
    Listing.objects.bulk_create(
        Listing(article_id=pk, category=category, language="ar", starts_at=at[pk])
        for pk in ids
        for category in (None, section[pk])
    )
    TaggedArticle.objects.bulk_create(
        TaggedArticle(content_object_id=pk, tag=tag, order=order, listed_at_ar=at[pk])
        for pk in ids
        for order, tag in enumerate(chance.sample(tags, chance.randint(2, 5)))
    )
    Byline.objects.bulk_create(Byline(article_id=pk, author=chance.choice(authors), listed_at_ar=at[pk]) for pk in ids)
    return list(ids)
