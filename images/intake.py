"""The door for picture files. What a file says it is counts for nothing; what it holds is decoded and written anew.

So nothing that came with the picture reaches readers: no position, no camera number, no bytes behind the image. What is
kept is the picture upright, in sRGB and at most `LONGEST_SIDE` long, as a JPEG, or a PNG where something shows through.
"""

import hashlib
import secrets
import tempfile
from pathlib import Path
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from arabic.hygiene import clean_text

from . import isolation

MOST_BYTES = 20 * 1024 * 1024
MOST_PIXELS = 40_000_000
MOST_SIDE = 16_000  # pixels
LONGEST_SIDE = 2_560  # pixels of what is kept: every rendition is made from it, on screens with two dots a pixel too
SECONDS = 10


class Picture(NamedTuple):
    """A picture taken in: its pixels as a file of ours, the digest of the file it came in, and the words in that."""

    content: ContentFile
    width: int
    height: int
    digest: str
    caption: str
    credit: str


def take(file):
    """Decode a picture file (binary, readable) and return it as a `Picture`.

    Raises `ValidationError`, in words for the person who sent it, for what is no still picture of an allowed format,
    too large, or broken.
    """
    with tempfile.TemporaryDirectory(prefix="newsportal-") as folder:
        folder = Path(folder)
        digest = _copy(file, folder / "given")
        job = {
            "task": "develop",
            "most_pixels": MOST_PIXELS,
            "most_side": MOST_SIDE,
            "longest_side": LONGEST_SIDE,
        }
        try:
            result = isolation.run(job, folder=folder, seconds=SECONDS)
        except isolation.TookTooLong as error:
            raise ValidationError(refusal("slow")) from error
        except isolation.Failed as error:
            raise ValidationError(refusal("unreadable")) from error
        if reason := result.get("refused"):
            raise ValidationError(refusal(reason))
        name = result["name"]
        # Nobody finds a picture before it is published, not even with the file it was made from: 128 bits of chance.
        content = ContentFile((folder / name).read_bytes(), name=secrets.token_hex(16) + Path(name).suffix)
    words = (clean_text(result[key]) for key in ("caption", "credit"))
    return Picture(content, result["width"], result["height"], digest, *words)


def digest_of(file):
    """The digest of a file by which `take` would know it; the file is left at its beginning."""
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    return digest


def _copy(file, path):
    """Copy an upload, as far as it may be long; returns its digest."""
    digest, size = hashlib.sha256(), 0
    with path.open("wb") as copy:
        while chunk := file.read(64 * 1024):
            size += len(chunk)
            if size > MOST_BYTES:
                raise ValidationError(refusal("bytes"))
            digest.update(chunk)
            copy.write(chunk)
    return digest.hexdigest()


def refusal(reason):
    """Why a file is not taken, in words for the person who sent it."""
    return {
        "bytes": _("The file is larger than %(limit)s MB. Send a smaller one.") % {"limit": MOST_BYTES // 1024**2},
        "pixels": _("The picture is larger than %(limit)s million pixels or %(side)s on one side. Send a smaller one.")
        % {"limit": MOST_PIXELS // 10**6, "side": MOST_SIDE},
        "animated": _("The picture moves. Send one still frame of it."),
        "unreadable": _("This is not a JPEG, PNG, WebP or AVIF picture, or it is damaged."),
        "slow": _("Reading the picture took too long; the machine may be busy. Send it again."),
    }[reason]
