"""Pictures that look alike: a hint that the one at hand may be in the library already, cut or coloured otherwise.

A look is 64 bits, each telling whether a part of the picture is brighter than the one beside it (`darkroom` makes it).
Neither size nor format nor colour changes much of it. All looks are compared one by one, a tenth of a second for a
hundred thousand pictures.
"""

from .models import Image

MOST_APART = 6  # bits, by trying: other pictures of the same event are further apart
_BITS = 2**64 - 1


def alike(image, most=6):
    """Up to `most` other pictures that look like this one, nearest first."""
    if not image.look:
        return []
    others = Image.objects.exclude(pk=image.pk).exclude(look=None).exclude(look=0).order_by()
    near = []
    for pk, look in others.values_list("pk", "look").iterator(chunk_size=10_000):
        apart = ((look ^ image.look) & _BITS).bit_count()
        if apart <= MOST_APART:
            near.append((apart, pk))
    nearest = [pk for _apart, pk in sorted(near)[:most]]
    found = Image.objects.in_bulk(nearest)
    return [found[pk] for pk in nearest if pk in found]
