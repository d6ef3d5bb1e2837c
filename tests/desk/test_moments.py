"""Times in forms: of the newsroom's zone, which is named, and of hours that exist once."""

import datetime
import zoneinfo

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from desk.moments import MomentField
from desk.rows import RowsField

# Of years gone by: tables of zones change their mind about those to come.
SPRING = [
    ("Asia/Beirut", "2025-03-30T00:30", "2025-03-29T23:59", "2025-03-30T01:00"),
    ("Africa/Cairo", "2025-04-25T00:00", "2025-04-24T23:59", "2025-04-25T01:00"),
    ("Asia/Gaza", "2024-04-20T02:59", "2024-04-20T01:59", "2024-04-20T03:00"),
]
AUTUMN = [
    ("Asia/Beirut", "2025-10-25T23:30", "2025-10-25T22:59", "2025-10-26T00:00"),
    ("Africa/Cairo", "2025-10-30T23:00", "2025-10-30T22:59", "2025-10-31T00:00"),
    ("Asia/Gaza", "2023-10-28T01:59", "2023-10-28T00:59", "2023-10-28T02:00"),
]


class Schedule(forms.Form):
    at = MomentField()


@pytest.fixture(autouse=True)
def in_arabic():
    with translation.override("ar"):
        yield


def refused(text):
    with pytest.raises(ValidationError) as caught:
        MomentField().clean(text)
    return caught.value.error_list[0]


def utc(text):
    return MomentField().clean(text).astimezone(datetime.UTC)


def day_and_time(text):
    moment = datetime.datetime.fromisoformat(text)
    return f"{moment.day}\u00a0", f"، {moment:%H:%M}"


@pytest.mark.parametrize(("zone", "typed", "before", "after"), SPRING)
def test_an_hour_the_clocks_leave_out_is_explained_with_its_neighbours(zone, typed, before, after):
    with timezone.override(zone):
        error = refused(typed)
        (message,) = error.messages
        assert error.code == "gap"
        for part in (*day_and_time(before), *day_and_time(after)):
            assert part in message
        # What is offered is accepted.
        step = utc(after) - utc(before)
    assert step == datetime.timedelta(minutes=1)


@pytest.mark.parametrize(("zone", "typed", "before", "after"), AUTUMN)
def test_an_hour_that_comes_twice_is_explained_with_its_neighbours(zone, typed, before, after):
    with timezone.override(zone):
        error = refused(typed)
        (message,) = error.messages
        assert error.code == "fold"
        for part in (*day_and_time(before), *day_and_time(after)):
            assert part in message
        step = utc(after) - utc(before)
    assert step == datetime.timedelta(hours=2, minutes=1)


def test_the_explanation_is_arabic_and_names_the_place():
    with timezone.override("Asia/Beirut"):
        (message,) = refused("2025-03-30T00:30").messages
    assert "بيروت" in message
    assert "00:00" in message
    assert "01:00" in message


@pytest.mark.parametrize("zone", sorted({zone for zone, *_rest in SPRING} | {"Asia/Riyadh", "Africa/Casablanca"}))
def test_every_other_quarter_of_an_hour_of_the_year_is_taken_as_the_newsroom_means_it(zone):
    start, info = datetime.datetime(2025, 1, 1), zoneinfo.ZoneInfo(zone)
    with timezone.override(zone):
        for quarter in range(0, 365 * 96, 7):
            wall = start + datetime.timedelta(minutes=15 * quarter)
            early, late = (wall.replace(tzinfo=info, fold=fold).utcoffset() for fold in (0, 1))
            if early == late:
                assert MomentField().clean(f"{wall:%Y-%m-%dT%H:%M}") == wall.replace(tzinfo=info)
            else:
                assert refused(f"{wall:%Y-%m-%dT%H:%M}").code == ("gap" if early < late else "fold")


@pytest.mark.parametrize("fold", [0, 1])
def test_a_stored_moment_of_the_twofold_hour_survives_the_form(fold):
    moment = datetime.datetime(2025, 10, 25, 23, 30, 15, tzinfo=zoneinfo.ZoneInfo("Asia/Beirut"), fold=fold)
    with timezone.override("Asia/Beirut"):
        bound = Schedule(initial={"at": moment.astimezone(datetime.UTC)})["at"]
        context = bound.field.widget.get_context("at", bound.value(), {})["widget"]
        assert Schedule({"at": context["value"]}).full_clean() is None
        form = Schedule({"at": context["value"]})
        assert form.is_valid()
    assert form.cleaned_data["at"] == moment.astimezone(datetime.UTC)
    assert context["type"] == "text"


def test_the_zone_stands_beside_the_field_as_it_is_at_that_moment():
    with timezone.override("Asia/Beirut"):
        summer = str(Schedule({"at": "2025-07-01T09:00"})["at"])
        winter = str(Schedule({"at": "2025-12-01T09:00"})["at"])
    assert "بتوقيت بيروت" in summer
    assert '<bdi dir="ltr">UTC+3</bdi>' in summer
    assert '<bdi dir="ltr">UTC+2</bdi>' in winter
    assert 'aria-describedby="id_at_zone"' in summer
    assert 'id="id_at_zone"' in summer


def test_the_zone_stands_beside_moments_in_rows():
    with timezone.override("Asia/Gaza"):
        shown = RowsField({"until": MomentField()}).widget.render("rows", [])
    assert shown.count("بتوقيت غزة") == 3  # two empty rows, and the one to copy


def test_a_zone_without_an_arabic_name_goes_by_its_own():
    with timezone.override("America/Argentina/Buenos_Aires"):
        assert "بتوقيت Buenos Aires" in str(Schedule({"at": "2025-07-01T09:00"})["at"])


def test_what_was_typed_stays_when_it_is_refused():
    with timezone.override("Asia/Beirut"):
        shown = str(Schedule({"at": "2025-03-30T00:30"})["at"])
    assert 'value="2025-03-30T00:30"' in shown
    assert 'type="datetime-local"' in shown


@pytest.mark.parametrize("typed", ["0001-01-01T00:00", "9999-12-31T23:59", "no time", "2025-13-01T00:00", "\x00", "1"])
@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Riyadh"])
def test_nothing_that_is_typed_is_a_fault(zone, typed):
    with timezone.override(zone):
        try:
            MomentField().clean(typed)
        except ValidationError:
            pass
