"""Where pictures are used, in the words of the newsroom: what `images.uses` asks, which knows no article."""

from django.urls import reverse
from django.utils.translation import gettext as _

from images import uses

from . import permissions
from .models import Article, Author, Page, SiteSettings


def register():
    for find in (_articles, _authors, _pages, _site):
        uses.register(find)


def _articles(image, user, most):
    """Drafts too. Whoever may not see an article learns that there is one, not which."""
    using = Article.objects.filter(image_uses__image=image)
    seen = permissions.visible(user, using) if _may_see(user, "article") else using.none()
    named = [
        uses.Use(_("Article"), str(article), _address(article), article.get_status_display())
        for article in seen.order_by("-pk")[:most]
    ]
    return using.count(), named


def _authors(image, user, most):
    return _all(_("Photo of an author"), Author.objects.filter(photo=image), user, most)


def _pages(image, user, most):
    return _all(_("Page"), Page.objects.filter(image_uses__image=image), user, most)


def _site(image, user, most):
    return _all(_("Logo of the site"), SiteSettings.objects.filter(logo=image), user, most)


def _all(what, using, user, most):
    """These stand before readers, so everybody may know of them; a link leads those there who may follow it."""
    link = _may_see(user, using.model._meta.model_name)
    return using.count(), [uses.Use(what, str(each), _address(each) if link else "") for each in using[:most]]


def _may_see(user, noun):
    return any(user.has_perm(f"articles.{verb}_{noun}") for verb in ("view", "change"))


def _address(thing):
    return reverse(f"admin:articles_{thing._meta.model_name}_change", args=[thing.pk])
