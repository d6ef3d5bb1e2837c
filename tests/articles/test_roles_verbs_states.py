"""Who may do what to an article, and when: every role × every verb × every state.

Exactly what the two tables name succeeds, and writes its one row of history; everything else is refused and changes
nothing.
"""

import datetime

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.roles import ROLES, sync_roles
from articles import content as contents
from articles import drafts, permissions, preview, workflow
from articles.models import Article, Category, PreviewLink, Revision, SectionGrant, StatusChange
from articles.status import MOVES
from tests import cast
from tests.articles.test_the_newsrooms_forms import sent
from tests.builders import (
    NOW,
    TOMORROW,
    YESTERDAY,
    complete,
    content_of,
    make_category,
    make_draft,
    make_image,
    make_site,
)

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
HOUR = datetime.timedelta(hours=1)
NOTE = "السبب"


# --- The states ---------------------------------------------------------------------------------------------------


def draft(**values):
    """A draft of the sports page in two languages that lacks nothing, saved twice."""
    both = {"standfirst": {"ar": "تفاصيل الخبر.", "en": "The details."}, "image": make_image(alt_en="A pattern").pk}
    article = make_draft(english="News", category=make_category("رياضة"), **complete(**both), **values)
    return drafts.save(article, drafts.working(article) | {"source": "وكالة"}, by=None)


def in_review():
    return workflow.submit(draft(), by=None)


def published(at=NOW - HOUR, **values):
    return workflow.publish(draft(**values), by=None, at=at, languages=["ar"])


def withdrawn():
    return workflow.withdraw(published(), by=None, note=NOTE)


def with_changes(article):
    return drafts.save(article, drafts.working(article) | {"place": {"ar": "بيروت", "en": ""}}, by=None)


def with_changes_to_come(article):
    return workflow.publish_changes(with_changes(article), by=None, at=TOMORROW)


STATES = {
    "draft": draft,
    "in review": in_review,
    "scheduled": lambda: published(at=TOMORROW),
    "scheduled, with changes": lambda: with_changes(published(at=TOMORROW)),
    "published": published,
    "published, with changes": lambda: with_changes(published()),
    "published, with changes to come": lambda: with_changes_to_come(published()),
    "expired": lambda: published(at=YESTERDAY, expires_at=NOW - HOUR),
    "withdrawn": withdrawn,
    "withdrawn, with changes": lambda: with_changes(withdrawn()),
}


# --- The verbs ----------------------------------------------------------------------------------------------------


def delete(article, by):
    """By its page: there is no other way."""
    client = Client()
    if by is None:
        if not permissions.may(None, "delete", article):
            raise PermissionDenied
        Article.objects.get(pk=article.pk).delete()
        return
    client.force_login(by)
    answer = client.post(reverse("admin:articles_article_delete", args=[article.pk]), {"post": "yes"})
    if Article.objects.filter(pk=article.pk).exists():
        assert answer.status_code in (302, 403, 404)
        raise PermissionDenied


def change(article, by):
    drafts.save(article, drafts.working(article) | {"kicker": {"ar": "عاجل", "en": ""}}, by=by)


VERBS = {
    "change": change,
    "delete": delete,
    "share": lambda article, by: preview.share(article, by=by, recipient="المحامي"),
    "go back": lambda article, by: drafts.restore(article, article.revisions.last(), by=by),
    "submit": lambda article, by: workflow.submit(article, by=by),
    "send_back": lambda article, by: workflow.send_back(article, by=by, note=NOTE),
    "publish": lambda article, by: workflow.publish(article, by=by),
    "schedule": lambda article, by: workflow.publish(article, by=by, at=TOMORROW),
    "unschedule": lambda article, by: workflow.unschedule(article, by=by),
    "withdraw": lambda article, by: workflow.withdraw(article, by=by, note=NOTE),
    "restore": lambda article, by: workflow.restore(article, by=by),
    "open_language": lambda article, by: workflow.open_language(article, "en", by=by),
    "close_language": lambda article, by: workflow.close_language(article, "ar", by=by),
    "publish_changes": lambda article, by: workflow.publish_changes(article, by=by),
    "schedule_changes": lambda article, by: workflow.publish_changes(article, by=by, at=TOMORROW + HOUR),
    "unschedule_changes": lambda article, by: workflow.unschedule_changes(article, by=by),
    "discard_changes": lambda article, by: workflow.discard_changes(article, by=by),
}
EDITS = {"change", "share", "go back"}
LANGUAGES = {"open_language", "close_language"}
CHANGES = {"publish_changes", "schedule_changes", "discard_changes"}

# {state: the verbs it allows}
POSSIBLE = {
    "draft": EDITS | {"delete", "submit", "publish", "schedule"},
    "in review": EDITS | {"delete", "send_back", "publish", "schedule"},
    "scheduled": EDITS | LANGUAGES | {"unschedule"},
    "scheduled, with changes": EDITS | LANGUAGES | CHANGES | {"unschedule"},
    "published": EDITS | LANGUAGES | {"withdraw"},
    "published, with changes": EDITS | LANGUAGES | CHANGES | {"withdraw"},
    "published, with changes to come": EDITS | LANGUAGES | CHANGES | {"withdraw", "unschedule_changes"},
    "expired": EDITS | LANGUAGES | {"withdraw"},
    "withdrawn": EDITS | {"restore"},
    "withdrawn, with changes": EDITS | CHANGES | {"restore"},
}
# {role: the verbs it may do, but for the reporter, to an article in any state}
ALL, NONE = set(VERBS), set()
MAY = {
    "reporter": EDITS | {"delete", "submit"},
    "section_editor": ALL,
    "editor": ALL,
    "chief": ALL,
    "photo_editor": NONE,
    "administrator": ALL,
    "section_editor elsewhere": NONE,
    "chief who has left": NONE,
    "account without a role": NONE,
    "superuser": ALL,
    "the newsroom itself": ALL,
}
# A reporter's hand ends where readers', or those who publish, come in.
REPORTERS = {"draft", "in review"}


def somebody(who):
    """The account of a role; section editors are granted sport, or elsewhere."""
    role, _, where = who.partition(" ")
    if who == "the newsroom itself":
        return None
    if who == "superuser":
        return cast.huda()
    user = cast.make_user(who.replace(" ", "-"), is_active=where != "who has left")
    if role in ROLES:
        user.groups.add(sync_roles()[role])
    if role == "section_editor":
        name = "سياسة" if where else "رياضة"
        section = Category.objects.filter(name_ar=name).first() or make_category(name)
        SectionGrant.objects.create(user=user, category=section)
    return user


def rows():
    """All of the newsroom's rows, but who is logged in."""
    return {
        model._meta.label: sorted(map(repr, model._base_manager.values_list()))
        for app in ("articles", "images", "pagecache")
        for model in apps.get_app_config(app).get_models()
    }


def history():
    return {model: model.objects.count() for model in (StatusChange, Revision, PreviewLink, Article)}


WRITES = {
    "change": {Revision: 1},
    "go back": {Revision: 1},
    "share": {PreviewLink: 1},
    "discard_changes": {StatusChange: 1, Revision: 1},
}


def test_the_tables_name_every_role_every_verb_and_every_state():
    assert set(ROLES) <= set(MAY)
    assert set(MOVES) <= set(VERBS)
    assert set(POSSIBLE) == set(STATES)
    # Every verb of an article asks by a name of the table of rights.
    assert set(permissions.NEEDS) - {"view", "add"} <= set(VERBS)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("who", MAY)
def test_exactly_what_the_tables_say_succeeds(who, state):
    article = STATES[state]()
    by = somebody(who)
    allowed = MAY[who] & POSSIBLE[state]
    if who == "reporter" and state not in REPORTERS:
        allowed = NONE
    before, counted = rows(), history()
    for verb, do in VERBS.items():
        with transaction.atomic():
            if verb in allowed:
                do(Article.objects.get(pk=article.pk), by)
                if verb == "delete":
                    assert not Article.objects.exists()
                else:
                    written = {model: count - counted[model] for model, count in history().items()}
                    assert written == dict.fromkeys(counted, 0) | WRITES.get(verb, {StatusChange: 1}), verb
                    _says_who_did_it(verb, by)
            else:
                with pytest.raises((PermissionDenied, ValidationError)), transaction.atomic():
                    do(Article.objects.get(pk=article.pk), by)
                    pytest.fail(f"{who} may {verb} what is {state}", pytrace=False)
                assert rows() == before, verb
            transaction.set_rollback(True)
        if verb in MOVES:
            # Buttons are offered by the same rule; the form's own save comes before it and makes changes.
            offered = workflow.may(by, verb, article)
            assert offered is (verb in allowed), verb


def _says_who_did_it(verb, by):
    models = WRITES.get(verb, {StatusChange: 1})
    for model in models:
        assert model.objects.order_by("-pk").first().made_by == by, verb


@pytest.mark.parametrize("who", MAY)
def test_who_may_write_a_new_article(who):
    by, section = somebody(who), make_category("رياضة") if who != "section_editor" else None
    content = content_of(category=section or Category.objects.get(name_ar="رياضة"))
    if who in ("photo_editor", "section_editor elsewhere", "chief who has left", "account without a role"):
        before = rows()
        with pytest.raises(PermissionDenied):
            drafts.create(content, by=by)
        assert rows() == before
    else:
        assert drafts.create(content, by=by).created_by == by
        assert history() == {Article: 1, Revision: 1, StatusChange: 0, PreviewLink: 0}


def test_a_section_editor_moves_nothing_into_a_section_of_others():
    article, by, politics = draft(), somebody("section_editor"), make_category("سياسة")
    before = rows()
    filed = [{"category": article.main_category_id, "until": None}, {"category": politics.pk, "until": None}]
    for values in ({"categories": filed}, {"main_category": politics.pk}):
        with pytest.raises(PermissionDenied):
            drafts.save(article, drafts.working(article) | values, by=by)
    assert rows() == before


# --- What no field of a form says ---------------------------------------------------------------------------------

FORGED = {
    "status": "published",
    "published_at": "2020-01-01T00:00",
    "published_at_0": "2020-01-01",
    "ready_at": "2020-01-01T00:00",
    "ready_at_ar": "2020-01-01T00:00",
    "ready_at_en": "2020-01-01T00:00",
    "created_by": "1",
    "created_at": "2020-01-01T00:00",
    "saved_at": "2020-01-01T00:00",
    "ref": "forged",
    "id": "100999",
    "pk": "100999",
    "folded": "forged",
    "state": "published",
    "verb": "publish",
    "apply_at": "2020-01-01T00:00",
    "by": "1",
    "made_by": "1",
}
KEPT = ("pk", "status", "published_at", "ready_at_ar", "ready_at_en", "created_by", "created_at", "ref")


@pytest.mark.parametrize("extra", [{}, {"_saveasnew": "1"}, {"_addanother": "1"}, {"_popup": "1"}])
@pytest.mark.parametrize("verb", ["publish", "schedule", "withdraw", "restore", "publish_changes", ""])
def test_a_reporter_forges_no_field_of_a_form(client, verb, extra):
    make_site()
    reporter = somebody("reporter")
    client.force_login(reporter)
    article = drafts.create(content_of("مسودة", **complete()), by=reporter)
    before = Article.objects.values_list(*KEPT).get()
    page = reverse("admin:articles_article_change", args=[article.pk])
    at = {"at": "2099-01-01T00:00"} if verb == "schedule" else {}
    answer = client.post(page, sent(client.get(page)) | FORGED | extra | at | {"verb": verb})
    assert answer.status_code in (200, 302, 403)
    assert Article.objects.values_list(*KEPT).get(pk=article.pk) == before
    # Whoever asks for a copy writes one more draft of their own.
    others = Article.objects.exclude(pk=article.pk).values_list("status", "created_by", "published_at", "ref")
    assert set(others) <= {("draft", reporter.pk, None, None)}
    assert not StatusChange.objects.exists()


@pytest.mark.parametrize("state", ["published", "published, with changes", "scheduled", "withdrawn"])
def test_a_reporter_posts_nothing_to_what_was_published(client, state):
    make_site()
    article = STATES[state]()
    client.force_login(somebody("reporter"))
    before = rows()
    for page in ("change", "delete"):
        data = {"headline_ar": "مزور", "slug_ar": "forged", "post": "yes"} | FORGED
        assert client.post(reverse(f"admin:articles_article_{page}", args=[article.pk]), data).status_code == 403
    assert rows() == before


def test_a_section_editor_posts_nothing_to_an_article_of_others(client):
    make_site()
    article = draft()
    client.force_login(somebody("section_editor elsewhere"))
    before = rows()
    for page in ("change", "delete", "history", "preview_links"):
        answer = client.post(reverse(f"admin:articles_article_{page}", args=[article.pk]), FORGED | {"post": "yes"})
        assert answer.status_code in (302, 403, 404), page
        assert article.headline_ar not in answer.content.decode()
    assert rows() == before


def test_a_new_article_is_a_draft_of_its_writer_whatever_the_form_says(client):
    make_site()
    reporter = somebody("reporter")
    client.force_login(reporter)
    category = make_category("رياضة")
    page = reverse("admin:articles_article_add")
    data = sent(client.get(page)) | {"headline_ar": "جديد", "body_ar": "<p>نص.</p>", "kind": "news"}
    client.post(page, data | FORGED | {"main_category": category.pk, "verb": ""})
    article = Article.objects.get()
    assert (article.status, article.created_by, article.published_at, article.ref) == ("draft", reporter, None, None)
    assert article.pk != 100_999
    assert contents.read(article)["headline"]["ar"] == "جديد"
