"""What editors change on a published article is kept beside it, and readers see nothing of it until it is published."""

import datetime
import json
import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import catalogue, clock, drafts, interchange, workflow
from articles import content as contents
from articles.models import Article, Listing, Revision, StatusChange
from articles.status import Status
from images.models import Image
from pagecache.models import Change
from tests import cast
from tests.articles.test_the_newsrooms_forms import sent as as_it_stands
from tests.builders import (
    NOW,
    TOMORROW,
    YESTERDAY,
    complete,
    content_of,
    make_author,
    make_category,
    make_draft,
    make_image,
    make_published,
    make_site,
    make_tag,
    make_withdrawn,
    revise,
)

pytestmark = pytest.mark.django_db
State = Revision.State


@pytest.fixture(autouse=True)
def site():
    return make_site()


def everything(headline="عنوان آخر"):
    """A content that differs from that of the builders in every part."""
    return content_of(
        headline,
        category=make_category("اقتصاد"),
        tags=[make_tag("جديد")],
        authors=[make_author("سامر")],
        image=make_image().pk,
        kind="analysis",
        source="وكالة",
        video="https://video.example/1",
        related=[make_published("آخر", category=make_category("ثقافة")).pk],
        unrelated=[make_published("بعيد", category=make_category("علوم")).pk],
        corrections=[{"made_at": NOW, "text": {"ar": "صُحّح الاسم."}}],
        expires_at=TOMORROW + datetime.timedelta(days=1),
        **{
            name: {"ar": f"كناري {name}", "en": ""}
            for name in (
                "kicker",
                "standfirst",
                "place",
                "slug",
                "seo_headline",
                "share_headline",
                "front_headline",
                "sponsor",
            )
        },
    ) | {"body": {"ar": "<p>متن آخر.</p>", "en": ""}}


def headline(article, text):
    return drafts.working(article) | {"headline": {"ar": text, "en": ""}}


def surfaces(client, article, content):
    """{address: answer} of what readers and machines are shown, of the sections, tags and authors of the draft too."""
    day = f"{article.published_at:%Y/%m/%d}"
    things = [
        *(article.main_category, *(each.tag for each in article.tagged_items.all())),
        *(each.author for each in article.bylines.all()),
        *catalogue.Category.objects.filter(pk__in=[row["category"] for row in content["categories"]]),
        *catalogue.Tag.objects.filter(pk__in=content["tags"]),
        *catalogue.Author.objects.filter(pk__in=[row["author"] for row in content["bylines"]]),
    ]
    paths = ["/", "/feed/", "/sitemap.xml", "/sitemap-pages.xml", f"/archive/{day}/", article.get_absolute_url("ar")]
    paths += [f"/sitemap-ar-{article.published_at:%Y-%m}.xml", f"/{article.pk}"]
    for thing in things:
        paths += [thing.get_absolute_url("ar"), f"{thing.get_absolute_url('ar')}feed/"]
    answers = {}
    for path in paths:
        answer = client.get(path)
        # An empty feed was built just now.
        text = re.sub(rb"<lastBuildDate>[^<]*", b"", answer.content)
        answers[path] = (answer.status_code, answer.headers.get("Location"), text)
    return answers


@pytest.mark.parametrize("at", [YESTERDAY, TOMORROW], ids=["published", "published for a time to come"])
def test_any_number_of_saves_leaves_every_page_as_it_is(client, at):
    article = make_published(
        "الأصل", category=make_category("سياسة"), tags=[make_tag()], authors=[make_author()], at=at
    )
    content = everything()
    before, row = surfaces(client, article, content), contents.read(article)
    changes, lists = Change.objects.count(), list(Listing.objects.order_by("pk").values())
    saved_at = Article.objects.get(pk=article.pk).saved_at
    for number in range(4):
        changed = content | {"kicker": {"ar": f"تمهيد {number}", "en": ""}}
        drafts.save(article, changed, by=None, new_address=True)
    assert surfaces(client, article, content) == before
    stored = Article.objects.get(pk=article.pk)
    assert (contents.read(stored), stored.saved_at) == (row, saved_at)
    assert list(Listing.objects.order_by("pk").values()) == lists
    assert Change.objects.count() == changes
    assert [each.state for each in article.revisions.all()] == [State.OPEN, *[State.PAST] * 3, State.STORED]


def test_publishing_the_changes_brings_all_of_them_at_once(client):
    article, salma = make_published("الأصل"), cast.salma()
    content = contents.cleaned(everything())
    drafts.save(article, content, by=salma, new_address=True)
    article = workflow.publish_changes(article, by=salma, note="مراجعة")
    assert contents.read(Article.objects.get(pk=article.pk)) == content
    page = client.get(article.get_absolute_url("ar")).text
    assert "عنوان آخر" in page
    assert "متن آخر." in page
    assert set(Listing.objects.filter(article=article).values_list("category", flat=True)) == {
        None,
        content["main_category"],
    }
    move = StatusChange.objects.first()
    assert (move.verb, move.source, move.target, move.made_by, move.note) == (
        *("publish_changes", "published", "published"),
        *(salma, "مراجعة"),
    )
    assert move.revision == drafts.newest(article)
    assert drafts.open_revision(article) is None
    assert move.revision.state == State.STORED


def test_publishing_the_changes_touches_the_page_and_the_lists_it_enters_and_leaves():
    article = make_published()
    old, content = article.main_category_id, everything()
    drafts.save(article, content, by=None, new_address=True)
    last = Change.objects.latest("pk").pk
    workflow.publish_changes(article, by=None)
    keys = {key for change in Change.objects.filter(pk__gt=last) for key in change.keys}
    assert {f"article:{article.pk}", f"list:{old}:ar", f"list:{content['main_category']}:ar"} <= keys


def test_changes_that_cannot_be_stored_any_more_are_refused_and_nothing_of_them_is_published():
    article, tag = make_published(), make_tag("زائل")
    drafts.save(article, headline(article, "جديد") | {"tags": [tag.pk]}, by=None)
    tag.delete()
    moves = StatusChange.objects.count()
    with pytest.raises(ValidationError) as caught:
        workflow.publish_changes(article, by=None)
    assert "tags" in caught.value.message_dict
    assert Article.objects.get(pk=article.pk).headline_ar == "خبر من المدينة"
    assert drafts.open_revision(article)
    assert StatusChange.objects.count() == moves


def test_a_draft_is_edited_in_its_row():
    for article in (make_draft(), workflow.submit(make_draft(), by=None)):
        article = drafts.save(article, headline(article, "عنوان أدق"), by=None)
        assert Article.objects.get(pk=article.pk).headline_ar == "عنوان أدق"
        assert drafts.open_revision(article) is None


def test_a_withdrawn_article_is_put_right_beside_its_row_and_then_given_back(client):
    article = make_withdrawn()
    drafts.save(article, headline(article, "عنوان مصحح"), by=None)
    assert Article.objects.get(pk=article.pk).headline_ar == "خبر مسحوب"
    article = workflow.publish_changes(article, by=None)
    assert (article.status, article.headline_ar) == (Status.WITHDRAWN, "عنوان مصحح")
    assert client.get(article.get_absolute_url("ar")).status_code == 410
    assert not Listing.objects.filter(article=article).exists()
    workflow.restore(article, by=None)
    assert "عنوان مصحح" in client.get(article.get_absolute_url("ar")).text


def test_giving_back_a_withdrawn_article_does_not_publish_its_changes():
    article = make_withdrawn()
    drafts.save(article, headline(article, "لم يراجع"), by=None)
    article = workflow.restore(article, by=None)
    assert article.headline_ar == "خبر مسحوب"
    assert drafts.working(article)["headline"]["ar"] == "لم يراجع"


def test_taking_back_a_publication_puts_the_changes_into_the_draft():
    article, tag = make_published(at=TOMORROW), make_tag("زائل")
    drafts.save(article, headline(article, "عنوان أدق") | {"tags": [tag.pk]}, by=None)
    tag.delete()  # must not hold it up
    article = workflow.unschedule(article, by=None)
    assert (article.status, article.headline_ar) == (Status.IN_REVIEW, "عنوان أدق")
    assert drafts.open_revision(article) is None


def test_discarded_changes_are_gone_from_the_form_and_kept_in_the_history():
    article, salma = make_published(), cast.salma()
    drafts.save(article, headline(article, "لا"), by=salma)
    changes = Change.objects.count()
    workflow.discard_changes(article, by=salma, note="لا حاجة")
    assert drafts.working(article) == contents.read(article)
    assert [(each.state, each.content["headline"]["ar"]) for each in article.revisions.all()] == [
        (State.STORED, "خبر من المدينة"),
        (State.PAST, "لا"),
        (State.STORED, "خبر من المدينة"),
    ]
    assert StatusChange.objects.first().revision.content["headline"]["ar"] == "لا"
    assert Change.objects.count() == changes


def test_whoever_goes_back_to_what_readers_see_has_no_changes_left():
    article = make_published()
    stored = contents.read(article)
    drafts.save(article, headline(article, "آخر"), by=None)
    drafts.save(article, stored, by=None)
    assert drafts.open_revision(article) is None
    assert not workflow.may(None, "publish_changes", article)


def test_saving_the_changes_again_as_they_are_writes_nothing():
    article = make_published()
    for _ in range(3):
        drafts.save(article, headline(article, "آخر"), by=None)
    assert article.revisions.count() == 2


def test_a_second_open_revision_is_impossible():
    article = make_published()
    drafts.save(article, headline(article, "آخر"), by=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        drafts.record(article, contents.read(article), by=None, state=State.OPEN)
    drafts.record(article, contents.read(article), by=None, state=State.PAST)


@pytest.mark.parametrize("verb", ["publish_changes", "discard_changes", "unschedule_changes"])
def test_without_changes_there_is_nothing_to_do_with_them(verb):
    with pytest.raises(ValidationError):
        getattr(workflow, verb)(make_published(), by=None)


# Times.


def test_scheduled_changes_keep_their_time_when_they_are_edited():
    article = make_published()
    drafts.save(article, headline(article, "أول"), by=None)
    workflow.publish_changes(article, by=None, at=TOMORROW)
    drafts.save(article, headline(article, "ثان"), by=None)
    draft = drafts.open_revision(article)
    assert (draft.apply_at, draft.content["headline"]["ar"]) == (TOMORROW, "ثان")
    assert Article.objects.get(pk=article.pk).headline_ar == "خبر من المدينة"
    assert StatusChange.objects.first().verb == "schedule_changes"


EMPTIED = {"standfirst": {"ar": "", "en": ""}, "image": None}


def with_scheduled_changes(**values):
    """A whole story with whole changes that are scheduled."""
    article = make_published(**complete(), **values)
    drafts.save(article, headline(article, "عنوان الموعد"), by=None)
    return workflow.publish_changes(article, by=None, at=TOMORROW)


def test_scheduled_changes_are_not_emptied_for_the_clock_would_publish_them():
    article, salma = with_scheduled_changes(), cast.salma()
    with pytest.raises(ValidationError) as caught:
        drafts.save(article, drafts.working(article) | EMPTIED, by=salma)
    assert {"standfirst_ar", "image"} == set(caught.value.message_dict) - {"__all__"}
    clock.tick(TOMORROW)
    stored = Article.objects.get(pk=article.pk)
    assert (stored.headline_ar, stored.standfirst_ar) == ("عنوان الموعد", "تفاصيل الخبر في سطر.")


def test_nobody_brings_an_emptier_revision_back_into_scheduled_changes():
    article, salma = make_published(**complete()), cast.salma()
    drafts.save(article, drafts.working(article) | EMPTIED, by=salma)
    empty = drafts.newest(article)
    drafts.save(article, headline(article, "كامل") | complete(), by=salma)
    workflow.publish_changes(article, by=salma, at=TOMORROW)
    with pytest.raises(ValidationError):
        drafts.restore(article, empty, by=salma)


def test_scheduled_changes_may_lack_what_readers_lack_already():
    article, salma = make_published(), cast.salma()  # of an archive: without picture and standfirst
    drafts.save(article, headline(article, "أول"), by=salma)
    workflow.publish_changes(article, by=salma, at=TOMORROW)
    drafts.save(article, headline(article, "ثان"), by=salma)
    assert drafts.working(article)["headline"]["ar"] == "ثان"


def test_changes_without_a_time_may_lack_what_they_will():
    article, salma = with_scheduled_changes(), cast.salma()
    workflow.unschedule_changes(article, by=salma)
    drafts.save(article, drafts.working(article) | EMPTIED, by=salma)
    clock.tick(TOMORROW)
    assert Article.objects.get(pk=article.pk).standfirst_ar == "تفاصيل الخبر في سطر."
    with pytest.raises(ValidationError):
        workflow.publish_changes(article, by=salma)


def test_an_emptied_scheduled_article_comes_as_it_was_scheduled():
    article, salma = make_published(at=TOMORROW, **complete()), cast.salma()
    drafts.save(article, drafts.working(article) | EMPTIED, by=salma)
    clock.tick(TOMORROW)
    stored = Article.objects.published("ar", TOMORROW).get(pk=article.pk)
    assert (stored.standfirst_ar, bool(stored.image_id)) == ("تفاصيل الخبر في سطر.", True)


def test_a_time_of_changes_is_to_come():
    article = make_published()
    drafts.save(article, headline(article, "أول"), by=None)
    with pytest.raises(ValidationError) as caught:
        workflow.publish_changes(article, by=None, at=YESTERDAY)
    assert "at" in caught.value.message_dict
    assert drafts.open_revision(article).apply_at is None


def test_changes_lose_their_time_and_stay():
    article = make_published()
    drafts.save(article, headline(article, "أول"), by=None)
    with pytest.raises(ValidationError):
        workflow.unschedule_changes(article, by=None)
    workflow.publish_changes(article, by=None, at=TOMORROW)
    workflow.unschedule_changes(article, by=None)
    assert drafts.open_revision(article).apply_at is None
    assert drafts.working(article)["headline"]["ar"] == "أول"


# Versions.


@pytest.mark.parametrize("make", [make_draft, make_published])
def test_a_save_from_an_old_version_is_refused_and_told_what_is_newer(make):
    article, salma = make(), cast.salma()
    seen = drafts.newest(article).pk
    article = drafts.save(article, headline(article, "لسلمى"), by=salma, seen=seen)
    with pytest.raises(drafts.Stale) as caught:
        drafts.save(article, headline(article, "لهدى"), by=None, seen=seen)
    newer = caught.value.revision
    assert (newer, newer.made_by) == (drafts.newest(article), salma)
    assert drafts.working(Article.objects.get())["headline"]["ar"] == "لسلمى"
    article = drafts.save(article, headline(article, "لهدى"), by=None, seen=newer.pk)
    assert drafts.working(article)["headline"]["ar"] == "لهدى"


def test_two_who_save_the_same_do_not_disturb_each_other():
    article = make_published()
    seen = drafts.newest(article).pk
    for _ in range(2):
        drafts.save(article, content_of("نفسه"), by=None, seen=seen)
    assert drafts.working(article)["headline"]["ar"] == "نفسه"


def test_a_save_from_before_the_changes_were_discarded_is_refused():
    article = make_published()
    drafts.save(article, headline(article, "أول"), by=None)
    seen = drafts.newest(article).pk
    workflow.discard_changes(article, by=None)
    with pytest.raises(drafts.Stale):
        drafts.save(article, headline(article, "ثان"), by=None, seen=seen)


def test_publishing_the_changes_is_no_newer_version():
    article = make_published()
    drafts.save(article, headline(article, "أول"), by=None)
    seen = drafts.newest(article).pk
    workflow.publish_changes(article, by=None)
    drafts.save(article, headline(article, "ثان"), by=None, seen=seen)


# Who.


def test_a_reporter_prepares_no_changes_of_what_is_published():
    omar, article = cast.omar(), make_published()
    with pytest.raises(PermissionDenied):
        drafts.save(article, headline(article, "آخر"), by=omar)
    assert drafts.open_revision(article) is None


@pytest.mark.parametrize("verb", ["publish_changes", "discard_changes", "unschedule_changes"])
def test_a_reporter_does_nothing_with_the_changes(verb):
    omar, article = cast.omar(), make_published()
    drafts.save(article, headline(article, "آخر"), by=None)
    workflow.publish_changes(article, by=None, at=TOMORROW)
    moves = StatusChange.objects.count()
    assert workflow.may(None, verb, article)
    assert not workflow.may(omar, verb, article)
    with pytest.raises(PermissionDenied):
        getattr(workflow, verb)(article, by=omar)
    assert (drafts.open_revision(article).apply_at, StatusChange.objects.count()) == (TOMORROW, moves)


# Pictures, tags.


def test_a_picture_of_the_changes_cannot_be_deleted_and_is_released_with_them():
    old, new = make_image(), make_image(digest="1" * 64)
    article = make_published(image=old.pk)
    drafts.save(article, drafts.working(article) | {"image": new.pk}, by=None)
    for image in (old, new):
        with pytest.raises(ProtectedError):
            image.delete()
    workflow.discard_changes(article, by=None)
    with pytest.raises(ProtectedError):
        old.delete()
    Image.objects.get(pk=new.pk).delete()


def test_a_picture_the_changes_leave_out_is_released_when_they_are_published():
    old, new = make_image(), make_image(digest="1" * 64)
    article = make_published(image=old.pk)
    drafts.save(article, drafts.working(article) | {"image": new.pk}, by=None)
    workflow.publish_changes(article, by=None)
    Image.objects.get(pk=old.pk).delete()
    with pytest.raises(ProtectedError):
        new.delete()


def test_a_picture_of_changes_that_were_saved_over_is_released():
    first, second = make_image(), make_image(digest="1" * 64)
    article = make_published()
    for image in (first, second):
        drafts.save(article, drafts.working(article) | {"image": image.pk}, by=None)
    Image.objects.get(pk=first.pk).delete()


def test_changes_follow_when_their_tag_is_merged():
    article, tag, into = make_published(), make_tag("طوكيو"), make_tag("اليابان")
    drafts.save(article, drafts.working(article) | {"tags": [tag.pk, into.pk]}, by=None)
    catalogue.merge_tags([tag], into=into)
    assert drafts.working(article)["tags"] == [into.pk]
    workflow.publish_changes(article, by=None)


# Files.


def test_loading_edits_what_is_published_and_leaves_an_editors_changes_alone(tmp_path):
    article = make_published("الأصل")
    path = tmp_path / "newsroom.json"
    interchange.dump(path)
    data = json.loads(path.read_text("utf-8"))
    data["articles"][0]["headline"]["ar"] = "من الملف"
    other = tmp_path / "other.json"
    other.write_text(json.dumps(data), "utf-8")
    counts, mistakes = interchange.load(other)
    assert (counts["changed"], mistakes) == (1, [])
    assert Article.objects.get().headline_ar == "من الملف"
    assert drafts.open_revision(article) is None

    drafts.save(article, headline(article, "للمحرر"), by=None)
    counts, mistakes = interchange.load(other)  # what readers see is in the file already
    assert (counts["changed"], mistakes) == (0, [])
    _counts, mistakes = interchange.load(path)
    assert len(mistakes) == 1
    assert Article.objects.get().headline_ar == "من الملف"
    assert drafts.working(article)["headline"]["ar"] == "للمحرر"


# The form.


def page_of(article):
    return reverse("admin:articles_article_change", args=[article.pk])


def sent(client, article, **values):
    """Press a button of the form as it stands but for these values."""
    return client.post(page_of(article), as_it_stands(client.get(page_of(article))) | values, follow=True)


def test_the_form_shows_the_changes_and_says_that_readers_do_not_see_them(as_salma):
    article = make_published()
    assert "state-changes" not in as_salma.get(page_of(article)).text
    sent(as_salma, article, headline_ar="عنوان أدق")
    assert Article.objects.get().headline_ar == "خبر من المدينة"
    page = as_salma.get(page_of(article))
    assert page.context["adminform"].form["headline_ar"].value() == "عنوان أدق"
    assert "state-changes" in page.text
    assert "state-changes" in as_salma.get(reverse("admin:articles_article_changelist")).text


def test_the_form_publishes_schedules_unschedules_and_discards_changes(as_salma):
    article = make_published()
    sent(as_salma, article, headline_ar="أول", verb="publish_changes")
    assert Article.objects.get().headline_ar == "أول"
    sent(as_salma, article, headline_ar="ثان", verb="schedule_changes", at=f"{TOMORROW:%Y-%m-%dT%H:%M}")
    assert drafts.open_revision(article).apply_at
    sent(as_salma, article, verb="unschedule_changes")
    assert drafts.open_revision(article).apply_at is None
    sent(as_salma, article, verb="discard_changes")
    assert drafts.open_revision(article) is None
    assert Article.objects.get().headline_ar == "أول"


def test_the_form_wants_a_time_for_scheduled_changes_and_none_for_others(as_salma):
    article = make_published()
    for values in ({"verb": "schedule_changes"}, {"verb": "publish_changes", "at": f"{TOMORROW:%Y-%m-%dT%H:%M}"}):
        answer = sent(as_salma, article, headline_ar="أول", **values)
        assert "at" in answer.context["adminform"].form.errors
    assert drafts.open_revision(article) is None


def test_the_form_says_what_scheduled_changes_would_lack_and_keeps_what_was_typed(as_salma):
    article = with_scheduled_changes()
    answer = sent(as_salma, article, headline_ar="أدق", standfirst_ar="")
    form = answer.context["adminform"].form
    assert {"standfirst_ar", "__all__"} == set(form.errors)
    assert 'value="أدق"' in answer.text
    assert drafts.working(article)["headline"]["ar"] == "عنوان الموعد"
    sent(as_salma, article, headline_ar="أدق")
    assert drafts.working(article)["headline"]["ar"] == "أدق"
    assert drafts.open_revision(article).apply_at == TOMORROW


@pytest.mark.parametrize("verb", ["unschedule_changes", "discard_changes"])
def test_the_form_takes_back_the_time_of_changes_that_lack_something(as_salma, verb):
    article = with_scheduled_changes()
    sent(as_salma, article, standfirst_ar="", verb=verb)
    draft = drafts.open_revision(article)
    assert (draft and (draft.apply_at, draft.content["standfirst"]["ar"])) == (
        None if verb == "discard_changes" else (None, "")
    )
    clock.tick(TOMORROW)
    assert Article.objects.get(pk=article.pk).standfirst_ar == "تفاصيل الخبر في سطر."


def test_the_form_refuses_a_save_from_an_old_version_and_keeps_what_was_typed(as_salma):
    article = make_published()
    form = as_it_stands(as_salma.get(page_of(article)))
    revise(article, headline={"ar": "لهدى", "en": ""})
    answer = as_salma.post(page_of(article), form | {"headline_ar": "لسلمى"})
    assert answer.status_code == 200
    assert answer.context["adminform"].form.non_field_errors()
    assert 'value="لسلمى"' in answer.text
    assert Article.objects.get().headline_ar == "لهدى"
    assert drafts.open_revision(article) is None


def test_the_list_of_articles_asks_no_more_for_articles_with_changes(as_salma):
    path, counts = reverse("admin:articles_article_changelist"), []
    category = make_category("سياسة")
    for number in (2, 10):
        for place in range(number):
            article = make_published(f"خبر {place}", category=category)
            drafts.save(article, headline(article, "آخر"), by=None)
        with CaptureQueriesContext(connection) as queries:
            as_salma.get(path)
        counts.append(len(queries))
    assert counts[0] == counts[1]
