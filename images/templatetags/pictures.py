"""A picture on a page, in the format and width that suits the reader's screen."""

from django import template
from django.utils.html import format_html, format_html_join

register = template.Library()
FORMATS = ("avif", "webp")  # best first: browsers take the first they know
AT_ONCE, LATER = [("fetchpriority", "high")], [("loading", "lazy"), ("decoding", "async")]


@register.simple_tag(name="picture")
def shown_picture(image, crop="", **options):
    """`picture` for readers: nothing once its rights have ended."""
    return picture(image, crop, **options) if image.is_shown() else ""


def picture(image, crop="", *, alt="", sizes="", first=False):
    """`<picture>` of an `Image` cut to `crop` (a key of `renditions.CROPS`).

    `sizes` says how wide the picture stands on the page, in the words of the attribute. `first` is for the one picture
    a reader sees at once; all others wait until they come near. What was not made is left out: then the whole picture
    stands for the crop, and the file itself for all of them; the styles of the place give it its shape.
    """
    made = image.sources_of(crop)
    url = image.file.storage.url
    sources = format_html_join(
        "",
        '<source type="image/{}" srcset="{}" sizes="{}">',
        (
            (kind, ", ".join(f"{url(name)} {width}w" for width, _height, name in made[kind]), sizes or "100vw")
            for kind in FORMATS
            if kind in made
        ),
    )
    largest, width, height = image.largest(crop)
    return format_html(
        '<picture>{}<img src="{}" alt="{}" width="{}" height="{}" {}></picture>',
        sources,
        image.file.url if image.file else largest,
        alt,
        str(width),
        str(height),
        format_html_join(" ", '{}="{}"', AT_ONCE if first else LATER),
    )
