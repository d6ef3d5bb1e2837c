"""Forms that lose or leak, and buttons that end in a 500."""

import datetime
import zoneinfo

import pytest
from django.urls import reverse
from lxml import html

from articles import content as contents
from articles.models import Article, Category, Redirect, Revision, SectionGrant, SiteSettings
from images.models import Image
from pagecache.models import Change
from tests import cast
from tests.builders import (
    NOW,
    TOMORROW,
    complete,
    make_author,
    make_category,
    make_draft,
    make_image,
    make_page,
    make_published,
    make_site,
    make_tag,
)
from tests.newsroom import address

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site():
    return make_site()


def sent(answer):
    """{name: [values]}: what a browser sends when the form of the page is saved as it stands."""
    form = html.fromstring(answer.content.decode()).xpath("//form[contains(@id, '_form')]")[0]
    data = {}
    for name, value in form.form_values():
        data.setdefault(name, []).append(value)
    return data


def test_an_article_saved_as_it_stands_is_not_changed(as_huda):
    tags = [make_tag("يمن"), make_tag("أمن"), make_tag("سلام")]
    others = [make_published("باء"), make_published("ألف")]
    article = make_published(
        tags=tags,
        related=[others[0].pk, others[1].pk],
        authors=[make_author("سامر"), make_author("ليلى")],
        updated_at=NOW.isoformat(),
        corrections=[{"made_at": NOW.isoformat(), "text": {"ar": "صُحّح\nالاسم."}}],
    )
    before = contents.read(article)
    page = address(Article, "change", article.pk)
    answer = as_huda.post(page, sent(as_huda.get(page)))
    assert answer.status_code == 302
    article.refresh_from_db()
    assert contents.read(Article.objects.get(pk=article.pk)) == before


def test_the_order_of_tags_survives_the_form(as_huda):
    article = make_published(tags=[make_tag("يمن"), make_tag("أمن")])
    page = address(Article, "change", article.pk)
    as_huda.post(page, sent(as_huda.get(page)))
    assert [item.tag.name for item in Article.objects.get().tagged_items.all()] == ["يمن", "أمن"]


def test_the_order_of_related_picks_survives_the_form(as_huda):
    first, second = make_published("أول"), make_published("ثان")
    article = make_published(related=[first.pk, second.pk])
    page = address(Article, "change", article.pk)
    as_huda.post(page, sent(as_huda.get(page)))
    assert contents.read(Article.objects.get(pk=article.pk))["related"] == [first.pk, second.pk]


def test_seconds_of_a_correction_survive_the_form(as_huda):
    article = make_published(corrections=[{"made_at": "2026-01-02T10:30:45+00:00", "text": {"ar": "صُحّح."}}])
    page, revisions = address(Article, "change", article.pk), Revision.objects.count()
    as_huda.post(page, sent(as_huda.get(page)))
    assert Revision.objects.count() == revisions


def test_an_end_before_publication_is_a_message_not_a_500(as_huda):
    article = make_published()
    page = address(Article, "change", article.pk)
    answer = as_huda.post(page, sent(as_huda.get(page)) | {"expires_at": "2020-01-01T00:00"})
    assert answer.status_code == 200


@pytest.mark.parametrize("name", ["tags", "related", "image", "bylines-0-author", "main_category"])
@pytest.mark.parametrize("value", ["x", "9" * 18, "٣"])
def test_a_choice_that_is_no_id_is_a_message_not_a_500(as_huda, name, value):
    page = address(Article, "change", make_draft().pk)
    assert as_huda.post(page, {"headline_ar": "خبر", name: value}).status_code == 200


@pytest.mark.parametrize("noun", ["Page", "Category", "Author", "Tag"])
def test_a_slug_that_is_taken_is_a_message_not_a_500(as_huda, noun):
    make = {"Page": make_page, "Category": make_category, "Author": make_author, "Tag": make_tag}[noun]
    first, second = make("ألف"), make("باء")
    page = address(type(second), "change", second.pk)
    slug = "slug_ar" if noun != "Tag" else "name"
    value = first.slug_ar if noun != "Tag" else "ألف"
    answer = as_huda.post(page, sent(as_huda.get(page)) | {slug: value})
    assert answer.status_code == 200


def test_a_second_account_with_the_same_author_is_a_message(as_huda):
    user = cast.omar()
    first = make_author("ألف", user=user)
    second = make_author("باء")
    page = address(type(first), "change", second.pk)
    assert as_huda.post(page, sent(as_huda.get(page)) | {"user": user.pk}).status_code == 200


def test_a_reporter_reads_a_published_article_in_the_newsroom(client):
    client.force_login(cast.omar())
    article = make_published(tags=[make_tag()], authors=[make_author()])
    assert client.get(address(Article, "change", article.pk)).status_code == 200
    assert client.post(address(Article, "change", article.pk), {"headline_ar": "x"}).status_code == 403


def test_a_reporter_publishes_by_no_direct_post(client):
    client.force_login(cast.omar())
    article = make_draft()
    page = address(Article, "change", article.pk)
    client.post(page, sent(client.get(page)) | {"verb": "publish"})
    article.refresh_from_db()
    assert article.status == "draft"


def limited(client):
    """Salma, limited to sport, is logged in; a draft of politics exists."""
    salma = cast.salma()
    SectionGrant.objects.create(user=salma, category=make_category("رياضة"))
    client.force_login(salma)
    return make_draft("سر السياسة", category=make_category("سياسة"))


def test_a_limited_editor_does_not_see_drafts_of_other_sections_in_the_list(client):
    limited(client)
    assert "سر السياسة" not in client.get(address(Article, "changelist")).content.decode()


def test_a_limited_editor_does_not_open_drafts_of_other_sections(client):
    article = limited(client)
    assert "سر السياسة" not in client.get(address(Article, "change", article.pk)).content.decode()


def test_autocompletion_does_not_tell_drafts_of_other_sections(client):
    limited(client)
    answer = client.get(
        reverse("admin:autocomplete"),
        {"app_label": "articles", "model_name": "redirect", "field_name": "article", "term": "سر"},
    )
    assert answer.status_code == 403 or "سر السياسة" not in answer.json()["results"].__str__()


def test_a_limited_editor_does_not_write_into_other_sections_through_the_form(client):
    limited(client)
    page = address(Article, "add")
    politics = Category.objects.get(name_ar="سياسة")
    data = sent(client.get(page)) | {"headline_ar": "تسلل", "body_ar": "<p>نص</p>", "main_category": politics.pk}
    client.post(page, data)
    assert not Article.objects.filter(headline_ar="تسلل").exists()


@pytest.mark.parametrize("verb", ["publish", "withdraw"])
def test_a_move_that_is_refused_is_not_called_a_success(as_huda, verb):
    """Published by somebody else while the form was open."""
    article = make_draft() if verb == "publish" else make_published()
    page = address(Article, "change", article.pk)
    data = sent(as_huda.get(page)) | {"verb": verb, "note": "خطأ", "main_category": "", "sections-0-category": ""}
    answer = as_huda.post(page, data, follow=True)
    kinds = {message.level_tag for message in answer.context["messages"]}
    assert kinds != {"error", "success"}


def test_an_unknown_time_zone_in_the_table_does_not_lock_the_newsroom_out(as_huda):
    SiteSettings.objects.update(zone="Asia/Atlantis")
    assert as_huda.get(address(SiteSettings, "change", 1)).status_code == 200


def test_every_zone_that_is_accepted_can_be_used(as_huda):
    for name in sorted(zoneinfo.available_timezones()):
        zoneinfo.ZoneInfo(name)


def test_deleting_pictures_in_the_list_tells_the_pages(as_huda):
    image = make_image()
    make_site(logo=image)
    last = Change.objects.order_by("-pk").first().pk
    as_huda.post(
        address(Image, "changelist"),
        {"action": "delete_selected", "_selected_action": [image.pk], "post": "yes"},
    )
    assert Image.objects.exists() or Change.objects.filter(pk__gt=last).exists()


def test_a_scheduled_time_is_the_newsrooms(as_huda):
    make_site(zone="Africa/Casablanca")
    article = make_draft(**complete())
    page = address(Article, "change", article.pk)
    as_huda.post(page, sent(as_huda.get(page)) | {"verb": "schedule", "at": "2030-07-01T09:00"})
    article.refresh_from_db()
    zone = zoneinfo.ZoneInfo("Africa/Casablanca")
    assert article.published_at == datetime.datetime(2030, 7, 1, 9, tzinfo=zone)


def test_a_draft_whose_publication_was_taken_back_can_be_deleted(as_huda):
    article = make_published(at=TOMORROW)
    page = address(Article, "change", article.pk)
    as_huda.post(page, sent(as_huda.get(page)) | {"verb": "unschedule"})
    answer = as_huda.post(address(Article, "delete", article.pk), {"post": "yes"})
    assert answer.status_code == 302
    assert not Article.objects.exists()


def test_a_section_with_articles_is_not_deleted_and_says_why(as_huda):
    category = make_category("رياضة")
    make_published(category=category)
    answer = as_huda.post(address(Category, "delete", category.pk), {"post": "yes"})
    assert answer.status_code in (200, 302, 403)
    assert Category.objects.filter(pk=category.pk).exists()


def test_a_redirect_that_leads_nowhere_is_a_message(as_huda):
    for data in ({"old_path": "/x", "new_path": ""}, {"old_path": "/x", "new_path": "/x"}, {"old_path": ""}):
        assert as_huda.post(address(Redirect, "add"), data).status_code == 200
    assert not Redirect.objects.exists()


def test_hundred_and_one_rows_are_not_cut_in_silence(as_huda):
    article = make_draft()
    page = address(Article, "change", article.pk)
    data = sent(as_huda.get(page))
    for number in range(101):
        data[f"corrections-{number}-made_at"] = f"2026-01-01T{number // 60:02}:{number % 60:02}"
        data[f"corrections-{number}-text_ar"] = f"تصحيح {number}"
        data[f"corrections-{number}-text_en"] = ""
    answer = as_huda.post(page, data)
    assert answer.status_code == 200 or Article.objects.get(pk=article.pk).corrections.count() == 101


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("at", "0001-01-01T00:00"),
        ("corrections-0-made_at", "0001-01-01T00:00"),
        ("sections-0-until", "0001-01-01T00:00"),
        ("expires_at", "9999-12-31T23:59"),
    ],
)
def test_a_date_at_the_edge_of_the_calendar_is_no_fault(as_huda, field, value):
    make_site(zone="America/New_York" if value.startswith("9") else "Asia/Riyadh")
    article = make_draft()
    page = address(Article, "change", article.pk)
    data = sent(as_huda.get(page)) | {"corrections-0-text_ar": "تصحيح", "verb": "schedule"}
    assert as_huda.post(page, data | {field: value}).status_code in (200, 302)


def test_a_login_that_was_to_lead_elsewhere_leads_to_the_newsroom(client):
    cast.huda()
    page = reverse("admin:login") + "?next=//evil.example/"
    answer = client.post(page, {"username": "huda", "password": "password", "next": "//evil.example/"})
    assert client.get(answer["Location"]).status_code == 200
