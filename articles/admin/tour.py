"""The tour of the first day: steps for somebody new, each done by doing it. Nobody is told of what they may not do."""

from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import second_factor
from accounts.models import User
from desk import guide
from images.filters import additions

from .. import permissions
from ..models import Article, StatusChange


class Step(NamedTuple):
    words: str
    is_done: bool
    address: str
    chapter: str  # of the guide


def tour(user):
    """The steps of this user, for the first page of the newsroom; None once it was put away."""
    if user.tour_over:
        return None
    steps = [*_own_account(user), *_pictures(user), *_articles(user)]
    return {"steps": steps, "done": sum(step.is_done for step in steps)}


def previewed(user):
    """Remember that the user has seen a preview."""
    if not user.has_previewed:
        User.objects.filter(pk=user.pk).update(has_previewed=True)


def _step(words, is_done, address, chapter):
    return Step(words, bool(is_done), address, guide.address_of(chapter))


def _own_account(user):
    if second_factor.is_on():
        device = second_factor.device_of(user)
        yield _step(_("Set up the second factor"), device, reverse("second_factor_set_up"), "first-day")
    yield _step(_("Write your name as colleagues know it"), user.name, reverse("account"), "first-day")


def _pictures(user):
    if user.has_perm("images.add_image"):
        uploaded = additions().filter(user=user).exists()
        yield _step(_("Upload a picture and describe it"), uploaded, reverse("admin:images_image_add"), "pictures")


def _articles(user):
    if not permissions.may(user, "add"):
        return
    add = reverse("admin:articles_article_add")
    newest = Article.objects.filter(created_by=user).order_by("-id").values_list("pk", flat=True).first()
    form = reverse("admin:articles_article_change", args=[newest]) if newest else add
    yield _step(_("Write a draft and save it"), newest, form, "writing")
    yield _step(_("Look at it as readers would"), user.has_previewed, form, "preview")
    publishes = permissions.may(user, "publish")
    words = _("Publish your first article") if publishes else _("Submit it for review")
    moved = StatusChange.objects.filter(made_by=user, verb="publish" if publishes else "submit").exists()
    yield _step(words, moved, form, "publishing")
