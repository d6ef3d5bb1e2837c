"""Where a picture is used, as far as one may know; and what is used cannot be deleted."""

import pytest
from django.db.models import ProtectedError
from django.urls import reverse

from articles import catalogue
from articles.models import SectionGrant
from images.models import Image
from images.uses import uses_of
from tests import cast
from tests.builders import (
    make_author,
    make_category,
    make_draft,
    make_image,
    make_page,
    make_published,
    make_site,
)

pytestmark = pytest.mark.django_db
FIGURE = '<p>نص</p><figure data-image="{}"></figure>'


def named(image, user):
    return [(use.what, use.name, use.state) for use in uses_of(image, user).named]


def test_every_use_is_named():
    image = make_image()
    make_published("خبر بارز", image=image.pk)
    make_draft("مسودة", body={"ar": FIGURE.format(image.pk), "en": ""})
    make_author("ليلى", photo=image)
    make_page("من نحن", FIGURE.format(image.pk))
    make_site(logo=image)
    make_published("خبر آخر", image=make_image().pk)
    assert named(image, cast.huda()) == [
        ("مقال", "مسودة", "مسودة"),
        ("مقال", "خبر بارز", "منشور"),
        ("صورة كاتب", "ليلى", ""),
        ("صفحة", "من نحن", ""),
        ("شعار الموقع", "مِداد", ""),
    ]


def test_changes_of_a_published_article_that_readers_do_not_see_yet_are_a_use(client):
    from articles import content as contents
    from articles import drafts

    image, article = make_image(), make_published("خبر")
    drafts.save(article, contents.read(article) | {"image": image.pk}, by=None)
    assert uses_of(image, cast.huda()).count == 1


def test_the_title_of_an_article_one_may_not_see_stays_unsaid(client):
    image = make_image()
    make_published("خبر الاقتصاد", image=image.pk, category=make_category("اقتصاد"))
    make_published("سر السياسة", image=image.pk, category=make_category("سياسة"))
    salma = cast.salma()
    SectionGrant.objects.create(user=salma, category=make_category("رياضة"))
    found = uses_of(image, salma)
    assert (found.count, found.named, found.unnamed) == (2, [], 2)
    client.force_login(salma)
    text = client.get(reverse("admin:images_image_change", args=[image.pk])).content.decode()
    assert "سر السياسة" not in text
    assert "واستعمالان آخران" in text


def test_who_may_see_no_articles_learns_their_number():
    image = make_image()
    make_published("سر", image=image.pk)
    found = uses_of(image, cast.make_user("photographer", "view_image"))
    assert (found.count, found.named) == (1, [])


def test_a_picture_used_a_thousand_times_names_a_few_and_costs_no_more(django_assert_num_queries):
    image, category, huda = make_image(), make_category("سياسة"), cast.huda()
    for number in range(25):
        make_draft(f"خبر {number}", image=image.pk, category=category)
    with django_assert_num_queries(8):
        found = uses_of(image, huda)
    assert (found.count, len(found.named), found.unnamed) == (25, 20, 5)


@pytest.mark.parametrize("use", ["article", "body", "author", "page", "site"])
def test_a_used_picture_is_not_deleted_and_says_why(client, use):
    image = make_image()
    {
        "article": lambda: make_published("البارز", image=image.pk),
        "body": lambda: make_draft("البارز", body={"ar": FIGURE.format(image.pk), "en": ""}),
        "author": lambda: make_author("البارز", photo=image),
        "page": lambda: make_page("البارز", FIGURE.format(image.pk)),
        "site": lambda: make_site(name_ar="البارز", logo=image),
    }[use]()
    client.force_login(cast.huda())
    address = reverse("admin:images_image_delete", args=[image.pk])
    assert "البارز" in client.get(address).content.decode()
    assert "البارز" in client.post(address, {"post": "yes"}).content.decode()
    assert Image.objects.filter(pk=image.pk).exists()
    with pytest.raises(ProtectedError):
        catalogue.delete(image)


def test_a_picture_nothing_uses_any_more_is_deleted(client):
    image = make_image()
    page = make_page("من نحن", FIGURE.format(image.pk))
    page.body_ar = "<p>نص</p>"
    catalogue.save(page)
    client.force_login(cast.huda())
    address = reverse("admin:images_image_delete", args=[image.pk])
    assert client.post(address, {"post": "yes"}).status_code == 302
    assert not Image.objects.filter(pk=image.pk).exists()


def test_the_list_of_what_keeps_a_picture_hides_titles_too(client):
    image = make_image()
    make_published("سر", image=image.pk)
    client.force_login(cast.make_user("photographer", "view_image", "delete_image"))
    answer = client.get(reverse("admin:images_image_delete", args=[image.pk]))
    assert "سر" not in answer.context["protected"][0]
    assert "استعمال" in answer.context["protected"][0]
