"""The newsroom's forms: everything editable, publishing only through the verbs, nothing lost."""

import io
from urllib.parse import quote

import PIL.Image
import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.html import escape

from accounts.models import User
from articles.models import (
    Article,
    Author,
    Category,
    Page,
    Redirect,
    Revision,
    SectionGrant,
    SiteSettings,
    StatusChange,
    Tag,
)
from articles.status import Status
from images.models import Image
from pagecache.models import Change
from tests import cast
from tests.builders import (
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
    make_withdrawn,
)
from tests.newsroom import address

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site():
    return make_site()


def form_of(**values):
    """What the article form sends, with a headline, a body and a main section."""
    category = Category.objects.first() or make_category()
    rows = {
        "sections-0-category": category.pk,
        "sections-0-until": "",
        "bylines-0-author": "",
        "bylines-0-role": "writing",
        "corrections-0-made_at": "",
        "corrections-0-text_ar": "",
        "corrections-0-text_en": "",
    }
    return rows | {
        "headline_ar": "خبر من المدينة",
        "body_ar": "<p>نص الخبر.</p>",
        "kind": "news",
        "main_category": category.pk,
        **values,
    }


def publishable(**values):
    return form_of(standfirst_ar="تفاصيل الخبر.", image=make_image().pk, **values)


NOUNS = [Article, Category, Tag, Author, Page, Redirect, Image, User]


@pytest.mark.parametrize("noun", NOUNS)
def test_every_noun_has_its_list_and_its_form_in_arabic(as_huda, noun):
    article = make_published(tags=[make_tag()], authors=[make_author()], image=make_image().pk)
    make_page()
    Redirect.objects.create(old_path="/old", article=article)
    SectionGrant.objects.create(user=User.objects.get(), category=Category.objects.first())
    for path in (
        address(noun, "changelist"),
        address(noun, "add"),
        address(noun, "change", noun.objects.first().pk),
        address(noun, "changelist") + "?q=خبر",
        address(noun, "history", noun.objects.first().pk),
    ):
        answer = as_huda.get(path)
        assert answer.status_code == 200, path
        assert '<html lang="ar" dir="rtl"' in answer.content.decode()


def test_every_registered_noun_is_ours_or_djangos():
    names = {model._meta.label for model in admin.site._registry}
    assert "taggit.Tag" not in names
    assert {noun._meta.label for noun in NOUNS} | {"articles.SiteSettings"} <= names


def test_an_article_is_written_with_all_that_belongs_to_it(as_huda):
    world, main = make_category("شؤون دولية"), make_category("رئيسي")
    tag, leila, samer, other = make_tag(), make_author("ليلى"), make_author("سامر"), make_published("آخر")
    banned = make_published("محظور")
    image = make_image()
    answer = as_huda.post(
        address(Article, "add"),
        form_of(
            main_category=world.pk,
            **{
                "sections-0-category": main.pk,
                "sections-1-category": world.pk,
                "sections-1-until": "",
                "tags": [tag.pk],
                "bylines-0-author": samer.pk,
                "bylines-1-author": leila.pk,
                "bylines-1-role": "photo",
                "related": [other.pk],
                "unrelated": [banned.pk],
                "image": image.pk,
                "corrections-0-made_at": "2026-01-02T10:30",
                "corrections-0-text_ar": "صُحّح الاسم.",
            },
        ),
    )
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    article = Article.objects.first()
    assert article.headline_ar == "خبر من المدينة"
    assert [filing.category for filing in article.filings.all()] == [main, world]
    assert [(byline.author, byline.role) for byline in article.bylines.all()] == [(samer, "writing"), (leila, "photo")]
    assert [item.tag for item in article.tagged_items.all()] == [tag]
    assert article.picks.get().other == other
    assert article.bans.get().other == banned
    assert article.image == image
    # Half past ten in Riyadh, where the newsroom is.
    assert article.corrections.get().made_at.isoformat() == "2026-01-02T07:30:00+00:00"
    assert article.created_by == User.objects.get()
    assert Revision.objects.filter(article=article).count() == 1


def test_the_form_shows_what_is_stored_and_saves_it_unchanged(as_huda):
    article = make_published(
        category=make_category("سياسة"), tags=[make_tag()], authors=[make_author()], image=make_image().pk
    )
    revisions = Revision.objects.filter(article=article).count()
    form = as_huda.get(address(Article, "change", article.pk)).context["adminform"].form
    data = {}
    for name, field in form.fields.items():
        value = form.get_initial_for_field(field, name)
        if name in ("sections", "bylines", "corrections"):
            for place, row in enumerate(value or []):
                for key, cell in row.items():
                    data[f"{name}-{place}-{key}"] = "" if cell is None else cell
        elif value not in (None, ""):
            data[name] = value
    assert as_huda.post(address(Article, "change", article.pk), data).status_code == 302
    assert Revision.objects.filter(article=article).count() == revisions


def test_saving_a_form_publishes_nothing(as_huda):
    as_huda.post(address(Article, "add"), form_of(status="published", published_at_0="2020-01-01", ready_at_ar="x"))
    article = Article.objects.get()
    assert (article.status, article.published_at, article.ready_at_ar) == (Status.DRAFT, None, None)
    assert not StatusChange.objects.exists()


def test_publishing_is_a_verb_of_the_form(as_huda):
    as_huda.post(address(Article, "add"), publishable(verb="publish", note="جاهز"))
    article = Article.objects.get()
    assert article.is_published("ar")
    assert StatusChange.objects.get().made_by == User.objects.get()


def test_publishing_at_a_time_schedules(as_huda):
    as_huda.post(address(Article, "add"), publishable(verb="schedule", at=f"{TOMORROW:%Y-%m-%dT%H:%M}"))
    assert Article.objects.get().is_scheduled()


def test_who_publishes_is_told_so_and_led_to_the_page(as_huda):
    answer = as_huda.post(address(Article, "add"), publishable(verb="publish"), follow=True)
    (told,) = map(str, answer.context["messages"])
    assert "منشور" in told
    assert Article.objects.get().get_absolute_url("ar") in told


def test_who_schedules_is_not_told_that_it_is_published(as_huda):
    sent = publishable(verb="schedule", at=f"{TOMORROW:%Y-%m-%dT%H:%M}")
    (told,) = map(str, as_huda.post(address(Article, "add"), sent, follow=True).context["messages"])
    assert "مجدول" in told
    assert "href" not in told


def test_withdrawing_from_the_form_wants_a_reason(as_huda):
    article = make_published(category=make_category("سياسة"))
    answer = as_huda.post(address(Article, "change", article.pk), form_of(verb="withdraw"))
    assert answer.status_code == 200
    assert "note" in answer.context["adminform"].form.errors
    as_huda.post(address(Article, "change", article.pk), form_of(verb="withdraw", note="خطأ"))
    assert Article.objects.get(pk=article.pk).status == Status.WITHDRAWN


def test_what_cannot_be_published_is_named_on_its_fields_and_stays_as_typed(as_huda):
    typed = form_of(
        verb="publish", headline_ar="خ" * 141, kicker_ar="خاص", main_category="", **{"sections-0-category": ""}
    )
    answer = as_huda.post(address(Article, "add"), typed)
    form = answer.context["adminform"].form
    assert set(form.errors) == {"headline_ar", "standfirst_ar", "main_category", "image"}
    assert form["kicker_ar"].value() == "خاص"
    assert not Article.objects.exists()


def test_what_is_missing_is_named_together_with_what_cannot_be_read(as_huda):
    answer = as_huda.post(address(Article, "add"), form_of(verb="schedule", body_ar="", expires_at="قريبًا", at=""))
    assert {"body_ar", "image", "expires_at", "at"} <= set(answer.context["adminform"].form.errors)


def test_an_unfinished_story_is_saved_and_submitted_all_the_same(as_huda):
    as_huda.post(address(Article, "add"), form_of(verb="submit", body_ar=""))
    assert Article.objects.get().status == Status.IN_REVIEW


def test_the_form_lists_what_is_missing_before_one_asks(as_huda):
    page = as_huda.get(address(Article, "change", make_draft().pk))
    assert len(page.context["missing"]) == 2
    assert "اختر الصورة الرئيسية قبل النشر." in page.content.decode()
    ready = as_huda.get(address(Article, "change", make_draft(**complete()).pk))
    assert ready.context["missing"] == []
    assert "لا ينقص شيء" in ready.content.decode()
    assert len(as_huda.get(address(Article, "add")).context["missing"]) == 5


def test_the_form_of_a_published_article_lists_nothing(as_huda):
    assert "missing" not in as_huda.get(address(Article, "change", make_published().pk)).context


def test_bad_input_is_named_and_nothing_is_lost(as_huda):
    typed = form_of(headline_ar="خ" * 300, body_ar="<p>متن طويل كتبه المحرر.</p>", video="javascript:alert(1)")
    answer = as_huda.post(
        address(Article, "add"), typed | {"sections-0-until": "not a time", "bylines-0-author": "999"}
    )
    assert answer.status_code == 200
    assert {"headline_ar", "video", "sections", "bylines"} <= set(answer.context["adminform"].form.errors)
    assert escape("<p>متن طويل كتبه المحرر.</p>") in answer.content.decode()
    assert not Article.objects.exists()


@pytest.mark.parametrize("name", ["headline_ar", "kicker_ar", "body_ar", "slug_ar", "source"])
@pytest.mark.parametrize("value", ["\x00", "\ud800", "\u202e", "خبر\x1b[31m", "a" * 100_000])
def test_hostile_text_is_no_fault(as_huda, name, value):
    sent = {key: str(each) for key, each in form_of(**{name: value}).items()}
    answer = as_huda.post(
        address(Article, "add"),
        "&".join(f"{key}={quote(each.encode('utf-8', 'surrogatepass'))}" for key, each in sent.items()),
        content_type="application/x-www-form-urlencoded",
    )
    assert answer.status_code in (200, 302)


def test_a_reporter_writes_and_submits_but_is_offered_no_more(client):
    client.force_login(cast.omar())
    client.post(address(Article, "add"), form_of())
    article = Article.objects.get()
    form = client.get(address(Article, "change", article.pk)).context["adminform"].form
    assert [value for value, _label in form.fields["verb"].choices] == ["", "submit"]
    client.post(address(Article, "change", article.pk), form_of(verb="submit"))
    assert Article.objects.get().status == Status.IN_REVIEW


def test_a_reporter_cannot_publish(client):
    client.force_login(cast.omar())
    answer = client.post(address(Article, "add"), form_of(verb="publish"))
    assert answer.status_code == 200
    assert not Article.objects.exists()


def test_a_reporter_cannot_change_a_published_article(client):
    client.force_login(cast.omar())
    article = make_published(category=make_category("سياسة"))
    answer = client.post(address(Article, "change", article.pk), form_of(headline_ar="عنوان آخر"))
    assert answer.status_code == 403
    assert Article.objects.get().headline_ar == "خبر من المدينة"


def test_what_was_published_has_no_delete_button_and_cannot_be_deleted(as_huda):
    for article in (make_published(), make_withdrawn()):
        assert as_huda.post(address(Article, "delete", article.pk), {"post": "yes"}).status_code == 403
    as_huda.post(
        address(Article, "changelist"),
        {
            "action": "delete_selected",
            "_selected_action": list(Article.objects.values_list("pk", flat=True)),
            "post": "yes",
        },
    )
    assert Article.objects.count() == 2
    draft = make_draft()
    as_huda.post(address(Article, "delete", draft.pk), {"post": "yes"})
    assert not Article.objects.filter(pk=draft.pk).exists()


def test_a_renamed_section_leaves_a_redirect_and_says_so_to_the_pages(as_huda):
    category = make_category("عالم")
    Change.objects.all().delete()
    data = {"name_ar": "شؤون دولية", "slug_ar": "شؤون-دولية", "order": 0, "in_navigation": "on"}
    assert as_huda.post(address(Category, "change", category.pk), data).status_code == 302
    assert Redirect.objects.get(old_path="/عالم").new_path == "/شؤون-دولية/"
    assert f"category:{category.pk}" in Change.objects.get().keys


def test_a_tag_spelled_like_another_is_refused_and_the_other_named(as_huda):
    make_tag("إيران")
    answer = as_huda.post(address(Tag, "add"), {"name": "ايران"})
    assert answer.status_code == 200
    assert "إيران" in answer.content.decode()
    assert Tag.objects.count() == 1


def test_a_page_is_cleaned_like_an_article(as_huda):
    as_huda.post(address(Page, "add"), {"title_ar": "من نحن", "body_ar": "<p>نحن</p><script>x</script>", "order": 0})
    assert Page.objects.get().body_ar == "<p>نحن</p>"


def test_a_picture_is_uploaded_and_what_is_none_is_refused(as_huda, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    data = io.BytesIO()
    PIL.Image.new("RGB", (30, 20), "green").save(data, "PNG")
    fields = {"alt_ar": "أخضر", "focal_x": "0.5", "focal_y": "0.5"}
    as_huda.post(address(Image, "add"), fields | {"file": SimpleUploadedFile("../../x.php", data.getvalue())})
    image = Image.objects.get()
    assert (image.width, image.height) == (30, 20)
    assert image.file.name.startswith("pictures/")
    assert image.file.name.endswith(".jpg")
    answer = as_huda.post(
        address(Image, "add"), fields | {"file": SimpleUploadedFile("x.png", b"<svg onload=alert(1)>")}
    )
    assert answer.status_code == 200
    assert Image.objects.count() == 1


def test_the_settings_are_one_and_can_be_saved(as_huda):
    answer = as_huda.get(address(SiteSettings, "changelist"))
    assert answer.url == address(SiteSettings, "change", 1)
    data = {"name_ar": "صحيفة", "zone": "Asia/Beirut", "months": "levant", "digits": "arab", "hijri_offset": 0}
    data |= {"social_links": '[{"name": "X", "url": "https://x.com/a"}]'}
    assert as_huda.post(address(SiteSettings, "change", 1), data).status_code == 302
    assert SiteSettings.load().months == "levant"
    answer = as_huda.post(address(SiteSettings, "change", 1), data | {"zone": "Mars/Olympus"})
    assert answer.status_code == 200
    assert as_huda.get(address(SiteSettings, "change", 2)).status_code in (302, 404)


def test_a_redirect_is_kept_decoded_and_stays_on_the_site(as_huda):
    as_huda.post(address(Redirect, "add"), {"old_path": "/2019/%D8%AE%D8%A8%D8%B1/", "new_path": "/جديد/"})
    assert Redirect.objects.get().old_path == "/2019/خبر"
    for bad in ("//evil.example/", "https://evil.example/", "/\\evil.example", "relative"):
        assert as_huda.post(address(Redirect, "add"), {"old_path": "/x", "new_path": bad}).status_code == 200
    assert Redirect.objects.count() == 1


@pytest.mark.parametrize(
    "query", ["?q=%00", "?status__exact=%00", "?id=abc", "?headline_ar__regex=%28", "?p=9999", "?o=x.y"]
)
def test_bad_queries_of_lists_are_answered_calmly(as_huda, query):
    for noun in NOUNS:
        assert as_huda.get(address(noun, "changelist") + query).status_code in (200, 302, 400)


def test_the_admin_wants_a_login(client):
    for noun in NOUNS:
        assert client.get(address(noun, "changelist")).status_code == 302
