"""Who may open which address of the newsroom: a table of every one of them, for every role.

A new address fails here until it has its line. Each cell has two signs, one for looking (GET) and one for sending
(POST):

    o  opens
    >  leads on within the newsroom
    l  leads to the login
    x  is refused (403)
    ?  is not there (404)
    -  is not the way to ask (405)
"""

import pytest
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.urls import get_resolver, reverse

from accounts.gate import MEANWHILE, OUTSIDE
from accounts.models import User
from accounts.roles import ROLES, sync_roles
from articles import workflow
from articles.models import Alias, Article, Author, Category, Page, Redirect, SectionGrant, SiteSettings, Tag
from images.models import Image
from tests import cast
from tests.builders import make_author, make_category, make_draft, make_image, make_page, make_site, make_tag

pytestmark = pytest.mark.django_db

TABLE = """
                                       anonymous nobody reporter section_editor editor chief photo_editor administrator
account                                ll        oo     oo       oo             oo     oo    oo           oo
admin:accounts_user_access             ll        xx     xx       xx             xx     o>    xx           o>
admin:accounts_user_add                ll        xx     xx       xx             xx     xx    xx           oo
admin:accounts_user_change             ll        xx     xx       xx             xx     ox    xx           oo
admin:accounts_user_changelist         ll        xx     xx       xx             xx     oo    xx           oo
admin:accounts_user_delete             ll        xx     xx       xx             xx     xx    xx           oo
admin:accounts_user_history            ll        xx     xx       xx             xx     oo    xx           oo
admin:app_list                         ll        ??     oo       oo             oo     oo    oo           oo
admin:articles_alias_add               ll        xx     xx       oo             oo     oo    xx           oo
admin:articles_alias_change            ll        xx     xx       oo             oo     oo    xx           oo
admin:articles_alias_changelist        ll        xx     xx       oo             oo     oo    xx           oo
admin:articles_alias_delete            ll        xx     xx       xx             xx     oo    xx           oo
admin:articles_alias_history           ll        xx     xx       oo             oo     oo    xx           oo
admin:articles_article_add             ll        xx     oo       oo             oo     oo    xx           oo
admin:articles_article_cards           ll        x-     o-       o-             o-     o-    o-           o-
admin:articles_article_change          ll        xx     oo       oo             oo     oo    ox           oo
admin:articles_article_changelist      ll        xx     oo       oo             oo     oo    oo           oo
admin:articles_article_compare         ll        ??     oo       oo             oo     oo    oo           oo
admin:articles_article_delete          ll        xx     oo       oo             oo     oo    xx           oo
admin:articles_article_history         ll        ??     oo       oo             oo     oo    oo           oo
admin:articles_article_history_csv     ll        ??     oo       oo             oo     oo    oo           oo
admin:articles_article_keep            ll        ol     ol       ol             ol     ol    ol           ol
admin:articles_article_preview_links   ll        ??     oo       oo             oo     oo    ox           oo
admin:articles_article_preview_page    ll        ?-     o-       o-             o-     o-    o-           o-
admin:articles_article_preview_phone   ll        ?-     o-       o-             o-     o-    o-           o-
admin:articles_article_revert          ll        -?     ->       ->             ->     ->    -x           ->
admin:articles_article_slug            ll        x-     o-       o-             o-     o-    o-           o-
admin:articles_article_style           ll        -x     -o       -o             -o     -o    -o           -o
admin:articles_article_typed           ll        ?-     o-       o-             o-     o-    o-           o-
admin:articles_author_add              ll        xx     xx       oo             oo     oo    xx           oo
admin:articles_author_change           ll        xx     ox       oo             oo     oo    ox           oo
admin:articles_author_changelist       ll        xx     oo       oo             oo     oo    oo           oo
admin:articles_author_delete           ll        xx     xx       xx             xx     oo    xx           oo
admin:articles_author_history          ll        xx     oo       oo             oo     oo    oo           oo
admin:articles_author_new              ll        -x     -x       -o             -o     -o    -x           -o
admin:articles_category_add            ll        xx     xx       xx             xx     oo    xx           oo
admin:articles_category_change         ll        xx     ox       ox             ox     oo    ox           oo
admin:articles_category_changelist     ll        xx     oo       oo             oo     oo    oo           oo
admin:articles_category_delete         ll        xx     xx       xx             xx     oo    xx           oo
admin:articles_category_history        ll        xx     oo       oo             oo     oo    oo           oo
admin:articles_page_add                ll        xx     xx       xx             xx     oo    xx           oo
admin:articles_page_change             ll        xx     ox       ox             ox     oo    ox           oo
admin:articles_page_changelist         ll        xx     oo       oo             oo     oo    oo           oo
admin:articles_page_delete             ll        xx     xx       xx             xx     oo    xx           oo
admin:articles_page_history            ll        xx     oo       oo             oo     oo    oo           oo
admin:articles_redirect_add            ll        xx     xx       xx             xx     oo    xx           oo
admin:articles_redirect_change         ll        xx     xx       xx             xx     oo    xx           oo
admin:articles_redirect_changelist     ll        xx     xx       xx             xx     oo    xx           oo
admin:articles_redirect_delete         ll        xx     xx       xx             xx     oo    xx           oo
admin:articles_redirect_history        ll        xx     xx       xx             xx     oo    xx           oo
admin:articles_searchedwords_changelist ll       xx     xx       oo             oo     oo    xx           oo
admin:articles_sitesettings_add        ll        xx     xx       xx             xx     xx    xx           xx
admin:articles_sitesettings_change     ll        xx     xx       xx             xx     oo    xx           oo
admin:articles_sitesettings_changelist ll        >>     >>       >>             >>     >>    >>           >>
admin:articles_sitesettings_delete     ll        xx     xx       xx             xx     xx    xx           xx
admin:articles_sitesettings_history    ll        xx     xx       xx             xx     oo    xx           oo
admin:articles_tag_add                 ll        xx     oo       oo             oo     oo    xx           oo
admin:articles_tag_alike               ll        xx     xx       o>             o>     o>    xx           o>
admin:articles_tag_change              ll        xx     ox       oo             oo     oo    ox           oo
admin:articles_tag_changelist          ll        xx     oo       oo             oo     oo    oo           oo
admin:articles_tag_delete              ll        xx     xx       xx             xx     oo    xx           oo
admin:articles_tag_history             ll        xx     oo       oo             oo     oo    oo           oo
admin:articles_tag_new                 ll        -x     -o       -o             -o     -o    -x           -o
admin:auth_group_add                   ll        xx     xx       xx             xx     xx    xx           xx
admin:auth_group_change                ll        xx     xx       xx             xx     xx    xx           ox
admin:auth_group_changelist            ll        xx     xx       xx             xx     xx    xx           oo
admin:auth_group_delete                ll        xx     xx       xx             xx     xx    xx           xx
admin:auth_group_history               ll        xx     xx       xx             xx     xx    xx           oo
admin:auth_user_password_change        ll        xx     xx       xx             xx     xx    xx           oo
admin:autocomplete                     ll        x-     o-       o-             o-     o-    o-           o-
admin:guide                            ll        o-     o-       o-             o-     o-    o-           o-
admin:guide_chapter                    ll        o-     o-       o-             o-     o-    o-           o-
admin:images_image_add                 ll        xx     oo       oo             oo     oo    oo           oo
admin:images_image_change              ll        xx     oo       oo             oo     oo    oo           oo
admin:images_image_changelist          ll        xx     oo       oo             oo     oo    oo           oo
admin:images_image_delete              ll        xx     xx       xx             xx     oo    oo           oo
admin:images_image_history             ll        xx     oo       oo             oo     oo    oo           oo
admin:images_image_library             ll        xx     oo       oo             oo     oo    oo           oo
admin:images_image_upload              ll        -x     ->       ->             ->     ->    ->           ->
admin:index                            ll        oo     oo       oo             oo     oo    oo           oo
admin:jsi18n                           ll        o-     o-       o-             o-     o-    o-           o-
admin:login                            oo        >o     >o       >o             >o     >o    >o           >o
admin:logout                           >>        -o     -o       -o             -o     -o    -o           -o
admin:password_change                  ll        oo     oo       oo             oo     oo    oo           oo
admin:password_change_done             ll        o-     o-       o-             o-     o-    o-           o-
admin:view_on_site                     ll        ??     >>       >>             >>     >>    >>           >>
admin_password_reset                   oo        oo     oo       oo             oo     oo    oo           oo
password_reset_complete                o-        o-     o-       o-             o-     o-    o-           o-
password_reset_confirm                 oo        oo     oo       oo             oo     oo    oo           oo
password_reset_done                    o-        o-     o-       o-             o-     o-    o-           o-
second_factor                          ll        >>     >>       >>             >>     >>    >>           >>
second_factor_code                     ll        >>     >>       >>             >>     >>    >>           >>
second_factor_set_up                   ll        oo     oo       oo             oo     oo    oo           oo
sessions                               ll        o>     o>       o>             o>     o>    o>           o>
tour                                   ll        ->     ->       ->             ->     ->    ->           ->
"""


def addresses(patterns, route="", namespace=""):
    """Yield (name, route) of every address; an unnamed one has the name of its namespace."""
    for each in patterns:
        whole = route + str(each.pattern)
        if hasattr(each, "url_patterns"):
            yield from addresses(each.url_patterns, whole, f"{each.namespace}:" if each.namespace else namespace)
        else:
            yield namespace + (each.name or ""), whole


def newsroom():
    return [
        (name, route) for name, route in addresses(get_resolver().url_patterns) if route.startswith(settings.ADMIN_PATH)
    ]


NAMES = sorted({name for name, _route in newsroom() if not name.endswith(":")})


@pytest.fixture
def things(db):
    """A thing of each noun; the article waits for review in the section of sport."""
    make_site()
    sport = make_category("رياضة")
    article = make_draft("مباراة", category=sport)
    workflow.submit(article, by=None)
    colleague = cast.make_user("colleague")
    found = {
        Article: article,
        Category: sport,
        Tag: make_tag(),
        Author: make_author(),
        Page: make_page(),
        Redirect: Redirect.objects.create(old_path="/2019/x", article=article),
        Image: make_image(),
        User: colleague,
        SiteSettings: SiteSettings.load(),
        Alias: Alias.objects.create(spellings="الهلال\nالزعيم"),
        Group: Group.objects.create(name="أصدقاء"),
    }
    return found


def path_to(name, things):
    """The address, for one of the things."""
    arguments = {
        "admin:app_list": ["articles"],
        "admin:view_on_site": [ContentType.objects.get_for_model(Article).pk, things[Article].pk],
        "admin:guide_chapter": ["writing"],
        "admin:auth_user_password_change": [things[User].pk],
        "password_reset_confirm": ["x", "y"],
    }
    for what in ("compare", "history_csv", "revert", "preview_links"):
        arguments[f"admin:articles_article_{what}"] = [things[Article].pk]
    for what in ("page", "phone"):
        arguments[f"admin:articles_article_preview_{what}"] = [things[Article].pk, "ar"]
    arguments["admin:articles_article_typed"] = ["window", "ar"]
    for model, thing in things.items():
        for what in ("change", "delete", "history", "access"):
            arguments[f"admin:{model._meta.app_label}_{model._meta.model_name}_{what}"] = [thing.pk]
    saved = things[Article].revisions.latest("pk").pk
    query = {
        "admin:autocomplete": "?app_label=articles&model_name=article&field_name=related_picks&term=",
        "admin:articles_article_typed": f"?article={things[Article].pk}",
        "admin:articles_article_compare": f"?from={saved}&to={saved}",
    }
    return reverse(name, args=arguments.get(name, [])) + query.get(name, "")


def somebody(role):
    if role == "anonymous":
        return None
    user = cast.make_user(role)
    if role != "nobody":
        user.groups.add(sync_roles()[role])
    if role == "section_editor":
        SectionGrant.objects.create(user=user, category=Category.objects.get(slug_ar="رياضة"))
    return user


def outcome(answer):
    if answer.status_code in (301, 302):
        return "l" if answer.url.startswith(reverse("admin:login")) else ">"
    return {200: "o", 401: "l", 403: "x", 404: "?", 405: "-"}[answer.status_code]


def visit(client, user, path, sent=None):
    """Both signs of a cell."""
    signs = ""
    for ask, data in ((client.get, None), (client.post, sent)):
        if user and SESSION_KEY not in client.session:
            client.force_login(user)
        signs += outcome(ask(path, data))
    return signs


def sent_to(name, things):
    """What is sent to an address that asks for more than the press of a button."""
    return {
        "admin:articles_article_revert": {"revision": things[Article].revisions.latest("pk").pk},
        "admin:articles_author_new": {"name": "كاتب آخر"},
        "admin:articles_tag_new": {"name": "وسم آخر"},
        "admin:articles_article_preview_links": {"recipient": "المحامي", "hours": "24"},
    }.get(name)


HEAD, *LINES = (line.split() for line in TABLE.strip().splitlines())
EXPECTED = {name: dict(zip(HEAD, cells, strict=True)) for name, *cells in LINES}


def test_the_table_has_every_address_and_no_other():
    assert sorted(EXPECTED) == NAMES


def test_the_table_has_every_role():
    assert set(HEAD) == {"anonymous", "nobody", *ROLES}


@pytest.mark.slow
@pytest.mark.parametrize("role", HEAD)
def test_the_newsroom_opens_to_a_role_as_far_as_the_table_says(things, client, role):
    user = somebody(role)
    found = {name: visit(client, user, path_to(name, things), sent_to(name, things)) for name in NAMES}
    assert found == {name: cells[role] for name, cells in EXPECTED.items()}


@pytest.mark.parametrize("role", ["anonymous", "nobody", "administrator"])
def test_an_address_without_a_name_leads_on_or_is_not_there(things, client, role):
    user = somebody(role)
    for _name, route in (each for each in newsroom() if each[0].endswith(":")):
        path = "/" + route.replace("<path:object_id>", "1").replace("(?P<url>.*)$", "nothing/")
        assert set(visit(client, user, path)) <= set("l>?"), path


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_password_alone_opens_no_address_to_who_has_a_telephone(things, client, method):
    """Every address but the login itself and a new password by letter, for the mightiest."""
    huda = cast.huda()
    cast.give_telephone(huda)
    client.force_login(huda)
    for name in set(NAMES) - OUTSIDE:
        answer = getattr(client, method)(path_to(name, things))
        assert (answer.status_code, answer.url.partition("?")[0]) == (302, reverse("second_factor_code")), name
    for path in ("/admin/nothing/", "/admin/articles/article/1/", "/ar/admin/", "/admin//", "/admin"):
        answer = getattr(client, method)(path, follow=True)
        assert answer.request["PATH_INFO"] == reverse("second_factor_code") or answer.status_code == 404, path


def test_what_stands_before_the_gate_is_little():
    assert OUTSIDE.issubset(NAMES)
    opened = {name for name in OUTSIDE if EXPECTED[name]["anonymous"] == "ll"}
    assert opened == {"second_factor_code"}


def test_where_a_second_factor_is_required_only_its_own_way_is_open(things, client, settings):
    settings.SECOND_FACTOR = "required"
    client.force_login(cast.huda())
    for name in set(NAMES) - OUTSIDE - MEANWHILE:
        answer = client.get(path_to(name, things))
        assert (answer.status_code, answer.url.partition("?")[0]) == (302, reverse("second_factor_set_up")), name
