"""The page that finds articles, what it proposes while a reader types, and its description for browsers.

A page of results is kept for a few seconds, in its process only: a name in the news is asked for by many at once, and
there are too many questions to share. What is not kept costs the database and the ranking 4 to 35 milliseconds among
100,000 articles, and the whole page under a tenth of a second of a busy core. So a process answers no more than `RATE`
of them in a second: whoever sends a flood is told to wait, and readers' other pages go on.
"""

import datetime
import threading
import time
from contextlib import suppress

from django import forms
from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from arabic.fold import fold
from pagecache.changes import key_of
from pagecache.rendering import depend, kept, until

from .. import body
from ..addresses import absolute, wrong_spelling
from ..models import Article, Author, Kind, Listing, Tag
from ..models.path import path_to
from ..models.search import moment_of, place_of
from ..models.taxonomy import LANGUAGES
from ..page_keys import category_list
from ..search import find, marks, nearby, report, store
from ..search.question import MOST_LETTERS, Filters, Question, TooLong
from . import keeping
from .chrome import chrome_of
from .finders import latest
from .head import Head
from .keeping import BEFORE, PAGE
from .pager import EPOCH, LAST_NUMBERED, asked

KEPT = datetime.timedelta(seconds=15)
RATE, BURST = 10, 30  # questions a second that reach the database from one process; and at once after a pause
SORTS = [("", gettext_lazy("Best first")), ("newest", gettext_lazy("Newest first"))]


class SearchForm(forms.Form):
    """All a question can say. What is sent besides is not looked at."""

    q = forms.CharField(max_length=MOST_LETTERS, required=False)
    section = forms.TypedChoiceField(coerce=int, required=False, empty_value=None)
    kind = forms.ChoiceField(choices=[("", gettext_lazy("All kinds")), *Kind.choices], required=False)
    author = forms.IntegerField(min_value=1, max_value=10**18, required=False)
    since = forms.DateField(input_formats=["%Y-%m-%d"], required=False)
    until = forms.DateField(input_formats=["%Y-%m-%d"], required=False)
    sort = forms.ChoiceField(choices=SORTS, required=False)

    def __init__(self, data, sections):
        super().__init__(data)
        self.fields["section"].choices = [("", _("All sections")), *sections]

    def question(self, language, zone):
        """The question, or None when something about it is wrong."""
        if not self.is_valid():
            return None
        try:
            return Question(self.cleaned_data["q"], language, self._filters(zone))
        except TooLong:
            self.add_error("q", _("This is too long: ask with fewer words."))
        except OverflowError:
            self.add_error("until", _("Choose a time of this calendar."))
        return None

    def _filters(self, zone):
        since, last = self.cleaned_data["since"], self.cleaned_data["until"]
        return Filters(
            section=self.cleaned_data["section"],
            kind=self.cleaned_data["kind"] or None,
            author=self.cleaned_data["author"],
            since=since and _midnight(since, zone),
            before=last and _midnight(last + datetime.timedelta(days=1), zone),
        )

    @property
    def is_narrowed(self):
        return any(self.data.get(name) for name in ("section", "kind", "author", "since", "until"))


_DATE = r"(?:[0-9]{4}-[0-9]{2}-[0-9]{2})?"
_NUMBER = r"(?:[1-9][0-9]{0,17})?"


@kept(
    q=rf"[^\x00-\x1f]{{0,{MOST_LETTERS}}}",
    section=_NUMBER,
    kind="[a-z]{0,20}",
    author=_NUMBER,
    since=_DATE,
    until=_DATE,
    sort="(?:newest)?",
    page=PAGE,
    before=BEFORE,
)
@require_safe
def search(request):
    """What answers a question, page by page."""
    language, around = get_language(), chrome_of(request)
    if wrong := wrong_spelling(request, path_to(language, "search")):
        return wrong
    now = timezone.now()
    until(request, now + KEPT)
    form = SearchForm(request.GET, _sections(around))
    context = {"form": form, "asked": "", "results": [], "limit": find.MOST, "is_searching": True}
    question = form.question(language, around.site.zone_info)
    status = 400 if form.errors else 200
    if question:
        context["asked"] = question.text.strip()
        if not _budget.take():
            status, context["problem"] = 503, _("Many are searching at this moment. Try again in a few seconds.")
        else:
            try:
                context |= _answered(request, question, form, now)
            except store.TooSlow:
                status, context["problem"] = 503, _("This took too long. Ask for something rarer, or in fewer words.")
    if status == 200 and not context["results"]:
        context |= {"latest": latest(request), "ask_first": not question}
    context["head"] = Head(
        title=_("Search: %(words)s") % {"words": context["asked"]} if context["asked"] else _("Search"),
        paths={code: path_to(code, "search") for code in LANGUAGES},
        robots="noindex",
    )
    response = render(request, "articles/search.html", context, status=status)
    if status == 503:
        response.headers["Retry-After"], response.headers["Cache-Control"] = "5", "no-store"
    return response


def _answered(request, question, form, now):
    """The part of the page's context that is the answer."""
    number, cursor = asked(request)
    below = place_of(*cursor) if cursor else None
    by_time = form.cleaned_data["sort"] == "newest" or cursor is not None
    if by_time:
        found = find.newest(question, page=number or 1, below=below, now=now)
    else:
        found = find.best(question, page=number, now=now)
    results = _results(request, question, found.ids, now)
    if number != 1 and not found.ids:
        raise Http404
    if number == 1:
        report.note(question, in_vain=not results)
    context = {
        "results": results,
        "count": found.count,
        "number": number,
        "first_url": _link(form) if cursor else "",
        "previous_url": _link(form, page=number - 1 if number > 2 else "") if number and number > 1 else "",
        "next_url": "",
    }
    if found.has_more and number and number < LAST_NUMBERED:
        context["next_url"] = _link(form, page=number + 1)
    elif found.last and (found.has_more or not by_time):
        at, pk = moment_of(found.last), found.last % place_of(EPOCH + datetime.timedelta(seconds=1))
        context["next_url"] = _link(form, before=f"{(at - EPOCH) // datetime.timedelta(microseconds=1)}-{pk}")
        context["goes_on_by_time"] = not by_time
    if not results:
        with suppress(store.TooSlow):  # Then there is no better spelling.
            if text := nearby.correction(question, now):
                context["correction"] = {"text": text, "url": _link(form, q=text)}
        if form.is_narrowed and context["number"] and question.text.strip():
            context["wide_url"] = f"?{urlencode({'q': question.text})}"
    elif question.filters.author:
        # Only now, when there is something by them to read.
        context["author"] = author = Author.objects.select_related("photo").get(pk=question.filters.author)
        keeping.shows_authors(request, author)
    return context


def _link(form, **changes):
    """The address of the same question with something changed; without a page unless one is given."""
    values = {name: form.data.get(name) for name in form.fields} | changes
    return f"?{urlencode({name: value for name, value in values.items() if value})}"


def _results(request, question, ids, now):
    """The articles with what is marked in them. The index says what could be shown, `published` what may be."""
    language = question.language
    lead, text = f"standfirst_{language}", f"body_{language}"
    articles = Article.objects.published(language, now).for_cards(language, text).in_order_of(ids)
    keeping.cards(request, *articles)
    depend(request, category_list(None, language))
    results = []
    for article in articles:
        texts = [getattr(article, lead) or "", body.plain_text(getattr(article, text))]
        pieces, is_cut, is_cut_behind = marks.passage(texts, question)
        results.append(
            {
                "article": article,
                "headline": marks.Text(article.headline, question).pieces(),
                "passage": pieces,
                "is_cut": is_cut,
                "is_cut_behind": is_cut_behind,
            }
        )
    return results


def _sections(around):
    """The choices of sections: each with its subsections behind it."""
    categories = list(around.categories.values())
    found = []
    for section in categories:
        if not section.parent_id:
            found.append((section.pk, section.name))
            found += [(child.pk, f"– {child.name}") for child in categories if child.parent_id == section.pk]
    return found


def _midnight(date, zone):
    return datetime.datetime.combine(date, datetime.time(), zone)


class _Budget:
    """So many a second, and some at once after a pause."""

    def __init__(self, rate, burst):
        self._rate, self._burst = rate, burst
        self._left, self._at, self._lock = burst, time.monotonic(), threading.Lock()

    def take(self):
        with self._lock:
            now = time.monotonic()
            self._left = min(self._burst, self._left + (now - self._at) * self._rate)
            self._at = now
            if self._left < 1:
                return False
            self._left -= 1
            return True


_budget = _Budget(RATE, BURST)

# --- While a reader types ---------------------------------------------------------------------------------------------

PROPOSED, AMONG = 8, 300
PROPOSALS_KEPT = datetime.timedelta(seconds=50)


@kept(q=r"[\w\s'’.\-]{2,40}")
@require_safe
def suggest(request):
    """Sections, topics and headlines of the newest articles in which words begin as those that are typed.

    Of what readers see, by three queries over so many articles, however many there are.
    """
    language = get_language()
    if wrong := wrong_spelling(request, path_to(language, "search", "suggest")):
        return wrong
    until(request, timezone.now() + PROPOSALS_KEPT)
    typed = fold(request.GET.get("q", "")[:MOST_LETTERS]).split()
    found = []
    if typed and len("".join(typed)) > 1:
        depend(request, category_list(None, language))
        found = [
            {"text": thing.name, "url": thing.get_absolute_url(), "kind": _("section")}
            for thing in chrome_of(request).categories.values()
            if thing.in_navigation and _begins(thing.name, typed)
        ]
        if _budget.take():
            found += _topics_and_headlines(request, typed, language)
    return JsonResponse({"suggestions": found[:PROPOSED]}, json_dumps_params={"ensure_ascii": False})


def _topics_and_headlines(request, typed, language):
    rows = Listing.objects.current(None, language).values_list("article", flat=True)[:AMONG]
    columns = f"headline_{language}", f"slug_{language}", f"sponsor_{language}", "kind", "expires_at"
    articles = Article.objects.published(language).only(*columns).in_order_of(list(rows))
    tags = Tag.objects.filter(items__content_object__in=[article.pk for article in articles]).distinct()
    tags = sorted((tag for tag in tags if _begins(str(tag), typed)), key=lambda tag: (len(str(tag)), str(tag)))
    told = [article for article in articles if _begins(article.headline, typed)][:PROPOSED]
    depend(request, *map(key_of, [*tags[:3], *told]))
    until(request, *(article.expires_at for article in told), gone=True)
    return [
        *({"text": str(tag), "url": tag.get_absolute_url(), "kind": _("Topic")} for tag in tags[:3]),
        *({"text": article.headline, "url": article.get_absolute_url(), "kind": _what(article)} for article in told),
    ]


def _what(article):
    return article.kind_in_words() if article.kind == Kind.SPONSORED else _("article")


def _begins(text, typed):
    """Does a word of the text, with or without its article, begin as each of those typed?"""
    words = [part for word in fold(text).split() for part in (word, word.strip('«»"“”(['), word.removeprefix("ال"))]
    return all(any(word.startswith(part) for word in words) for part in typed)


@kept()
@require_safe
def description(request):
    """What browsers ask for to search this site from their own box (OpenSearch)."""
    language, site = get_language(), chrome_of(request).site
    if wrong := wrong_spelling(request, path_to(language, "search", "opensearch.xml").rstrip("/")):
        return wrong
    context = {
        "site": site,
        "language": language,
        "search": absolute(path_to(language, "search")),
        "suggest": absolute(path_to(language, "search", "suggest")),
        "icon": absolute(static("favicon.svg")),
    }
    return render(
        request, "articles/opensearch.xml", context, content_type="application/opensearchdescription+xml; charset=utf-8"
    )
