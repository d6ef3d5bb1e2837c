"""What came with a picture must not reach readers."""

import io

import PIL.Image
import pytest
from PIL import ImageCms

from images import intake

SECRET = b"24.7136N 46.6753E"


def given(mode="RGB", form="JPEG", **extra):
    data = io.BytesIO()
    PIL.Image.new(mode, (32, 32), (10, 20, 30, 200)[: len(mode)]).save(data, form, **extra)
    data.seek(0)
    return data


@pytest.mark.parametrize(
    ("mode", "form", "extra"),
    [
        ("RGB", "JPEG", {"comment": SECRET}),
        ("RGB", "JPEG", {"xmp": b"<x:xmpmeta>" + SECRET + b"</x:xmpmeta>"}),
        ("RGB", "WEBP", {"xmp": SECRET}),
        ("RGB", "JPEG", {"icc_profile": ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes() + SECRET}),
        ("RGBA", "WEBP", {"xmp": SECRET, "icc_profile": SECRET}),
    ],
    ids=["comment", "xmp", "webp-xmp", "profile", "webp-profile"],
)
def test_nothing_that_came_with_the_picture_stays(mode, form, extra):
    picture = intake.take(given(mode, form, **extra))
    assert SECRET not in picture.content.read()


def test_a_picture_for_print_does_not_keep_the_profile_of_the_press():
    """Colours turned to RGB under a profile of four inks are shown wrong."""
    picture = intake.take(given("CMYK", "JPEG", icc_profile=b"a profile of four inks"))
    assert "icc_profile" not in PIL.Image.open(picture.content).info


def test_a_picture_of_sixteen_bits_is_not_washed_out():
    data = io.BytesIO()
    PIL.Image.new("I;16", (8, 8), 0x4000).save(data, "PNG")
    data.seek(0)
    shown = PIL.Image.open(intake.take(data).content).convert("L").getpixel((4, 4))
    assert 0x30 < shown < 0x50
