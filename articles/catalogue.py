"""Saving what articles are filed under: sections, tags, authors, pages, pictures, the site's settings.

One verb for all: it checks, writes, leaves a redirect where an address changed, and says which pages are touched.
"""

from django.db import transaction

from images import renditions
from pagecache.changes import changed, key_of

from .addresses import in_all_languages, leave_redirect
from .models import Author, Category


@transaction.atomic
def save(thing):
    """Store a section, tag, author, page, picture or the settings. Raises `ValidationError` with messages per field."""
    before = _addresses(type(thing).objects.filter(pk=thing.pk).first()) if thing.pk else {}
    thing.full_clean()
    thing.save()
    after = _addresses(thing)
    for page, path in before.items():
        if page in after:
            leave_redirect(path, after[page])
    if isinstance(thing, Author):
        renditions.use(thing.photo_id, "1x1")
    changed({key_of(thing)})
    return thing


def _addresses(thing):
    """{(model, id, language): path} of the thing's pages, a section's subsections with it."""
    if not hasattr(thing, "get_absolute_url"):
        return {}
    things = [thing]
    if isinstance(thing, Category) and thing.pk:
        for child in thing.children.all():
            child.parent = thing
            things.append(child)
    return {(key_of(each), language): path for each in things for language, path in in_all_languages(each).items()}
