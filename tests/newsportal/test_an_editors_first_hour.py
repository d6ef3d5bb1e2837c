"""Tried as a new editor would: from a photo on the phone to the lead of the front page."""

import io
import re

import PIL.Image
import pytest
from django.urls import reverse

from articles.models import Article
from images.models import Image
from tests import cast
from tests.builders import make_category, make_published, make_site

pytestmark = pytest.mark.django_db(transaction=True)


def phone_photo():
    """A photo as phones make them: lying on its side by its tag, and saying where it was taken."""
    photo = PIL.Image.effect_noise((1600, 1200), 60).convert("RGB")
    exif = PIL.Image.Exif()
    exif[0x0112] = 6  # turn it a quarter to the right
    exif.get_ifd(0x8825)[2] = (24.0, 42.0, 48.0)  # latitude
    data = io.BytesIO()
    photo.save(data, "JPEG", exif=exif)
    return data.getvalue()


def test_from_a_photo_on_the_phone_to_the_lead_of_the_front_page(page):
    main, world = make_category("رئيسي", order=1), make_category("شؤون دولية", order=2)
    make_site(lead_category=main)
    make_published("خبر أقدم", category=main)
    huda = cast.huda()

    page.goto(reverse("admin:login"))
    page.locator("[name=username]").fill(huda.username)
    page.locator("[name=password]").fill("password")
    with page.expect_navigation():
        page.keyboard.press("Enter")

    page.goto(reverse("admin:images_image_add"))
    photo = {"name": "IMG_0042.JPG", "mimeType": "image/jpeg", "buffer": phone_photo()}
    page.locator("#id_file").set_input_files(photo)
    page.locator("#id_alt_ar").fill("سوق عند الفجر")
    page.locator("#id_caption_ar").fill("السوق القديم")
    picture = page.locator("[data-focal] img")
    picture.wait_for()
    box = picture.bounding_box()
    picture.click(position={"x": box["width"] * 0.25, "y": box["height"] * 0.3})
    with page.expect_navigation():
        page.locator("[name=_save]").first.click()
    image = Image.objects.get()
    assert (image.width, image.height) == (1200, 1600)
    assert (round(image.focal_x, 1), round(image.focal_y, 1)) in ((0.2, 0.3), (0.3, 0.3))

    page.goto(reverse("admin:articles_article_add"))
    page.locator("#id_headline_ar").fill("السوق القديم يفتح أبوابه")
    page.locator("#id_standfirst_ar").fill("عاد التجار بعد عام.")
    page.locator(".editor-text[lang=ar]").click()
    page.keyboard.type("عاد التجار إلى السوق القديم صباح اليوم.")
    page.locator(".editor[lang=ar] .editor-bar [data-name=picture]").click()
    page.locator(".editor-library-grid button").first.click()
    page.locator("#id_main_category").select_option(str(world.pk))
    page.locator("[data-rows=sections] .rows-add").click()
    page.locator("[name=sections-0-category]").select_option(str(main.pk))
    page.locator(".select2-selection[aria-labelledby*=id_image]").click()
    page.keyboard.type("السوق")
    page.locator(".select2-results__option", has_text="السوق").first.click()
    with page.expect_navigation():
        page.locator("button[name=verb][value=publish]").click()

    article = Article.objects.get(headline_ar="السوق القديم يفتح أبوابه")
    assert article.is_published("ar")
    assert [filing.category for filing in article.filings.all()] == [world, main]
    assert article.image == image
    assert f'data-image="{image.pk}"' in article.body_ar

    page.goto("/")
    assert page.locator("main h2").first.inner_text() == "السوق القديم يفتح أبوابه"
    page.locator("main h2 a").first.click()
    assert page.locator(".labels a").all_inner_texts() == ["شؤون دولية", "رئيسي"]
    assert re.search("السوق القديم صباح اليوم", page.locator(".prose").inner_text())
    assert page.locator(".prose figure img").count() == 1
