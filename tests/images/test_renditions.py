"""Renditions: made beforehand, few, named after what they were made from, and gone with their picture."""

import re

import PIL.Image
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command

from articles import catalogue, drafts
from articles.models import Author
from images import intake, isolation, renditions
from images.models import Image, Rendition
from pagecache.models import Change
from tests.builders import content_of, make_draft
from tests.images.files import encoded, photo, quadrants

pytestmark = pytest.mark.django_db


def stored(data=None, **values):
    """A picture that came in by the door, without renditions."""
    taken = intake.take(ContentFile(data or photo((800, 400))))
    image = Image(width=taken.width, height=taken.height, digest=taken.digest, alt_ar="جسر", **values)
    image.file.save(taken.content.name, taken.content, save=False)
    return catalogue.save(image)


def made(image, *crops, **values):
    Image.objects.filter(pk=image.pk).update(crops=list(crops), **values)
    renditions.make(image.pk)
    image.refresh_from_db()
    return image


def files(media):
    return {path.relative_to(media).as_posix() for path in media.rglob("*") if path.is_file()}


def opened(rendition):
    return PIL.Image.open(default_storage.open(rendition.file.name))


def test_a_picture_comes_in_three_formats_and_never_larger_than_it_is():
    image = made(stored())
    rows = set(image.renditions.values_list("crop", "format", "width", "height"))
    assert rows == {
        *{("", "webp", width, width // 2) for width in (320, 480, 640, 800)},
        *{("", "avif", width, width // 2) for width in (480, 800)},
        ("social", "jpeg", 762, 400),
    }
    for each in image.renditions.all():
        file = opened(each)
        assert (file.format.lower(), *file.size) == (each.format, each.width, each.height)


def test_there_are_thirty_at_most_and_ten_before_anybody_uses_the_picture():
    image = stored(photo((2_560, 2_000)))
    assert len(renditions.plan(image)) == 10
    image.crops = [name for name in renditions.CROPS if name]
    assert len(renditions.plan(image)) == 30


def test_pages_find_renditions_in_the_pictures_own_row():
    image = made(stored(), "1x1")
    assert image.sources == {
        crop: {
            kind: [
                list(row)
                for row in image.renditions.filter(crop=crop, format=kind)
                .order_by("width")
                .values_list("width", "height", "file")
            ]
            for kind in kinds
        }
        for crop, kinds in {"": ("avif", "webp"), "1x1": ("webp",), "social": ("jpeg",)}.items()
    }


def test_a_crop_keeps_what_matters():
    image = made(stored(encoded(quadrants((800, 400)), "PNG"), focal_x=1.0, focal_y=0.0), "1x1")
    largest = opened(image.renditions.filter(crop="1x1").order_by("width").last()).convert("RGB")
    assert largest.size == (400, 400)
    red, green, blue = largest.getpixel((20, 20))
    assert green > 200 > 60 > max(red, blue)


def test_a_picture_that_has_the_shape_already_is_not_cut():
    image = made(stored(photo((640, 360))), "16x9")
    assert not image.renditions.filter(crop="16x9").exists()
    assert image.largest("16x9") == image.largest("")


@pytest.mark.slow
def test_the_picture_for_cards_is_a_small_jpeg_even_of_noise():
    noise = PIL.Image.effect_noise((1_200, 700), 25).convert("RGB")
    image = made(stored(encoded(noise, "JPEG", quality=95)))
    assert image.card()[1:] == (1_200, 630)
    assert image.renditions.get(crop="social").file.size <= renditions.MOST_BYTES_JPEG


def test_what_shows_through_does_so_in_renditions_and_stands_on_white_in_cards():
    image = made(stored(encoded(PIL.Image.new("RGBA", (400, 300), (200, 0, 0, 0)), "PNG")))
    assert opened(image.renditions.get(crop="", format="webp", width=320)).mode == "RGBA"
    assert opened(image.renditions.get(crop="social")).getpixel((9, 9)) == (255, 255, 255)


def test_renditions_carry_nothing_but_pixels():
    exif = PIL.Image.Exif()
    exif[0x010E] = "canary"
    image = made(stored(photo((400, 300), exif=exif, comment="canary")))
    for each in image.renditions.all():
        assert not set(opened(each).info) & {"exif", "icc_profile", "xmp", "comment"}
        assert b"canary" not in each.file.read()


def test_making_again_makes_nothing():
    image = made(stored(), "4x3")
    names = set(image.renditions.values_list("pk", "file"))
    Change.objects.all().delete()
    assert renditions.make(image.pk) == 0
    assert set(image.renditions.values_list("pk", "file")) == names
    assert not Change.objects.exists()


def test_a_new_focal_point_makes_new_crops_and_forgets_the_old():
    image = made(stored(), "1x1")
    before = dict(image.sources)
    made(image, "1x1", focal_x=0.1)
    assert image.sources[""] == before[""]
    assert image.sources["1x1"] != before["1x1"]
    assert image.renditions.filter(crop="1x1").count() == len(before["1x1"]["webp"])
    # Readers may have the page open that shows the old ones.
    assert default_storage.exists(before["1x1"]["webp"][0][2])


def test_another_file_makes_all_anew(media):
    image = made(stored())
    old = set(image.renditions.values_list("file", flat=True))
    taken = intake.take(ContentFile(photo((700, 500), colour=(9, 9, 9))))
    image.width, image.height, image.digest = taken.width, taken.height, taken.digest
    image.file.save(taken.content.name, taken.content)
    renditions.make(image.pk)
    assert not old & set(image.renditions.values_list("file", flat=True))


def test_whoever_has_the_file_guesses_no_name_of_it():
    """Pictures of drafts are public by their names alone (docs/operating.md)."""
    one, two = made(stored(), "4x3"), made(stored(), "4x3")
    assert one.digest == two.digest
    for image in (one, two):
        names = [image.file.name, *image.renditions.values_list("file", flat=True)]
        assert all(re.search(r"[0-9a-f]{32}", name) for name in names)
    keys = [set(re.findall(r"[0-9a-f]{32}", str(image.sources) + image.file.name)) for image in (one, two)]
    assert not keys[0] & keys[1]


def test_the_pages_that_show_a_picture_are_told_of_its_renditions():
    image = stored()
    Change.objects.all().delete()
    made(image)
    assert [change.keys for change in Change.objects.all()] == [[f"image:{image.pk}"]]


def test_a_file_that_is_gone_leaves_no_rendition_of_another_picture(caplog):
    image = made(stored())
    default_storage.delete(image.file.name)
    made(image, file="pictures/another.jpg")
    assert image.sources == {}
    assert "could not be made" in caplog.text


def test_a_failure_is_logged_and_nobody_meets_it(monkeypatch, caplog):
    image = stored()
    monkeypatch.setattr(isolation, "MEMORY", 2**20)
    assert renditions.make(image.pk) == 0
    assert "could not be made" in caplog.text
    assert renditions.make(10**9) == 0


# --- Use --------------------------------------------------------------------------------------------------------------


def test_crops_are_made_when_an_article_first_uses_the_picture(django_capture_on_commit_callbacks):
    image = stored(photo((800, 600)))
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        make_draft(image=image.pk)
    assert len(callbacks) == 1
    image.refresh_from_db()
    assert set(image.sources) == {"", "social", "16x9", "1x1"}  # it has the shape 4:3 already
    with django_capture_on_commit_callbacks() as callbacks:
        make_draft("خبر آخر", image=image.pk)
    assert not callbacks


def test_an_article_without_a_picture_makes_nothing(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        article = make_draft()
        drafts.save(article, content_of("آخر"), by=None)
    assert not callbacks


def test_an_authors_photo_is_cut_square(django_capture_on_commit_callbacks):
    image = stored()
    with django_capture_on_commit_callbacks(execute=True):
        catalogue.save(Author(name_ar="ليلى", photo=image))
    image.refresh_from_db()
    assert "1x1" in image.sources


def test_a_reader_can_ask_for_no_rendition(client, settings):
    image = made(stored())
    count = Rendition.objects.count()
    address = image.largest()[0]
    for path in (
        address.replace("800", "99999"),
        address.replace("whole", "16x9"),
        f"{address}/fill-99999x99999",
        "/media/renditions/",
        f"/media/renditions/{image.pk}/",
        "/media/renditions/../../secret-key",
    ):
        assert client.get(path).status_code == 404
    assert client.get(f"{address}?w=99999").status_code == 200
    assert Rendition.objects.count() == count


# --- Deletion ---------------------------------------------------------------------------------------------------------


def test_the_files_of_a_deleted_picture_go_after_the_transaction(media, django_capture_on_commit_callbacks):
    stays, goes = made(stored(photo((90, 60)))), made(stored(photo((50, 50))))
    before = files(media)
    with django_capture_on_commit_callbacks(execute=False) as callbacks:
        Image.objects.filter(pk=goes.pk).delete()
    assert files(media) == before
    for callback in callbacks:
        callback()
    assert files(media) == {stays.file.name, *stays.renditions.values_list("file", flat=True)}


def test_two_pictures_of_one_file_do_not_share_their_files(django_capture_on_commit_callbacks):
    one, other = made(stored()), made(stored())
    assert one.digest == other.digest
    with django_capture_on_commit_callbacks(execute=True):
        one.delete()
    assert default_storage.exists(other.file.name)
    assert all(default_storage.exists(each.file.name) for each in other.renditions.all())


# --- Commands ---------------------------------------------------------------------------------------------------------


def run(command, *arguments, capsys):
    call_command(command, *arguments, verbosity=0)
    return capsys.readouterr().out


def test_missing_renditions_are_made_and_a_dry_run_makes_none(capsys):
    image, _done = stored(photo((90, 60))), made(stored(photo((50, 50))))
    assert "0 made, 3 missing, of 2" in run("make_renditions", "--dry-run", capsys=capsys)
    assert not image.renditions.exists()
    assert "3 made, 0 missing" in run("make_renditions", capsys=capsys)
    assert "0 made, 0 missing" in run("make_renditions", capsys=capsys)


def test_lost_files_are_made_anew_when_asked_for(media, capsys):
    image = made(stored(photo((90, 60))))
    for each in image.renditions.all():
        default_storage.delete(each.file.name)
    assert "0 made, 0 missing" in run("make_renditions", capsys=capsys)
    assert "3 made, 0 missing" in run("make_renditions", "--look-for-files", capsys=capsys)
    assert {each.file.name for each in image.renditions.all()} < files(media)


def test_files_nothing_uses_are_removed_and_no_others(media, capsys):
    image = made(stored(photo((90, 60))))
    used = files(media)
    for name in ("renditions/1000000/whole-0-320.webp", f"renditions/{image.pk}/1x1-0-320.webp", "pictures/old.jpg"):
        default_storage.save(name, ContentFile(b"old"))
    default_storage.save("elsewhere/paper.pdf", ContentFile(b"not ours"))
    assert "0 removed" in run("remove_unused_renditions", capsys=capsys)  # they are too young
    out = run("remove_unused_renditions", "--days=0", "--dry-run", capsys=capsys)
    assert "3 to remove" in out
    assert "pictures/old.jpg" in out
    assert "3 removed" in run("remove_unused_renditions", "--days=0", capsys=capsys)
    assert files(media) == {*used, "elsewhere/paper.pdf"}


def test_the_commands_do_nothing_where_there_is_nothing(capsys):
    assert "0 made" in run("make_renditions", capsys=capsys)
    assert "0 removed" in run("remove_unused_renditions", capsys=capsys)
