"""The keys a page of a thing carries, and the keys a change of it touches.

`article:7` is on every page that shows anything of article 7, and `image:3`, `tag:5`, `author:2` are on those that
show these (`pagecache.changes.key_of` makes them). `list:3:ar` is on every page of section 3's Arabic list,
`list:site:ar` on those of the whole site's (front page, feed), `day:ar:2026-11-22` on archive and sitemap. So a new
headline touches the pages that show it, and a publication the lists it enters. Around every page stand the `sections`,
the `footer`'s pages and `sitesettings:1`. `addresses` is on answers that something is not there: a new or renamed thing
may be what was asked for.
"""

from datetime import UTC, timedelta

from pagecache.changes import key_of

SECTIONS, FOOTER, ADDRESSES = "sections", "footer", "addresses"
# What stands around every page, and of what; but for these columns, which only the thing's own page shows.
_AROUND = {"category": (SECTIONS, "description"), "page": (FOOTER, "body")}


def category_list(category_id, language):
    return f"list:{category_id or 'site'}:{language}"


def tag_list(tag_id, language):
    return f"list:tag:{tag_id}:{language}"


def author_list(author_id, language):
    return f"list:author:{author_id}:{language}"


def corrections_list(language):
    return f"list:corrections:{language}"


def days(language, begin, end):
    """The keys of the days (of UTC) from one moment to another, of which archive and sitemaps show every article."""
    first, last = begin.astimezone(UTC).date(), end.astimezone(UTC).date()
    return {f"day:{language}:{first + timedelta(days=number)}" for number in range((last - first).days + 1)}


def lists(article):
    """{key: period} of the lists the article stands in. Ask before and after a change: what it left is touched too."""
    periods = {}
    starts = {}
    for category, language, starts_at, ends_at in article.listings.values_list(
        "category", "language", "starts_at", "ends_at"
    ):
        periods[category_list(category, language)] = starts_at, ends_at
        if category is None:
            starts[language] = starts_at, ends_at
            periods |= dict.fromkeys(days(language, starts_at, starts_at), (starts_at, ends_at))
    tags = list(article.tagged_items.values_list("tag", flat=True))
    authors = list(article.bylines.values_list("author", flat=True))
    corrections = list(article.corrections.all())
    for language, period in starts.items():
        periods |= {tag_list(tag, language): period for tag in tags}
        periods |= {author_list(author, language): period for author in authors}
        if corrected := [at for each in corrections if (at := getattr(each, f"listed_at_{language}"))]:
            periods[corrections_list(language)] = period, corrected
    return periods


def touched(before, after):
    """Of the lists before and after a change, those the article entered, left, or stands in for another time."""
    return {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}


def its_days(periods):
    """The days among the keys of lists: they are touched by every change, for a sitemap tells its time."""
    return {key for key in periods if key.startswith("day:")}


def of_thing(thing, before=None):
    """The keys a change of a section, tag, author, page, picture or the settings touches; `before` it was stored so."""
    name = thing._meta.model_name
    keys = {key_of(thing)}
    if name == "redirect":
        return {ADDRESSES}
    columns = {
        field.name
        for field in thing._meta.concrete_fields
        if before is None or getattr(thing, field.attname) != getattr(before, field.attname)
    }
    if any(column.startswith(("slug", "parent")) for column in columns):
        keys.add(ADDRESSES)
    around, apart = _AROUND.get(name, (None, ""))
    if around and any(not column.startswith(apart) for column in columns):
        keys.add(around)
    return keys
