"""Pictures sent from the library's list: each by itself, answered for itself; none stored twice."""

import json

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from images import likeness
from images.models import Image
from tests.cast import make_user, salma
from tests.images.files import encoded, photo, quadrants
from tests.images.test_admin import agency_photo

pytestmark = pytest.mark.django_db
UPLOAD, LIST = reverse("admin:images_image_upload"), reverse("admin:images_image_changelist")


def send(client, data, *, name="صورة شخصية.jpg", accept="application/json", **fields):
    file = {"file": SimpleUploadedFile(name, data, "image/jpeg")} if data is not None else {}
    return client.post(UPLOAD, file | fields, headers={"accept": accept})


def test_a_picture_is_stored_with_its_name_its_words_and_its_renditions(as_huda, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        answer = send(as_huda, agency_photo()).json()
    image = Image.objects.get()
    assert (image.file_name, image.caption_ar, image.credit) == ("صورة شخصية.jpg", "جسر فوق النهر", "سامر / وكالة")
    assert answer["errors"] == []
    assert answer["picture"]["address"] == reverse("admin:images_image_change", args=[image.pk])
    assert answer["picture"]["described"] is False
    assert set(image.sources) == {"", "social"}


def test_the_same_file_is_offered_instead_of_stored_twice(as_huda):
    first = send(as_huda, photo()).json()["picture"]["id"]
    again = send(as_huda, photo(), name="أخرى.png").json()
    assert (again["twin"], again["picture"]["id"]) == (True, first)
    assert Image.objects.count() == 1


def test_a_refusal_is_told_in_arabic(as_huda):
    answer = send(as_huda, b"no picture").json()
    assert answer["picture"] is None
    assert "تالف" in answer["errors"][0]
    assert "مطلوب" in send(as_huda, None).json()["errors"][0]
    assert not Image.objects.exists()


def test_without_the_script_the_page_of_the_picture_opens(as_huda):
    answer = send(as_huda, photo(), accept="text/html,*/*;q=0.8")
    page = reverse("admin:images_image_change", args=[Image.objects.get().pk])
    assert answer.url == page
    answer = as_huda.post(
        UPLOAD, {"file": SimpleUploadedFile("x.jpg", photo())}, headers={"accept": "text/html"}, follow=True
    )
    assert answer.redirect_chain[-1][0] == page
    assert "في المكتبة" in answer.content.decode()
    assert Image.objects.count() == 1


def test_without_the_script_a_refusal_stands_over_the_list(as_huda):
    answer = as_huda.post(
        UPLOAD, {"file": SimpleUploadedFile("x.jpg", b"x")}, headers={"accept": "text/html"}, follow=True
    )
    assert answer.redirect_chain[-1][0] == LIST
    assert "تالف" in answer.content.decode()


def test_who_may_only_look_uploads_nothing(client):
    client.force_login(salma())
    assert send(client, photo()).status_code == 403
    assert "data-upload" not in client.get(LIST).content.decode()
    assert not Image.objects.exists()


def test_strangers_are_led_to_the_login(client):
    assert reverse("admin:login") in send(client, photo()).url


def test_the_uploader_is_known_to_the_list(client, as_huda):
    send(as_huda, photo())
    omar = make_user("omar", "add_image", "view_image", name="عمر")
    client.force_login(omar)
    send(client, photo(colour=(1, 2, 3)))
    found = client.get(LIST, {"by": omar.pk}).context["cl"].result_list
    assert [image.file_name for image in found] == ["صورة شخصية.jpg"]
    assert client.get(LIST).context["cl"].result_count == 2
    assert not client.get(LIST, {"by": "9" * 20}).context["cl"].result_list


def test_the_form_offers_the_same_file_too(as_huda):
    send(as_huda, photo())
    text = as_huda.post(
        reverse("admin:images_image_add"),
        {"focal_x": "0.5", "focal_y": "0.5", "file": SimpleUploadedFile("b.jpg", photo())},
    ).content.decode()
    assert reverse("admin:images_image_change", args=[Image.objects.get().pk]) in text
    assert Image.objects.count() == 1


def test_in_a_window_opened_for_a_choice_the_picture_that_is_there_is_chosen(as_huda):
    send(as_huda, photo(), name="a.jpg")
    image = Image.objects.get()
    form = {"focal_x": "0.5", "focal_y": "0.5", "_popup": "1", "file": SimpleUploadedFile("b.jpg", photo())}
    assert f'name="_use" value="{image.pk}"' in as_huda.post(reverse("admin:images_image_add"), form).content.decode()
    answer = as_huda.post(reverse("admin:images_image_add"), {"_popup": "1", "_use": str(image.pk)})
    assert json.loads(answer.context_data["popup_response_data"])["value"] == str(image.pk)
    assert as_huda.post(reverse("admin:images_image_add"), {"_popup": "1", "_use": "x"}).status_code == 404


def test_nothing_is_chosen_for_who_may_not_add(client):
    client.force_login(salma())
    assert client.post(reverse("admin:images_image_add"), {"_popup": "1", "_use": "1"}).status_code == 403


def test_a_copy_in_another_size_and_format_looks_alike(as_huda, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        send(as_huda, encoded(quadrants((800, 400)), "PNG"))
        answer = send(as_huda, encoded(quadrants((640, 320)), "JPEG", quality=60)).json()
        send(as_huda, encoded(quadrants((400, 200)).rotate(90, expand=True), "PNG"))
    first, copy, turned = Image.objects.order_by("pk")
    assert answer["twin"] is False
    assert likeness.alike(copy) == [first]
    assert likeness.alike(turned) == []
    text = as_huda.get(reverse("admin:images_image_change", args=[copy.pk])).content.decode()
    assert reverse("admin:images_image_change", args=[first.pk]) in text


def test_pictures_of_one_colour_are_not_said_to_look_alike(as_huda, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        send(as_huda, photo(colour="red"))
        send(as_huda, photo(colour="blue"))
    assert [image.look for image in Image.objects.all()] == [0, 0]
    assert likeness.alike(Image.objects.first()) == []


def test_credits_that_were_written_before_are_offered(as_huda):
    send(as_huda, agency_photo())
    text = as_huda.get(reverse("admin:images_image_add")).content.decode()
    assert '<option value="سامر / وكالة"></option>' in text
    assert 'list="id_credit_offered"' in text


def test_pictures_of_somebody_who_was_given_no_right_to_look_stay_unseen(client):
    user = make_user("nobody")
    user.user_permissions.set(Permission.objects.filter(codename="add_image"))
    client.force_login(user)
    assert client.get(reverse("admin:images_image_library")).status_code == 403
