"""Saving what articles are filed under: sections, tags, authors, pages, pictures, the site's settings.

One verb for all: it checks, writes, leaves a redirect where an address changed, and says which pages are touched.
"""

from itertools import combinations

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import CharField, TextField
from django.utils.translation import gettext as _

from arabic.hygiene import clean_text
from images import renditions
from images.models import Image
from pagecache.changes import changed, key_of

from . import body, listings, page_keys
from .addresses import in_all_languages, leave_redirect
from .models import (
    Article,
    Author,
    Byline,
    Category,
    DifferentTags,
    Page,
    PageImageUse,
    Redirect,
    Revision,
    Tag,
    TaggedArticle,
)
from .models.path import decoded
from .models.taxonomy import LANGUAGES
from .search import index


@transaction.atomic
def save(thing):
    """Store a section, tag, author, page, redirect, picture or the settings.

    Raises `ValidationError` with messages per field.
    """
    stored = type(thing).objects.filter(pk=thing.pk).first() if thing.pk else None
    before = _addresses(stored)
    _clean_texts(thing)
    thing.full_clean()
    if isinstance(thing, Redirect) and _lives(thing.old_path):
        raise ValidationError({"old_path": _("A page lives at this address: give it another one first.")})
    try:
        with transaction.atomic():
            thing.save()
    except IntegrityError as error:
        raise ValidationError(_("Somebody saved the same at this moment. Reload the page and look.")) from error
    after = _addresses(thing)
    # What lives at an address owns it, in every spelling; what lived there before is reached no more.
    Redirect.objects.filter(old_path__in=[decoded(path) for path in after.values()]).delete()
    for page, path in before.items():
        if page in after:
            leave_redirect(path, after[page])
    if isinstance(thing, Author):
        renditions.use(thing.photo_id, "1x1")
    if isinstance(thing, Page):
        _use_pictures(thing)
    if isinstance(thing, Category) and stored and stored.parent_id != thing.parent_id:
        changed(_moved(thing))
    if stored and isinstance(thing, Tag | Author) and _names(thing) != _names(stored):
        carried = {"tagged_items__tag": thing} if isinstance(thing, Tag) else {"bylines__author": thing}
        index.refresh_later(Article.objects.released().filter(**carried))
    if isinstance(thing, Redirect):
        ways = Redirect.objects.filter(new_path__in=[thing.old_path, f"{thing.old_path}/"]).exclude(pk=thing.pk)
        ways.update(new_path=thing.new_path, article=thing.article)
    changed(page_keys.of_thing(thing, stored))
    return thing


def _use_pictures(page):
    """Note the pictures in a page's texts, so that none is deleted while one of them needs it."""
    shown = {pk for code in LANGUAGES for pk in body.image_ids(getattr(page, f"body_{code}"))}
    used = set(Image.objects.filter(pk__in=shown).values_list("pk", flat=True))
    page.image_uses.exclude(image__in=used).delete()
    PageImageUse.objects.bulk_create([PageImageUse(page=page, image_id=pk) for pk in used], ignore_conflicts=True)


def _names(thing):
    return [getattr(thing, f"{'label' if isinstance(thing, Tag) else 'name'}_{code}") for code in LANGUAGES]


def _moved(category):
    """Bring the articles of a section that got another parent into its lists; return the keys of all those touched."""
    keys = set()
    for article in Article.objects.filter(filings__category=category).iterator(chunk_size=500):
        keys |= page_keys.lists(article).keys()
        listings.refresh(article)
        index.refresh(article)
        keys |= page_keys.lists(article).keys()
    return keys


def _lives(path):
    """Is there a section, tag, author or page at this address (decoded)?"""
    language, *words = path.strip("/").split("/")
    if language not in LANGUAGES:
        language, words = LANGUAGES[0], [language, *words]
    if len(words) == 2 and words[0] in ("tag", "author", "page"):
        things = {"tag": Tag, "author": Author, "page": Page}[words[0]].objects.filter(
            **{"slug" if words[0] == "tag" else f"slug_{language}": words[1]}
        )
    else:
        things = Category.objects.filter(**{f"slug_{language}": words[-1]})
    return any(decoded(thing.get_absolute_url(language)) == path for thing in things)


def _clean_texts(thing):
    """Names and lines lose what is invisible and turns lines round; bodies have a cleaning of their own."""
    for field in thing._meta.concrete_fields:
        if hasattr(thing, f"{field.name}_{LANGUAGES[0]}"):
            continue  # The bare name of a translated field answers for the language of the moment.
        value = getattr(thing, field.attname)
        if isinstance(field, CharField | TextField) and isinstance(value, str) and not field.name.startswith("body"):
            setattr(thing, field.attname, clean_text(value, multiline=not isinstance(field, CharField)))


@transaction.atomic
def delete(thing):
    """Remove a section, tag, author, page, picture or redirect that nothing needs."""
    keys = page_keys.of_thing(thing)
    thing.delete()
    changed(keys)


def keep_apart(tags):
    """Remember of tags that look alike that no two of them are the same."""
    pairs = combinations(sorted(tag.pk for tag in tags), 2)
    DifferentTags.objects.bulk_create([DifferentTags(one_id=a, other_id=b) for a, b in pairs], ignore_conflicts=True)


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
        _drafts_follow(tag, into)
        _lead_on(tag, into)
        tag.delete()
    for article in moved:
        keys |= {*page_keys.lists(article)}
    index.refresh_later(Article.objects.released().filter(pk__in=[article.pk for article in moved]))
    changed(keys | {page_keys.ADDRESSES})
    return len(moved)


@transaction.atomic
def merge_authors(authors, *, into):
    """Make several authors one: their parts in articles are of `into`, their pages lead to its page, and they are gone.

    The account of one that is gone is that of `into`, if it had none. Returns how many articles moved.
    """
    merged = [author for author in authors if author.pk != into.pk]
    bylines = Byline.objects.filter(author__in=merged)
    keys = {key_of(author) for author in (into, *merged)}
    moved = list(Article.objects.filter(bylines__in=bylines).distinct())
    for article in moved:
        keys |= {*page_keys.lists(article), key_of(article)}
    for author in merged:
        for role in Byline.Role.values:
            named = Byline.objects.filter(author=into, role=role).values("article")
            bylines.filter(author=author, role=role, article__in=named).delete()
        bylines.filter(author=author).update(author=into)
        _drafts_follow(author, into)
        _lead_on(author, into)
        account = author.user
        author.delete()
        if account and not into.user:
            into.user = account
            into.save(update_fields=["user"])
    for article in moved:
        listings.refresh(article)  # who has two parts in an article now is listed once
        keys |= {*page_keys.lists(article)}
    index.refresh_later(Article.objects.released().filter(pk__in=[article.pk for article in moved]))
    changed(keys | {page_keys.ADDRESSES})
    return len(moved)


def _lead_on(thing, into):
    """Let the pages of a tag or author that goes lead to those of another."""
    after = in_all_languages(into)
    for language, path in in_all_languages(thing).items():
        leave_redirect(path, after[language])


def _drafts_follow(thing, into):
    """Unpublished changes follow, or they would name a tag or author that is gone."""
    for revision in Revision.objects.open().select_for_update():
        content = revision.content
        if isinstance(thing, Tag):
            tags = list(dict.fromkeys(into.pk if pk == thing.pk else pk for pk in content["tags"]))
            content = content | {"tags": tags}
        else:
            rows = [row | {"author": into.pk} if row["author"] == thing.pk else row for row in content["bylines"]]
            content = content | {
                "bylines": list({(row["author"], row["role"]): row for row in reversed(rows)}.values())[::-1]
            }
        if content != revision.content:
            revision.content = content
            revision.save(update_fields=["content"])


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
