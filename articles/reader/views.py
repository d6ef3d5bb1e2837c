"""Readers' pages. Each view finds, asks, answers; the address of a page has one spelling, every other leads to it."""

import datetime
from urllib.parse import quote

from django.conf import settings
from django.db.models import Min, OuterRef, Q
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from arabic.reading import count_words, reading_minutes
from pagecache.changes import key_of
from pagecache.rendering import depend, kept, until

from .. import body
from ..addresses import absolute, in_all_languages, short_link, wrong_spelling
from ..models import Article, Byline, Correction, Filing, Kind, Listing, Tag
from ..models.path import path_to
from ..models.taxonomy import LANGUAGES
from ..page_keys import corrections_list, days
from ..related import related
from ..rows import Rows
from ..status import Status
from . import errors, keeping, structured_data
from .chrome import chrome_of
from .finders import PASSED_OVER, author_entries, find_author, find_page, find_section, find_tag, tag_entries
from .head import Head
from .keeping import BEFORE, PAGE
from .pager import Pager

LATEST, PER_BLOCK = 10, 4


@kept()
@require_safe
def front(request):
    """The front page: the newest of the leading section, the latest, and a block for each section."""
    language, around = get_language(), chrome_of(request)
    if wrong := wrong_spelling(request, path_to(language)):
        return wrong
    newest = _newest_of_lists(
        [(around.site.lead_category_id, 1 + PASSED_OVER), (None, 1 + LATEST + PASSED_OVER)]
        + [(section.pk, 1 + LATEST + PER_BLOCK) for section in around.sections],
        language,
    )
    articles = Article.objects.published(language).for_cards(language, f"front_headline_{language}")
    articles = articles.in_bulk({pk for ids in newest for pk in ids})
    keeping.lists(request, around.site.lead_category_id, None, *(section.pk for section in around.sections))
    shown = set()

    def take(ids, count):
        """The next `count` of a list that do not stand higher up on the page."""
        taken = [articles[pk] for pk in ids if pk in articles and pk not in shown][:count]
        shown.update(article.pk for article in taken)
        return taken

    # What is paid for neither leads nor is among the latest; in its section it says what it is.
    paid = {pk for pk, article in articles.items() if article.kind == Kind.SPONSORED}
    led, of_site, *of_sections = newest
    led, of_site = ([pk for pk in ids if pk not in paid] for ids in (led, of_site))
    lead = next(iter(take(led, 1) or take(of_site, 1)), None)
    latest = take(of_site, LATEST)
    blocks = [
        {"section": section, "articles": taken}
        for section, ids in zip(around.sections, of_sections, strict=True)
        if (taken := take(ids, PER_BLOCK))
    ]
    keeping.cards(request, *(articles[pk] for pk in shown))
    depend(request, *(key_of(articles[pk]) for pk in paid))
    head = Head(
        title="",
        description=around.site.description or around.site.tagline,
        paths={code: path_to(code) for code in LANGUAGES},
        feed_url=path_to(language, "feed"),
    )
    return render(request, "articles/front.html", {"head": head, "lead": lead, "latest": latest, "blocks": blocks})


def _newest_of_lists(wanted, language):
    """For [(category id or None for the site, count)]: the newest article ids of each list, by one query."""
    now = timezone.now()
    queries = [
        # Sliced inside, because SQLite slices no part of a union.
        Listing.objects.filter(
            pk__in=Listing.objects.current(category, language, now).values("pk")[:count]
        ).values_list("category", "starts_at", "article")
        for category, count in dict(wanted).items()
    ]
    found = {category: [] for category, _count in wanted}
    rows = sorted(queries[0].union(*queries[1:], all=True), key=lambda row: row[1:], reverse=True)
    for category, _at, article in rows:
        found[category].append(article)
    return [found[category][:count] if category else found[None] for category, count in wanted]


@kept()
@require_safe
def article(request, pk, rest=None):
    """An article. Any other spelling of its address answers one redirect; withdrawn and expired ones answer 410."""
    language, now = get_language(), timezone.now()
    depend(request, f"article:{int(pk)}")
    found = (
        Article.objects.filter(pk=pk)
        .select_related("main_category", "image")
        .annotate(
            filed=Rows(Filing.objects.filter(article=OuterRef("pk")).order_by("order").values("category", "until")),
            corrected=Rows(
                Correction.objects.filter(article=OuterRef("pk"))
                .order_by("made_at")
                .values("made_at", f"text_{language}")
            ),
        )
        .first()
    )
    if found is None:
        raise Http404
    # The other languages stand in the page's head, and one of them may be where an address without a text leads.
    until(request, found.published_at, *(getattr(found, f"ready_at_{code}") for code in LANGUAGES), after=now)
    if not found.is_published(language, now):
        return _not_published(request, found, language, now)
    address = found.get_absolute_url(language)
    if wrong := wrong_spelling(request, address):
        return wrong

    around = chrome_of(request)
    bylines = list(Byline.objects.filter(article=found).select_related("author__photo"))
    writers = [byline.author for byline in bylines if byline.role == Byline.Role.WRITING]
    tags = list(Tag.objects.filter(items__content_object=found).order_by("items__order"))
    labels = [
        around.categories[row["category"]] for row in found.filed if not row["until"] or _moment(row["until"]) > now
    ]
    until(request, *(_moment(row["until"]) for row in found.filed if row["until"]), after=now)
    made_right = [
        {"made_at": at, "text": text}
        for row in found.corrected
        if (text := row[f"text_{language}"]) and (at := _moment(row["made_at"])) <= now
    ]
    main = around.categories.get(found.main_category_id)
    words = count_words(body.plain_text(found.body))
    head = Head(
        title=found.seo_headline or found.headline,
        share_title=found.share_headline or found.headline,
        description=found.standfirst or body.plain_text(found.body)[:200],
        paths={code: found.get_absolute_url(code) for code in found.published_languages(now)},
        kind="article",
        image=found.image,
        published_at=found.published_at.astimezone(around.site.zone_info).isoformat(),
        updated_at=found.updated_at.astimezone(around.site.zone_info).isoformat() if found.updated_at else "",
        section=main.name if main else "",
        tags=[str(tag) for tag in tags],
    )
    steps = [(around.site.name, absolute(path_to(language)))]
    steps += [(each.name, absolute(each.get_absolute_url())) for each in _line(main)]
    head.structured_data = [
        structured_data.news_article(
            found,
            language,
            address=head.canonical,
            site=around.site,
            bylines=bylines,
            labels=labels,
            tags=tags,
            words=words,
            corrections=made_right,
        ),
        structured_data.breadcrumbs([*steps, (found.headline, head.canonical)]),
    ]
    link = short_link(found)
    story = {"kind": found.kind, "video": found.video, "poster": found.image}
    text = keeping.body(request, found.body, around.site.digits, **story)
    read_next = related(found, language, tags, now=now)
    keeping.shows(request, found)
    keeping.cards(request, *read_next)
    depend(request, *map(key_of, tags))
    keeping.shows_authors(request, *(byline.author for byline in bylines))
    until(request, now + keeping.CHOICE_AGES)
    answer = render(
        request,
        "articles/article.html",
        {
            "head": head,
            "article": found,
            "body": text.html,
            "lead": text.lead,
            "has_video": text.lead and found.kind == Kind.VIDEO,
            "headings": text.headings,
            "writers": writers,
            "minutes": reading_minutes(words, language),
            "labels": labels,
            "line": _line(main),
            # Who holds an opinion stands at its head.
            "bylines": [each for each in bylines if found.kind != Kind.OPINION or each.author not in writers],
            "authors": list({byline.author_id: byline.author for byline in bylines}.values()),
            "corrections": made_right,
            "tags": tags,
            "related": read_next,
            "current_section": _line(main)[0] if main else None,
            "share_url": link,
            "share_links": _share_links(found.share_headline or found.headline, link),
        },
    )
    return _framing(answer, text.frames)


def _framing(answer, frames):
    """The answer with leave to show frames from these origins; every other page may show none."""
    if frames:
        answer._csp_config = settings.SECURE_CSP | {"frame-src": sorted(frames)}
    return answer


def _not_published(request, found, language, now):
    """Gone, elsewhere, or not there: to readers a draft and an unknown article are the same."""
    prefixed = language != settings.LANGUAGE_CODE
    if any(found.was_published(code, now) for code in ([language] if prefixed else LANGUAGES)) or (
        found.status == Status.PUBLISHED
        and not found.is_scheduled(now)
        and found.status_changes.filter(verb="withdraw", note=language).exists()
    ):
        since = None
        if found.status == Status.WITHDRAWN:
            since = found.status_changes.filter(verb="withdraw").values_list("made_at", flat=True).first()
        return errors.gone(request, since=since)
    # The short link names no language: it leads to the first the article can be read in.
    others = found.published_languages(now)
    if others and not prefixed:
        return wrong_spelling(request, found.get_absolute_url(others[0]))
    raise Http404


def _line(category):
    """A section with its parent before it."""
    return [each for each in (category and category.parent, category) if each]


def _moment(text):
    """A moment of a JSON row; SQLite's carries no zone, and is UTC."""
    at = parse_datetime(text)
    return at if at.tzinfo else at.replace(tzinfo=datetime.UTC)


def _share_links(headline, link):
    """Plain links: no script of anybody's is needed to share."""
    text, address = quote(headline, safe=""), quote(link, safe="")
    return [
        {"name": _("WhatsApp"), "slug": "whatsapp", "url": f"https://wa.me/?text={text}%20{address}"},
        {"name": _("Telegram"), "slug": "telegram", "url": f"https://t.me/share/url?url={address}&text={text}"},
        {"name": _("X"), "slug": "x", "url": f"https://x.com/intent/post?text={text}&url={address}"},
        {"name": _("Facebook"), "slug": "facebook", "url": f"https://www.facebook.com/sharer/sharer.php?u={address}"},
        {"name": _("E-mail"), "slug": "email", "url": f"mailto:?subject={text}&body={address}"},
    ]


@kept(page=PAGE, before=BEFORE)
@require_safe
def section(request, path):
    """A section or a subsection: what stands in it, newest first."""
    found = find_section(request, path)
    language, address = get_language(), found.get_absolute_url()
    if wrong := wrong_spelling(request, address):
        return wrong
    depend(request, key_of(found))
    keeping.lists(request, found.pk)
    pager = Pager(request, Listing.objects.current(found.pk, language), path=address, language=language)
    line = _line(found)
    head = Head(
        title=found.name,
        description=found.description,
        paths=in_all_languages(found),
        page_query=pager.query,
        feed_url=f"{address}feed/",
        structured_data=[
            structured_data.breadcrumbs(
                [(chrome_of(request).site.name, absolute(path_to(language)))]
                + [(each.name, absolute(each.get_absolute_url())) for each in line]
            )
        ],
    )
    context = {"head": head, "section": found, "current_section": line[0], "pager": pager, "articles": pager.articles}
    return render(request, "articles/section.html", context)


@kept(page=PAGE, before=BEFORE)
@require_safe
def tag(request, slug):
    """What is tagged so, newest first."""
    found = find_tag(request, slug)
    language, address = get_language(), found.get_absolute_url()
    if wrong := wrong_spelling(request, address):
        return wrong
    pager = Pager(
        request,
        tag_entries(found, language),
        path=address,
        language=language,
        moment=f"listed_at_{language}",
        key="content_object_id",
    )
    head = Head(
        title=str(found),
        description=found.description,
        paths=in_all_languages(found),
        page_query=pager.query,
        feed_url=f"{address}feed/",
    )
    return render(
        request, "articles/tag.html", {"head": head, "tag": found, "pager": pager, "articles": pager.articles}
    )


@kept(page=PAGE, before=BEFORE)
@require_safe
def author(request, slug):
    """Who an author is, and what they wrote."""
    found = find_author(request, slug)
    language, address = get_language(), found.get_absolute_url()
    if wrong := wrong_spelling(request, address):
        return wrong
    pager = Pager(
        request,
        author_entries(found, language),
        path=address,
        language=language,
        moment=f"listed_at_{language}",
    )
    head = Head(
        title=found.name,
        description=found.bio,
        paths=in_all_languages(found),
        page_query=pager.query,
        image=found.photo,
        feed_url=f"{address}feed/",
    )
    context = {"head": head, "author": found, "pager": pager, "articles": pager.articles}
    return render(request, "articles/author.html", context)


@kept()
@require_safe
def page(request, slug):
    """A standing page."""
    found = find_page(request, slug)
    if not found.title:
        raise Http404
    if wrong := wrong_spelling(request, found.get_absolute_url()):
        return wrong
    head = Head(
        title=found.title,
        description=body.plain_text(found.body)[:200],
        paths={code: found.get_absolute_url(code) for code in LANGUAGES if getattr(found, f"title_{code}")},
    )
    text = keeping.body(request, found.body, chrome_of(request).site.digits)
    answer = render(request, "articles/page.html", {"head": head, "page": found, "body": text.html})
    return _framing(answer, text.frames)


@kept(page=PAGE, before=BEFORE)
@require_safe
def corrections(request):
    """What was wrong and is put right, of all articles readers see, newest first."""
    language, now, paths = get_language(), timezone.now(), {code: path_to(code, "corrections") for code in LANGUAGES}
    if wrong := wrong_spelling(request, paths[language]):
        return wrong
    moment = f"listed_at_{language}"
    depend(request, corrections_list(language))
    until(request, Correction.objects.filter(**{f"{moment}__gt": now}).aggregate(next=Min(moment))["next"])
    rows = Correction.objects.filter(Q(listed_until=None) | Q(listed_until__gt=now), **{f"{moment}__lte": now})
    rows = rows.order_by(f"-{moment}", "-pk")
    pager = Pager(request, rows, path=paths[language], language=language, moment=moment, key="pk")
    found = Correction.objects.in_bulk(pager.keys)
    articles = Article.objects.published(language).for_cards(language)
    articles = articles.in_bulk({each.article_id for each in found.values()})
    keeping.shows(request, *articles.values())
    entries = [
        {"made_at": each.made_at, "text": each.text, "article": articles[each.article_id]}
        for each in map(found.get, pager.keys)
        if each.article_id in articles
    ]
    head = Head(
        title=_("Corrections"),
        description=_("What we got wrong and have put right, newest first."),
        paths=paths,
        page_query=pager.query,
    )
    return render(request, "articles/corrections.html", {"head": head, "pager": pager, "corrections": entries})


@kept(page=PAGE, before=BEFORE)
@require_safe
def archive(request, year, month, day):
    """What was published on a day of the newsroom's calendar, newest first."""
    try:
        date = datetime.date(int(year), int(month), int(day))
    except ValueError as error:
        raise Http404 from error
    language, zone = get_language(), chrome_of(request).site.zone_info
    today = timezone.localdate(timezone=zone)
    if date > today or date.year < 1900:
        raise Http404
    address = _day_path(language, date)
    if wrong := wrong_spelling(request, address):
        return wrong
    begin = datetime.datetime.combine(date, datetime.time(), zone)
    end = datetime.datetime.combine(date + datetime.timedelta(days=1), datetime.time(), zone)
    depend(request, *days(language, begin, end))
    entries = Listing.objects.filter(category=None, language=language, starts_at__gte=begin, starts_at__lt=end)
    keeping.next_of(request, entries, entries)
    rows = Listing.objects.current(None, language)
    pager = Pager(request, rows.filter(starts_at__gte=begin, starts_at__lt=end), path=address, language=language)
    head = Head(
        title=_("Archive"),
        paths={code: _day_path(code, date) for code in LANGUAGES},
        page_query=pager.query,
        robots="noindex",
    )
    context = {
        "head": head,
        "day": date,
        "pager": pager,
        "articles": pager.articles,
        "previous_url": _day_path(language, date - datetime.timedelta(days=1)) if date.year > 1 else "",
        "next_url": _day_path(language, date + datetime.timedelta(days=1)) if date < today else "",
    }
    return render(request, "articles/archive.html", context)


def _day_path(language, date):
    return path_to(language, "archive", f"{date.year:04}", f"{date.month:02}", f"{date.day:02}")
