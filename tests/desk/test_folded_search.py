"""Lists and pickers find a word however it is spelled."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.urls import reverse

from accounts.models import User
from articles import catalogue, drafts
from articles.models import Alias, Article, Author, Category, Page, Redirect, Tag
from desk import folding
from images.models import Image
from tests import cast
from tests.builders import (
    content_of,
    make_author,
    make_category,
    make_draft,
    make_image,
    make_page,
    make_tag,
)
from tests.newsroom import address

pytestmark = pytest.mark.django_db


def found(client, noun, words):
    answer = client.get(address(noun, "changelist"), {"q": words})
    return list(answer.context["cl"].result_list)


def picked(client, field, words):
    query = {"app_label": field.model._meta.app_label, "model_name": field.model._meta.model_name}
    answer = client.get(reverse("admin:autocomplete"), query | {"field_name": field.name, "term": words})
    return [row["text"] for row in answer.json()["results"]]


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("إيران", "ايران"),
        ("مدرسة", "مدرسه"),
        ("مدرسة", "مَدْرسـة"),
        ("شؤون دولية", "دوليه شءون"),
        ("مستشفى", "مستشفي"),
        ("كوفيد ١٩", "19 كوفيد"),
        ("Beyoncé", "beyonce"),
        ("العاصمة", "عاصم"),
    ],
)
def test_a_list_finds_another_spelling(as_huda, written, asked):
    article, _other = make_draft(f"خبر من {written} اليوم"), make_draft("غير ذلك")
    assert found(as_huda, Article, asked) == [article]


def test_all_words_must_occur(as_huda):
    make_draft("إيران والعراق")
    assert found(as_huda, Article, "ايران لبنان") == []


@pytest.mark.parametrize("asked", ["", "   ", "%", "_", "\\", "ـ", "'; --", "كلمة " * 500])
def test_odd_searches_are_answered(as_huda, asked):
    make_draft("خبر")
    assert len(found(as_huda, Article, asked)) <= 1


def test_every_noun_is_found(as_huda):
    Group.objects.create(name="مراسلو آسيا")
    things = [
        make_category("آسيا"),
        make_tag("إيران"),
        make_author("أمل"),
        make_page("الأخلاقيات"),
        make_image("إبريق"),
        Redirect.objects.create(old_path="/قديم/أسواق", new_path="/جديد"),
        User.objects.create_user("dana", name="دانة"),
        Group.objects.get(),
    ]
    asked = ["اسيا", "ايران", "امل", "الاخلاقيات", "ابريق", "اسواق", "دانه", "اسيا"]
    for thing, words in zip(things, asked, strict=True):
        assert found(as_huda, type(thing), words) == [thing], words


def test_a_picker_finds_another_spelling(as_huda):
    make_tag("إيران")
    make_author("أمل")
    assert picked(as_huda, Article._meta.get_field("tags"), "ايران") == ["إيران"]
    assert picked(as_huda, Article.bylines.field.model._meta.get_field("author"), "امل") == ["أمل"]


def test_the_tag_that_is_spelled_so_is_offered_first(as_huda):
    for name in ("آثار إيران", "إيران", "إيران النووي"):
        make_tag(name)
    assert picked(as_huda, Article._meta.get_field("tags"), "ايران") == ["إيران", "إيران النووي", "آثار إيران"]


def test_what_is_written_anew_is_found_anew(as_huda):
    article = make_draft("الأول")
    drafts.save(article, content_of("الثاني"), by=None)
    assert found(as_huda, Article, "الاول") == []
    assert found(as_huda, Article, "الثاني") == [article]
    author = make_author("أمل")
    author.name_ar = "إيمان"
    catalogue.save(author)
    assert found(as_huda, Author, "ايمان") == [author]


@pytest.mark.parametrize("noun", [Article, Author, Category, Page, Tag, Image, User])
def test_rows_of_an_older_site_are_filled(noun):
    category = make_category("آسيا")
    make_draft("إيران", category=category, tags=[make_tag("إيران")], authors=[make_author("أمل")])
    make_page("الأخلاقيات")
    make_image("إبريق")
    cast.huda()
    before = dict(noun.objects.values_list("pk", "folded"))
    noun.objects.update(folded="")
    folding.fill(noun)
    assert before
    assert dict(noun.objects.values_list("pk", "folded")) == before


def test_the_migrations_fill_every_folded_column():
    for label, name in (("accounts", "0002_folded"), ("images", "0002_folded"), ("articles", "0003_folded")):
        operations = import_module(f"{label}.migrations.{name}").Migration.operations
        assert any(hasattr(operation, "code") for operation in operations)
    folded = {model for model in apps.get_models() if any(field.name == "folded" for field in model._meta.fields)}
    # Names with several spellings came with theirs.
    assert folded == {Article, Author, Category, Page, Redirect, Tag, Image, User, Alias}
