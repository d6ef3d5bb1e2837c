"""Things for tests: valid and dull but for what the test names."""

import datetime
import io

import PIL.Image
from django.core.files.base import ContentFile
from django.utils import timezone

from articles import catalogue, drafts, workflow
from articles.models import Author, Category, Page, SiteSettings, Tag
from images.models import Image

NOW = timezone.now().replace(microsecond=0)
YESTERDAY = NOW - datetime.timedelta(days=1)
TOMORROW = NOW + datetime.timedelta(days=1)


def make_category(name="شؤون دولية", **values):
    return catalogue.save(Category(**{"name_ar": name} | values))


def make_tag(name="روسيا", **values):
    return catalogue.save(Tag(name=name, **values))


def make_author(name="ليلى منصور", **values):
    return catalogue.save(Author(**{"name_ar": name} | values))


def make_page(title="من نحن", body="<p>صحيفة.</p>", **values):
    return catalogue.save(Page(**{"title_ar": title, "body_ar": body} | values))


def make_site(**values):
    site = SiteSettings.load()
    for name, value in ({"name_ar": "مِداد", "name_en": "Midad"} | values).items():
        setattr(site, name, value)
    return catalogue.save(site)


def make_image(alt="زخرفة هندسية", *, file="picture.png", **values):
    data = io.BytesIO()
    PIL.Image.new("RGB", (64, 36), (11, 79, 74)).save(data, "PNG")
    image = Image(**{"alt_ar": alt, "width": 64, "height": 36, "digest": "0" * 64} | values)
    image.file.save(file, ContentFile(data.getvalue()), save=False)
    return catalogue.save(image)


def content_of(headline="خبر من المدينة", *, english="", category=None, tags=(), authors=(), **values):
    """A content with one category, its own by default."""
    category = category or Category.objects.filter(slug_ar="أخبار").first() or make_category("أخبار")
    texts = {
        "headline": {"ar": headline, "en": english},
        "body": {"ar": "<p>نص الخبر.</p>" if headline else "", "en": "<p>The story.</p>" if english else ""},
    }
    return (
        texts
        | {
            "main_category": category.pk,
            "categories": [{"category": category.pk}],
            "tags": [tag.pk for tag in tags],
            "bylines": [{"author": author.pk} for author in authors],
        }
        | values
    )


def make_draft(headline="خبر من المدينة", *, by=None, **values):
    return drafts.create(content_of(headline, **values), by=by)


def complete(**values):
    """What a person who publishes is asked for besides, in Arabic: a lead picture and a standfirst."""
    return {"standfirst": {"ar": "تفاصيل الخبر في سطر.", "en": ""}, "image": make_image().pk} | values


def make_published(headline="خبر من المدينة", *, at=None, languages=None, **values):
    """An article readers see since an hour ago, or from `at`."""
    article = make_draft(headline, **values)
    return workflow.publish(article, by=None, at=at or NOW - datetime.timedelta(hours=1), languages=languages)


def revise(article, *, by=None, **changes):
    """Edit an article so that readers see it: save and, where the save is kept beside the row, publish the changes."""
    article = drafts.save(article, drafts.working(article) | changes, by=by)
    return workflow.publish_changes(article, by=by) if drafts.open_revision(article) else article


def make_withdrawn(headline="خبر مسحوب", **values):
    return workflow.withdraw(make_published(headline, **values), by=None, note="خطأ في المصدر")
