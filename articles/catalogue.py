"""Saving what articles are filed under: sections, tags, authors, pages, pictures, the site's settings.

One verb for all: it checks, writes, leaves a redirect where an address changed, and says which pages are touched.
"""

from django.db import transaction

from pagecache.changes import changed, key_of

from . import page_keys
from .addresses import in_all_languages, leave_redirect
from .models import Article, Category, TaggedArticle


@transaction.atomic
def save(thing):
    """Store a section, tag, author, page, picture or the settings. Raises `ValidationError` with messages per field."""
    stored = type(thing).objects.filter(pk=thing.pk).first() if thing.pk else None
    before = _addresses(stored)
    thing.full_clean()
    thing.save()
    after = _addresses(thing)
    for page, path in before.items():
        if page in after:
            leave_redirect(path, after[page])
    changed(page_keys.of_thing(thing, stored))
    return thing


@transaction.atomic
def delete(thing):
    """Remove a section, tag, author, page, picture or redirect that nothing needs."""
    keys = page_keys.of_thing(thing)
    thing.delete()
    changed(keys)


@transaction.atomic
def merge_tags(tags, *, into):
    """Make several tags one: their articles get the tag `into`, their pages lead to its page, and they are gone.

    Returns how many articles moved.
    """
    merged = [tag for tag in tags if tag.pk != into.pk]
    items = TaggedArticle.objects.filter(tag__in=merged)
    keys = {key_of(tag) for tag in (into, *merged)}
    articles = Article.objects.filter(tagged_items__in=items).distinct()
    moved = list(articles)
    for article in moved:
        keys |= {*page_keys.lists(article), key_of(article)}
    has_it = TaggedArticle.objects.filter(tag=into).values("content_object")
    items.filter(content_object__in=has_it).delete()
    for tag in merged:  # One by one: an article may carry several of them, and can carry the one tag only once.
        items.filter(tag=tag, content_object__in=has_it).delete()
        items.filter(tag=tag).update(tag=into)
        after = in_all_languages(into)
        for language, path in in_all_languages(tag).items():
            leave_redirect(path, after[language])
        tag.delete()
    for article in moved:
        keys |= {*page_keys.lists(article)}
    changed(keys | {page_keys.ADDRESSES})
    return len(moved)


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
