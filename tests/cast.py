"""The people of the tests: Omar reports, Salma edits, Huda is the chief; a reader has no account."""

from django.contrib.auth.models import Permission

from accounts.models import User


def make_user(username, *permissions, **values):
    user = User.objects.create_user(username, f"{username}@example.com", "password", is_staff=True, **values)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    return user


def omar(**values):
    """A reporter: writes and submits."""
    return make_user("omar", "add_article", "change_article", "view_article", name="عمر", **values)


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
