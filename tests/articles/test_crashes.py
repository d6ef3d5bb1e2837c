"""A process is killed in the middle of a verb: afterwards it is as if the verb had not begun, or all of it is done."""

import contextlib
import itertools
import json
import subprocess

import pytest
from django.apps import apps

from articles import content as contents
from articles import drafts, listings, workflow
from articles.models import Article, Revision, StatusChange
from pagecache.models import Change
from tests import processes
from tests.builders import (
    NOW,
    TOMORROW,
    content_of,
    make_author,
    make_category,
    make_draft,
    make_image,
    make_published,
    make_site,
    make_tag,
    make_withdrawn,
)

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def other_content(article=None):
    """A content that moves the article to another section, and has other tags, authors, pictures."""
    content = content_of(
        "عنوان آخر",
        category=make_category("اقتصاد"),
        tags=[make_tag("جديد")],
        authors=[make_author("سامر")],
        image=make_image(digest="2" * 64).pk,
        corrections=[{"made_at": NOW.isoformat(), "text": {"ar": "صُحّح.", "en": ""}}],
    )
    return contents.cleaned(content, article=article)


def published(**values):
    return make_published(category=make_category("سياسة"), tags=[make_tag()], authors=[make_author()], **values)


def with_changes(article):
    return drafts.save(article, other_content(article), by=None)


def scheduled():
    return workflow.publish_changes(with_changes(published()), by=None, at=TOMORROW)


WHY = {"note": "السبب"}
# {name: (what makes the article, the verb, its further arguments, its options,
#         (rows it adds to the history, to the revisions, to the news of changes))}
VERBS = {
    "create": (lambda: None, "drafts.create", lambda _: [other_content()], {}, (0, 1, 0)),
    "save a draft": (make_draft, "drafts.save", lambda article: [other_content(article)], {}, (0, 1, 0)),
    "save beside what is published": (
        published,
        "drafts.save",
        lambda article: [other_content(article)],
        {},
        (0, 1, 0),
    ),
    "save unpublished changes again": (
        scheduled,
        "drafts.save",
        lambda article: [drafts.working(article) | {"source": "وكالة"}],
        {},
        (0, 1, 0),
    ),
    "give an old revision back": (
        lambda: drafts.save(make_draft(), content_of("ثان"), by=None),
        "drafts.restore",
        lambda _: [],
        {},
        (0, 1, 0),
    ),
    "submit": (make_draft, "workflow.submit", lambda _: [], {}, (1, 0, 0)),
    "send back": (lambda: workflow.submit(make_draft(), by=None), "workflow.send_back", lambda _: [], WHY, (1, 0, 0)),
    "publish": (lambda: make_draft(tags=[make_tag()]), "workflow.publish", lambda _: [], {}, (1, 0, 1)),
    "unschedule": (
        lambda: with_changes(published(at=TOMORROW)),
        "workflow.unschedule",
        lambda _: [],
        {},
        (1, 0, 2),
    ),
    "withdraw": (published, "workflow.withdraw", lambda _: [], WHY, (1, 0, 1)),
    "restore": (make_withdrawn, "workflow.restore", lambda _: [], {}, (1, 0, 1)),
    "publish changes": (lambda: with_changes(published()), "workflow.publish_changes", lambda _: [], {}, (1, 0, 1)),
    "schedule changes": (
        lambda: with_changes(published()),
        "workflow.publish_changes",
        lambda _: [],
        {"at": TOMORROW.isoformat()},
        (1, 0, 0),
    ),
    "unschedule changes": (scheduled, "workflow.unschedule_changes", lambda _: [], {}, (1, 0, 0)),
    "discard changes": (
        lambda: with_changes(published()),
        "workflow.discard_changes",
        lambda _: [],
        {},
        (1, 1, 0),
    ),
    "open a language": (
        lambda: published(english="News", languages=["ar"]),
        "workflow.open_language",
        lambda _: ["en"],
        {},
        (1, 0, 1),
    ),
    "close a language": (
        lambda: published(english="News"),
        "workflow.close_language",
        lambda _: ["en"],
        {},
        (1, 0, 1),
    ),
    "the clock": (
        lambda: scheduled() and None,
        "clock.tick",
        lambda _: [],
        {"now": TOMORROW.isoformat()},
        (1, 0, 1),
    ),
}


@pytest.fixture(scope="module")
def crash():
    """Return `crash(order)`: was the process that ran it killed? The program starts with the first order."""
    with contextlib.ExitStack() as stack:
        programs = []

        def ask(order):
            if not programs:
                program = processes.start(
                    "tests/articles/crash.py", stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
                )
                stack.callback(program.communicate, timeout=60)
                programs.append(program)
            print(json.dumps(order), file=programs[0].stdin, flush=True)
            answer = programs[0].stdout.readline()
            assert answer, programs[0].stderr.read()
            return json.loads(answer)

        yield ask


def everything():
    """All rows of all tables of the newsroom, but for who is logged in."""
    labels = ("articles", "images", "pagecache", "accounts")
    models = [model for label in labels for model in apps.get_app_config(label).get_models(include_auto_created=True)]
    return {model._meta.label: list(model._base_manager.order_by("pk").values()) for model in models}


def counts():
    return [model.objects.count() for model in (StatusChange, Revision, Change)]


@pytest.mark.parametrize("name", VERBS)
def test_a_killed_verb_is_done_whole_or_not_at_all(crash, name):
    make, verb, args, options, added = VERBS[name]
    make_site()
    article = make()
    order = {
        "verb": verb,
        "article": article and article.pk,
        "revision": article.revisions.last().pk if verb == "drafts.restore" else None,
        "args": args(article),
        "options": options if verb == "clock.tick" else {"by": None} | options,
    }
    before, numbers = everything(), counts()
    for step in itertools.count(1):
        assert crash(order | {"step": step}), "It came to its end, and nothing was done."
        if everything() != before:
            break  # killed just after the commit
    assert step > 5
    print(f"{name}: killed at {step} steps")
    # All of it is done: the rows it writes down, and the lists in step with what is stored.
    assert [after - number for after, number in zip(counts(), numbers, strict=True)] == list(added)
    for stored in Article.objects.all():
        entries = {(row.category_id, row.language): (row.starts_at, row.ends_at) for row in stored.listings.all()}
        wanted = {(getattr(key[0], "pk", key[0]), key[1]): value for key, value in listings._wanted(stored).items()}
        assert entries == wanted
        shown = {pk for uses in stored.image_uses.values_list("image") for pk in uses}
        assert {stored.image_id, drafts.working(stored)["image"]} - {None} <= shown
        draft = drafts.open_revision(stored)
        assert draft is None or stored.published_at
        if draft is None:
            assert drafts.newest(stored).content == contents.read(stored)


def test_a_killed_clock_is_followed_by_one_that_does_the_rest(crash):
    """Two are due; the clock is killed at every step in turn, each time going on from where it was killed."""
    make_site()
    articles = [scheduled(), workflow.publish_changes(other(), by=None, at=TOMORROW)]
    order = {
        "verb": "clock.tick",
        "article": None,
        "revision": None,
        "args": [],
        "options": {"now": TOMORROW.isoformat()},
    }
    states = []
    for step in itertools.count(1):
        killed = crash(order | {"step": step})
        done = [drafts.open_revision(article) is None for article in articles]
        moves = StatusChange.objects.filter(verb="publish_changes").values_list("article", flat=True)
        assert sorted(moves) == [article.pk for article, is_done in zip(articles, done, strict=True) if is_done]
        states.append(done)
        if not killed:
            break
    assert states[0] == [False, False]
    assert states[-1] == [True, True]


def other():
    article = make_published("ثان")
    return drafts.save(article, drafts.working(article) | {"headline": {"ar": "ثان معدل", "en": ""}}, by=None)
