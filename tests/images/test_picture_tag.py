"""The picture on a page: the best the browser knows, its measures said before, and whole whatever is missing."""

import html5lib
import pytest
from django.template import Context, Template

from images.models import Image

SOURCES = {
    "": {"avif": [[480, 240, "renditions/7/a-480.avif"]], "webp": [[320, 160, "renditions/7/b-320.webp"],
                                                                   [800, 400, "renditions/7/b-800.webp"]]},
    "1x1": {"webp": [[160, 160, "renditions/7/c-160.webp"]]},
}  # fmt: skip


def picture(sources=SOURCES, file="pictures/x.jpg", **values):
    return Image(pk=7, width=800, height=400, file=file, sources=sources, **values)


def shown(image, arguments=""):
    template = Template("{% load pictures %}{% picture image " + arguments + " %}")
    text = template.render(Context({"image": image}))
    return text, html5lib.parse(text, namespaceHTMLElements=False).find(".//picture")


def test_the_browser_chooses_a_format_and_a_width():
    _text, found = shown(picture(), 'sizes="(min-width: 62rem) 44rem, 100vw" alt="جسر"')
    assert [(source.get("type"), source.get("srcset"), source.get("sizes")) for source in found.findall("source")] == [
        ("image/avif", "/media/renditions/7/a-480.avif 480w", "(min-width: 62rem) 44rem, 100vw"),
        (
            "image/webp",
            "/media/renditions/7/b-320.webp 320w, /media/renditions/7/b-800.webp 800w",
            "(min-width: 62rem) 44rem, 100vw",
        ),
    ]
    image = found.find("img")
    assert (image.get("src"), image.get("alt")) == ("/media/pictures/x.jpg", "جسر")
    assert (image.get("width"), image.get("height")) == ("800", "400")


def test_the_first_picture_comes_at_once_and_others_wait():
    image = shown(picture(), "first=True")[1].find("img")
    assert image.get("fetchpriority") == "high"
    assert image.get("loading") is None
    image = shown(picture())[1].find("img")
    assert (image.get("loading"), image.get("decoding"), image.get("fetchpriority")) == ("lazy", "async", None)


def test_a_crop_has_its_own_measures():
    image = shown(picture(), '"1x1"')[1].find("img")
    assert (image.get("width"), image.get("height")) == ("160", "160")


@pytest.mark.parametrize(
    ("image", "crop", "width", "count"),
    [
        (picture(), "16x9", "800", 2),
        (picture({}), "16x9", "800", 0),
        (picture({}, file=""), "", "800", 0),
        (picture(file=""), "", "800", 2),
        (picture({"1x1": {"webp": [[160, 160, "c.webp"]]}}), "4x3", "800", 0),
    ],
    ids=["no crop", "no rendition", "nothing", "no file", "another crop"],
)
def test_what_is_missing_leaves_the_page_whole(image, crop, width, count):
    _text, found = shown(image, f'"{crop}"')
    assert len(found.findall("source")) == count
    assert found.find("img").get("width") == width
    assert found.find("img").get("src") is not None


def test_hostile_words_are_words():
    text, found = shown(picture(alt='"><script>x</script>'), "alt=image.alt")
    assert "<script" not in text
    assert found.find("img").get("alt") == '"><script>x</script>'


def test_numbers_are_western_in_markup_whatever_the_language(settings):
    settings.USE_THOUSAND_SEPARATOR = True
    image = picture({"": {"webp": [[1600, 1200, "a.webp"]]}})
    assert 'width="1600"' in shown(image)[0]
    assert "1600w" in shown(image)[0]
