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


def lists(article):
    """The keys of all lists the article stands in. Ask before and after a change: what it left is touched too."""
    listings = list(article.listings.values_list("category", "language"))
    keys = {category_list(category, language) for category, language in listings}
    languages = {language for _category, language in listings}
    tags = list(article.tagged_items.values_list("tag", flat=True))
    authors = list(article.bylines.values_list("author", flat=True))
    for language in languages:
        keys.update(tag_list(tag, language) for tag in tags)
        keys.update(author_list(author, language) for author in authors)
    return keys
