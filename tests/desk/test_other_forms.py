"""Lists and pickers find another form of a word and another spelling of a name, and nothing that only looks alike."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Alias, Article, Author, Byline, Tag
from images.models import Image
from tests.builders import make_author, make_category, make_image, make_tag
from tests.newsroom import address

pytestmark = pytest.mark.django_db

PAIRS = [
    ("المعلمين", "معلم"),
    ("معلم", "المعلمون"),
    ("مدرسة", "مدارس"),
    ("المدارس", "مدرسة"),
    ("الوزراء", "وزير"),
    ("انتخابات", "الانتخاب"),
    ("صحفيون", "صحفي"),
    ("بيوت", "بيت"),
    ("جوجل", "غوغل"),
    ("Google", "غوغل"),
    ("غوتيرش", "أنطونيو غوتيريش"),
    ("كاراباخ", "ناغورني قره باغ"),
    ("ناغورنو كاراباخ", "حرب قره باغ"),
    ("أسعار المدارس", "سعر المدرسة"),
]  # fmt: skip
APART = [
    ("لبنان", "لبن"),
    ("بيوت", "تثبيت"),
    ("كتب", "كاتب"),
    ("جوجل", "جول"),
    ("الوزراء", "زيارة"),
    ("مدارس", "درس"),
    ("أسعار المدارس", "المدرسة"),
    ("جوجل اليوم", "غوغل"),
]


def picked(client, field, words):
    query = {"app_label": field.model._meta.app_label, "model_name": field.model._meta.model_name}
    answer = client.get(reverse("admin:autocomplete"), query | {"field_name": field.name, "term": words})
    return [row["text"] for row in answer.json()["results"]]


@pytest.mark.parametrize(("asked", "written"), PAIRS)
def test_a_tag_is_picked_by_another_form_or_name(as_huda, asked, written):
    make_tag(written)
    make_tag("غير ذلك")
    assert picked(as_huda, Article._meta.get_field("tags"), asked) == [written]


@pytest.mark.parametrize(("asked", "written"), APART)
def test_a_tag_that_only_looks_alike_is_not(as_huda, asked, written):
    make_tag(written)
    assert picked(as_huda, Article._meta.get_field("tags"), asked) == []


def test_authors_and_pictures_too(as_huda):
    make_author("وكالة غوغل")
    make_image("معلمون في مدرسة")
    assert picked(as_huda, Byline._meta.get_field("author"), "جوجل") == ["وكالة غوغل"]
    assert picked(as_huda, Article._meta.get_field("image"), "معلم المدارس") == ["معلمون في مدرسة"]
    library = as_huda.get(reverse("admin:images_image_library"), {"q": "معلم المدارس"}).json()
    assert [row["alt"] for row in library["pictures"]] == ["معلمون في مدرسة"]


def test_lists_too(as_huda):
    make_category("مدارس")
    answer = as_huda.get(reverse("admin:articles_category_changelist"), {"q": "المدرسة"})
    assert [str(each) for each in answer.context["cl"].result_list] == ["مدارس"]


def test_a_name_of_the_newsroom_is_heard_at_once(as_huda):
    make_tag("نادي الهلال")
    assert picked(as_huda, Article._meta.get_field("tags"), "الزعيم") == []
    Alias.objects.create(spellings="الهلال\nالزعيم")
    assert picked(as_huda, Article._meta.get_field("tags"), "الزعيم") == ["نادي الهلال"]


@pytest.mark.parametrize(
    "typed", ["(", "[", "\\", "*معلم", "معلم|", "a{9999}", "كوفيد-19", "؟", "ـ", "و" * 300, "معلم " * 60]
)
def test_signs_are_no_pattern(as_huda, typed):
    make_tag("معلم")
    for noun in (Tag, Author, Image):
        assert as_huda.get(address(noun, "changelist"), {"q": typed}).status_code == 200


def test_it_costs_the_same_few_queries_however_many_there_are(as_huda):
    costs = []
    for count in (10, 400):
        Tag.objects.bulk_create(
            Tag(name=f"معلم {count} {number}", slug=f"m-{count}-{number}", key=f"م{count} {number}")
            for number in range(count)
        )
        with CaptureQueriesContext(connection) as asked:
            picked(as_huda, Article._meta.get_field("tags"), "المعلمين جوجل")
        costs.append(len(asked))
    assert costs[0] == costs[1]
