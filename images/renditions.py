"""Renditions: a picture in the shapes, widths and formats that pages use, made beforehand and never on a reader's wish.

The whole picture is made when it comes in, a crop when editors first use the picture in that shape. What is made is
decided by `plan` alone: a rendition's name says what it was made from, so what is missing and what is out of date can
always be told, and an address never changes what it shows.
"""

import hashlib
import json
import logging
import tempfile
from functools import partial
from pathlib import Path
from typing import NamedTuple

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction

from pagecache.changes import changed, key_of

from . import crop, isolation
from .models import Image, Rendition

# "social" is the shape of a card in social networks, 1200 × 630.
CROPS = {"": None, "16x9": (16, 9), "4x3": (4, 3), "1x1": (1, 1), "9x16": (9, 16), "social": (40, 21)}
ALWAYS = ("", "social")
# {crop: {format: widths}}, at most 30 in all. A browser takes AVIF wherever it is offered, so its few widths span all.
WIDTHS = {
    "": {"avif": (480, 960, 1600), "webp": (320, 480, 640, 960, 1280, 1600)},
    "16x9": {"avif": (480, 960, 1600), "webp": (320, 480, 640, 960, 1280, 1600)},
    "4x3": {"avif": (320, 640), "webp": (320, 640, 1280)},
    "1x1": {"webp": (160, 320, 1280)},
    "9x16": {"webp": (320, 640, 960)},
    "social": {"jpeg": (1200,)},
}
ENDINGS = {"jpeg": "jpg"}
MOST_BYTES_JPEG = 200_000  # messengers leave larger pictures off their cards
SECONDS = 15
RECIPE = 1  # count on when `darkroom` makes them otherwise: every rendition is then made anew
log = logging.getLogger(__name__)


class Print(NamedTuple):
    """A rendition that should be."""

    crop: str
    format: str
    box: crop.Box
    width: int
    height: int


def use(image_id, *crops):
    """Say that editors use a picture in these crops. They are made when the transaction is through."""
    if not image_id:
        return
    known = Image.objects.select_for_update().values_list("crops", flat=True).get(pk=image_id)
    if new := set(crops) - set(known):
        Image.objects.filter(pk=image_id).update(crops=sorted(new.union(known)))
        make_later(image_id)


def make_later(image_id):
    """Make what a picture lacks when the transaction is through: it takes a second or two, and locks nothing."""
    transaction.on_commit(partial(make, image_id), robust=True)


def make(image_id, *, look_for_files=False):
    """Make what a picture lacks and forget what is out of date; returns the number of renditions made.

    Rows tell what is there; `look_for_files` asks the storage too. A failure is logged: pages show what there is.
    """
    image = Image.objects.filter(pk=image_id).first()
    if image is None:
        return 0
    wanted = plan(image)
    missing = {name: each for name, each in wanted.items() if name not in there(image, look_for_files)}
    made, look = {}, image.look
    if missing or look is None:
        try:
            look = _make(image, missing)
            made = missing
        except (isolation.Failed, OSError) as error:
            log.warning("Picture %s: renditions could not be made: %s", image_id, error)
    _record(image, made, look)
    return len(made)


def there(image, look_for_files=False):
    """The names of the renditions a picture has."""
    names = set(image.renditions.values_list("file", flat=True))
    return {name for name in names if default_storage.exists(name)} if look_for_files else names


def plan(image):
    """{file name: `Print`} of all renditions a picture should have now."""
    wanted = {}
    for shape in (*ALWAYS, *image.crops):
        ratio = CROPS[shape]
        box = crop.cut(image.width, image.height, ratio, (image.focal_x, image.focal_y))
        if ratio and shape not in ALWAYS and (box.width, box.height) == (image.width, image.height):
            continue  # the whole picture has this shape
        for kind, widths in WIDTHS[shape].items():
            for width, height in crop.sizes(box, ratio, widths):
                each = Print(shape, kind, box, width, height)
                wanted[_name(image, each)] = each
    return wanted


def _name(image, each):
    # The file's own name is chance, and so no other can be guessed either.
    made_from = json.dumps([RECIPE, image.file.name, each.box, each.format])
    key = hashlib.sha256(made_from.encode()).hexdigest()[:32]
    ending = ENDINGS.get(each.format, each.format)
    return f"renditions/{image.pk}/{each.crop or 'whole'}-{key}-{each.width}.{ending}"


def _make(image, missing):
    """Write the files; returns the look of the picture. Raises `Failed` or `OSError`."""
    with tempfile.TemporaryDirectory(prefix="newsportal-") as folder:
        folder = Path(folder)
        with image.file.open("rb") as master, (folder / "master").open("wb") as copy:
            for chunk in master.chunks():
                copy.write(chunk)
        prints = [
            {
                "name": str(number),
                "box": each.box,
                "width": each.width,
                "height": each.height,
                "format": each.format,
                "most_bytes": MOST_BYTES_JPEG if each.format == "jpeg" else None,
            }
            for number, each in enumerate(missing.values())
        ]
        result = isolation.run({"task": "print", "prints": prints}, folder=folder, seconds=SECONDS)
        for number, name in enumerate(missing):
            with (folder / str(number)).open("rb") as file:
                _store(name, file)
    return result["look"]


def _store(name, file):
    """Keep a file under exactly this name. One that is there already is the same."""
    if not default_storage.exists(name):
        stored = default_storage.save(name, File(file))
        if stored != name:  # somebody else was quicker
            default_storage.delete(stored)


@transaction.atomic
def _record(before, made, look):
    """Bring the rows of a picture in step with its plan, which may have changed while the files were made.

    Files that are out of date stay where they are for a while, because readers may have the page open that shows them;
    the command remove_unused_renditions takes them away.
    """
    image = Image.objects.select_for_update().filter(pk=before.pk).first()
    if image is None:
        return
    wanted = plan(image)
    image.renditions.exclude(file__in=list(wanted)).delete()
    Rendition.objects.bulk_create(
        [
            Rendition(image=image, crop=each.crop, format=each.format, width=each.width, height=each.height, file=name)
            for name, each in made.items()
            if name in wanted
        ],
        ignore_conflicts=True,
    )
    sources = {}
    for each in image.renditions.order_by("crop", "format", "width"):
        rows = sources.setdefault(each.crop, {}).setdefault(each.format, [])
        rows.append([each.width, each.height, each.file.name])
    if look != image.look and image.digest == before.digest:
        Image.objects.filter(pk=image.pk).update(look=look)
    if sources != image.sources:
        Image.objects.filter(pk=image.pk).update(sources=sources)
        changed({key_of(image)})


def forget_files(sender, instance, **kwargs):
    """When a picture is deleted, its files go after the transaction. A receiver of `pre_delete`.

    Pictures are deleted one by one and by the list, and in the list's way no method of the model is asked.
    """
    names = [instance.file.name, *instance.renditions.values_list("file", flat=True)]
    storage = instance.file.storage
    transaction.on_commit(lambda: [storage.delete(name) for name in names if name], robust=True)
