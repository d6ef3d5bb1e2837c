"""Who made a story: several people in several roles, named together, and told to machines."""

import json
import re

import pytest

from tests.builders import make_author, make_published, make_site

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site():
    return make_site()


def published(*people, **values):
    bylines = [{"author": make_author(name).pk, "role": role} for name, role in people]
    return make_published("خبر", bylines=bylines, **values)


def page(client, article, language="ar"):
    return client.get(article.get_absolute_url(language)).content.decode()


def people(text):
    """The line of the people as it is read."""
    line = re.search(r'<p class="byline-people">(.*?)</p>', text, re.DOTALL)[1]
    return [" ".join(re.sub("<[^>]+>", "", part).split()) for part in line.split("</span>")][:-1]


def test_people_of_one_role_are_named_together(client):
    article = published(
        ("ليلى", "writing"), ("سامر", "photo"), ("ريم", "writing"), ("نورة", "video"), ("هدى", "writing")
    )
    assert people(page(client, article)) == ["كتابة: ليلى وريم وهدى", "تصوير: سامر", "فيديو: نورة"]


def test_english_readers_read_the_roles_in_english(client):
    article = published(("Leila", "writing"), ("Samer", "writing"), ("Reem", "editing"), english="A story")
    assert people(page(client, article, "en")) == ["Writing: Leila and Samer", "Editing: Reem"]


def test_a_story_that_was_only_written_says_no_role(client):
    assert people(page(client, published(("ليلى", "writing"), ("سامر", "writing")))) == ["ليلى وسامر"]


def test_only_writers_are_authors_to_machines(client):
    roles = ("writing", "reporting", "translation", "editing", "photo", "video", "data")
    text = page(client, published(*((f"كاتب {role}", role) for role in roles)))
    blocks = map(json.loads, re.findall(r'<script type="application/ld\+json">(.*?)</script>', text))
    story = next(block for block in blocks if "headline" in block)
    assert [person["name"] for person in story["author"]] == ["كاتب writing"]


def test_a_guest_is_named_as_everybody_is(client):
    account, guest = make_author("ليلى"), make_author("ضيفة", title_ar="باحثة")
    bylines = [{"author": each.pk} for each in (account, guest)]
    text = page(client, make_published("خبر", bylines=bylines))
    assert people(text) == ["ليلى وضيفة"]
    assert client.get(guest.get_absolute_url("ar")).status_code == 200
