"""The roles of the newsroom, from the table into the groups."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command

from accounts.roles import ROLES, sync_roles
from tests.cast import make_user

pytestmark = pytest.mark.django_db


def someone(role):
    user = make_user(role)
    user.groups.add(sync_roles()[role])
    return user


def test_the_groups_are_what_the_table_says():
    call_command("sync_roles", verbosity=0)
    for role in ROLES.values():
        group = Group.objects.get(name=role.name)
        held = {f"{each.content_type.app_label}.{each.codename}" for each in group.permissions.all()}
        assert held == role.permissions


def test_syncing_again_mends_a_group_and_keeps_its_people_and_other_groups():
    user = someone("editor")
    Group.objects.create(name="أصدقاء")
    Group.objects.get(name="محرر").permissions.clear()
    sync_roles()
    assert user.groups.get().permissions.exists()
    assert Group.objects.filter(name="أصدقاء").exists()
