"""The picture library in the newsroom: uploading, what is offered, refusals in words, the focal point."""

import PIL.Image
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from images import uploads
from images.models import Image
from tests.cast import salma
from tests.images.files import encoded, iptc, photo, png, with_segment

pytestmark = pytest.mark.django_db
ADD = "admin:images_image_add"


def upload(client, data=None, *, to=None, name="photo.jpg", kind="image/jpeg", **fields):
    address = reverse("admin:images_image_change", args=[to.pk]) if to else reverse(ADD)
    file = {"file": SimpleUploadedFile(name, data, kind)} if data is not None else {}
    return client.post(address, {"focal_x": "0.5", "focal_y": "0.5"} | file | fields)


def agency_photo():
    words = iptc(f120="جسر فوق النهر".encode(), f80="سامر".encode(), f110="وكالة".encode())
    return with_segment(photo((120, 80)), 0xED, words)


def test_a_picture_gets_its_renditions_when_it_comes_in(as_huda, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assert upload(as_huda, photo((120, 80))).status_code == 302
    image = Image.objects.get()
    assert set(image.sources) == {"", "social"}
    text = as_huda.get(reverse("admin:images_image_changelist")).content.decode()
    assert image.sources[""]["webp"][0][2] in text


def test_the_files_words_fill_what_nobody_wrote(as_huda):
    answer = upload(as_huda, agency_photo())
    image = Image.objects.get()
    assert (image.caption_ar, image.caption_en or "", image.credit) == ("جسر فوق النهر", "", "سامر / وكالة")
    text = as_huda.get(answer.url).content.decode()
    assert "راجعهما" in text


def test_the_files_words_replace_none_of_the_editors(as_huda):
    upload(as_huda, agency_photo(), caption_en="A bridge", credit="أرشيف")
    image = Image.objects.get()
    assert (image.caption_ar or "", image.caption_en, image.credit) == ("", "A bridge", "أرشيف")


def test_words_in_a_file_run_no_script(as_huda):
    words = iptc(f120=b"<script>x()</script>", f110=b"<img src=x onerror=y()>")
    answer = upload(as_huda, with_segment(photo(), 0xED, words))
    text = (
        as_huda.get(answer.url).content.decode()
        + as_huda.get(reverse("admin:images_image_changelist")).content.decode()
    )
    assert "<script>x()" not in text
    assert "<img src=x" not in text


def test_another_file_keeps_what_was_written(as_huda, django_capture_on_commit_callbacks):
    upload(as_huda, photo((120, 80)), caption_ar="قديم")
    image = Image.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        upload(as_huda, agency_photo(), to=image, caption_ar="قديم")
    again = Image.objects.get()
    assert (again.caption_ar, again.credit) == ("قديم", "سامر / وكالة")
    assert again.file.name != image.file.name
    assert again.digest != image.digest


def test_words_can_be_changed_without_the_file(as_huda):
    upload(as_huda, photo())
    image = Image.objects.get()
    upload(as_huda, to=image, caption_ar="جسر")
    again = Image.objects.get()
    assert (again.caption_ar, again.file.name) == ("جسر", image.file.name)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "JPEG"),
        (photo(kind="GIF"), "JPEG"),
        (photo()[:300], "تالف"),
        (png(13_300, 13_300), "مليون"),
        (
            encoded(
                PIL.Image.new("RGB", (9, 9)), "PNG", save_all=True, append_images=[PIL.Image.new("RGB", (9, 9), "red")]
            ),
            "متحركة",
        ),
        (photo() + bytes(21 * 2**20), "ميغابايت"),
    ],
    ids=["svg", "gif", "truncated", "large", "moving", "heavy"],
)
def test_a_refusal_is_told_in_arabic_beside_the_field(as_huda, data, words):
    answer = upload(as_huda, data, name="photo.png", kind="image/png")
    assert answer.status_code == 200
    (message,) = answer.context["adminform"].form.errors["file"]
    assert words in message
    assert not Image.objects.exists()


@pytest.mark.parametrize("content", ["JPEG", "PNG", "WEBP", "AVIF"])
@pytest.mark.parametrize(
    ("name", "kind"), [("a.jpg", "image/jpeg"), ("a.svg", "image/svg+xml"), ("a.html", "text/html")]
)
def test_what_a_file_says_of_itself_counts_for_nothing(as_huda, content, name, kind):
    upload(as_huda, photo(kind=content), name=name, kind=kind)
    assert Image.objects.get().file.name.endswith(".jpg")


@pytest.mark.parametrize("point", ["-0.1", "1.1", "nan", "inf", "", "x"])
def test_a_focal_point_outside_the_picture_is_refused(as_huda, point):
    assert upload(as_huda, photo(), focal_x=point).status_code == 200
    assert not Image.objects.exists()


def test_a_page_of_a_picture_whose_file_is_gone_opens(as_huda):
    upload(as_huda, photo())
    image = Image.objects.get()
    image.file.storage.delete(image.file.name)
    text = as_huda.get(reverse("admin:images_image_change", args=[image.pk])).content.decode()
    assert "الملف مفقود" in text


def test_who_may_only_look_sees_the_picture(client, as_huda):
    upload(as_huda, photo())
    client.force_login(salma())
    answer = client.get(reverse("admin:images_image_change", args=[Image.objects.get().pk]))
    assert answer.status_code == 200
    assert client.post(reverse(ADD), {}).status_code == 403


def test_a_request_larger_than_any_form_is_refused_unread(as_huda):
    answer = as_huda.post(reverse(ADD), data=b"--x--", content_type="multipart/form-data; boundary=x",
                       CONTENT_LENGTH=str(uploads.MOST_BYTES + 1))  # fmt: skip
    assert answer.status_code == 400


@pytest.mark.parametrize("count", [21, 101])
def test_too_many_files_are_refused(as_huda, count):
    files = {f"file-{number}": SimpleUploadedFile("x.jpg", b"x") for number in range(count)}
    assert as_huda.post(reverse(ADD), files).status_code == 400


def test_too_many_fields_are_refused(as_huda):
    assert as_huda.post(reverse(ADD), {f"field-{number}": "" for number in range(2_001)}).status_code == 400


def test_a_part_of_blanks_in_base64_is_read_quickly(as_huda):
    body = (
        b"--x\r\nContent-Disposition: form-data; name=file; filename=a.jpg\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + b" " * 8 * 2**20
        + b"\r\n--x--\r\n"
    )
    assert as_huda.post(reverse(ADD), body, content_type="multipart/form-data; boundary=x").status_code in (200, 400)
