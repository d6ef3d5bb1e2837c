"""Names and texts that come through the catalogue's forms, and what machines make of them."""

import pytest

from articles import catalogue
from articles.models import Tag
from tests.builders import make_author, make_category, make_page, make_published, make_site

pytestmark = pytest.mark.django_db
# Word processors write a vertical tab for a line break inside a paragraph; it is pasted along.
PASTED = "شؤون\x0bدولية"


@pytest.fixture(autouse=True)
def site():
    return make_site()


def test_a_section_name_with_a_pasted_line_break_does_not_end_the_feed(client):
    make_published(category=make_category(PASTED))
    assert client.get("/feed/").status_code == 200


def test_a_site_name_with_a_pasted_line_break_does_not_end_the_feed(client):
    make_site(name_ar=PASTED)
    assert client.get("/feed/").status_code == 200


@pytest.mark.parametrize("make", [make_category, make_author, lambda name: catalogue.save(Tag(name=name)), make_page])
def test_names_of_the_catalogue_carry_no_character_that_turns_the_line_round(make):
    thing = make("رياضة\u202egpj.exe\u0007")
    name = getattr(thing, "name", None) or thing.title_ar
    assert "\u202e" not in name
    assert "\u0007" not in name
