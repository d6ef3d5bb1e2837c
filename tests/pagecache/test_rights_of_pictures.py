"""A picture is gone from every page, kept ones too, the moment its rights end; renewed rights bring it back."""

import datetime

import pytest
from django.utils import timezone

from articles import catalogue, checks, drafts
from articles import content as contents
from images import renditions
from images.models import today
from tests import cast
from tests.builders import make_author, make_category, make_image, make_page, make_published, make_site, make_tag
from tests.pagecache.test_exactness import page_of

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


class Newsroom:
    def __init__(self, until):
        values = {"caption_ar": "جسر النهر", "rights_until": until}
        self.pictures = [make_image(**values) for _place in ("lead", "body", "photo", "logo", "page")]
        lead, body, photo, logo, on_page = self.pictures
        make_site(logo=logo)
        category, tag = make_category("سياسة"), make_tag("روسيا")
        author = make_author("ليلى", photo=photo, bio_ar="تكتب عن المدن.")
        text = '<p>نص.</p><figure data-image="{}"><figcaption>تعليق المتن</figcaption></figure>'
        self.article = make_published(
            "خبر", category=category, tags=[tag], authors=[author], image=lead.pk,
            body={"ar": text.format(body.pk), "en": ""},
        )  # fmt: skip
        make_published("آخر", category=category, tags=[tag])
        page = make_page("من نحن", text.format(on_page.pk))
        self.paths = {
            "front": "/",
            "article": self.article.get_absolute_url("ar"),
            "section": "/سياسة/",
            "tag": "/tag/روسيا/",
            "author": "/author/ليلى/",
            "page": page.get_absolute_url("ar"),
            "day": f"/archive/{timezone.localdate(timezone=datetime.UTC):%Y/%m/%d}/",
            "feed": "/feed/",
            "sitemap": "/sitemap.xml",
        }


def all_of_it(client, newsroom):
    return "".join(client.get(path).content.decode() for path in newsroom.paths.values())


def test_readers_find_no_trace_of_a_picture_whose_rights_have_ended(client):
    newsroom = Newsroom(today() - DAY)
    for image in newsroom.pictures:
        renditions.make(image.pk)
    text = all_of_it(client, newsroom)
    assert "خبر" in text
    assert "نص." in text
    for trace in ("/media/", "جسر النهر", "<figcaption", "og:image", "زخرفة هندسية"):
        assert trace not in text, trace


def test_readers_see_it_on_its_last_day(client):
    newsroom = Newsroom(today())
    article = client.get(newsroom.paths["article"]).content.decode()
    assert "og:image" in article
    assert "تعليق المتن" in article
    for image in newsroom.pictures:
        assert image.file.url in all_of_it(client, newsroom)


@pytest.mark.parametrize("name", ["front", "article", "section", "tag", "author", "page"])
def test_a_kept_page_ends_with_the_rights_and_is_not_shown_after_it_in_any_need(site, name):
    newsroom = Newsroom(None)
    for image in newsroom.pictures:
        image.rights_until = today()
        catalogue.save(image)
    path = newsroom.paths[name]
    page = page_of(site, path)
    assert page.until <= newsroom.pictures[0].rights_end().timestamp()
    assert page.gone_at == newsroom.pictures[0].rights_end().timestamp()


@pytest.mark.parametrize("name", ["front", "article", "section", "tag", "author", "page"])
def test_renewed_rights_bring_it_back(site, name):
    newsroom = Newsroom(today() - DAY)
    path = newsroom.paths[name]
    assert "/media/pictures/" not in site.get(path, gzip=False).body.decode()
    for image in newsroom.pictures:
        image.rights_until = None
        catalogue.save(image)
    site.read_news()
    assert "/media/pictures/" in site.get(path, gzip=False).body.decode()


@pytest.mark.parametrize("place", ["lead", "body", "photo", "page"])
def test_another_file_refreshes_every_page_that_shows_it(site, place):
    newsroom = Newsroom(None)
    image = dict(zip(("lead", "body", "photo", "logo", "page"), newsroom.pictures, strict=True))[place]
    path = newsroom.paths["page" if place == "page" else "article"]
    assert image.file.url in site.get(path, gzip=False).body.decode()
    old, image.file = image.file.url, make_image().file
    catalogue.save(image)
    site.read_news()
    text = site.get(path, gzip=False).body.decode()
    assert image.file.url in text
    assert old not in text


def test_nobody_publishes_a_story_with_a_lead_picture_whose_rights_have_ended():
    image, huda = make_image(rights_until=today() - DAY), cast.huda()
    article = drafts.create(content(image), by=None)
    assert "انتهت" in checks.missing(contents.read(article), by=huda)["image"]
    image.rights_until = today()
    catalogue.save(image)
    assert "image" not in checks.missing(contents.read(article), by=huda)


def content(image):
    category = make_category("اقتصاد")
    return {
        "headline": {"ar": "خبر", "en": ""},
        "body": {"ar": "<p>نص</p>", "en": ""},
        "main_category": category.pk,
        "categories": [{"category": category.pk}],
        "image": image.pk,
    }
