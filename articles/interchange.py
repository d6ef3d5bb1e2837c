"""A newsroom as one JSON file: loading it, again and again, and writing it out.

Things are keyed by `ref`. Loading what is there already changes nothing; an item with a mistake is named and left out
whole, the others are loaded. The format is described in docs/interchange.md.
"""

import datetime
import html
import json
import re
from contextlib import contextmanager
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_datetime, parse_time
from django.utils.translation import gettext as _

from arabic.fold import tag_key
from arabic.slugs import slugify
from images import intake, renditions
from images.models import Image

from . import catalogue, drafts, workflow
from . import content as contents
from .models import Article, Author, Category, Page, Redirect, SiteSettings, Tag
from .models.article import FIRST_ID
from .models.path import decoded
from .models.taxonomy import LANGUAGES
from .status import Status

# In a file, figures of bodies name pictures and articles as everything else does: by their ref.
FIGURE_REF = re.compile(r"""(<figure\b[^>]*?\bdata-(image|article)=)(["'])(.*?)\3""", re.IGNORECASE | re.DOTALL)
GROUPS = ("images", "categories", "site", "tags", "authors", "pages", "articles", "redirects")
KEYS = {
    "site": {"name", "tagline", "description", "contact_email", "zone", "months", "digits", "show_hijri",
             "hijri_offset", "lead_category", "logo", "social_links"},
    "images": {"ref", "file", "digest", "alt", "caption", "credit", "licence", "licence_note",
               "rights_until", "file_name", "focal_x", "focal_y"},
    "categories": {"ref", "slug", "name", "description", "parent", "order", "in_navigation"},
    "tags": {"name", "slug", "label", "description"},
    "authors": {"ref", "name", "slug", "title", "bio", "photo"},
    "pages": {"ref", "title", "slug", "body", "order", "in_footer"},
    "articles": {"ref", "id", "kind", "status", "published_at", "updated_at", "expires_at", "embargo_until", "headline",
                 "kicker", "standfirst", "body", "place", "slug", "seo_headline", "share_headline",
                 "front_headline", "sponsor", "ready",
                 "categories", "main_category", "tags", "authors", "image", "related", "unrelated", "corrections",
                 "withdrawn", "source", "video"},
    "redirects": {"old_path", "article", "new_path"},
}  # fmt: skip
OTHERS = ("related", "unrelated")  # what an article says of other articles
TRANSLATED = {
    "site": ("name", "tagline", "description"),
    "images": ("alt", "caption"),
    "categories": ("name", "slug", "description"),
    "tags": ("label", "description"),
    "authors": ("name", "slug", "title", "bio"),
    "pages": ("title", "slug", "body"),
}


class Mistake(Exception):
    """Something wrong with one item, in words."""


class _DryRun(Exception):
    pass


def load(path, *, dry_run=False, progress=lambda items, name: items):
    """Load the file at `path`. Returns (counts of {"new", "changed", "same"} items, [messages naming wrong items]).

    `progress(items, group)` wraps each group's items, for a progress bar. A dry run writes nothing.
    """
    loader = _Loader(Path(path), dry_run)
    try:
        with transaction.atomic() if dry_run else _nothing():
            loader.load(progress)
            if dry_run:
                raise _DryRun
    except _DryRun:
        pass
    return loader.counts, loader.mistakes


@contextmanager
def _nothing():
    yield


class _Loader:
    def __init__(self, path, dry_run):
        self.folder, self.dry_run = path.resolve().parent, dry_run
        self.data = _parsed(path)
        articles = [item for item in self.data.get("articles", []) if isinstance(item, dict)]
        self.in_file = {item["ref"] for item in articles if isinstance(item.get("ref"), str)}
        self.counts = {"new": 0, "changed": 0, "same": 0}
        self.mistakes = []
        self.now = timezone.now()
        self.written = set()
        self.gave_ids = False
        self.known = {}  # {(model, ref): id} of what is here under another ref

    def load(self, progress):
        for group in GROUPS:
            items = self.data.get(group, [] if group != "site" else None)
            if items is None:
                continue
            items = [items] if group == "site" else items
            one = getattr(self, f"_{group}")
            for place, item in enumerate(progress(items, group), 1):
                self._item(group, place, item, one)
        for place, item in enumerate(self.data.get("pages", []), 1):
            if _has_cards(item):
                self._item("pages", place, item, self._pages, counted=False)
        for place, item in enumerate(self.data.get("articles", []), 1):
            if (_has_cards(item) or _has_others(item)) and item.get("ref") in self.written:
                self._item("articles", place, item, self._related, counted=False)
        if self.gave_ids and not self.dry_run:
            _count_on_from_highest_id()

    def _item(self, group, place, item, one, counted=True):
        name = f"{group}[{place}]"
        try:
            if not isinstance(item, dict):
                raise Mistake(_("is not an object"))
            name = next((f"{name} “{item[key]}”" for key in ("ref", "name", "old_path") if key in item), name)
            if unknown := set(item) - KEYS[group]:
                raise Mistake(_("has unknown keys: %(keys)s") % {"keys": ", ".join(sorted(map(str, unknown)))})
            with transaction.atomic():
                outcome = one(item)
            if counted:
                self.counts[outcome] += 1
        except Mistake as mistake:
            self.mistakes.append(f"{name}: {mistake}")
        except ValidationError as error:
            self.mistakes.append(f"{name}: {_in_one_line(error)}")
        except (TypeError, ValueError, KeyError, AttributeError, OverflowError, DatabaseError) as error:
            self.mistakes.append(f"{name}: {_('has a value of the wrong kind')} ({error})")

    # One function a group: it returns what became of the item.

    def _site(self, item):
        site = SiteSettings.load()
        values = self._plain(item, "site")
        if "lead_category" in item:
            values["lead_category"] = self._found(Category, item["lead_category"])
        if "logo" in item:
            values["logo"] = self._found(Image, item["logo"])
        return self._saved(site, values, new=not site.name)

    def _images(self, item):
        image = self._own(Image, item)
        values = self._plain(item, "images")
        name, digest = values.pop("file", None), values.pop("digest", None)
        if values.get("rights_until"):
            values["rights_until"] = datetime.date.fromisoformat(values["rights_until"])
        new = image.pk is None
        if new or digest != image.digest:  # otherwise it is a dump of this very picture
            values = self._taken(image, name, digest) | values
        try:
            outcome = self._saved(image, values, new=new)
        except Exception:
            if "file" in values and not self.dry_run:
                default_storage.delete(values["file"])
            raise
        renditions.make_later(image.pk)
        return outcome

    def _taken(self, image, name, digest):
        """The column values of a picture's file, which is taken in unless it is the one there already."""
        if not name:
            raise Mistake(_("names no file"))
        path = (self.folder / name).resolve()
        if not path.is_relative_to(self.folder) or not path.is_file():
            raise Mistake(_("there is no file “%(name)s” beside the JSON file") % {"name": name})
        with path.open("rb") as file:
            digest = digest or intake.digest_of(file)
            if digest == image.digest:
                return {}
            picture = intake.take(file)
        stored = picture.content.name
        if not self.dry_run:
            stored = default_storage.save(f"pictures/{stored}", picture.content)
        columns = {"digest": digest, "width": picture.width, "height": picture.height, "look": None}
        return columns | {"file": stored, "file_name": path.name[:200]}

    def _categories(self, item):
        parent = self._found(Category, item.get("parent"))
        category = self._own(Category, item, parent)
        values = self._plain(item, "categories") | {"parent": parent}
        return self._saved(category, values)

    def _tags(self, item):
        tag = _tag(item.get("name"))
        return self._saved(tag, self._plain(item, "tags"))

    def _authors(self, item):
        author = self._own(Author, item)
        values = self._plain(item, "authors")
        values["photo"] = self._found(Image, item.get("photo"))
        return self._saved(author, values)

    def _pages(self, item):
        page = self._own(Page, item)
        values = self._plain(item, "pages")
        values |= {name: self._with_ids(text) for name, text in values.items() if name.startswith("body_")}
        return self._saved(page, values)

    def _redirects(self, item):
        values = self._plain(item, "redirects")
        values["old_path"] = decoded(values.get("old_path") or "")
        redirect = Redirect.objects.filter(old_path=values["old_path"]).first() or Redirect()
        values["article"] = self._found(Article, item.get("article"))
        return self._saved(redirect, values)

    def _articles(self, item):
        article = self._own(Article, item)
        content = contents.blank() | self._content(item)
        before = (contents.read(article), article.saved_at) if article.pk else None
        if article.pk is None:
            pk = self._free_id(item)
            article = drafts.create(content, by=None, ref=item["ref"], pk=pk, now=self.now)
            self.gave_ids |= pk is not None
        else:
            article = self._edited(article, content | {name: before[0][name] for name in OTHERS})
        article = self._brought_to(article, item)
        if item["ref"] in self.written:
            raise Mistake(_("the ref “%(ref)s” is used twice") % {"ref": item["ref"]})
        self.written.add(item["ref"])
        if before is None:
            return "new"
        return "same" if article.saved_at == before[1] else "changed"

    def _related(self, item):
        """What articles say of each other, now that all are here."""
        article = self._own(Article, item)
        content = contents.read(article)
        content |= {name: [self._found(Article, ref).pk for ref in item.get(name, [])] for name in OTHERS}
        if "body" in item:
            content["body"] = self._bodies(item)
        self._edited(article, content)

    # Parts of an item.

    def _edited(self, article, content):
        """The article with this content; what is published is edited in public. Drafts of editors are not touched."""
        content = contents.cleaned(content, article=article)
        if content == contents.read(article):
            return article
        if drafts.open_revision(article):
            raise Mistake(_("has unpublished changes of an editor here: publish or discard them first"))
        # A file that names another address means it; one that names none keeps what is here.
        article = drafts.save(article, content, by=None, new_address=True, now=self.now)
        if drafts.open_revision(article):
            article = workflow.publish_changes(article, by=None, now=self.now)
        return article

    def _content(self, item):
        content = {name: _texts(item[name], name) for name in contents.TEXTS if name in item}
        if "body" in content:
            content["body"] = self._bodies(item)
        content |= {name: item[name] for name in contents.PLAIN if item.get(name)}
        content |= {name: _iso(self._moment(item.get(name))) for name in contents.MOMENTS}
        rows = [row if isinstance(row, dict) else {"ref": row} for row in item.get("categories", [])]
        content["categories"] = [
            {"category": self._found(Category, row.get("ref")).pk, "until": _iso(self._moment(row.get("until")))}
            for row in rows
        ]
        if item.get("main_category"):
            content["main_category"] = self._found(Category, item["main_category"]).pk
        content["image"] = self._found(Image, item["image"]).pk if item.get("image") else None
        content["tags"] = [self._tag_id(name) for name in item.get("tags", [])]
        content["bylines"] = [
            {"author": self._found(Author, row["ref"]).pk, "role": row.get("role", "writing")}
            for row in item.get("authors", [])
        ]
        content["corrections"] = [
            {"made_at": _iso(self._moment(row["at"] or "")), "text": _texts(row["text"], "corrections")}
            for row in item.get("corrections", [])
        ]
        for ref in (ref for name in OTHERS for ref in item.get(name, [])):
            if ref not in self.in_file:
                self._found(Article, ref)
        return content

    def _bodies(self, item):
        return {code: self._with_ids(text) for code, text in _texts(item["body"], "body").items()}

    def _with_ids(self, markup):
        """A body whose figures name ids of pictures and articles here instead of refs; 0 for an article to come."""

        def with_id(found):
            ref = html.unescape(found[4])
            if found[2].lower() == "image":
                pk = self._found(Image, ref).pk
            else:
                try:
                    pk = self._found(Article, ref).pk
                except Mistake:
                    if ref not in self.in_file:
                        raise
                    pk = 0
            return f'{found[1]}"{pk}"'

        return FIGURE_REF.sub(with_id, markup)

    def _brought_to(self, article, item):
        """Move the article to the state the item wants, by the verbs."""
        wanted = item.get("status", Status.DRAFT)
        if wanted not in Status.values:
            raise Mistake(_("there is no status “%(status)s”") % {"status": wanted})
        at = self._moment(item.get("published_at"))
        ready = item.get("ready")
        if ready is not None and (not isinstance(ready, list | dict) or not set(ready) <= set(LANGUAGES)):
            raise Mistake(_("“ready” names a language the site does not have"))
        if isinstance(ready, dict):
            ready = {code: self._moment(moment) for code, moment in ready.items()}
        # What the newsroom itself moved stays where it was moved to, however often an old file is loaded.
        if article.status != Status.PUBLISHED and article.status_changes.filter(verb="publish").exists():
            return article
        if wanted in (Status.PUBLISHED, Status.WITHDRAWN) and article.status in (Status.DRAFT, Status.IN_REVIEW):
            if at is None:
                raise Mistake(_("is published, but says not when"))
            article = workflow.publish(article, by=None, at=at, languages=ready or None, now=self.now)
        elif wanted == Status.IN_REVIEW and article.status == Status.DRAFT:
            article = workflow.submit(article, by=None, now=self.now)
        if article.status == Status.PUBLISHED and ready is not None:
            article = self._languages(article, ready)
        if wanted == Status.WITHDRAWN and article.status == Status.PUBLISHED:
            withdrawn = item.get("withdrawn") or {}
            when = self._moment(withdrawn.get("at")) or self.now
            article = workflow.withdraw(article, by=None, note=withdrawn.get("reason") or "–", now=when)
        if article.status != wanted:
            raise Mistake(
                _("is “%(now)s” here and cannot become “%(wanted)s”")
                % {"now": article.get_status_display(), "wanted": Status(wanted).label}
            )
        return article

    def _languages(self, article, ready):
        for code in LANGUAGES:
            is_ready = bool(getattr(article, f"ready_at_{code}"))
            if code in ready and not is_ready:
                article = workflow.open_language(article, code, by=None, now=self.now)
            elif code not in ready and is_ready:
                article = workflow.close_language(article, code, by=None, now=self.now)
        return article

    def _free_id(self, item):
        pk = item.get("id")
        if pk is None:
            return None
        if not isinstance(pk, int) or pk < FIRST_ID:
            raise Mistake(_("an id is a number from %(first)s up") % {"first": FIRST_ID})
        if Article.objects.filter(pk=pk).exists():
            raise Mistake(_("the id %(id)s belongs to another article") % {"id": pk})
        return pk

    def _tag_id(self, name):
        tag = _tag(name)
        if tag.pk is None:
            catalogue.save(tag)
        return tag.pk

    def _own(self, model, item, parent=None):
        """The thing of this ref, or a new one."""
        ref = item.get("ref")
        if not isinstance(ref, str) or not ref:
            raise Mistake(_("has no “ref”"))
        if len(ref) > (limit := model._meta.get_field("ref").max_length):
            raise Mistake(_("This is too long: at most %(limit)s characters.") % {"limit": limit})
        found = model.objects.filter(ref=ref).first() or self._at_address(model, item, parent)
        if found:
            self.known[model, ref] = found.pk
        return found or model(ref=ref)

    def _at_address(self, model, item, parent):
        """The section, author or page that has the item's address already, under a ref of its own: it is the same."""
        names = {Category: "name", Author: "name", Page: "title"}
        if model not in names:
            return None
        code = LANGUAGES[0]
        texts = [_texts(item.get(key, ""), key)[code] for key in ("slug", names[model])]
        slug = next(filter(None, map(slugify, texts)), None)
        where = {"parent": parent} if model is Category else {}
        return model.objects.filter(**{f"slug_{code}": slug}, **where).first() if slug else None

    def _found(self, model, ref):
        if ref is None:
            return None
        found = (
            model.objects.filter(Q(ref=ref) | Q(pk=self.known.get((model, ref)))).first()
            if isinstance(ref, str)
            else None
        )
        if found is None:
            raise Mistake(
                _("there is no %(noun)s with the ref “%(ref)s”") % {"noun": model._meta.verbose_name, "ref": ref}
            )
        return found

    def _plain(self, item, group):
        """Column values of an item, translated ones spread over the languages; references are left to the caller."""
        values = {}
        for key, value in item.items():
            if key in TRANSLATED.get(group, ()):
                texts = _texts(value, key)
                # An empty slug or label means "make one": what is there already stays.
                made = key in ("slug", "label")
                values |= {f"{key}_{code}": texts[code] for code in LANGUAGES if texts[code] or not made}
            elif key not in ("ref", "parent", "photo", "lead_category", "logo", "article"):
                values[key] = value
        return values

    def _saved(self, thing, values, new=None):
        new = thing.pk is None if new is None else new
        before = {name: getattr(thing, name) for name in values}
        for name, value in values.items():
            setattr(thing, name, value)
        if isinstance(thing, Page):
            for code in LANGUAGES:
                setattr(thing, f"body_{code}", contents.body.clean(getattr(thing, f"body_{code}") or ""))
        if not new and all((before[name] or "") == (getattr(thing, name) or "") for name in values):
            return "same"
        catalogue.save(thing)
        return "new" if new else "changed"

    def _moment(self, value):
        """A moment: ISO with an offset, or {"days_ago": 2, "time": "09:30"} in the newsroom's zone."""
        if value is None:
            return None
        if isinstance(value, str):
            moment = parse_datetime(value)
            if moment and moment.tzinfo:
                return moment
        elif isinstance(value, dict) and set(value) <= {"days_ago", "time"} and isinstance(value.get("days_ago"), int):
            zone = SiteSettings.load().zone_info
            date = self.now.astimezone(zone).date() - datetime.timedelta(days=value["days_ago"])
            time = parse_time(value.get("time", "09:00"))
            if time:
                moment = datetime.datetime.combine(date, time, zone)
                # Early in the day, "today at noon" is still to come; what is some days ago is not.
                late = value["days_ago"] >= 0 and moment > self.now
                return moment - datetime.timedelta(days=1) if late else moment
        raise Mistake(_("“%(value)s” is no moment: write a date with time and offset") % {"value": value})


def _count_on_from_highest_id():
    """PostgreSQL counts apart from the rows, so ids that came from outside would be given again; SQLite looks."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT setval(sequence, GREATEST(nextval(sequence), (SELECT max(id) FROM articles_article)))"
                " FROM pg_get_serial_sequence('articles_article', 'id') AS sequence"
            )


def _parsed(path):
    try:
        data = json.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise Mistake(_("The file cannot be read: %(error)s") % {"error": error}) from error
    except (json.JSONDecodeError, RecursionError) as error:
        raise Mistake(_("The file is no JSON: %(error)s") % {"error": error}) from error
    if not isinstance(data, dict) or (unknown := set(data) - set(GROUPS)):
        raise Mistake(
            _("The file has unknown parts: %(parts)s")
            % {"parts": sorted(unknown) if isinstance(data, dict) else type(data).__name__}
        )
    for group in GROUPS:
        if not isinstance(data.get(group, {} if group == "site" else []), dict if group == "site" else list):
            raise Mistake(_("“%(group)s” is not a list") % {"group": group})
    return data


def _texts(value, name):
    """{language: text} of a translated value; a plain text is in the site's first language."""
    if isinstance(value, str):
        value = {LANGUAGES[0]: value}
    if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
        raise Mistake(_("“%(name)s” is not a text for each language") % {"name": name})
    if unknown := set(value) - set(LANGUAGES):
        raise Mistake(
            _("“%(name)s” has a language the site does not have: %(unknown)s")
            % {"name": name, "unknown": ", ".join(sorted(unknown))}
        )
    return {code: value.get(code, "") for code in LANGUAGES}


def _tag(name):
    if not isinstance(name, str) or not tag_key(name):
        raise Mistake(_("“%(name)s” is no tag") % {"name": name})
    return Tag.objects.filter(key=tag_key(name)).first() or Tag(name=name)


def _iso(moment):
    return contents.moment(moment)


def _in_one_line(error):
    if hasattr(error, "message_dict"):
        return "; ".join(f"{field}: {' '.join(messages)}" for field, messages in error.message_dict.items())
    return " ".join(error.messages)


# Writing out.


def dump(path, *, progress=lambda items, name: items):
    """Write the newsroom to `path`, its picture files into a folder beside it.

    Returns ({group: count}, [names of picture files that are lost]).

    Things without a `ref` are given one, here and in the database, so that loading the file finds them again.
    """
    path = Path(path)
    pictures, lost = path.with_name(f"{path.stem}-pictures"), []
    _all(Article)  # bodies name articles by the refs they get now
    data = {
        "images": [_dumped_image(image, pictures, lost) for image in progress(_all(Image), "images")],
        "categories": [
            _translated(each, "categories")
            | {"ref": each.ref, "parent": each.parent.ref if each.parent else None, "order": each.order,
               "in_navigation": each.in_navigation}
            for each in sorted(_all(Category), key=lambda each: (bool(each.parent_id), each.order, each.pk))
        ],
        "tags": [{"name": tag.name, "slug": tag.slug} | _translated(tag, "tags") for tag in Tag.objects.order_by("pk")],
        "authors": [
            _translated(each, "authors") | {"ref": each.ref, "photo": each.photo.ref if each.photo else None}
            for each in _all(Author)
        ],
        "pages": [
            _with_body(_translated(each, "pages")) | {"ref": each.ref, "order": each.order, "in_footer": each.in_footer}
            for each in _all(Page)
        ],
        "articles": [_dumped_article(article) for article in progress(_all(Article), "articles")],
        "redirects": [
            {"old_path": each.old_path, "article": each.article.ref}
            if each.article
            else {"old_path": each.old_path, "new_path": each.new_path}
            for each in Redirect.objects.order_by("pk")
        ],
    }  # fmt: skip
    data["site"] = _dumped_site()
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return {group: len(items) for group, items in data.items() if group != "site"}, lost


def _all(model):
    """Every row, oldest first, each with a ref."""
    for thing in model.objects.filter(ref=None):
        model.objects.filter(pk=thing.pk).update(ref=f"{model._meta.model_name}-{thing.pk}")
    return model.objects.order_by("pk")


def _translated(thing, group):
    return {
        name: {code: text for code in LANGUAGES if (text := getattr(thing, f"{name}_{code}"))}
        for name in TRANSLATED[group]
    }


def _has_others(item):
    return isinstance(item, dict) and any(item.get(name) for name in OTHERS)


def _has_cards(item):
    return isinstance(item, dict) and "data-article" in str(item.get("body"))


def _with_refs(markup):
    """A stored body whose figures name refs instead of ids; those of pictures and articles long gone go."""
    refs = {
        name: dict(model.objects.filter(pk__in=ids).values_list("pk", "ref")) if ids else {}
        for name, model, ids in (
            ("data-image", Image, contents.body.image_ids(markup)),
            ("data-article", Article, contents.body.article_ids(markup)),
        )
    }

    def with_ref(node):
        for name in refs.keys() & node.attributes.keys():
            pk = node.attributes[name]
            if int(pk) not in refs[name]:
                return ""
            ref = html.escape(refs[name][int(pk)])
            return node._replace(start=node.start.replace(f' {name}="{pk}"', f' {name}="{ref}"', 1))
        return node

    return contents.body.with_nodes(markup, with_ref)


def _with_body(texts):
    return texts | {"body": {code: _with_refs(text) for code, text in texts.get("body", {}).items()}}


def _dumped_site():
    site = SiteSettings.load()
    names = KEYS["site"] - set(TRANSLATED["site"]) - {"lead_category", "logo"}
    return (
        _translated(site, "site")
        | {name: getattr(site, name) for name in sorted(names)}
        | {"lead_category": site.lead_category.ref if site.lead_category else None}
        | {"logo": site.logo.ref if site.logo else None}
    )


def _dumped_image(image, folder, lost):
    folder.mkdir(parents=True, exist_ok=True)
    name = Path(image.file.name).name
    try:
        with image.file.open("rb") as file:
            (folder / name).write_bytes(file.read())
    except FileNotFoundError:
        lost.append(image.file.name)
    return _translated(image, "images") | {
        "ref": image.ref,
        "file": f"{folder.name}/{name}",
        "digest": image.digest,
        "credit": image.credit,
        "licence": image.licence,
        "licence_note": image.licence_note,
        "file_name": image.file_name,
        "rights_until": image.rights_until.isoformat() if image.rights_until else None,
        "focal_x": image.focal_x,
        "focal_y": image.focal_y,
    }


def _dumped_article(article):
    content = contents.read(article)
    refs = {model: dict(model.objects.values_list("pk", "ref")) for model in (Category, Author)}
    item = {"ref": article.ref, "id": article.pk, "kind": article.kind, "status": article.status}
    item |= _with_body({name: {code: text for code, text in content[name].items() if text} for name in contents.TEXTS})
    item |= {name: content[name] for name in ("source", "video", *contents.MOMENTS)}
    item["published_at"] = contents.moment(article.published_at)
    item["ready"] = {
        code: contents.moment(moment) for code in LANGUAGES if (moment := getattr(article, f"ready_at_{code}"))
    }
    item["categories"] = [
        {"ref": ref, "until": row["until"]} if row["until"] else ref
        for row in content["categories"]
        for ref in [refs[Category][row["category"]]]
    ]
    item["main_category"] = refs[Category].get(content["main_category"])
    item["tags"] = [tagged.tag.name for tagged in article.tagged_items.select_related("tag")]
    item["authors"] = [{"ref": refs[Author][row["author"]], "role": row["role"]} for row in content["bylines"]]
    item["image"] = article.image.ref if article.image else None
    item["related"] = [pick.other.ref for pick in article.picks.select_related("other")]
    item["unrelated"] = [ban.other.ref for ban in article.bans.select_related("other")]
    item["corrections"] = [{"at": row["made_at"], "text": row["text"]} for row in content["corrections"]]
    if article.status == Status.WITHDRAWN:
        last = article.status_changes.filter(verb="withdraw").first()
        item["withdrawn"] = {"at": contents.moment(last.made_at), "reason": last.note}
    return item
