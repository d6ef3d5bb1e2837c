"""May this user do this to this article? Every door asks here."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from .status import Status

NEEDS = {
    "add": "articles.add_article",
    "change": "articles.change_article",
    "delete": "articles.delete_article",
    "submit": "articles.change_article",
    "send_back": "articles.publish_article",
    "publish": "articles.publish_article",
    "unschedule": "articles.publish_article",
    "withdraw": "articles.withdraw_article",
    "restore": "articles.withdraw_article",
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
    # What readers see changes only by the hand of someone who may publish.
    if verb == "change" and article.status in (Status.PUBLISHED, Status.WITHDRAWN):
        return may(user, "publish", article)
    return _in_granted_section(user, article)


def require(user, verb, article=None):
    """Raise `PermissionDenied` unless `user` may do `verb` to `article`."""
    if not may(user, verb, article):
        raise PermissionDenied(_("Your account may not do this to the article."))


def _in_granted_section(user, article):
    if article.pk is None:
        return True  # Nothing is filed yet; saving asks again.
    granted = set(user.section_grants.values_list("category", flat=True))
    if not granted or article.created_by_id == user.pk and article.main_category_id is None:
        return True
    sections = {article.main_category} | {filing.category for filing in article.filings.select_related("category")}
    return any(granted.intersection(section.family()) for section in sections if section)
