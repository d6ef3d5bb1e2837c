"""The roles of a newsroom, as a table: what each may do. `manage.py sync_roles` writes it into the groups."""

from typing import NamedTuple

from django.contrib.auth.models import Group, Permission
from django.db import transaction


class Role(NamedTuple):
    name: str  # of the group, as the newsroom says it
    permissions: frozenset


def _all(*nouns):
    return {f"{app}.{verb}_{noun}" for app, noun in (each.split(".") for each in nouns) for verb in _VERBS}


def _some(verbs, *nouns):
    return {f"{app}.{verb}_{noun}" for app, noun in (each.split(".") for each in nouns) for verb in verbs.split()}


_VERBS = ("view", "add", "change", "delete")
_READS = _some("view", "articles.category", "articles.tag", "articles.author", "articles.page")
_WRITES = (
    _READS
    | _some("view add change", "articles.article", "images.image")
    | _some("add", "articles.tag")
    | {"articles.delete_article"}  # drafts only: what readers saw is withdrawn
)
_EDITS = (
    _WRITES
    | {"articles.publish_article", "articles.withdraw_article"}
    | _some("change", "articles.tag")
    | _some("add change", "articles.author")
    | _some("view add change", "articles.alias")
    | _some("view", "articles.searchedwords")
)
_LEADS = (
    _EDITS
    | _all("articles.category", "articles.tag", "articles.author", "articles.page", "articles.redirect", "images.image")
    | _some("view change", "articles.sitesettings")
    | _some("delete", "articles.alias")
    # The chief is there at night, when somebody has lost a telephone.
    | {"accounts.view_user", "accounts.help_user"}
)
_KEEPS = _all("accounts.user", "articles.sectiongrant") | _some("view", "auth.group")

ROLES = {
    "reporter": Role("مراسل", frozenset(_WRITES)),
    # Limited to the sections granted to the account.
    "section_editor": Role("محرر قسم", frozenset(_EDITS)),
    "editor": Role("محرر", frozenset(_EDITS)),
    "chief": Role("رئيس التحرير", frozenset(_LEADS)),
    "photo_editor": Role("محرر صور", frozenset(_READS | _some("view", "articles.article") | _all("images.image"))),
    "administrator": Role("مدير الموقع", frozenset(_LEADS | _KEEPS)),
}


@transaction.atomic
def sync_roles():
    """Make the groups what the table says; other groups and the people in all of them stay. Returns the groups."""
    permissions = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type")
    }
    groups = {}
    for key, role in ROLES.items():
        group, _created = Group.objects.get_or_create(name=role.name)
        group.permissions.set(permissions[name] for name in role.permissions)
        groups[key] = group
    return groups
