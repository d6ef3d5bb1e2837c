"""What touches the bytes of pictures, as a program of its own: `python darkroom.py`, started by `isolation.run`.

Decoders are where files bite: they are asked for gigabytes, they loop, they crash. So they run in this short-lived
process with limits of its own, and no secret of the site in its environment. It knows nothing of Django.

The folder it is started in holds `job.json`; it leaves `result.json` there, and the pictures it made.
"""

import io
import json
import resource
import warnings
from contextlib import suppress
from pathlib import Path

import PIL.Image
from PIL import AvifImagePlugin, ImageCms, ImageOps, IptcImagePlugin

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF")
LONGEST_TEXT = 2_000  # characters of a caption; the form cuts it shorter
# EXIF's numbers.
DESCRIPTION, ARTIST = 0x010E, 0x013B
DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"
PHOTOSHOP = "{http://ns.adobe.com/photoshop/1.0/}"
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
LEAST_QUALITY = 40
AVIF_QUALITY, AVIF_SPEED = 55, 8  # slower than 8 costs seconds and saves little
WEBP_QUALITY, WEBP_METHOD = 78, 2


class Refused(Exception):
    """A file that is not taken; the reason is a word `intake` knows."""


def main():
    job = json.loads(Path("job.json").read_text())
    _limit(job["memory"], job["seconds"], job["largest_file"])
    PIL.Image.MAX_IMAGE_PIXELS = None  # we ask ourselves, before anything is decoded
    AvifImagePlugin.DEFAULT_MAX_THREADS = 2
    warnings.simplefilter("ignore")
    try:
        result = {"develop": develop, "print": make_prints}[job["task"]](job)
    except Refused as refusal:
        result = {"refused": str(refusal)}
    Path("result.json").write_text(json.dumps(result))


def _limit(memory, seconds, largest_file):
    for kind, value in (
        (resource.RLIMIT_AS, memory),  # bytes
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, largest_file),  # bytes
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(ValueError, OSError):  # not every system knows every limit
            resource.setrlimit(kind, (value, value))


# --- Taking in --------------------------------------------------------------------------------------------------------


def develop(job):
    """Decode the file `given` and write it anew, upright, in sRGB, its own pixels and nothing else.

    Returns {"name", "width", "height", "caption", "credit"}. Raises `Refused`.
    """
    try:
        image = PIL.Image.open("given", formats=FORMATS)
    except Exception as error:  # decoders raise whatever broken bytes lead them into
        raise Refused("unreadable") from error
    if max(image.size) > job["most_side"] or image.width * image.height > job["most_pixels"]:
        raise Refused("pixels")
    # Phones put a small second picture behind a JPEG, for screens with more light; the first is the photo.
    if image.format not in ("JPEG", "MPO") and getattr(image, "n_frames", 1) > 1:
        raise Refused("animated")
    try:
        words = {"caption": "", "credit": ""}
        with suppress(Exception):  # a broken caption is no reason to refuse the photo
            words = _words(image)
        profile = image.info.get("icc_profile")
        image.draft(None, (job["longest_side"],) * 2)  # a JPEG can be decoded at a half or a quarter of its size
        image = _in_srgb(ImageOps.exif_transpose(image), profile)
        image.thumbnail((job["longest_side"],) * 2, PIL.Image.Resampling.LANCZOS)
        image.info.clear()  # comments and profiles that encoders would carry over
        name = _write_master(image)
    except Exception as error:
        raise Refused("unreadable") from error
    return {"name": name, "width": image.width, "height": image.height, **words}


def _in_srgb(image, profile):
    """The picture as RGB, or RGBA where something shows through."""
    if image.mode.startswith(("I", "F")):
        # Converting would cut off everything brighter than 255 of 65,535.
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    elif image.mode in ("P", "PA", "LA", "La", "RGBa", "1"):
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    elif image.has_transparency_data and image.mode != "RGBA":
        image = image.convert("RGBA")
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    if profile:
        # A profile that is broken, or for another kind of picture than this one, counts for nothing.
        with suppress(ImageCms.PyCMSError, OSError, ValueError, TypeError):
            given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            image = ImageCms.profileToProfile(image, given, ImageCms.createProfile("sRGB"), outputMode=mode)
    image = image.convert(mode)
    if mode == "RGBA" and image.getchannel("A").getextrema()[0] == 255:
        image = image.convert("RGB")
    return image


def _write_master(image):
    if image.mode == "RGBA":
        image.save("master.png", "PNG", compress_level=6)
        return "master.png"
    image.save("master.jpg", "JPEG", quality=90, subsampling="4:4:4", progressive=True, exif=b"")
    return "master.jpg"


# --- The words that came with it --------------------------------------------------------------------------------------


def _words(image):
    """{"caption", "credit"} as the agency wrote them, from XMP, IPTC or EXIF, in this order; raw and untrusted."""
    found = [[_meaning(text) for text in read(image)] for read in (_xmp, _iptc, _exif)]
    caption = next((caption for caption, *_people in found if caption), "")
    people = [next((names[at] for names in found if names[at]), "") for at in (1, 2)]
    return {
        "caption": caption[:LONGEST_TEXT],
        "credit": " / ".join(dict.fromkeys(name for name in people if name))[:LONGEST_TEXT],
    }


def _meaning(text):
    """The text, but for one without letters: programs that know no Arabic leave a row of question marks."""
    return text if any(map(str.isalnum, text)) else ""


def _xmp(image):
    """(caption, photographer, agency) of the XMP packet."""
    packet = image.info.get("xmp") or b""
    packet = packet.encode() if isinstance(packet, str) else packet
    if not packet or b"<!" in packet:  # no packet has a document type; an attack does
        return "", "", ""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    root = etree.fromstring(packet.strip(b"\x00 \n"), parser)
    credit = root.findtext(f".//{PHOTOSHOP}Credit") or next(
        filter(None, (each.get(f"{PHOTOSHOP}Credit") for each in root.iter(f"{RDF}Description"))), ""
    )
    items = (root.findtext(f".//{DUBLIN_CORE}{name}//{RDF}li") or "" for name in ("description", "creator"))
    return *(text.strip() for text in items), credit.strip()


def _iptc(image):
    """(caption, photographer, agency) of the IPTC block that agencies still write."""
    fields = IptcImagePlugin.getiptcinfo(image) or {}
    utf8 = fields.get((1, 90)) == b"\x1b%G"

    def text(number):
        value = fields.get((2, number), b"")
        value = b" / ".join(value) if isinstance(value, list) else value
        # Before UTF-8, Arabic newsrooms wrote in Windows' code page.
        for encoding in ("utf-8", "windows-1252" if utf8 else "windows-1256", "latin-1"):
            with suppress(UnicodeDecodeError):
                return value.decode(encoding).strip()

    return text(120), text(80), text(110)


def _exif(image):
    """(caption, photographer, "") of what a camera writes."""
    exif = image.getexif()

    def text(number):
        value = exif.get(number, "")
        if isinstance(value, bytes):
            value = value.decode("utf-8", "replace")
        with suppress(UnicodeError):  # the standard says ASCII, programs write UTF-8, and it is read as Latin
            value = value.encode("latin-1").decode("utf-8")
        return value.strip("\x00 \n")

    return text(DESCRIPTION), text(ARTIST), ""


# --- Renditions -------------------------------------------------------------------------------------------------------


def make_prints(job):
    """Make each of `prints` from the file `master`: {"box", "width", "height", "format", "name", "most_bytes"}.

    Returns {"look"}.
    """
    with PIL.Image.open("master", formats=FORMATS) as master:
        master.load()
        for each in job["prints"]:
            size = each["width"], each["height"]
            image = master.resize(size, PIL.Image.Resampling.LANCZOS, box=each["box"], reducing_gap=3.0)
            image.info.clear()
            _write(image, each)
        return {"look": _look(master)}


def _look(image):
    """What a picture looks like, in 64 bits as a signed number: where it gets darker from left to right."""
    grey = image.convert("L").resize((9, 8), PIL.Image.Resampling.LANCZOS, reducing_gap=3.0).tobytes()
    darker = [grey[9 * row + column] > grey[9 * row + column + 1] for row in range(8) for column in range(8)]
    look = sum(bit << place for place, bit in enumerate(darker))
    return look - 2**64 if look >= 2**63 else look


def _write(image, wanted):
    name, most_bytes = wanted["name"], wanted["most_bytes"]
    if wanted["format"] == "webp":
        image.save(name, "WEBP", quality=WEBP_QUALITY, method=WEBP_METHOD)
    elif wanted["format"] == "avif":
        image.save(name, "AVIF", quality=AVIF_QUALITY, speed=AVIF_SPEED)
    else:
        if image.mode == "RGBA":
            paper = PIL.Image.new("RGB", image.size, "white")
            paper.paste(image, mask=image.getchannel("A"))
            image = paper
        for quality in range(82, LEAST_QUALITY, -6):
            image.save(name, "JPEG", quality=quality, progressive=True, optimize=True, exif=b"")
            if not most_bytes or Path(name).stat().st_size <= most_bytes:
                break


if __name__ == "__main__":
    main()
