"""The keys a page of a thing carries, and the keys a change of it touches.

`article:7` is on every page that shows anything of article 7; `list:3:ar` on every page of section 3's Arabic list,
`list:site:ar` on those of the whole site (front page, feed, day archive, sitemap). So a new headline touches the pages
that show it, and a publication the lists it enters. `pagecache.changes.key_of` makes the keys of single things.
"""


def category_list(category_id, language):
    return f"list:{category_id or 'site'}:{language}"


def tag_list(tag_id, language):
    return f"list:tag:{tag_id}:{language}"


def author_list(author_id, language):
    return f"list:author:{author_id}:{language}"


def around(thing):
    """The keys, besides its own, of pages that show a list of such things around their subject."""
    return {"category": {"sections"}, "page": {"footer"}}.get(thing._meta.model_name, set())


def lists(article):
    """{key of a list the article stands in: (since when, until when or None)}. Ask before and after a change."""
    periods = {
        (category, language): (starts_at, ends_at)
        for category, language, starts_at, ends_at in article.listings.values_list(
            "category", "language", "starts_at", "ends_at"
        )
    }
    keys = {category_list(category, language): period for (category, language), period in periods.items()}
    tags = list(article.tagged_items.values_list("tag", flat=True))
    authors = list(article.bylines.values_list("author", flat=True))
    for (category, language), period in periods.items():
        if category is None:
            keys |= {tag_list(tag, language): period for tag in tags}
            keys |= {author_list(author, language): period for author in authors}
    return keys


def moved(before, after):
    """The keys of the lists that an article entered, left, or stands in for another time."""
    return {key for key in {*before, *after} if before.get(key) != after.get(key)}
