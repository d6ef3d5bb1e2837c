"""Templates that print what nobody gives them, pages that say a thing twice, years of another zone."""

import datetime
import json
import re
from unittest import mock

import PIL.Image
import pytest
from django.conf import settings
from django.utils import timezone

from articles import interchange
from tests.builders import make_author, make_category, make_published, make_site

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site():
    return make_site()


def test_an_author_with_two_roles_has_one_box(client):
    author = make_author(bio_ar="تكتب عن الاقتصاد.")
    article = make_published(bylines=[{"author": author.pk, "role": role} for role in ("writing", "photo")])
    assert client.get(article.get_absolute_url("ar")).content.decode().count('class="author-box"') == 1


@pytest.mark.parametrize("name", ["bylines_text", "total", "search_url"])
def test_what_a_template_prints_somebody_gives(name):
    used = any(
        re.search(rf"\b{name}\b", path.read_text()) for path in (settings.BASE_DIR / "templates").rglob("*.html")
    )
    code = "".join(
        path.read_text() for app in ("articles", "newsportal") for path in (settings.BASE_DIR / app).rglob("*.py")
    )
    assert not used or re.search(rf"\b{name}\b", code)


def test_the_year_in_the_footer_is_the_newsrooms(client):
    make_site(zone="Pacific/Kiritimati")  # fourteen hours ahead of UTC
    eve = datetime.datetime(2027, 12, 31, 20, tzinfo=datetime.UTC)
    with mock.patch.object(timezone, "now", lambda: eve):
        page = client.get("/").content.decode()
    assert "© 2028" in page


def test_the_steps_of_a_release_name_the_environment_of_production():
    """manage.py chooses development by itself: migrating another database, collecting files without a manifest."""
    text = (settings.BASE_DIR / "docs" / "operating.md").read_text()
    release = text[text.index("## A release") :].split("```")[1]
    assert "NEWSPORTAL_ENV" in release or "newsportal.env" in release


def test_a_name_that_falls_back_says_its_language(client):
    make_published(english="Story", category=make_category("شؤون دولية"))
    page = client.get("/en/").content.decode()
    assert re.search(r'lang="ar"[^>]*>(<bdi>)?\s*شؤون دولية', page)


def test_a_failed_item_leaves_no_file_behind(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    PIL.Image.new("RGB", (4, 4)).save(tmp_path / "a.png")
    (tmp_path / "n.json").write_text(json.dumps({"images": [{"ref": "i", "file": "a.png", "focal_x": 7}]}))
    assert interchange.load(tmp_path / "n.json")[1]
    assert not list((tmp_path / "media").rglob("*.*"))
