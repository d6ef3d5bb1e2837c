"""Structured data (schema.org) of pages: only what the page also shows."""

import json

from ..addresses import absolute
from ..models import Byline, Kind

TYPES = {
    Kind.ANALYSIS: "AnalysisNewsArticle",
    Kind.OPINION: "OpinionNewsArticle",
    Kind.INVESTIGATION: "ReportageNewsArticle",
    Kind.SPONSORED: "AdvertiserContentArticle",
}
# Inside <script>, text that could end the element or open a comment is written as an escape.
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def dumps(value):
    """JSON that can stand in a script element."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)


def news_article(article, language, *, address, site, bylines, labels, tags, words, corrections):
    """NewsArticle of an article as its page in `language` shows it; dates are ISO strings with offset."""
    zone = site.zone_info
    people = [byline.author for byline in bylines if byline.role == Byline.Role.WRITING]
    publisher = {"@type": "NewsMediaOrganization", "name": site.name, "url": absolute("/")}
    if site.logo and site.logo.is_shown():
        publisher["logo"] = {"@type": "ImageObject", "url": absolute(site.logo.file.url)}
    data = {
        "@context": "https://schema.org",
        "@type": TYPES.get(article.kind, "NewsArticle"),
        "mainEntityOfPage": address,
        "url": address,
        "headline": article.headline,
        "inLanguage": language,
        "datePublished": article.published_at.astimezone(zone).isoformat(),
        "dateModified": (article.updated_at or article.published_at).astimezone(zone).isoformat(),
        "author": [
            {"@type": "Person", "name": author.name, "url": absolute(author.get_absolute_url())} for author in people
        ]
        or [{"@type": "Organization", "name": article.source or site.name}],
        "publisher": publisher,
        "articleSection": [label.name for label in labels],
        "keywords": [str(tag) for tag in tags],
        "wordCount": words,
        "isAccessibleForFree": True,
    }
    if article.kind == Kind.SPONSORED and article.sponsor:
        data["sponsor"] = {"@type": "Organization", "name": article.sponsor}
    if article.standfirst:
        data["description"] = article.standfirst
    if article.image and article.image.is_shown():
        data["image"] = [
            {
                "@type": "ImageObject",
                "url": absolute(url),
                "width": width,
                "height": height,
                "creditText": article.image.credit,
            }
            # In the three shapes search engines choose from; where they were not made, it is one picture.
            for url, width, height in dict.fromkeys(map(article.image.largest, ("16x9", "4x3", "1x1")))
        ]
    if corrections:
        data["correction"] = [
            {
                "@type": "CorrectionComment",
                "text": each["text"],
                "datePublished": each["made_at"].astimezone(zone).isoformat(),
            }
            for each in corrections
        ]
    if article.place:
        data["contentLocation"] = {"@type": "Place", "name": article.place}
    return dumps(data)


def breadcrumbs(steps):
    """BreadcrumbList of [(name, full address)], from the front page down."""
    return dumps(
        {
            "@context": "https://schema.org",
            "@type": "BreadcrumbList",
            "itemListElement": [
                {"@type": "ListItem", "position": place, "name": name, "item": address}
                for place, (name, address) in enumerate(steps, 1)
            ],
        }
    )
