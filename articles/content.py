"""The content of an article: what an editor writes, as one plain value that is saved, compared and restored whole.

A content is a dictionary that JSON can hold. Texts are `{language: text}`, moments ISO strings in UTC, things ids:

    {"kind": "news", "headline": {"ar": "…", "en": ""}, …, "main_category": 2,
     "categories": [{"category": 1, "until": None}, {"category": 2, "until": None}], "tags": [5, 9],
     "bylines": [{"author": 3, "role": "writing"}], "image": 7, "related": [100004], "unrelated": [],
     "corrections": [{"made_at": "2026-11-22T09:00:00+00:00", "text": {"ar": "…", "en": ""}}],
     "updated_at": None, "expires_at": None, "embargo_until": None, "source": "", "video": ""}
"""

import datetime

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from arabic.hygiene import clean_text
from arabic.slugs import slugify
from images.models import Image

from . import body
from .addresses import propose_slug
from .models import (
    Article,
    Author,
    Byline,
    Category,
    Correction,
    Filing,
    ImageUse,
    Kind,
    RelatedBan,
    RelatedPick,
    TaggedArticle,
)
from .models.taxonomy import LANGUAGES, Tag

# Counted up when a stored content has to be written otherwise to be read; a part that is added is not such a change:
# `current` gives it to older ones.
SCHEMA = 1
TEXTS = ("headline", "kicker", "standfirst", "body", "place", "slug")
TEXTS += ("seo_headline", "share_headline", "front_headline", "sponsor")
PLAIN = ("kind", "source", "video")
MOMENTS = ("updated_at", "expires_at", "embargo_until")
THINGS = ("main_category", "image")
LISTS = ("categories", "tags", "bylines", "related", "unrelated", "corrections")
# Fields of the row that are not content: what the verbs decide, and where the row comes from.
STATE = ("id", "status", "published_at", "ready_at", "ref", "created_at", "created_by", "saved_at", "folded")


def blank():
    """The content of an article nobody has written yet."""
    return (
        {name: dict.fromkeys(LANGUAGES, "") for name in TEXTS}
        | {"kind": Kind.NEWS.value, "source": "", "video": ""}
        | dict.fromkeys(MOMENTS + THINGS)
        | {name: [] for name in LISTS}
    )


def current(content):
    """A content as it was stored once, with what contents have today."""
    return blank() | content


def read(article):
    """The article's content as it is stored."""
    return {
        **{name: {code: getattr(article, f"{name}_{code}") or "" for code in LANGUAGES} for name in TEXTS},
        **{name: getattr(article, name) for name in PLAIN},
        **{name: moment(getattr(article, name)) for name in MOMENTS},
        **{name: getattr(article, f"{name}_id") for name in THINGS},
        "categories": [
            {"category": filing.category_id, "until": moment(filing.until)} for filing in article.filings.all()
        ],
        "tags": [item.tag_id for item in article.tagged_items.all()],
        "bylines": [{"author": byline.author_id, "role": byline.role} for byline in article.bylines.all()],
        "related": [pick.other_id for pick in article.picks.all()],
        "unrelated": [ban.other_id for ban in article.bans.all()],
        "corrections": [
            {
                "made_at": moment(correction.made_at),
                "text": {code: getattr(correction, f"text_{code}") or "" for code in LANGUAGES},
            }
            for correction in article.corrections.all()
        ],
    }


def moment(value):
    """A moment as contents hold it: an ISO string in UTC, to the second, or None.

    Takes a datetime, such a string, or nothing; raises `ValidationError` for years no newsroom has seen.
    """
    if isinstance(value, str):
        value = parse_datetime(value)
    if not value:
        return None
    if not 1900 <= value.year < 3000:
        raise ValidationError(_("“%(value)s” is no date of a newsroom.") % {"value": value})
    return value.astimezone(datetime.UTC).replace(microsecond=0).isoformat()


def cleaned(content, *, article=None):
    """The content as it may be stored. Raises `ValidationError` with a message per form field.

    Texts lose control characters, bodies unsafe markup; slugs are made where they are missing, but those readers know
    stay; the main section is among the sections; all that is referred to exists. What readers see of `article` cannot
    be emptied.
    """
    content = current(content)
    errors = {}
    result = {name: _clean_texts(name, content[name], errors) for name in TEXTS}
    for code in LANGUAGES:
        if result["headline"][code]:
            slug = slugify(result["slug"][code], max_length=200)
            if not slug and article and article.has_address(code):
                slug = getattr(article, f"slug_{code}")
            result["slug"][code] = slug or propose_slug(result["headline"][code], code)
    if not any(result["headline"].values()):
        errors[f"headline_{LANGUAGES[0]}"] = _("An article needs a headline.")

    result["kind"] = str(content["kind"])
    if result["kind"] not in Kind.values:
        errors["kind"] = _("There is no kind of article called “%(kind)s”.") % {"kind": result["kind"]}
    result["source"] = _short(clean_text(content["source"] or ""), "source", "source", errors)
    result["video"] = (content["video"] or "").strip()
    if result["video"]:
        try:
            URLValidator(schemes=["https", "http"])(result["video"])
        except ValidationError as error:
            errors["video"] = error.messages[0]
    result |= {name: moment(content[name]) for name in MOMENTS}
    result |= {name: content[name] for name in THINGS}

    categories = [{"category": row["category"], "until": moment(row.get("until"))} for row in content["categories"]]
    if result["main_category"] and result["main_category"] not in [row["category"] for row in categories]:
        categories.insert(0, {"category": result["main_category"], "until": None})
    result["categories"] = _once(categories, key=lambda row: row["category"])
    result["tags"] = _once(content["tags"])
    result["bylines"] = _once(
        [{"author": row["author"], "role": row.get("role") or Byline.Role.WRITING.value} for row in content["bylines"]],
        key=lambda row: (row["author"], row["role"]),
    )
    for name in ("related", "unrelated"):
        result[name] = [pk for pk in _once(content[name]) if not article or pk != article.pk]
    if not set(result["related"]).isdisjoint(result["unrelated"]):
        errors["unrelated"] = _("An article is chosen and never shown at once.")
    result["corrections"] = [
        {"made_at": moment(row["made_at"]), "text": _clean_texts("corrections", row["text"], errors)}
        for row in sorted(content["corrections"], key=lambda row: moment(row["made_at"]))
    ]
    if result["corrections"]:  # A correction is a change of substance.
        result["updated_at"] = max(result["updated_at"] or "", result["corrections"][-1]["made_at"])
    for name, (model, ids) in _references(result).items():
        if ids and model.objects.filter(pk__in=ids).count() != len(ids):
            errors[name] = _("Something chosen here does not exist any more. Choose again.")
    if any(row["role"] not in Byline.Role.values for row in result["bylines"]):
        errors["bylines"] = _("Choose a role from the list.")
    if article:
        errors |= _missing(article, result)
    if errors:
        raise ValidationError(errors)
    return result


def _missing(article, content):
    """{field: message} of what a published or withdrawn article cannot do without."""
    if article.published_at is None:
        return {}
    errors = {}
    if not content["main_category"]:
        errors["main_category"] = _("A published article keeps a main section.")
    for code in LANGUAGES:
        if getattr(article, f"ready_at_{code}"):
            if not content["headline"][code]:
                errors[f"headline_{code}"] = _("Readers see this: it cannot be emptied. Withdraw the article instead.")
            if not body.plain_text(content["body"][code]):
                errors[f"body_{code}"] = _("Readers see this: it cannot be emptied. Withdraw the article instead.")
    if content["expires_at"] and parse_datetime(content["expires_at"]) <= article.published_at:
        errors["expires_at"] = _("An article expires after it is published, not before.")
    return errors


def _clean_texts(name, texts, errors):
    """{language: text} for every language of the site, cleaned for the field called `name`."""
    result = {}
    for code in LANGUAGES:
        text = (texts or {}).get(code) or ""
        field = f"{name}_{code}" if name != "corrections" else "corrections"
        if name == "body":
            try:
                result[code] = body.clean(text)
            except ValidationError as error:
                errors[field], result[code] = error.messages[0], text
        else:
            text = clean_text(text, multiline=name in ("standfirst", "corrections"))
            result[code] = _short(text, "text" if name == "corrections" else name, field, errors)
    return result


def _short(text, name, field, errors):
    model = Correction if field == "corrections" else Article
    limit = model._meta.get_field(name).max_length
    if limit and len(text) > limit:
        errors[field] = _("This is too long: at most %(limit)s characters.") % {"limit": limit}
    return text


def _once(rows, key=lambda row: row):
    return list({key(row): row for row in reversed(rows)}.values())[::-1]


def mended(content, article):
    """(the content without what it refers to and is gone, the names of the parts that lost something)"""
    content = current(content)
    here = {
        name: set(model.objects.filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()
        for name, (model, ids) in _references(content).items()
    }
    result = content | {
        "main_category": content["main_category"] if content["main_category"] in here["categories"] else None,
        "image": content["image"] if content["image"] in here["image"] else None,
        "categories": [row for row in content["categories"] if row["category"] in here["categories"]],
        "tags": [pk for pk in content["tags"] if pk in here["tags"]],
        "bylines": [row for row in content["bylines"] if row["author"] in here["bylines"]],
        "related": [pk for pk in content["related"] if pk in here["related"]],
        "unrelated": [pk for pk in content["unrelated"] if pk in here["unrelated"]],
    }
    dropped = [name for name in content if result[name] != content[name]]
    shown = {pk for text in content["body"].values() for pk in body.image_ids(text)}
    if Image.objects.filter(pk__in=shown).count() < len(shown):
        dropped.append("body")  # the figure stays; readers see the text without it
    if article.published_at and not result["main_category"]:
        result["main_category"] = article.main_category_id  # it cannot do without
    return result, dropped


def _references(content):
    """{name: (model, ids)} of the parts of a content that refer to other rows."""
    references = {
        "categories": (Category, [*(row["category"] for row in content["categories"]), content["main_category"]]),
        "image": (Image, [content["image"]]),
        "tags": (Tag, content["tags"]),
        "bylines": (Author, [row["author"] for row in content["bylines"]]),
        "related": (Article, content["related"]),
        "unrelated": (Article, content["unrelated"]),
    }
    return {name: (model, set(ids) - {None}) for name, (model, ids) in references.items()}


def write(article, content):
    """Store a cleaned content in the article's row and beside it. Lists, keys, pictures: see `drafts`."""
    for name in TEXTS:
        for code in LANGUAGES:
            setattr(article, f"{name}_{code}", content[name][code])
    for name in PLAIN:
        setattr(article, name, content[name])
    for name in MOMENTS:
        setattr(article, name, parse_datetime(content[name]) if content[name] else None)
    for name in THINGS:
        setattr(article, f"{name}_id", content[name])
    columns = [f"{name}_{code}" for name in TEXTS for code in LANGUAGES]
    article.save(update_fields=[*columns, *PLAIN, *MOMENTS, *THINGS, "saved_at", "folded"])

    old = read(article)
    rows = {
        "categories": [
            Filing(article=article, category_id=row["category"], order=order, until=parsed(row["until"]))
            for order, row in enumerate(content["categories"])
        ],
        "tags": [
            TaggedArticle(content_object=article, tag_id=tag, order=order) for order, tag in enumerate(content["tags"])
        ],
        "bylines": [
            Byline(article=article, author_id=row["author"], role=row["role"], order=order)
            for order, row in enumerate(content["bylines"])
        ],
        "related": [
            RelatedPick(article=article, other_id=other, order=order) for order, other in enumerate(content["related"])
        ],
        "unrelated": [RelatedBan(article=article, other_id=other) for other in content["unrelated"]],
        "corrections": [
            Correction(
                article=article,
                made_at=parsed(row["made_at"]),
                **{f"text_{code}": row["text"][code] for code in LANGUAGES},
            )
            for row in content["corrections"]
        ],
    }
    managers = {
        "categories": article.filings,
        "tags": article.tagged_items,
        "bylines": article.bylines,
        "related": article.picks,
        "unrelated": article.bans,
        "corrections": article.corrections,
    }
    for name, manager in managers.items():
        if old[name] != content[name]:
            manager.all().delete()
            manager.model.objects.bulk_create(rows[name])


def use_pictures(article, *kept):
    """Note the pictures of these contents as the article's, so that none is deleted while one of them needs it."""
    shown = {content["image"] for content in kept} - {None}
    shown |= {pk for content in kept for text in content["body"].values() for pk in body.image_ids(text)}
    # A body from elsewhere may name a picture that is not here; readers then see the text without it.
    used = set(Image.objects.filter(pk__in=shown).values_list("pk", flat=True))
    article.image_uses.exclude(image__in=used).delete()
    ImageUse.objects.bulk_create([ImageUse(article=article, image_id=image) for image in used], ignore_conflicts=True)


def parsed(text):
    return parse_datetime(text) if text else None
