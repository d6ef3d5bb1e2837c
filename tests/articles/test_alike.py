"""Tags and authors that are likely one: offered where one is picked, made where they are missing, shown in a report."""

import pytest
from django.urls import reverse

from accounts.roles import sync_roles
from articles import alike, catalogue
from articles.models import Alias, Author, DifferentTags, Tag
from tests import cast
from tests.builders import make_author, make_published, make_site, make_tag

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site():
    return make_site()


def somebody(role):
    user = cast.make_user(role)
    user.groups.add(sync_roles()[role])
    return user


def offered(client, term, model="article", field="tags"):
    query = {"app_label": "articles", "model_name": model, "field_name": field, "term": term}
    return [each["text"] for each in client.get(reverse("admin:autocomplete"), query).json()["results"]]


def groups():
    return [sorted(tag.name for tag in group) for group in alike.groups()]


# --- Where one is picked ------------------------------------------------------------------------------------------


def test_the_very_spelling_comes_first_then_what_begins_so_then_what_is_likely_meant(client):
    for name in ("الانتخابات الرئاسية", "انتخابات", "الانتخاب", "رياضة"):
        make_tag(name)
    client.force_login(somebody("reporter"))
    assert offered(client, "انتخابات") == ["انتخابات", "الانتخابات الرئاسية", "الانتخاب"]


@pytest.mark.parametrize(
    ("there", "typed"),
    [
        ("أوكرانيا", "اوكرنيا"),
        ("الأمم المتحدة", "متحدة أمم"),
        ("الحكومة", "حكومات"),
        ("تغير المناخ", "المناخ تغير"),
        ("ديمقراطية", "ديموقراطية"),
    ],
)
def test_what_is_likely_meant_is_offered(client, there, typed):
    make_tag(there)
    make_tag("رياضة")
    client.force_login(somebody("reporter"))
    assert offered(client, typed) == [there]


def test_another_spelling_of_a_name_the_newsroom_keeps_is_offered(client):
    Alias.objects.create(spellings="الهلال الأزرق\nنادي العاصمة")
    make_tag("الهلال الأزرق")
    client.force_login(somebody("reporter"))
    assert offered(client, "نادي العاصمة") == ["الهلال الأزرق"]


def test_authors_are_offered_in_the_same_way(client):
    make_author("ليلى منصور")
    make_author("سامر حداد")
    client.force_login(somebody("editor"))
    for typed in ("ليلي منصور", "منصور ليلى", "ليلى منصر"):
        assert offered(client, typed, "byline", "author") == ["ليلى منصور"]


@pytest.mark.parametrize("typed", ["؟!", "   ", "\x00", "ا" * 500, "%_\\"])
def test_what_is_no_name_offers_nothing_and_breaks_nothing(client, typed):
    make_tag("روسيا")
    client.force_login(somebody("reporter"))
    assert offered(client, typed) in ([], ["روسيا"])


def test_offers_cost_the_same_however_many_there_are(client, django_assert_max_num_queries):
    Tag.objects.bulk_create(Tag(name=f"وسم {n}", key=f"وسم {n}", slug=f"t-{n}") for n in range(300))
    client.force_login(somebody("reporter"))
    with django_assert_max_num_queries(10):
        offered(client, "وسم")


# --- Made where it is missing -------------------------------------------------------------------------------------


def new(client, model="tag", **data):
    return client.post(reverse(f"admin:articles_{model}_new"), data)


def test_a_reporter_makes_a_missing_tag_and_no_second_one_of_a_name(client):
    client.force_login(somebody("reporter"))
    made = new(client, name="  أرمينيا ").json()
    assert Tag.objects.get(pk=made["id"]).name == made["text"] == "أرمينيا"
    again = new(client, name="ارمينيا")
    assert (again.status_code, again.json()["there"]) == (409, [made])
    assert new(client, name="ارمينيا", sure="1").status_code == 400
    assert Tag.objects.count() == 1


@pytest.mark.parametrize("name", ["", "و" * 300, "\x00"])
def test_what_is_no_tag_is_refused_with_a_reason(client, name):
    client.force_login(somebody("reporter"))
    answer = new(client, name=name)
    assert answer.status_code == 400
    assert answer.json()["why"]
    assert not Tag.objects.exists()


def test_an_editor_makes_a_guest_author_and_is_told_of_one_with_the_name(client):
    client.force_login(somebody("editor"))
    made = new(client, "author", name="ريم القاضي", title="باحثة").json()
    author = Author.objects.get(pk=made["id"])
    assert (author.name_ar, author.title_ar, author.user) == ("ريم القاضي", "باحثة", None)
    again = new(client, "author", name="ريم القاضى")
    assert (again.status_code, again.json()["there"]) == (409, [made])
    assert Author.objects.count() == 1


def test_a_second_person_of_the_name_is_another_author(client):
    make_author("ريم القاضي")
    client.force_login(somebody("editor"))
    assert new(client, "author", name="ريم القاضي", title="شاعرة", sure="1").status_code == 200
    assert Author.objects.count() == 2


def test_a_latin_name_serves_in_every_language(client):
    client.force_login(somebody("editor"))
    author = Author.objects.get(pk=new(client, "author", name="Jane Doe").json()["id"])
    assert (author.name_ar, author.name_en) == ("Jane Doe", "Jane Doe")


def test_a_reporter_cannot_make_an_author_nor_somebody_without_a_role_a_tag(client):
    client.force_login(somebody("reporter"))
    assert new(client, "author", name="ضيف").status_code == 403
    assert b"data-makes" in (text := client.get(reverse("admin:articles_article_add")).content)
    assert b'data-makes="author"' not in text
    client.force_login(cast.make_user("nobody"))
    assert new(client, name="وسم").status_code == 403
    assert not Author.objects.exists()
    assert not Tag.objects.exists()


# --- The report ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "names",
    [
        ("انتخابات", "الانتخابات"),
        ("الحكومة", "حكومات"),
        ("الأمم المتحدة", "المتحدة الأمم"),
        ("عبد الله", "عبدالله"),
        ("ديمقراطية", "ديموقراطية"),
        ("مكتبة", "مكتبه"),
        ("أوكرانيا", "أوكرايينا"[:7] + "ا"),
    ],
)
def test_likely_duplicates_stand_together(names):
    for name in (*names, "رياضة", "اقتصاد"):
        make_tag(name)
    assert groups() == [sorted(names)]


@pytest.mark.parametrize(
    "names", [("كأس العالم 2022", "كأس العالم 2026"), ("عدن", "عدل"), ("روسيا", "سوريا"), ("كوفيد-19", "كوفيد-20")]
)
def test_what_only_looks_alike_does_not(names):
    for name in names:
        make_tag(name)
    assert groups() == []


def test_spellings_of_one_name_stand_together():
    Alias.objects.create(spellings="الهلال الأزرق\nنادي العاصمة")
    make_tag("الهلال الأزرق")
    make_tag("نادي العاصمة")
    assert groups() == [["الهلال الأزرق", "نادي العاصمة"]]


def test_the_most_used_come_first_with_the_numbers_of_their_articles():
    rare = [make_tag("مدرسة"), make_tag("المدارس")]
    much = [make_tag("انتخابات"), make_tag("الانتخابات")]
    make_published("أ", tags=much)
    make_published("ب", tags=much[1:])
    found = alike.groups()
    assert [[(tag.name, tag.uses) for tag in group] for group in found][0] == [("الانتخابات", 2), ("انتخابات", 1)]
    assert sorted(tag.name for tag in found[1]) == sorted(tag.name for tag in rare)


def test_what_somebody_said_is_not_the_same_is_not_shown_again(client):
    one, other = make_tag("انتخابات"), make_tag("الانتخاب")
    client.force_login(somebody("editor"))
    page = reverse("admin:articles_tag_alike")
    assert "الانتخاب" in client.get(page).content.decode()
    client.post(page, {"_selected_action": [other.pk, one.pk]})
    assert groups() == []
    assert "الانتخاب</strong>" not in client.get(page).content.decode()
    catalogue.keep_apart([one, other])
    assert DifferentTags.objects.count() == 1
    third = make_tag("الانتخابات")
    assert groups() == [sorted(tag.name for tag in (one, other, third))]


@pytest.mark.parametrize("chosen", [["x"], ["9" * 30], ["٣"], [], ["999999"]])
def test_a_forged_choice_changes_nothing(client, chosen):
    make_tag("انتخابات")
    make_tag("الانتخاب")
    client.force_login(somebody("editor"))
    assert client.post(reverse("admin:articles_tag_alike"), {"_selected_action": chosen}).status_code == 302
    assert not DifferentTags.objects.exists()


def test_a_group_is_merged_from_the_report_and_leads_back_to_it(client):
    tags = [make_tag("انتخابات"), make_tag("الانتخابات")]
    client.force_login(cast.huda())
    chosen = {"action": "merge", "alike": "1", "_selected_action": [tag.pk for tag in tags]}
    assert 'name="alike"' in client.post(reverse("admin:articles_tag_changelist"), chosen).content.decode()
    answer = client.post(reverse("admin:articles_tag_changelist"), chosen | {"into": tags[0].pk})
    assert answer.url == reverse("admin:articles_tag_alike")
    assert Tag.objects.get() == tags[0]


def test_who_may_not_merge_is_not_offered_to(client):
    make_tag("انتخابات")
    make_tag("الانتخابات")
    client.force_login(somebody("editor"))
    assert 'value="merge"' not in client.get(reverse("admin:articles_tag_alike")).content.decode()


def test_a_renamed_tag_is_alike_by_its_new_name():
    tag = make_tag("رياضة")
    make_tag("انتخابات")
    tag.name = "الانتخابات"
    catalogue.save(tag)
    assert groups() == [["الانتخابات", "انتخابات"]]


@pytest.mark.slow
def test_no_tag_is_compared_with_every_other(monkeypatch):
    """The work grows as the number of tags does: four times as many take about four times as many comparisons."""
    compared = []
    monkeypatch.setattr(alike, "one_apart", lambda one, other: compared.append(1) and False)

    def comparisons(count):
        compared.clear()
        list(alike._slips([f"{n * 7919 % 100003:05}وسمطويل" for n in range(count)]))
        return len(compared)

    few, many = comparisons(2500), comparisons(10_000)
    assert many < few * 40
    assert many < 10_000 * alike.MOST * 12
