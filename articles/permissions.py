"""May this user do this to this article? Every door asks here."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils.translation import gettext as _

from .models import Article, Category, Filing
from .status import Status

NEEDS = {
    "view": "articles.view_article",
    "add": "articles.add_article",
    "change": "articles.change_article",
    "delete": "articles.delete_article",
    "submit": "articles.change_article",
    "send_back": "articles.publish_article",
    "publish": "articles.publish_article",
    "unschedule": "articles.publish_article",
    "withdraw": "articles.withdraw_article",
    "restore": "articles.withdraw_article",
    "publish_changes": "articles.publish_article",
    "unschedule_changes": "articles.publish_article",
    "discard_changes": "articles.publish_article",
}


def may(user, verb, article=None):
    """May `user` do `verb` to `article`? No user (None) is the newsroom itself at the command line: it may."""
    if verb == "delete" and article and article.published_at:
        return False  # What readers saw can be withdrawn, never deleted.
    if user is None:
        return True
    if not user.is_active or not user.has_perm(NEEDS[verb]):
        return False
    if article is None:
        return True
    # What readers see, and the changes prepared for it, are for those who may publish.
    if verb == "change" and article.status in (Status.PUBLISHED, Status.WITHDRAWN):
        return may(user, "publish", article)
    return _in_granted_section(user, article)


def require(user, verb, article=None):
    """Raise `PermissionDenied` unless `user` may do `verb` to `article`."""
    if not may(user, verb, article):
        raise PermissionDenied(_("Your account may not do this to the article."))


def require_sections(user, categories):
    """Raise `PermissionDenied` unless `user` may file articles in all these sections (ids)."""
    granted = granted_sections(user)
    if granted is not None and not granted.issuperset(categories):
        raise PermissionDenied(_("Your account is limited to other sections."))


def granted_sections(user):
    """The ids of the sections the user is limited to, subsections with them; None: the user is not limited."""
    if user is None or user.is_superuser:
        return None
    granted = set(user.section_grants.values_list("category", flat=True))
    if not granted:
        return None
    return granted | set(Category.objects.filter(parent__in=granted).values_list("pk", flat=True))


def visible(user, articles):
    """Of these articles, those the user may see in the newsroom: of the granted sections, and one's own."""
    granted = granted_sections(user)
    if granted is None:
        return articles
    filed = Filing.objects.filter(category__in=granted).values("article")
    return articles.filter(Q(main_category__in=granted) | Q(pk__in=filed) | Q(created_by=user))


def _in_granted_section(user, article):
    return article.pk is None or visible(user, Article.objects.filter(pk=article.pk)).exists()
