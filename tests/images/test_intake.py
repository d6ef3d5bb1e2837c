"""The door for picture files: what comes in is a still picture of four formats, and nothing but its pixels stays."""

import io
import json
import os
import re
import subprocess
import sys
import zlib

import PIL.Image
import pytest
from django.core.exceptions import ValidationError

from images import intake, isolation
from tests.images.files import (
    chunk,
    claiming,
    display_p3,
    encoded,
    iptc,
    photo,
    png,
    quadrants,
    with_segment,
    xmp,
    zeros,
)

CANARY = b"<script>canary()</script>"


def take(data):
    return intake.take(io.BytesIO(data))


def opened(picture):
    return PIL.Image.open(io.BytesIO(picture.content.read()))


def refusal(data):
    with pytest.raises(ValidationError) as refused:
        take(data)
    return refused.value.messages[0]


# --- Formats ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_four_formats_come_in_and_are_kept_as_jpeg(kind):
    picture = take(photo(kind=kind))
    assert (picture.width, picture.height) == (64, 36)
    assert re.fullmatch(r"[0-9a-f]{32}\.jpg", picture.content.name)
    assert opened(picture).format == "JPEG"


@pytest.mark.parametrize(
    "kind", ["GIF", "TIFF", "BMP", "ICO", "EPS", "PDF", "JPEG2000", "PPM", "TGA", "ICNS", "PCX", "DDS", "SGI"]
)
def test_other_formats_are_refused_whatever_pillow_can_read(kind):
    assert refusal(photo(kind=kind, size=(64, 64)))


@pytest.mark.parametrize(
    "data",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<?xml version='1.0'?><!DOCTYPE svg [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><svg>&x;</svg>",
        b"\xef\xbb\xbf  <svg/>",
        zlib.compress(b"<svg/>", wbits=31),
        b"<!--" + b"\x89PNG\r\n\x1a\n" + b"--><svg/>",
        b"8BPS\x00\x01" + bytes(6) + b"\x00\x03\x00\x00\x00\x10\x00\x00\x00\x10\x00\x08\x00\x03" + bytes(100),
        b"SIMPLE  =                    T" + b" " * 50 + b"END" + b" " * 2800,
        b"\xd7\xcd\xc6\x9a" + bytes(100),
        b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)",
        b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(100),
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
        b"RIFF\x24\x00\x00\x00WAVEfmt ",
        b"",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0",
    ],
    ids=["svg", "svg-dtd", "svg-bom", "svgz", "svg-png", "psd", "fits", "wmf", "gif-js", "heic", "eps", "wav",
         "empty", "png-head", "jpeg-head"],
)  # fmt: skip
def test_what_only_looks_like_a_picture_is_refused(data):
    assert refusal(data)


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF"])
def test_moving_pictures_are_refused(kind):
    frames = [PIL.Image.new("RGB", (16, 16), (shade, 0, 0)) for shade in range(0, 250, 5)]
    with pytest.raises(ValidationError, match="متحركة"):
        take(encoded(frames[0], kind, save_all=True, append_images=frames[1:]))


def test_the_second_picture_phones_put_behind_a_photo_is_left_out():
    first, second = quadrants(), PIL.Image.new("RGB", (20, 10), "black")
    picture = take(encoded(first, "MPO", save_all=True, append_images=[second]))
    assert (picture.width, picture.height) == first.size


# --- Bombs ------------------------------------------------------------------------------------------------------------

BOMBS = {
    "13,300 × 13,300": lambda: png(13_300, 13_300),
    "9,400 × 9,400": lambda: png(9_400, 9_400),
    "30,000 × 1": lambda: png(30_000, 1),
    "1 × 30,000": lambda: png(1, 30_000),
    "60,000 × 60,000, a head alone": lambda: png(60_000, 60_000, body=False),
    "a jpeg that claims 65,500 × 65,500": lambda: claiming(photo(), 65_500, 65_500)[:-20],
    "a text of 2 GiB": lambda: png(9, 9, chunk(b"zTXt", b"x\0\0" + zeros(2**31))),
    "a profile of 2 GiB": lambda: png(9, 9, chunk(b"iCCP", b"x\0\0" + zeros(2**31))),
    "more than 20 MiB": lambda: photo() + bytes(21 * 2**20),
}


# A worker of its own takes them, because its peak of memory can only be told of a process that did nothing else.
WORKER = """
import json, resource, sys, django
django.setup()
from django.core.exceptions import ValidationError
from images import intake

def measure():
    usage = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in usage), usage[0].ru_maxrss / 1024

results = {}
for name in json.load(sys.stdin):
    refused, (seconds, mebibytes) = False, measure()
    try:
        with open(name, "rb") as file:
            intake.take(file)
    except ValidationError:
        refused = True
    after = measure()
    results[name] = refused, after[0] - seconds, after[1] - mebibytes
print(json.dumps(results))
"""


def test_a_bomb_is_refused_within_a_second_and_costs_the_worker_next_to_nothing(tmp_path):
    for name, make in BOMBS.items():
        (tmp_path / name).write_bytes(make())
    done = subprocess.run(
        [sys.executable, "-c", WORKER],
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "newsportal.settings"},
        input=json.dumps([str(tmp_path / name) for name in BOMBS]),
        capture_output=True,
        text=True,
        check=True,
    )
    outcomes = json.loads(done.stdout)
    assert len(outcomes) == len(BOMBS)
    for path, (refused, seconds, mebibytes) in outcomes.items():
        assert refused or "profile" in path  # a profile that does not unpack is left out
        assert seconds < 1, path  # of the processor
        assert mebibytes < 64, path


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_a_truncated_picture_is_refused(kind):
    data = encoded(PIL.Image.effect_noise((200, 200), 90).convert("RGB"), kind)
    assert refusal(data[: len(data) // 2])


@pytest.mark.slow
def test_the_largest_picture_allowed_is_taken_and_made_smaller():
    picture = take(png(8_000, 5_000))
    assert (picture.width, picture.height) == (2_560, 1_600)


# --- The process ------------------------------------------------------------------------------------------------------


@pytest.fixture
def darkroom(monkeypatch, tmp_path):
    """Put another program in the place of the decoder."""

    def put(text):
        (tmp_path / "darkroom.py").write_text(text)
        monkeypatch.setattr(isolation, "DARKROOM", tmp_path / "darkroom.py")

    return put


@pytest.mark.parametrize(
    "text",
    [
        "import os; os.kill(os.getpid(), 11)",
        "import sys; sys.exit(3)",
        "",
        "open('result.json', 'w').write(' ' * 100_000)",
    ],
    ids=["crash", "failure", "silence", "flood"],
)
def test_a_decoder_that_crashes_costs_an_error_in_the_form(darkroom, text):
    darkroom(text)
    assert refusal(photo())


def test_a_decoder_that_loops_is_ended(darkroom, monkeypatch):
    monkeypatch.setattr(intake, "SECONDS", 1)
    room = isolation.DARKROOM
    darkroom(f"import runpy\nrunpy.run_path({str(room)!r})['_limit'](2**30, 1, 2**20)\nwhile True: pass")
    assert refusal(photo())


def test_a_decoder_the_busy_machine_lets_wait_does_not_say_that_the_picture_is_damaged(darkroom, monkeypatch):
    monkeypatch.setattr(intake, "SECONDS", 0.5)
    darkroom("import time; time.sleep(60)")
    assert refusal(photo()) == intake.refusal("slow")
    darkroom("raise SystemExit(3)")
    assert refusal(photo()) == intake.refusal("unreadable")


def test_a_decoder_that_asks_for_too_much_memory_gets_none(monkeypatch):
    monkeypatch.setattr(isolation, "MEMORY", 200 * 2**20)
    assert take(photo())
    assert refusal(png(6_000, 6_000))


def test_the_decoder_knows_no_secret(darkroom, tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "hush")
    darkroom("import json, os; json.dump({'refused': 'bytes', **os.environ}, open('result.json', 'w'))")
    (tmp_path / "work").mkdir()
    assert not {"SECRET_KEY", "DATABASE_URL", "CACHE_URL"} & set(
        isolation.run({"task": "develop"}, folder=tmp_path / "work", seconds=1)
    )


# --- What stays behind ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        photo(kind="PNG") + b"<html>" + CANARY,
        photo(kind="PNG") + b"<?php " + CANARY,
        photo() + b"PK\x03\x04" + CANARY,
        photo(kind="WEBP") + CANARY,
        with_segment(photo(), 0xFE, CANARY),
        with_segment(photo(), 0xE1, b"http://ns.adobe.com/xap/1.0/\x00" + xmp(f"<dc:rights>{CANARY!r}</dc:rights>")),
        photo(icc_profile=CANARY * 9),
        photo(comment=CANARY),
        photo(kind="PNG", exif=b"Exif\0\0MM\0*\0\0\0\x08\0\0" + CANARY),
    ],
    ids=["html", "php", "zip", "webp", "comment-segment", "xmp", "profile", "comment", "exif"],
)
def test_nothing_rides_along(data):
    kept = take(data).content.read()
    assert b"canary" not in kept
    assert b"<?php" not in kept


def test_the_place_and_the_camera_are_not_told():
    exif = PIL.Image.Exif()
    exif[0x0110] = "Camera 9"
    exif.get_ifd(0x8825).update({1: "N", 2: (24.0, 38.0, 5.0), 3: "E", 4: (46.0, 43.0, 1.0)})
    for kind in ("JPEG", "PNG", "WEBP", "AVIF"):
        kept = opened(take(photo(kind=kind, exif=exif)))
        assert not kept.getexif()
        assert not set(kept.info) & {"exif", "icc_profile", "xmp", "photoshop", "comment"}


@pytest.mark.parametrize("turn", range(1, 9))
def test_a_photo_stands_upright_however_the_camera_was_held(turn):
    exif = PIL.Image.Exif()
    exif[0x0112] = turn
    undo = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # Pillow's numbers of what the camera did
    image = quadrants()
    if turn > 1:
        image = image.transpose(PIL.Image.Transpose(undo[turn]))
    kept = opened(take(encoded(image, "JPEG", quality=95, exif=exif))).convert("RGB")
    assert kept.size == (80, 40)
    corners = [kept.getpixel(place) for place in ((5, 5), (75, 5), (5, 35), (75, 35))]
    expected = [(255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)]
    for corner, wanted in zip(corners, expected, strict=True):
        assert all(abs(a - b) < 20 for a, b in zip(corner, wanted, strict=True)), turn


@pytest.mark.parametrize(
    ("image", "expected"),
    [
        (PIL.Image.new("CMYK", (9, 9), (0, 255, 255, 0)), (255, 0, 0)),
        (PIL.Image.new("L", (9, 9), 90), (90, 90, 90)),
        (PIL.Image.new("1", (9, 9), 1), (255, 255, 255)),
        (PIL.Image.new("RGB", (9, 9), "red").convert("P"), (255, 0, 0)),
        (PIL.Image.new("I;16", (9, 9), 25_700), (100, 100, 100)),
        (PIL.Image.new("RGBA", (9, 9), (9, 90, 200, 255)), (9, 90, 200)),
    ],
    ids=lambda value: getattr(value, "mode", ""),
)
def test_every_kind_of_pixel_becomes_rgb(image, expected):
    kept = opened(take(encoded(image, "JPEG" if image.mode == "CMYK" else "PNG")))
    assert kept.mode == "RGB"
    assert all(abs(a - b) < 8 for a, b in zip(kept.getpixel((4, 4)), expected, strict=True))


@pytest.mark.parametrize(
    "image",
    [PIL.Image.new("RGBA", (9, 9), (9, 90, 200, 100)), PIL.Image.new("LA", (9, 9), (90, 100))],
    ids=["RGBA", "LA"],
)
def test_what_shows_through_stays_so(image):
    picture = take(encoded(image, "PNG"))
    assert picture.content.name.endswith(".png")
    assert opened(picture).getpixel((4, 4))[3] == 100


def test_the_colours_of_a_phone_become_those_of_the_web():
    plain = opened(take(photo(kind="PNG"))).getpixel((9, 9))
    phone = opened(take(photo(kind="PNG", icc_profile=display_p3()))).getpixel((9, 9))
    assert abs(plain[0] - 200) < 4
    assert phone[0] > 208
    assert phone[2] < 46


def test_a_small_picture_keeps_its_size_and_a_large_one_loses_what_no_screen_shows():
    assert take(photo((300, 200))).width == 300
    large = take(photo((4_000, 3_000)))
    assert (large.width, large.height) == (2_560, 1_920)


@pytest.mark.parametrize(
    "name",
    ["../../x.png", "x\x00.png", "x\u202egnp.exe", "ص" * 300 + ".jpg", "con.png", ".htaccess", "x.png.php", "x.png.",
     "x.svg"],
)  # fmt: skip
def test_a_file_has_our_name_whatever_it_was_called(name):
    file = io.BytesIO(photo(kind="WEBP"))
    file.name = name
    assert intake.take(file).content.name.removesuffix(".jpg").isalnum()


# --- The words in it --------------------------------------------------------------------------------------------------

CAPTION, PHOTOGRAPHER, AGENCY = "جسر فوق النهر", "سامر الحلبي", "وكالة الضفاف"
XMP = (
    f'<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{CAPTION}</rdf:li></rdf:Alt></dc:description>'
    f"<dc:creator><rdf:Seq><rdf:li>{PHOTOGRAPHER}</rdf:li></rdf:Seq></dc:creator>"
    f"<photoshop:Credit>{AGENCY}</photoshop:Credit>"
)


def exif_of(**texts):
    exif = PIL.Image.Exif()
    exif.update({int(name[1:], 16): text.encode() for name, text in texts.items()})
    return exif


@pytest.mark.parametrize(
    "data",
    [
        photo(xmp=xmp(XMP)),
        photo(kind="WEBP", xmp=xmp(XMP)),
        with_segment(
            photo(), 0xED, iptc(f120=CAPTION.encode(), f80=PHOTOGRAPHER.encode(), f110=AGENCY.encode())
        ),
        with_segment(
            photo(),
            0xED,
            iptc(**{name: text.encode("windows-1256") for name, text in
                    {"f120": CAPTION, "f80": PHOTOGRAPHER, "f110": AGENCY}.items()}),
        ),
    ],
    ids=["xmp", "xmp-webp", "iptc", "iptc-1256"],
)  # fmt: skip
def test_the_agencys_caption_and_credit_are_read(data):
    picture = take(data)
    assert picture.caption == CAPTION
    assert picture.credit == f"{PHOTOGRAPHER} / {AGENCY}"


def test_the_cameras_words_are_read_where_the_agency_wrote_none():
    picture = take(photo(exif=exif_of(x010E=CAPTION, x013B=PHOTOGRAPHER)))
    assert (picture.caption, picture.credit) == (CAPTION, PHOTOGRAPHER)


def test_words_are_cleaned_like_any_others():
    picture = take(with_segment(photo(), 0xED, iptc(f120="جسر\u202e فوق\x00 النهر".encode())))
    assert picture.caption == "جسر فوق النهر"


def test_words_that_lost_their_letters_are_not_offered():
    assert take(photo(exif=exif_of(x010E="???? ???"))).caption == ""


@pytest.mark.parametrize(
    "packet",
    [
        xmp(
            "<dc:description><rdf:Alt><rdf:li>&a;</rdf:li></rdf:Alt></dc:description>",
            before='<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
        ),
        b"<x",
        bytes(500),
        b"\xff\xfe<\x00",
    ],
    ids=["entity", "broken", "zeros", "utf-16"],
)
def test_a_hostile_packet_of_words_costs_the_words_alone(packet):
    picture = take(photo(xmp=packet))
    assert (picture.caption, picture.width) == ("", 64)
