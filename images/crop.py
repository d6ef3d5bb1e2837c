"""Where to cut a picture so that what matters stays in it. Pure geometry; lengths are in pixels."""

from typing import NamedTuple


class Box(NamedTuple):
    """A part of a picture, counted from its upper left corner; `right` and `bottom` lie just outside it."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self):
        return self.right - self.left

    @property
    def height(self):
        return self.bottom - self.top


def cut(width: int, height: int, ratio: tuple[int, int] | None, focal: tuple[float, float]) -> Box:
    """The largest part of a picture that has this ratio (width, height), with its focal point nearest to the middle.

    `focal` is (from the left, from the top), each from 0 to 1. Without a ratio it is the whole picture.
    """
    if ratio is None:
        return Box(0, 0, width, height)
    across, down = ratio
    if width * down > height * across:
        size = max(1, round(height * across / down)), height
    else:
        size = width, max(1, round(width * down / across))
    left, top = (
        min(max(round(whole * point - part / 2), 0), whole - part)
        for whole, part, point in zip((width, height), size, focal, strict=True)
    )
    return Box(left, top, left + size[0], top + size[1])


def sizes(box: Box, ratio: tuple[int, int] | None, widths: tuple[int, ...]) -> list[tuple[int, int]]:
    """The (width, height) to make of a part, narrowest first: those asked for, and the part's own for what is wider.

    Nothing is ever larger than the part it is made from.
    """
    across, down = ratio or (box.width, box.height)
    return [
        (width, min(box.height, max(1, round(width * down / across))))
        for width in sorted({min(width, box.width) for width in widths})
    ]
