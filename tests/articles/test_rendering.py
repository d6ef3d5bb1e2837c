"""A stored body becomes the body readers see: figures are pictures of the library as they are now."""

import re

import pytest
from django.db import connection
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from articles import body, catalogue, drafts, rendering
from articles.models import Article, ImageUse
from tests.builders import content_of, make_draft, make_image, make_page, make_published, make_site

pytestmark = pytest.mark.django_db


def rendered(markup):
    return rendering.rendered(markup).html


def figure(image, *, align="", caption=""):
    aligned = f' data-align="{align}"' if align else ""
    written = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f'<figure data-image="{getattr(image, "pk", image)}"{aligned}>{written}</figure>'


def in_arabic(*texts):
    return {"ar": "".join(texts), "en": ""}


def test_a_figure_becomes_its_picture_with_caption_and_credit():
    image = make_image(alt="قناة ماء", caption_ar="شرح المكتبة", credit="رنا")
    html = rendered("<p>قبل</p>" + figure(image, align="wide") + "<p>بعد</p>")
    assert html.startswith("<p>قبل</p><figure")
    assert html.endswith("</figure><p>بعد</p>")
    assert 'data-align="wide"' in html
    assert image.file.url in html
    assert 'alt="قناة ماء"' in html
    assert "شرح المكتبة" in html
    assert "رنا" in html
    assert 'loading="lazy"' in html
    assert "data-image" not in html


def test_the_caption_of_the_body_wins_and_keeps_its_markup():
    html = rendered(figure(make_image(caption_ar="شرح المكتبة"), caption="شرح <strong>هنا</strong> &amp; الآن"))
    assert "شرح <strong>هنا</strong> &amp; الآن" in html
    assert "شرح المكتبة" not in html


def test_what_the_library_says_is_text_and_never_markup():
    image = make_image(alt='"><script>a</script>', caption_ar="<script>b</script>", credit="<script>c</script>")
    assert "<script" not in rendered(figure(image))


def test_a_missing_picture_leaves_the_page_whole():
    assert rendered("<p>قبل</p>" + figure(999, caption="شرح") + "<p>بعد</p>") == "<p>قبل</p><p>بعد</p>"


@pytest.mark.parametrize(
    "markup",
    [
        "",
        "<p>نص &amp; نص</p><ul><li>بند</li></ul>",
        "<figure><figcaption>بلا صورة</figcaption></figure>",
        '<p title="&lt;figure data-image=&quot;7&quot;&gt;">نص</p>',
        '<pre>&lt;figure data-image="7"&gt;&lt;/figure&gt;</pre>',
    ],
)
def test_everything_else_stays_as_it_is(markup):
    stored = body.clean(markup)
    assert body.image_ids(stored) == []
    if "بلا صورة" not in markup:
        assert rendered(stored) == stored


def test_the_alternative_text_is_that_of_the_readers_language():
    image = make_image(alt="قناة", alt_en="A channel")
    with translation.override("en"):
        assert 'alt="A channel"' in rendered(figure(image))


def test_pictures_of_a_body_cost_one_query_however_many():
    images = [make_image() for _image in range(30)]
    counts = []
    for shown in (3, 30):
        with CaptureQueriesContext(connection) as captured:
            html = rendered("".join(figure(image) for image in images[:shown]) + figure(images[0]))
        assert html.count("<img") == shown + 1
        counts.append(len(captured))
    assert counts == [1, 1]


def test_a_body_without_figures_costs_no_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        rendered("<p>نص</p>")


def test_articles_and_standing_pages_show_the_pictures_of_their_bodies(client):
    make_site()
    image = make_image(caption_ar="شرح المكتبة")
    article = make_published(body=in_arabic("<p>نص</p>", figure(image)))
    page = make_page(body="<p>صحيفة.</p>" + figure(image))
    for path in (article.get_absolute_url("ar"), page.get_absolute_url("ar")):
        html = client.get(path).text
        assert re.search(rf'<div class="prose">.*<img src="{re.escape(image.file.url)}"', html, re.DOTALL)


def test_a_picture_in_a_body_cannot_be_deleted_while_it_stands_there():
    image = make_image()
    article = make_draft(body=in_arabic("<p>نص</p>", figure(image)))
    with pytest.raises(ProtectedError):
        image.delete()
    drafts.save(article, content_of(body=in_arabic("<p>نص</p>")), by=None)
    image.delete()


def test_a_picture_used_twice_is_noted_once_and_unknown_ones_not_at_all():
    image = make_image()
    bodies = {"ar": figure(image) + figure(999), "en": figure(image)}
    article = make_draft(english="Channels", body=bodies, image=image.pk)
    assert list(ImageUse.objects.values_list("article", "image")) == [(article.pk, image.pk)]
    assert Article.objects.get().body_ar == bodies["ar"]


def test_a_picture_that_changes_is_new_everywhere_at_once():
    image = make_image(alt="قديم")
    stored = figure(image)
    image.alt_ar = "جديد"
    catalogue.save(image)
    assert 'alt="جديد"' in rendered(stored)
