"""The first page of the newsroom: what waits for whom, and no more than one may see."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles import content as contents
from articles import drafts, workflow
from articles.models import Article, Revision, SectionGrant
from tests import cast
from tests.builders import NOW, TOMORROW, make_category, make_draft, make_published, make_site, make_withdrawn

pytestmark = pytest.mark.django_db
INDEX = "admin:index"


@pytest.fixture(autouse=True)
def site():
    make_site()


def blocks(client):
    page = client.get(reverse(INDEX))
    assert page.status_code == 200
    return {
        block["name"]: [entry["article"].headline_ar for entry in block["entries"]]
        for block in page.context.get("blocks", [])
    }


def soon():
    """Later today in the newsroom, if the day has so much left."""
    now = timezone.now()
    return now + datetime.timedelta(seconds=30)


def changed(article, headline="عنوان لم يُنشر"):
    return drafts.save(article, contents.read(article) | {"headline": {"ar": headline, "en": ""}}, by=None)


def test_my_drafts_stand_first_and_what_was_sent_back_before_them(client):
    omar, salma = cast.omar(), cast.salma()
    back = workflow.send_back(workflow.submit(make_draft("عاد", by=omar), by=omar), by=salma, note="أضف مصدرًا")
    make_draft("جديد", by=omar)
    workflow.submit(make_draft("مرسل", by=omar), by=omar)
    make_draft("لغيره", by=salma)
    make_published("منشور")
    client.force_login(omar)
    assert blocks(client)["mine"] == ["عاد", "جديد", "مرسل"]
    text = client.get(reverse(INDEX)).content.decode()
    assert "أضف مصدرًا" in text
    assert reverse("admin:articles_article_change", args=[back.pk]) in text


def test_the_longest_waiting_is_reviewed_first(as_salma):
    first, second = make_draft("أول"), make_draft("ثان")
    for article, hours in ((second, 1), (first, 2)):
        workflow.submit(article, by=None, now=NOW - datetime.timedelta(hours=hours))
    changed(first, "أول محرر")
    make_draft("مسودة")
    assert blocks(as_salma)["waiting"] == ["أول محرر", "ثان"]


def test_a_reporter_is_shown_no_work_of_editors(client):
    workflow.submit(make_draft("مرسل"), by=None)
    changed(make_published("منشور"))
    client.force_login(cast.omar())
    assert {"waiting", "changed"}.isdisjoint(blocks(client))


def test_what_is_scheduled_for_today_stands_in_its_order(as_salma, monkeypatch):
    noon = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0)
    monkeypatch.setattr(timezone, "now", lambda: noon)
    make_published("مساء", at=noon + datetime.timedelta(hours=6))
    make_published("عصر", at=noon + datetime.timedelta(hours=3))
    make_published("غدًا", at=noon + datetime.timedelta(hours=13))
    make_published("صباح", at=noon - datetime.timedelta(hours=3))
    live = changed(make_published("يتغير", at=noon - datetime.timedelta(hours=5)))
    workflow.publish_changes(live, by=None, at=noon + datetime.timedelta(hours=4), now=noon)
    opens = make_published("يفتح بالإنجليزية", english="Opens", languages=["ar"], at=noon - datetime.timedelta(hours=1))
    workflow.open_language(opens, "en", by=None, at=noon + datetime.timedelta(hours=1))
    assert blocks(as_salma)["today"] == ["يفتح بالإنجليزية", "عصر", "يتغير", "مساء"]


def test_what_is_overdue_is_an_alarm_and_absent_when_nothing_is(as_salma):
    article = changed(make_published("تأخر"))
    workflow.publish_changes(article, by=None, at=TOMORROW)
    assert "late" not in blocks(as_salma)
    Revision.objects.open().update(apply_at=NOW - datetime.timedelta(minutes=9), problem="القسم لم يعد موجودًا")
    assert blocks(as_salma)["late"] == ["تأخر"]
    assert "القسم لم يعد موجودًا" in as_salma.get(reverse(INDEX)).content.decode()


def test_live_articles_with_unpublished_changes_are_named(as_salma):
    changed(make_published("فيه تعديل"))
    make_published("بلا تعديل")
    assert blocks(as_salma)["changed"] == ["فيه تعديل"]


def test_what_was_published_last_is_seen_first(as_salma):
    make_published("أمس", at=NOW - datetime.timedelta(days=1))
    make_published("اليوم")
    make_published("قبل شهر", at=NOW - datetime.timedelta(days=30))
    make_published("غدًا", at=TOMORROW)
    make_withdrawn("مسحوب")
    assert blocks(as_salma)["recent"] == ["اليوم", "أمس", "قبل شهر"]


def test_nothing_of_other_sections_is_told(as_salma, salma):
    own, other = make_category("رياضة"), make_category("سياسة")
    SectionGrant.objects.create(user=salma, category=own)
    for category, name in ((own, "ملعب"), (other, "سر")):
        workflow.submit(make_draft(f"{name} مرسل", category=category), by=None)
        make_published(f"{name} مجدول", category=category, at=soon())
        changed(make_published(f"{name} منشور", category=category), f"{name} معدل")
        late = changed(make_published(f"{name} متأخر", category=category), f"{name} معدل")
        workflow.publish_changes(late, by=None, at=TOMORROW)
    Revision.objects.scheduled().update(apply_at=NOW - datetime.timedelta(minutes=9))
    found = blocks(as_salma)
    assert all(found[name] for name in ("late", "waiting", "changed", "recent"))
    assert "سر" not in as_salma.get(reverse(INDEX)).content.decode()


def test_an_account_without_articles_has_no_desk_and_its_apps(client):
    client.force_login(cast.make_user("nur", "view_image"))
    assert blocks(client) == {}
    assert reverse("admin:images_image_changelist") in client.get(reverse(INDEX)).content.decode()


def test_the_apps_stay_on_the_page(as_salma):
    assert reverse("admin:articles_tag_changelist") in as_salma.get(reverse(INDEX)).content.decode()


def test_an_empty_desk_says_what_will_stand_there(as_salma):
    text = as_salma.get(reverse(INDEX)).content.decode()
    for words in ("لا مسودات لك", "لا شيء ينتظر المراجعة", "لا شيء آخر مجدول", "كل ما كُتب ظاهر"):
        assert words in text


def test_a_kind_is_begun_from_the_desk(as_salma):
    assert "?kind=opinion" in as_salma.get(reverse(INDEX)).content.decode()
    form = as_salma.get(reverse("admin:articles_article_add") + "?kind=opinion").context["adminform"].form
    assert form["kind"].value() == "opinion"


@pytest.mark.slow
@pytest.mark.parametrize("limited", [False, True])
def test_five_articles_cost_as_many_queries_as_sixty(as_salma, salma, limited):
    category = make_category("رياضة")
    if limited:
        SectionGrant.objects.create(user=salma, category=category)

    def fill(number):
        for _one in range(number):
            workflow.submit(make_draft("مرسل", category=category), by=None)
            draft = workflow.submit(make_draft("مسودة", category=category, by=salma), by=None)
            workflow.send_back(draft, by=None, note="أضف مصدرًا")
            make_published("مجدول", category=category, at=soon())
            article = changed(make_published("منشور", category=category))
            workflow.publish_changes(article, by=None, at=soon())
            changed(make_published("معدل", category=category))

    def cost():
        as_salma.get(reverse(INDEX))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            as_salma.get(reverse(INDEX))
        return len(queries)

    fill(1)
    few = cost()
    fill(11)
    assert Article.objects.count() == 60
    assert cost() == few
    assert few <= 30
