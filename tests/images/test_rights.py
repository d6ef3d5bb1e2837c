"""What the newsroom is told of a picture's rights, and what of a picture readers are shown."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.template import Context, Template
from django.urls import reverse
from django.utils import timezone

from images.models import ENDING_SOON, Image, Licence, today
from tests import cast
from tests.builders import make_image

DAY = datetime.timedelta(days=1)


def shown(image):
    return Template("{% load pictures %}{% picture image %}").render(Context({"image": image}))


def test_a_picture_is_shown_to_the_end_of_its_last_day_and_not_a_second_longer(settings):
    settings.TIME_ZONE = "Asia/Beirut"
    image = Image(rights_until=datetime.date(2026, 3, 10))
    end = datetime.datetime(2026, 3, 11, tzinfo=timezone.get_default_timezone())
    assert image.rights_end() == end
    assert image.is_shown(end - datetime.timedelta(seconds=1))
    assert not image.is_shown(end)


def test_a_picture_without_an_end_is_shown_for_ever():
    assert Image().is_shown(datetime.datetime(2999, 1, 1, tzinfo=datetime.UTC))


def test_the_tag_leaves_out_a_picture_whose_rights_have_ended():
    image = Image(pk=7, width=8, height=4, file="pictures/x.jpg", rights_until=today() - DAY)
    assert shown(image) == ""
    image.rights_until = today()
    assert "pictures/x.jpg" in shown(image)


@pytest.mark.parametrize(
    ("until", "words"),
    [(-DAY, "لا يراها القراء"), (0 * DAY, "تنتهي"), (ENDING_SOON, "تنتهي"), (ENDING_SOON + DAY, None)],
)
def test_the_newsroom_is_told_thirty_days_ahead(until, words):
    note = Image(rights_until=today() + until).rights_note()
    assert words in note if words else note == ""


@pytest.mark.django_db
def test_an_end_no_calendar_holds_is_refused():
    with pytest.raises(ValidationError):
        make_image(rights_until=datetime.date(9999, 12, 31))


@pytest.mark.django_db
class TestTheList:
    @pytest.fixture(autouse=True)
    def pictures(self, client):
        client.force_login(cast.huda())
        self.client = client
        self.images = {
            "free": make_image(caption_ar="بلا نهاية", licence=Licence.OWN),
            "soon": make_image(caption_ar="قريبة", rights_until=today() + 3 * DAY, licence=Licence.AGENCY),
            "later": make_image(caption_ar="بعيدة", rights_until=today() + 90 * DAY, licence=Licence.CC_BY),
            "ended": make_image(caption_ar="منتهية", rights_until=today() - DAY, alt_ar="", height=64),
        }

    def ask(self, **query):
        """The names of the pictures in the list."""
        answer = self.client.get(reverse("admin:images_image_changelist"), query)
        assert answer.status_code == 200, query
        found = set(answer.context["cl"].result_list)
        return {name for name, image in self.images.items() if image in found}

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ({"rights": "ending"}, {"soon"}),
            ({"rights": "ended"}, {"ended"}),
            ({"rights": "unknown"}, {"ended"}),
            ({"alt": "missing"}, {"ended"}),
            ({"licence__exact": "cc-by"}, {"later"}),
            ({"shape": "landscape"}, {"free", "soon", "later"}),
            ({"shape": "square"}, {"ended"}),
            ({"shape": "portrait"}, set()),
            ({"created_at__gte": "2999-01-01 00:00:00+00:00"}, set()),
            ({"rights": "x", "alt": "x", "shape": "x", "by": "x"}, {"free", "soon", "later", "ended"}),
        ],
    )
    def test_the_list_is_narrowed(self, query, found):
        assert self.ask(**query) == found

    def test_the_list_says_what_is_to_be_seen_to(self):
        text = self.client.get(reverse("admin:images_image_changelist")).content.decode()
        assert "note-ending" in text
        assert "note-ended" in text
        assert text.count("بلا نص بديل") == 1

    def test_editors_are_told_where_they_choose_pictures(self):
        answer = self.client.get(reverse("admin:images_image_library")).json()
        notes = {picture["id"]: picture["note"] for picture in answer["pictures"]}
        assert "تنتهي" in notes[self.images["soon"].pk]
        assert "انتهت" in notes[self.images["ended"].pk]
        assert notes[self.images["free"].pk] == ""

    def test_a_picture_of_the_archive_is_found_by_its_files_name(self):
        make_image(caption_ar="", alt_ar="", file_name="إحتجاج الميناء.JPG")
        answer = self.client.get(reverse("admin:images_image_library"), {"q": "احتجاج jpg"}).json()
        assert [picture["name"] for picture in answer["pictures"]] == ["إحتجاج الميناء.JPG"]
