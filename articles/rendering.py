"""A stored body as readers see it: what it refers to stands in place of the reference.

A stored body names pictures of the library by their ids. So a better alternative text, a new file or another credit is
right everywhere at once, and a picture that is gone leaves no hole.
"""

import re

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from images.models import Image
from images.showing import shows

from . import body

_ALIGN = re.compile(r' data-align="([a-z]+)"')
_CAPTION = re.compile(r"<figcaption[^>]*>(.*?)</figcaption>", re.DOTALL)


def rendered(markup, *, request=None):
    """The markup of a cleaned body with every figure in full; at most one query. Figures without a picture go.

    The caption written in the body wins over the library's. The page that answers `request` is kept accordingly.
    """
    ids = body.image_ids(markup)
    if not ids:
        return markup or ""
    images = Image.objects.in_bulk(ids)
    if request:
        shows(request, *images.values())

    def figure(match):
        attributes, content = match.groups()
        image = images.get(body.image_of(attributes))
        if image is None or not image.is_shown():
            return ""
        align, caption = _ALIGN.search(attributes), _CAPTION.search(content)
        context = {
            "image": image,
            "align": align[1] if align else "",
            # Cleaned before it was stored, as all of the body was.
            "caption": mark_safe(caption[1].strip()) if caption else "",  # noqa: S308
        }
        return render_to_string("components/figure.html", context).strip()

    return body.FIGURE.sub(figure, markup)
