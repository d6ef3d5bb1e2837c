"""The picture library as the editor asks it."""

import pytest
from django.urls import reverse

from tests import cast
from tests.builders import make_image

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_omar(client):
    client.force_login(cast.omar())
    return client


def ask(client, **query):
    answer = client.get(reverse("admin:images_image_library"), query)
    assert answer.status_code == 200
    return answer.json()


def ids(answer):
    return [picture["id"] for picture in answer["pictures"]]


def test_the_library_is_paged_newest_first(as_omar):
    images = [make_image(caption_ar=f"صورة {place}").pk for place in range(30)][::-1]
    first = ask(as_omar)
    assert (ids(first), first["more"]) == (images[:24], True)
    second = ask(as_omar, page=2)
    assert (ids(second), second["more"]) == (images[24:], False)
    assert ids(ask(as_omar, page=9)) == []


def test_all_words_of_a_search_occur(as_omar):
    wanted = make_image(caption_ar="قنوات الواحة", credit="رنا")
    make_image(caption_ar="قنوات المدينة")
    assert ids(ask(as_omar, q="رنا قنوات")) == [wanted.pk]
    assert ask(as_omar, q="لا شيء") == {"pictures": [], "more": False}


def test_pictures_are_found_by_their_ids(as_omar):
    first, second, _other = make_image(alt="أولى"), make_image(), make_image()
    found = ask(as_omar, ids=f"{first.pk},{second.pk},999,x,")
    assert sorted(ids(found)) == [first.pk, second.pk]
    picture = next(each for each in found["pictures"] if each["id"] == first.pk)
    assert picture["alt"] == "أولى"
    assert picture["thumbnail"] == first.file.url


@pytest.mark.parametrize(
    "query", ["page=0", "page=x", "page=99999999999", "q=%00", "ids=99999999999999999999", "ids=-1"]
)
def test_odd_questions_are_answered_calmly(as_omar, query):
    assert as_omar.get(reverse("admin:images_image_library") + f"?{query}").status_code == 200


def test_only_the_newsroom_may_look(client, django_user_model):
    address = reverse("admin:images_image_library")
    assert client.get(address).status_code == 302
    client.force_login(django_user_model.objects.create_user("reader", "reader@example.com", "x"))
    assert client.get(address).status_code == 302
