"""The tour of the first day: its steps tick themselves, ask nobody for what they may not do, and go when told to."""

import pytest
from django.contrib.admin.models import ADDITION, LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from articles import workflow
from articles.admin import tour as tours
from tests import cast
from tests.builders import complete, make_draft, make_image, make_site

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site(settings):
    settings.SECOND_FACTOR = "offered"
    make_site()


def steps(user):
    """{chapter of the step: is it done?}, in order of the steps; the two on oneself share a chapter."""
    tour = tours.tour(User.objects.get(pk=user.pk))
    return [(step.chapter.rstrip("/").rpartition("/")[2], step.is_done) for step in tour["steps"]]


def test_a_new_reporter_sees_what_is_still_to_do(client):
    user = cast.make_user("new", "add_article", "change_article", "view_article", "add_image")
    client.force_login(user)
    page = client.get(reverse("admin:index"))
    assert page.context["tour"]["done"] == 0
    assert 'class="tour"' in page.content.decode()
    chapters = ["first-day", "first-day", "pictures", "writing", "preview", "publishing"]
    assert [chapter for chapter, _done in steps(user)] == chapters


def test_each_step_is_ticked_when_it_is_done(client):
    user = cast.make_user("new", "add_article", "change_article", "view_article", "add_image")
    cast.give_telephone(user)
    assert [done for _chapter, done in steps(user)] == [True, False, False, False, False, False]
    User.objects.filter(pk=user.pk).update(name="جديد")
    LogEntry.objects.log_actions(user.pk, [make_image()], ADDITION, single_object=True)
    article = make_draft(by=user)
    assert [done for _chapter, done in steps(user)] == [True, True, True, True, False, False]
    client.force_login(user)
    session = client.session
    session["otp_device_id"] = user.totpdevice_set.get().persistent_id
    session.save()
    preview = reverse("admin:articles_article_preview_page", args=[article.pk, "ar"])
    assert client.get(preview).status_code == 200
    workflow.submit(article, by=user)
    assert all(done for _chapter, done in steps(user))


def test_a_colleagues_work_ticks_nothing():
    omar, salma = cast.omar(), cast.salma()
    LogEntry.objects.log_actions(salma.pk, [make_image()], ADDITION, single_object=True)
    workflow.submit(make_draft(by=salma), by=salma)
    assert [done for _chapter, done in steps(omar)] == [False, True, False, False, False]


def test_a_reporter_is_not_told_to_publish_and_an_editor_is():
    omar, salma = cast.omar(), cast.salma()
    words = {user: str(tours.tour(user)["steps"][-1].words) for user in (omar, salma)}
    assert words[omar] != words[salma]
    article = make_draft(by=salma, **complete())
    workflow.submit(article, by=salma)
    assert steps(salma)[-1] == ("publishing", False)
    workflow.publish(article, by=salma)
    assert steps(salma)[-1] == ("publishing", True)


def test_a_photo_editor_is_not_told_to_write():
    user = cast.make_user("nora", "view_article", "add_image", "view_image")
    assert [chapter for chapter, _done in steps(user)] == ["first-day", "first-day", "pictures"]


def test_without_a_second_factor_nobody_is_asked_for_one(settings):
    settings.SECOND_FACTOR = "off"
    assert len(steps(cast.omar())) == 4


def test_it_is_put_away_for_oneself_and_called_back(client):
    omar, salma = cast.omar(), cast.salma()
    client.force_login(omar)
    client.post(reverse("tour"), {"over": "1"})
    assert client.get(reverse("admin:index")).context["tour"] is None
    assert tours.tour(User.objects.get(pk=salma.pk))
    client.post(reverse("tour"))
    assert client.get(reverse("admin:index")).context["tour"]


def test_looking_at_it_changes_nothing(client):
    client.force_login(cast.omar())
    assert client.get(reverse("tour"), {"over": "1"}).status_code == 405
    assert client.get(reverse("admin:index")).context["tour"]


def test_it_costs_the_same_however_much_one_wrote(client):
    omar = cast.omar()
    client.force_login(omar)

    def cost():
        with CaptureQueriesContext(connection) as queries:
            tours.tour(User.objects.get(pk=omar.pk))
        return len(queries)

    first = cost()
    for number in range(5):
        workflow.submit(make_draft(f"خبر {number}", by=omar), by=omar)
    assert cost() == first


def test_put_away_it_costs_nothing(django_assert_num_queries):
    omar = cast.omar(tour_over=True)
    with django_assert_num_queries(0):
        assert tours.tour(omar) is None
