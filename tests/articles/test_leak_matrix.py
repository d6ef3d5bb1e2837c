"""Nothing readers may not see is anywhere: every state × every public address × every kind of visitor.

The addresses come from the URL configuration: whoever adds one says in `SURFACES` how it is asked about an article, or
this fails. Every text of an article, and of what belongs to it alone, holds a word that must not be found.
"""

import datetime
import re
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLResolver, get_resolver, reverse
from lxml import etree

from articles import content as contents
from articles import drafts, preview, workflow
from articles.models import Article, Author, Redirect, Tag
from articles.models.path import path_to
from articles.models.taxonomy import LANGUAGES
from articles.reader import search
from tests import cast
from tests.builders import (
    NOW,
    TOMORROW,
    YESTERDAY,
    content_of,
    make_author,
    make_category,
    make_draft,
    make_image,
    make_page,
    make_published,
    make_site,
    make_tag,
)
from tests.newsroom import address

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
MINUTE, HOUR = datetime.timedelta(minutes=1), datetime.timedelta(hours=1)


@pytest.fixture(autouse=True)
def no_hurry(monkeypatch):
    """Let one process answer as many searches as it is asked."""
    monkeypatch.setattr(search, "_budget", search._Budget(10**9, 10**9))


# --- The words ----------------------------------------------------------------------------------------------------


def told(text):
    """The canaries in a text."""
    return set(re.findall(r"canary-[a-z0-9_-]*[a-z0-9]", text, re.IGNORECASE))


def texts(languages=LANGUAGES):
    """Canaries for every text of an article in these languages, and dull words in the others."""

    def of(name):
        return {code: f"canary-{name}-{code}" if code in languages else f"{name} {code}" for code in LANGUAGES}

    bodies = {code: f"<p>{text}</p>" for code, text in of("body").items()}
    corrections = [{"made_at": NOW - HOUR, "text": of("correction")}]
    return {name: of(name) for name in contents.TEXTS} | {"body": bodies, "corrections": corrections}


def belongings():
    """Canaries in all else an article carries, of things nothing but it uses."""
    names = {f"{name}_{code}": f"canary-{name}-{code}" for name in ("label", "description") for code in LANGUAGES}
    of_author = {
        f"{name}_{code}": f"canary-author-{name}-{code}" for name in ("name", "title", "bio") for code in LANGUAGES
    }
    of_image = {f"{name}_{code}": f"canary-image-{name}-{code}" for name in ("alt", "caption") for code in LANGUAGES}
    image = make_image(file="canary-file.png", credit="canary-credit", **of_image)
    return {
        "tags": [make_tag("canary-tag", **names)],
        "authors": [make_author(**of_author)],
        "image": image.pk,
        "source": "canary-source",
        "video": "https://video.example/canary-video",
    }


def secret(languages=LANGUAGES, **values):
    """A draft whose every word in these languages is a canary."""
    by = cast.make_user("canary-user", name="canary-user-name", is_superuser=True)
    category = make_category("فرع", parent=make_category("سياسة", name_en="Politics"), name_en="Branch")
    own = belongings() if set(languages) == set(LANGUAGES) else {}
    return drafts.create(content_of(category=category, **own) | texts(languages) | values, by=by)


def published(article, at=NOW - HOUR, **options):
    return workflow.publish(article, by=None, at=at, note="canary-note", **options)


def dull():
    """A draft whose words anybody may know."""
    return secret([], authors=[make_author("كاتب")])


def revised(article, **values):
    """With changes readers do not see, all of them canaries."""
    own = content_of(category=article.main_category, **belongings()) if not Tag.objects.exists() else {}
    return drafts.save(
        article, drafts.working(article) | own | texts() | values, by=None, new_address=True, note="canary-note"
    )


def closed(language):
    article = published(secret([language]), at=NOW - 2 * HOUR)
    return workflow.close_language(article, language, by=None, now=NOW - HOUR)


# {state: how an article comes into it}. In all of them readers may not see the canaries.
STATES = {
    "draft": secret,
    "under embargo": lambda: secret(embargo_until=TOMORROW),
    "in review": lambda: workflow.submit(secret(), by=None, note="canary-note"),
    "sent back": lambda: workflow.send_back(STATES["in review"](), by=None, note="canary-note"),
    "scheduled": lambda: published(secret(), at=TOMORROW),
    "unscheduled": lambda: workflow.unschedule(published(secret(), at=TOMORROW), by=None),
    "expired": lambda: published(secret(expires_at=NOW - MINUTE)),
    "withdrawn": lambda: workflow.withdraw(published(secret()), by=None, note="canary-note"),
    "English not ready": lambda: published(secret(["en"]), languages=["ar"]),
    "English to come": lambda: published(secret(["en"]), languages={"ar": NOW - HOUR, "en": TOMORROW}),
    "English closed": lambda: closed("en"),
    "Arabic not ready": lambda: published(secret(["ar"]), languages=["en"]),
    "Arabic closed": lambda: closed("ar"),
    "a newer draft": lambda: revised(published(dull())),
    "a newer draft of a scheduled one": lambda: revised(published(secret(), at=TOMORROW)),
    "a newer draft of a withdrawn one": lambda: revised(
        workflow.withdraw(published(dull()), by=None, note="canary-note")
    ),
    "changes to come": lambda: workflow.publish_changes(revised(published(dull())), by=None, at=TOMORROW),
    "changes under embargo": lambda: revised(published(dull()), embargo_until=TOMORROW),
    "discarded changes": lambda: workflow.discard_changes(revised(published(dull())), by=None, note="canary-note"),
}
UNKNOWN = ("draft", "under embargo", "in review", "sent back", "scheduled", "unscheduled")  # to readers they never were


# --- The addresses ------------------------------------------------------------------------------------------------


def room_around(article):
    """The article among what readers do see: one of its section that it is picked for, old addresses, a page."""
    make_site()
    make_page()
    category = article.main_category
    neighbour = make_published("خبر قريب", english="Nearby", category=category, related=[article.pk])
    Redirect.objects.create(old_path="/old", article=article)
    # What only the article, or a draft of it, carries, if anything.
    tag = Tag.objects.filter(slug="canary-tag").first() or make_tag()
    author = Author.objects.filter(slug_ar="canary-author-name-ar").first() or make_author()
    link, token = preview.share(article, by=cast.huda(), recipient="canary-recipient", now=TOMORROW + HOUR)
    if not drafts.working(article)["embargo_until"]:  # which closes it already
        preview.revoke(link, by=None)
    return SimpleNamespace(article=article, category=category, neighbour=neighbour, tag=tag, author=author, token=token)


def everywhere(thing, *endings):
    """The addresses of a thing in every language, with each of the endings, and without the last slash."""
    paths = [thing.get_absolute_url(code) for code in LANGUAGES]
    return [path + ending for path in paths for ending in ("", *endings)] + [path.rstrip("/") for path in paths]


def lists(*things):
    """Lists as they open, and deeper: from before an hour that is still to come."""
    before = f"?before={int((NOW - MINUTE).timestamp() * 1_000_000)}-{10**17}"
    return [path for thing in things for path in everywhere(thing, "?page=2", before)]


def feeds(*things):
    return [path + "feed/" for thing in things for path in everywhere(thing) if path.endswith("/")]


def article_addresses(room):
    pk = room.article.pk
    spellings = (f"{pk}", f"{pk}/", f"{pk}/words/", f"{pk}/-/", f"{pk}/feed/", f"{pk}/page.css", f"{pk}/%00/")
    return everywhere(room.article) + everywhere(room.neighbour) + [
        path_to(code) + spelling for code in LANGUAGES for spelling in spellings
    ]  # fmt: skip


def days(room):
    moments = {room.article.published_at or NOW, NOW, NOW - HOUR, YESTERDAY, TOMORROW}
    return [path_to(code, "archive", *f"{at:%Y/%m/%d}".split("/")) for code in LANGUAGES for at in moments]


def months(room):
    moments = {room.article.published_at or NOW, NOW, TOMORROW}
    return [f"/sitemap-{code}-{at:%Y-%m}.xml" for code in LANGUAGES for at in moments]


def questions(room):
    """Every word of an article is asked for by its beginning alone, since a page of results repeats what was asked."""
    narrowed = f"&author={room.author.pk}", f"&section={room.category.pk}", "&sort=newest", "&kind=news"
    before = f"&before={int((NOW - MINUTE).timestamp() * 1_000_000)}-{10**17}"
    words = [*(f"canary{more}" for more in ("", *narrowed, before, "&page=2")), "canarz", "standfirst", "body", "-x"]
    return [f"{path_to(code, 'search')}?q={word}" for code in LANGUAGES for word in words]


# {name of a public address: the paths by which it is asked about an article}. Upper apps add theirs here.
SURFACES = {
    "front": lambda room: [path_to(code) for code in LANGUAGES],
    "search": questions,
    "suggest": lambda room: [
        f"{path_to(code, 'search', 'suggest')}?q={word}" for code in LANGUAGES for word in ("canary", "ca", "head")
    ],
    "opensearch": lambda room: [f"{path_to(code, 'search')}opensearch.xml" for code in LANGUAGES],
    "feed": lambda room: [path_to(code, "feed") for code in LANGUAGES],
    "section": lambda room: lists(room.category, room.category.parent),
    "section-feed": lambda room: feeds(room.category, room.category.parent),
    "tag": lambda room: lists(room.tag),
    "tag-feed": lambda room: feeds(room.tag),
    "author": lambda room: lists(room.author),
    "author-feed": lambda room: feeds(room.author),
    "archive": days,
    "corrections": lambda room: [
        path_to(code, "corrections") + ending for code in LANGUAGES for ending in ("", "?page=2")
    ],
    "article": article_addresses,
    "preview": lambda room: [
        f"{path_to(code, 'preview')}{token}"
        for code in LANGUAGES
        for token in (f"{room.token}/", f"{room.token}.css", f"{room.token}/feed/", "", f"{room.article.pk}/")
    ],
    "page": lambda room: [path_to(code, "page", "من-نحن") for code in LANGUAGES],
    "robots": lambda room: ["/robots.txt"],
    "sitemap": lambda room: ["/sitemap.xml"],
    "sitemap-pages": lambda room: ["/sitemap-pages.xml"],
    "sitemap-news": lambda room: ["/sitemap-news.xml"],
    "sitemap-month": months,
    "live": lambda room: ["/healthz/live"],
    "ready": lambda room: ["/healthz/ready"],
    "media": lambda room: ["/media/", "/media/pictures/", "/media/pictures", "/media/renditions/"],
}
# And what has no name: what is not there, and where old addresses lead.
NAMELESS = {
    "not there": lambda room: [
        path_to(code) + path
        for code in LANGUAGES
        for path in ("nothing/", f"nothing/{room.article.pk}/", f"2019/{room.article.pk}.html", "nothing/feed/")
    ],
    "an old address": lambda room: ["/old", "/old/", "/old/feed/", "/en/old/"],
}


def public_names(patterns=None, prefix=""):
    """The names of all addresses outside the newsroom; of one without a name, its view's."""
    for each in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(each.pattern)
        if route.startswith(settings.ADMIN_PATH.rstrip("/")):
            continue
        if isinstance(each, URLResolver):
            yield from public_names(each.url_patterns, route)
        else:
            yield each.name or each.lookup_str


def test_every_public_address_has_a_line_in_the_matrix():
    assert set(public_names()) == set(SURFACES)


# --- The visitors -------------------------------------------------------------------------------------------------


def reporter():
    client = Client()
    client.force_login(cast.omar())
    return client


VISITORS = {
    "a reader": Client,
    "a reporter": reporter,
    "a robot": lambda: Client(
        headers={
            "accept": "application/json",
            "authorization": "Basic cHJldmlldzpwcmV2aWV3",
            "cookie": "preview=1; sessionid=secret",
            "range": "bytes=0-9999",
            "referer": f"https://news.example/{settings.ADMIN_PATH}",
            "user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1)",
            "x-forwarded-for": "127.0.0.1",
            "x-http-method-override": "PUT",
            "x-original-url": f"/{settings.ADMIN_PATH}",
            "x-preview": "1",
            "x-requested-with": "XMLHttpRequest",
        }
    ),
}


def all_of(answer):
    """Everything a client gets, as one text."""
    head = f"{answer.status_code} {answer.reason_phrase}\n{answer.headers}\n{answer.cookies}\n"
    return head + answer.getvalue().decode()


@pytest.mark.slow
@pytest.mark.parametrize("state", STATES)
def test_nothing_readers_may_not_see_is_anywhere(state):
    room = room_around(STATES[state]())
    clients = {name: make() for name, make in VISITORS.items()}
    leaks = [
        f"{visitor} at {surface}: {path} tells {sorted(found)}"
        for surface, paths in (SURFACES | NAMELESS).items()
        for visitor, client in clients.items()
        # A reader asks in every spelling, the others in the first few.
        for path in paths(room)[: None if visitor == "a reader" else 3]
        if (found := told(all_of(client.get(path))))
    ]
    assert not leaks, "\n".join(leaks)


def test_all_of_it_is_seen_once_it_is_published():
    """Otherwise the matrix would look for what nobody ever sees."""
    article = secret()
    expected = told(str(texts()))
    for thing in (article.tags.get(), article.bylines.get().author, article.image):
        expected |= told(str([getattr(thing, field.attname) for field in thing._meta.concrete_fields]))
    room = room_around(published(article))
    seen = {name: set() for name in SURFACES}
    for surface, paths in SURFACES.items():
        for path in paths(room):
            seen[surface] |= told(all_of(Client().get(path)))
    everything = set().union(*seen.values())
    paid = published(drafts.create(content_of(kind="sponsored") | texts(), by=None))
    for code in LANGUAGES:
        everything |= told(all_of(Client().get(paid.get_absolute_url(code))))
    assert expected <= everything
    silent = {name for name, found in seen.items() if not found}
    assert silent == {"opensearch", "robots", "sitemap", "sitemap-pages", "live", "ready"}
    assert not {"canary-user", "canary-user-name", "canary-note", "canary-recipient"} & everything


# --- Questions from the side --------------------------------------------------------------------------------------

TRICKS = [
    "static=1&order=asc&status=draft&preview=1&state__in=draft,in_review&published=0",
    "p={pk}&id={pk}&article={pk}&revision=1&format=json&language=en&ready_at_en__isnull=1&preview=true&token=x",
]


@pytest.mark.slow
@pytest.mark.parametrize("state", ["draft", "scheduled", "withdrawn", "English not ready"])
def test_no_key_of_a_query_changes_an_answer(state):
    room = room_around(STATES[state]())
    client = Client()

    def body_of(path):
        answer = client.get(path)
        where = answer.headers.get("Location", "").partition("?")[0]
        return answer.status_code, where, answer.getvalue()

    for surface, paths in (SURFACES | NAMELESS).items():
        for path in {path.partition("?")[0] for path in paths(room)}:
            plain = body_of(path)
            for trick in TRICKS:
                assert body_of(f"{path}?{trick.format(pk=room.article.pk)}") == plain, (surface, path, trick)


def pairs_of(room):
    """[(an address of what readers may not see, the same of what is not there)]"""
    pk, slug = room.article.pk, room.article.slug_ar
    return [
        *((f"{start}/{pk}{end}", f"{start}/987654{end}") for start in ("", "/en") for end in ("", "/", f"/{slug}/")),
        *(
            (f"{start}/{kind}/{getattr(thing, name)}{end}", f"{start}/{kind}/nothing-at-all{end}")
            for start in ("", "/en")
            for kind, thing, name in (("tag", room.tag, "slug"), ("author", room.author, "slug_ar"))
            for end in ("", "/", "/feed/", "/feed", "/?page=2")
        ),
        ("/old/", "/odd/"),
        (f"/2019/{pk}.html", "/2019/987654.html"),
    ]


@pytest.mark.parametrize("state", UNKNOWN)
def test_a_stranger_cannot_tell_a_secret_from_nothing(state):
    room, client = room_around(STATES[state]()), Client()
    for secret_path, nothing in pairs_of(room):
        seen = []
        for path in (secret_path, nothing):
            with CaptureQueriesContext(connection) as captured:
                answer = client.get(path, headers={"if-none-match": "*"})
            seen.append((answer.status_code, dict(answer.headers), len(captured), len(answer.content)))
        (*told_of_secret, length), (*told_of_nothing, usual) = seen
        assert told_of_secret == told_of_nothing, secret_path
        assert abs(length - usual) < 5, secret_path
        assert told_of_secret[0] == 404


@pytest.mark.parametrize("state", ["expired", "withdrawn"])
def test_what_readers_saw_answers_410_and_is_stored_nowhere(state):
    article = STATES[state]()
    room_around(article)
    for path in (*everywhere(article), f"/{article.pk}", "/old/"):
        answer = Client().get(path)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (410, "no-store"), path


def test_numbers_count_what_readers_see():
    """Page numbers, entries of feeds and of sitemaps, months."""
    article = secret()
    category, tag, author = article.main_category, article.tags.get(), article.bylines.get().author
    common = {"category": category, "tags": [tag], "authors": [author]}
    for number in range(20):
        make_published(f"خبر {number}", **common, at=NOW - HOUR)
    make_published("قديم", **common, at=NOW - datetime.timedelta(days=400), expires_at=NOW - HOUR)
    make_published("آت", **common, at=NOW + datetime.timedelta(days=40))
    for number in range(5):
        make_draft(f"مسودة {number}", **common)
        workflow.withdraw(make_published(f"مسحوب {number}", **common), by=None, note="خطأ")
    client = Client()
    for thing in (category, tag, author):
        page = client.get(thing.get_absolute_url("ar")).context
        assert (len(page["articles"]), page["pager"].pages, page["pager"].older_url) == (20, 1, "")
        feed = etree.fromstring(client.get(thing.get_absolute_url("ar") + "feed/").content)
        assert len(feed.findall("channel/item")) == 20
    assert len(etree.fromstring(client.get("/feed/").content).findall("channel/item")) == 20
    files = re.findall(r"<loc>https://news.example(/sitemap-ar-[^<]*)<", client.get("/sitemap.xml").content.decode())
    assert files == [f"/sitemap-ar-{NOW - HOUR:%Y-%m}.xml"]
    assert client.get(files[0]).content.decode().count("<url>") == 20


# --- The newsroom's doors -----------------------------------------------------------------------------------------


def newsroom_addresses(article):
    """Every address of the newsroom, asked about the article and what belongs to it."""
    things = (article, article.tags.get(), article.bylines.get().author, article.image)
    for thing in things:
        for page in ("changelist", "add", "change", "delete", "history"):
            yield address(thing, page, *([] if page in ("changelist", "add") else [thing.pk]))
    yield from (f"{reverse('admin:images_image_library')}?ids={article.image_id}", reverse("admin:index"))
    for model, field in (
        ("article", "tags"),
        ("byline", "author"),
        ("article", "related_picks"),
        ("relatedban", "other"),
    ):
        yield f"{reverse('admin:autocomplete')}?term=c&app_label=articles&model_name={model}&field_name={field}"


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_the_newsroom_tells_strangers_nothing(state):
    article = STATES[state]()
    for path in newsroom_addresses(article):
        answer = Client().get(path)
        assert answer.status_code == 302, path
        assert not told(all_of(answer)), path
        assert all_of(answer).count(str(article.pk)) == path.count(str(article.pk)), path


def test_a_draft_has_no_name_in_any_article_readers_see():
    """The one article that picked the draft is the only door to it."""
    room = room_around(STATES["draft"]())
    assert Article.objects.published("ar").get() == room.neighbour
    page = Client().get(room.neighbour.get_absolute_url("ar")).content.decode()
    assert str(room.article.pk) not in page
    drafts.save(room.article, contents.read(room.article) | {"related": [room.neighbour.pk]}, by=None)
    assert page == Client().get(room.neighbour.get_absolute_url("ar")).content.decode()


@pytest.mark.parametrize("state", [*UNKNOWN, "expired", "withdrawn", "a newer draft"])
def test_no_slip_of_the_pen_is_corrected_to_a_word_only_secrets_have(state):
    room_around(STATES[state]())
    for path in ("/search/?q=canari", "/en/search/?q=canari", "/search/suggest/?q=canari"):
        assert "canary" not in Client().get(path).content.decode(), path


def test_a_slip_of_the_pen_is_corrected_to_a_word_readers_see():
    room_around(published(secret()))
    assert "canary" in Client().get("/search/?q=canari").content.decode()
