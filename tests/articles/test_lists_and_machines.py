"""Lists that show a thing twice or not at all, and machines that are sent to what is not there."""

import datetime
import re

import pytest
from django.urls import reverse

from articles.models import Article, Category, Page, Redirect, SectionGrant, SiteSettings
from images.models import Image
from tests import cast
from tests.builders import NOW, make_author, make_category, make_image, make_page, make_published, make_site, make_tag
from tests.newsroom import address

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site():
    return make_site()


def test_an_author_with_two_roles_lists_the_article_once(client):
    author = make_author()
    bylines = [{"author": author.pk, "role": "writing"}, {"author": author.pk, "role": "photo"}]
    article = make_published(bylines=bylines)
    page = client.get(author.get_absolute_url("ar")).content.decode()
    assert page.count(f'href="{article.get_absolute_url("ar")}"') == 1


def test_an_author_feed_tells_an_article_once(client):
    author = make_author()
    make_published(bylines=[{"author": author.pk, "role": "writing"}, {"author": author.pk, "role": "translation"}])
    assert client.get(author.get_absolute_url("ar") + "feed/").content.decode().count("<item>") == 1


def test_every_file_the_sitemap_names_is_there(client):
    make_published("قديم", at=NOW - datetime.timedelta(days=200))
    make_published("جديد")
    files = re.findall(r"<loc>https://news.example(.*?)</loc>", client.get("/sitemap.xml").content.decode())
    assert {path: client.get(path).status_code for path in files} == dict.fromkeys(files, 200)


def test_every_address_the_sitemap_names_is_there(client):
    parent = make_category("سياسة", name_en="Politics")
    make_category("أحزاب", parent=parent)
    make_page(title_en="About", body_en="<p>We.</p>")
    make_published(english="Story")
    for path in re.findall(r"<loc>https://news.example(.*?)</loc>", client.get("/sitemap-pages.xml").content.decode()):
        assert client.get(path).status_code == 200, path


def test_a_correction_of_the_future_is_not_shown_yet(client):
    later = (NOW + datetime.timedelta(days=3)).isoformat()
    article = make_published(corrections=[{"made_at": later, "text": {"ar": "تصحيح الغد"}}])
    assert "تصحيح الغد" not in client.get(article.get_absolute_url("ar")).content.decode()


def test_an_article_with_many_tags_is_a_page(client):
    article = make_published(tags=[make_tag(f"وسم {n}") for n in range(200)])
    assert client.get(article.get_absolute_url("ar")).status_code == 200


@pytest.mark.parametrize("noun", [Article, Category, Page, Redirect, Image, SiteSettings])
def test_who_may_only_look_sees_every_form(client, noun):
    article = make_published(tags=[make_tag()], authors=[make_author()], image=make_image().pk)
    make_page()
    Redirect.objects.create(old_path="/old", article=article)
    omar = cast.make_user("viewer", f"view_{noun._meta.model_name}")
    SectionGrant.objects.create(user=cast.salma(), category=Category.objects.first())
    client.force_login(omar)
    assert client.get(address(noun, "change", noun.objects.first().pk)).status_code == 200


def test_who_manages_accounts_makes_no_superuser_of_themselves(client):
    salma = cast.make_user("manager", "view_user", "change_user")
    client.force_login(salma)
    data = {
        "username": "manager",
        "email": "manager@example.com",
        "is_active": "on",
        "is_staff": "on",
        "is_superuser": "on",
    }
    client.post(reverse("admin:accounts_user_change", args=[salma.pk]), data)
    salma.refresh_from_db()
    assert not salma.is_superuser


def test_a_probe_that_names_no_host_of_ours_is_answered(client):
    """Load balancers ask by address; the probe tells nothing that a host could change."""
    assert client.get("/healthz/live", headers={"host": "10.0.0.5:8000"}).status_code == 200
