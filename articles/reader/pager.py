"""Lists of articles, page by page: numbered up to a hundred, by a cursor below that, at the same cost."""

import datetime
import re

from django.db.models import Q
from django.http import Http404
from django.utils import timezone

from ..models import Article
from . import keeping

PER_PAGE = 20
LAST_NUMBERED = 100
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


class Pager:
    """One page of a list, newest first.

    `rows` is a queryset of list entries (`Listing`, `TaggedArticle`, `Byline`, `Correction`) already in order; `moment`
    and `key` name the columns of that order. The entries come from the list's own index, what they show by ids.

    `pages` is the number of pages, or None when there are more than `LAST_NUMBERED`.
    """

    def __init__(self, request, rows, *, path, language, moment="starts_at", key="article_id"):
        self._request, self.path, self.language = request, path, language
        self.number, cursor = asked(request)
        if cursor:
            at, pk = cursor
            # The first says nothing new but to the index, which would be read from its beginning for an "or".
            rows = rows.filter(Q(**{f"{moment}__lt": at}) | Q(**{f"{key}__lt": pk}), **{f"{moment}__lte": at})
        start = 0 if cursor else (self.number - 1) * PER_PAGE
        entries = list(rows.values_list(moment, key)[start : start + PER_PAGE + 1])
        if not entries and (cursor or self.number > 1):
            raise Http404
        self.has_older = len(entries) > PER_PAGE
        self.entries = entries[:PER_PAGE]
        self.pages = None if cursor else self._count(rows)

    def _count(self, rows):
        counted = rows.values_list("pk")[: LAST_NUMBERED * PER_PAGE + 1].count()
        pages = max(1, -(-counted // PER_PAGE))
        return pages if pages <= LAST_NUMBERED else None

    @property
    def keys(self):
        return [pk for _at, pk in self.entries]

    @property
    def articles(self):
        found = Article.objects.published(self.language).for_cards(self.language).in_order_of(self.keys)
        keeping.cards(self._request, *found)
        return found

    @property
    def query(self):
        """What the page's own address carries behind the path."""
        return f"?page={self.number}" if self.number and self.number > 1 else ""

    @property
    def first_url(self):
        return self.path if self.number != 1 else ""

    @property
    def newer_url(self):
        if not self.number or self.number == 1:
            return ""
        return self.path if self.number == 2 else f"{self.path}?page={self.number - 1}"

    @property
    def older_url(self):
        if not self.has_older:
            return ""
        if self.number and self.number < LAST_NUMBERED:
            return f"{self.path}?page={self.number + 1}"
        at, pk = self.entries[-1]
        return f"{self.path}?before={(at - EPOCH) // datetime.timedelta(microseconds=1)}-{pk}"


def asked(request):
    """(page number or None, cursor or None) of the request; anything but one spelling of a page is a 404."""
    pages, cursors = request.GET.getlist("page"), request.GET.getlist("before")
    if not pages and not cursors:
        return 1, None
    if len(pages) == 1 and not cursors and re.fullmatch(r"[1-9][0-9]{0,2}", pages[0]):
        number = int(pages[0])
        # Page 1 has one address, the one without a number.
        if 2 <= number <= LAST_NUMBERED:
            return number, None
    if len(cursors) == 1 and not pages:
        match = re.fullmatch(r"([0-9]{1,16})-([0-9]{1,18})", cursors[0])
        if match:
            at = EPOCH + datetime.timedelta(microseconds=int(match[1]))
            if at <= timezone.now():
                return None, (at, int(match[2]))
    raise Http404
