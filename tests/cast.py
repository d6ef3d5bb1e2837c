"""The people of the tests: Omar reports, Salma edits, Huda is the chief; a reader has no account."""

import re

from django.contrib.auth.models import Permission
from django.urls import reverse
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts import second_factor
from accounts.models import User


def make_user(username, *permissions, **values):
    user = User.objects.create_user(username, f"{username}@example.com", "password", is_staff=True, **values)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    return user


def omar(**values):
    """A reporter: writes and submits."""
    return make_user("omar", "add_article", "change_article", "view_article", "view_image", name="عمر", **values)


def salma(**values):
    """An editor: publishes and withdraws too."""
    return make_user(
        "salma",
        *("add_article", "change_article", "view_article", "delete_article", "publish_article", "withdraw_article"),
        *("view_tag", "add_tag", "change_tag", "view_category", "view_author", "view_image"),
        name="سلمى",
        **values,
    )


def huda(**values):
    """The chief: may do everything."""
    return make_user("huda", is_superuser=True, name="هدى", **values)


KEY = "a1" * 20


def log_in(client, username, password="password", **environment):
    """By the form, as people do: name and password are checked, counted and refused."""
    return client.post(reverse("admin:login"), {"username": username, "password": password}, **environment)


def code_now(key=KEY):
    """What the app on the telephone shows."""
    return f"{TOTP(bytes.fromhex(key)).token():06d}"


def give_telephone(user):
    """A second factor, of which no code was used yet; returns the recovery codes."""
    TOTPDevice.objects.create(user=user, key=KEY)
    return second_factor.new_codes(user)


def codes_on(answer):
    """The recovery codes a page shows."""
    return re.findall(r"<code>([a-z2-7]{4}-[a-z2-7]{4})</code>", answer.content.decode())
