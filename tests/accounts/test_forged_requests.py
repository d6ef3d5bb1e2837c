"""What no form offers and somebody sends all the same: other rows, other fields, questions no filter asks."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core import mail
from django.urls import reverse

from accounts.models import User
from accounts.roles import ROLES, sync_roles
from articles import content, drafts, workflow
from articles.models import Article, Author, Category, SearchedWords, SectionGrant, Tag
from tests import cast
from tests.builders import make_author, make_category, make_draft, make_image, make_site, make_tag
from tests.newsroom import address

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SECRET = "سر السياسة"


def somebody(role, *sections):
    user = cast.make_user(role)
    user.groups.add(sync_roles()[role])
    for section in sections:
        SectionGrant.objects.create(user=user, category=section)
    return user


@pytest.fixture
def sport(db):
    make_site()
    return make_category("رياضة")


@pytest.fixture
def secret(db):
    """A draft of another section."""
    return make_draft(SECRET, category=make_category("سياسة"))


@pytest.fixture
def limited(client, sport, secret):
    """An editor of sport is logged in, and has a draft open there."""
    client.force_login(somebody("section_editor", sport))
    return make_draft("مباراة", category=sport)


def change(thing):
    return address(thing, "change", thing.pk)


def sent(page):
    """What the form of a page would send as it stands."""
    form = page.context["adminform"].form
    data = {}
    for bound in form:
        widget = bound.field.widget
        if hasattr(widget, "fields"):  # rows
            for place, row in enumerate(bound.value() or []):
                for key, field in widget.fields.items():
                    data[f"{bound.html_name}-{place}-{key}"] = field.prepare_value(row.get(key)) or ""
        else:
            value = bound.value()
            data[bound.html_name] = "" if value is None else value
    return {name: value for name, value in data.items() if value not in (None, False)}


# --- Rows of others ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["change", "history", "delete"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_limited_editor_opens_nothing_of_an_article_elsewhere(client, limited, secret, what, method):
    path = reverse(f"admin:articles_article_{what}", args=[secret.pk])
    answer = getattr(client, method)(path, {"post": "yes"}, follow=True)
    assert SECRET not in answer.content.decode()
    secret.refresh_from_db()
    assert secret.headline_ar == SECRET


def test_the_way_from_a_thing_to_its_page_does_not_tell_the_address_of_a_draft_elsewhere(client, limited, secret):
    kind = ContentType.objects.get_for_model(Article).pk
    arabic = str(kind).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    for spelled in (kind, f"0{kind}", f" {kind}", arabic):
        assert client.get(f"/admin/r/{spelled}/{secret.pk}/").status_code == 404
    assert client.get(f"/admin/r/{kind}/{limited.pk}/").status_code == 302


@pytest.mark.parametrize("kind", ["x", "0", "99999999999999999999999", "-1", "%00"])
@pytest.mark.parametrize("thing", ["x", "%00", "99999999999999999999999"])
def test_a_way_from_nothing_leads_nowhere(client, limited, kind, thing):
    article = ContentType.objects.get_for_model(Article).pk
    assert client.get(f"/admin/r/{kind}/1/").status_code == 404
    assert client.get(f"/admin/r/{article}/{thing}/").status_code == 404


@pytest.mark.parametrize("name", ["related", "unrelated"])
def test_a_related_article_put_in_by_hand_does_not_tell_its_headline(client, limited, secret, name):
    page = client.get(change(limited))
    answer = client.post(change(limited), sent(page) | {name: [secret.pk]}, follow=True)
    assert SECRET not in answer.content.decode()
    assert name in answer.context["adminform"].form.errors
    assert not limited.picks.exists()
    assert not limited.bans.exists()


def test_a_related_article_another_has_chosen_stays(client, limited, secret):
    drafts.save(limited, content.read(limited) | {"related": [secret.pk]}, by=None)
    page = client.get(change(limited))
    assert client.post(change(limited), sent(page) | {"headline_ar": "مباراة أخرى"}).status_code == 302
    assert [each.pk for each in limited.related_picks.all()] == [secret.pk]


def actions_of(model_admin):
    return [action for action in model_admin.actions or () if isinstance(action, str)]


@pytest.mark.parametrize("role", ["nobody", "reporter", "section_editor", "editor", "photo_editor"])
def test_no_action_of_a_list_runs_for_who_is_not_offered_it(client, sport, secret, role):
    tags = [make_tag("روسيا"), make_tag("روسيه")]
    huda = cast.huda()
    client.force_login(cast.make_user("nobody") if role == "nobody" else somebody(role))
    before = Tag.objects.count(), User.objects.count(), Article.objects.count()
    for model, rows in ((Tag, tags), (User, [huda]), (Article, [secret])):
        for action in ("delete_selected", *actions_of(admin.site.get_model_admin(model))):
            data = {"action": action, ACTION_CHECKBOX_NAME: [row.pk for row in rows], "post": "yes", "into": tags[0].pk}
            answer = client.post(address(model, "changelist"), data)
            assert answer.status_code in (200, 302, 403)
    assert (Tag.objects.count(), User.objects.count(), Article.objects.count()) == before
    assert not mail.outbox


def test_an_action_on_articles_elsewhere_changes_none_and_names_none(client, limited, secret):
    for action in ("delete_selected", *actions_of(admin.site.get_model_admin(Article))):
        data = {"action": action, ACTION_CHECKBOX_NAME: [secret.pk], "post": "yes", "note": "x"}
        answer = client.post(address(Article, "changelist"), data, follow=True)
        assert SECRET not in answer.content.decode()
        assert Article.objects.get(pk=secret.pk).status == "draft"


def test_an_invitation_to_a_superuser_is_sent_by_a_superuser_only(client, sport):
    huda = cast.huda()
    client.force_login(somebody("administrator"))
    client.post(address(User, "changelist"), {"action": "send_invitation", ACTION_CHECKBOX_NAME: [huda.pk]})
    assert not mail.outbox


# --- Fields no form has -----------------------------------------------------------------------------------------------


def test_a_reporter_sets_no_state_by_fields_put_in_by_hand(client, sport):
    client.force_login(somebody("reporter"))
    article = make_draft("خبر", category=sport)
    names = ("status", "published_at", "created_by_id", "created_at", "listed_at", "ref", "withdrawn_at")
    before = {name: getattr(article, name, None) for name in names}
    forged = {"status": "published", "published_at": "2020-01-01T00:00", "published_at_0": "2020-01-01"}
    forged |= {
        "created_by": "1",
        "created_at": "2020-01-01",
        "ref": "x",
        "id": "5",
        "pk": "5",
        "ready_at_ar": "2020-01-01",
    }
    for verb in ("", "publish", "schedule", "withdraw", "delete"):
        page = client.get(change(article))
        client.post(change(article), sent(page) | forged | {"verb": verb, "at": "2020-01-01T00:00", "note": "x"})
    article.refresh_from_db()
    assert {name: getattr(article, name, None) for name in names} == before
    assert article.ready_at_ar is None
    assert Article.objects.count() == 1


@pytest.mark.parametrize("forged", [{"is_superuser": "on"}, {"user_permissions": "all"}])
def test_an_administrator_raises_nobody_by_fields_put_in_by_hand(client, sport, forged):
    nadia, omar = somebody("administrator"), cast.omar()
    client.force_login(nadia)
    held = set(omar.get_all_permissions())
    data = {"username": "omar", "name": "جديد", "email": omar.email, "is_active": "on", "is_staff": "on"}
    rows = {"section_grants-TOTAL_FORMS": 0, "section_grants-INITIAL_FORMS": 0}
    assert client.post(change(omar), data | rows | forged).status_code == 302
    omar = User.objects.get(pk=omar.pk)
    assert omar.name == "جديد"
    assert not omar.is_superuser
    assert set(omar.get_all_permissions()) <= held


@pytest.mark.parametrize("role", ["chief", "editor", "reporter"])
def test_who_may_only_look_at_accounts_changes_none(client, sport, role):
    omar = cast.omar()
    client.force_login(somebody(role))
    data = {"username": "omar", "name": "جديد", "email": "x@example.com", "is_active": "on"}
    assert client.post(change(omar), data).status_code == 403
    omar.refresh_from_db()
    assert omar.name == "عمر"


def test_an_editor_links_no_author_to_an_account_and_learns_no_name_of_one(client, sport):
    omar, author = cast.omar(), make_author()
    client.force_login(somebody("editor"))
    page = client.get(change(author))
    answer = client.post(change(author), sent(page) | {"user": omar.pk, "name_ar": "ليلى"}, follow=True)
    author.refresh_from_db()
    assert author.user is None
    assert author.name_ar == "ليلى"
    assert "عمر" not in answer.content.decode()


def grant_form(*rows, first=0):
    data = {"section_grants-TOTAL_FORMS": len(rows), "section_grants-INITIAL_FORMS": first}
    for place, row in enumerate(rows):
        data |= {f"section_grants-{place}-{name}": value for name, value in row.items()}
    return data


def account_form(user):
    return {"username": user.username, "name": user.name, "email": user.email, "is_active": "on", "is_staff": "on"}


def test_rows_beside_a_form_are_added_by_who_may_add_them_only(client, sport):
    omar = cast.omar()
    client.force_login(cast.make_user("clerk", "view_user", "change_user"))
    rows = grant_form({"category": sport.pk, "user": omar.pk})
    assert client.post(change(omar), account_form(omar) | rows).status_code == 302
    assert not SectionGrant.objects.exists()


def test_a_row_of_another_account_is_not_taken_over(client, sport):
    omar, salma = cast.omar(), cast.salma()
    grant = SectionGrant.objects.create(user=salma, category=sport)
    client.force_login(somebody("administrator"))
    for extra in ({}, {"DELETE": "on"}):
        rows = grant_form({"id": grant.pk, "category": sport.pk, "user": omar.pk} | extra, first=1)
        client.post(change(omar), account_form(omar) | rows)
        assert SectionGrant.objects.get().user == salma


# --- Questions no filter asks -----------------------------------------------------------------------------------------

LOOKUPS = [
    "password__startswith=a",
    "user__password__startswith=a",
    "created_by__password__startswith=a",
    "created_by__email=x",
    "groups__user__password__startswith=a",
    "groups__permissions__codename=x",
    "section_grants__user__password__startswith=a",
    "main_category__section_grants__user__email=x",
    "article__body_ar__contains=a",
    "article__created_by__password__startswith=a",
    "revisions__content__contains=a",
    "sessions__session_key__startswith=a",
    "totpdevice__key__startswith=a",
    "staticdevice__token_set__token__startswith=a",
    "logentry__change_message__contains=a",
    "headline_ar__regex=(a%2B)%2B$",
    "headline_ar__iregex=(",
    "name__regex=(a%2B)%2B$",
    "folded__regex=.",
    "status__regex=.",
    "status__in__regex=.",
    "_to_field=password&_popup=1",
    "_to_field=session_key",
    "nothing=1",
    "nothing__x=1",
    "o=password",
    "o=-99.x",
]


@pytest.mark.parametrize("query", LOOKUPS)
def test_a_list_answers_no_question_its_filters_do_not_ask(client, sport, secret, query):
    """A refusal, or being led to the plain list; never an answer that differs, and never a fault."""
    client.force_login(cast.huda())
    make_tag()
    make_image()
    for model in set(admin.site._registry) - {SearchedWords}:  # its page is no list of rows, and reads none of these
        answer = client.get(f"{address(model, 'changelist')}?{query}")
        if query.startswith("o="):
            assert answer.status_code in (200, 302), model
        elif query.startswith("status__in__") or answer.status_code == 302:
            assert answer.status_code in (302, 400), model
        else:
            assert answer.status_code == 400, (model, answer.status_code)


# --- Pickers ----------------------------------------------------------------------------------------------------------


def pickers():
    """Every relation of every model to something the newsroom has a list of: (app, model, field, what it leads to)."""
    for model in apps.get_models():
        for field in model._meta.get_fields():
            target = getattr(getattr(field, "remote_field", None), "model", None)
            if target in admin.site._registry and not field.auto_created:
                yield model._meta.app_label, model._meta.model_name, field.name, target


@pytest.mark.parametrize("role", ["nobody", *ROLES])
def test_a_picker_offers_what_the_role_may_see_and_nothing_else(client, sport, secret, role):
    user = (
        cast.make_user("nobody") if role == "nobody" else somebody(role, *([sport] if role == "section_editor" else []))
    )
    client.force_login(user)
    make_tag(), make_author(), make_image()
    for app, model, field, target in pickers():
        query = {"app_label": app, "model_name": model, "field_name": field, "term": ""}
        answer = client.get(reverse("admin:autocomplete"), query)
        right = f"{target._meta.app_label}.view_{target._meta.model_name}"
        if user.has_perm(right):
            assert answer.status_code in (200, 404), (model, field)  # 404: there is nothing to search in
            told = answer.status_code == 200 and SECRET in str(answer.json())
            assert told == (target is Article and role != "section_editor" and answer.status_code == 200), (
                model,
                field,
            )
        else:
            assert answer.status_code == 403, (model, field)


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"app_label": "accounts", "model_name": "user", "field_name": "password"},
        {"app_label": "accounts", "model_name": "nothing", "field_name": "x"},
        {"app_label": "otp_totp", "model_name": "totpdevice", "field_name": "key"},
        {"app_label": "articles", "model_name": "article", "field_name": "headline_ar"},
        {"app_label": "articles", "model_name": "article", "field_name": "\x00"},
    ],
)
def test_a_picker_of_what_is_no_relation_is_refused(client, sport, query):
    client.force_login(cast.huda())
    assert client.get(reverse("admin:autocomplete"), query).status_code == 403


def test_the_history_of_an_account_says_who_did_what(client, sport):
    omar = cast.omar()
    client.force_login(somebody("chief"))
    client.post(reverse("admin:accounts_user_access", args=[omar.pk]), {"remove": ""})
    assert LogEntry.objects.get(object_id=omar.pk).get_change_message() == "أُزيل التحقق بخطوتين."


def test_an_article_waiting_for_review_is_not_moved_by_who_may_only_write(client, sport):
    client.force_login(somebody("reporter"))
    article = workflow.submit(make_draft("خبر", category=sport), by=None)
    page = client.get(change(article))
    client.post(change(article), sent(page) | {"verb": "publish", "note": "x"})
    article.refresh_from_db()
    assert article.status == "in_review"
    assert Category.objects.filter(pk=sport.pk).exists()
    assert not Author.objects.exists()
