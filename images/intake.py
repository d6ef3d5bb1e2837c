"""The door for picture files. What a file says it is counts for nothing; what it holds is decoded and written anew.

So nothing that came with the picture reaches readers: no position, no camera number, no bytes behind the image.
"""

import hashlib
import io
import warnings
from typing import NamedTuple

import PIL.Image
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import ImageOps

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF")
MOST_BYTES = 20 * 1024 * 1024
MOST_PIXELS = 40_000_000


class Picture(NamedTuple):
    """A picture taken in: its pixels as a file of ours, and the digest of the file it came in."""

    content: ContentFile
    width: int
    height: int
    digest: str


def take(file):
    """Decode a picture file (binary, seekable) and return it as a `Picture`.

    Raises `ValidationError`, in words for the person who sent it, for what is no picture of an allowed format, too
    large, or broken.
    """
    given = file.read(MOST_BYTES + 1)
    if len(given) > MOST_BYTES:
        raise ValidationError(_("The file is larger than %(limit)s MB.") % {"limit": MOST_BYTES // 1024**2})
    digest = hashlib.sha256(given).hexdigest()
    try:
        with warnings.catch_warnings():
            # Pillow itself only warns of pictures that unpack to more than they should.
            warnings.simplefilter("error", PIL.Image.DecompressionBombWarning)
            image = PIL.Image.open(io.BytesIO(given), formats=FORMATS)
            if image.width * image.height > MOST_PIXELS:
                raise ValidationError(
                    _("The picture has more than %(limit)s million pixels.") % {"limit": MOST_PIXELS // 10**6}
                )
            image = ImageOps.exif_transpose(image)
            extension, encoded = _encode(image)
    except ValidationError:
        raise
    except Exception as error:  # decoders raise whatever broken bytes lead them into
        raise ValidationError(_("This is not a JPEG, PNG, WebP or AVIF picture, or it is damaged.")) from error
    return Picture(ContentFile(encoded, name=f"{digest[:32]}.{extension}"), *image.size, digest)


def _encode(image):
    """(extension, bytes): PNG where there is transparency, else JPEG."""
    out = io.BytesIO()
    if image.has_transparency_data:
        image.convert("RGBA").save(out, "PNG", optimize=True)
        return "png", out.getvalue()
    image.convert("RGB").save(out, "JPEG", quality=88, progressive=True, exif=b"")
    return "jpg", out.getvalue()
