"""What machines read: feeds, sitemaps, structured data, cards, robots."""

import datetime
import json
import re

import pytest
from django.utils import timezone
from django.utils.html import escape
from lxml import etree

from articles import workflow
from articles.addresses import absolute
from articles.reader import sitemaps
from tests.builders import (
    NOW,
    TOMORROW,
    make_author,
    make_category,
    make_draft,
    make_image,
    make_page,
    make_published,
    make_site,
    make_tag,
    make_withdrawn,
)

pytestmark = pytest.mark.django_db
HOSTILE = '</script><script>alert(1)</script>\u2028 «أ» & "ب" \''


@pytest.fixture(autouse=True)
def site():
    return make_site()


def text_of(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def structured(text):
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.S)
    return {block["@type"]: block for block in map(json.loads, blocks)}


def meta(text, name):
    match = re.search(rf'<meta (?:property|name)="{re.escape(name)}" content="([^"]*)"', text)
    return match and match[1]


def test_every_address_a_page_prints_of_itself_is_the_same(client):
    article = make_published("إعلان مفاجئ", english="A sudden announcement")
    text = text_of(client, article.get_absolute_url("ar"))
    own = absolute(article.get_absolute_url("ar"))
    data = structured(text)["NewsArticle"]
    feed = etree.fromstring(text_of(client, "/feed/").encode())
    sitemap = text_of(client, f"/sitemap-ar-{article.published_at:%Y-%m}.xml")
    assert re.search(r'<link rel="canonical" href="([^"]+)"', text)[1] == own
    assert re.search(r'<link rel="alternate" hreflang="ar" href="([^"]+)"', text)[1] == own
    assert meta(text, "og:url") == own
    assert data["url"] == data["mainEntityOfPage"] == own
    assert feed.find("channel/item/link").text == own
    assert f"<loc>{own}</loc>" in sitemap


def test_languages_name_each_other(client):
    article = make_published(english="News")
    pages = {code: text_of(client, article.get_absolute_url(code)) for code in ("ar", "en")}
    links = {
        code: dict(re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)"', text))
        for code, text in pages.items()
    }
    assert links["ar"] == links["en"]
    assert set(links["ar"]) == {"ar", "en", "x-default"}


def test_an_untranslated_article_names_no_other_language(client):
    text = text_of(client, make_published().get_absolute_url("ar"))
    assert 'rel="alternate" hreflang' not in text


def test_structured_data_says_what_the_page_says(client):
    article = make_published(
        "روسيا تعلن",
        category=make_category("سياسة"),
        tags=[make_tag("روسيا")],
        authors=[make_author("ليلى منصور")],
        image=make_image(credit="وكالة").pk,
        kind="analysis",
        updated_at=NOW,
        place={"ar": "يريفان"},
    )
    text = text_of(client, article.get_absolute_url("ar"))
    data = structured(text)["AnalysisNewsArticle"]
    assert data["headline"] == "روسيا تعلن"
    assert data["author"][0]["name"] == "ليلى منصور"
    assert data["articleSection"] == ["سياسة"]
    assert data["keywords"] == ["روسيا"]
    assert data["inLanguage"] == "ar"
    assert data["image"][0]["creditText"] == "وكالة"
    published = datetime.datetime.fromisoformat(data["datePublished"])
    assert published == article.published_at.replace(microsecond=published.microsecond)
    assert published.utcoffset() == datetime.timedelta(hours=3)
    crumbs = structured(text)["BreadcrumbList"]["itemListElement"]
    assert [crumb["name"] for crumb in crumbs] == ["مِداد", "سياسة", "روسيا تعلن"]


def test_without_a_byline_the_agency_or_the_site_is_the_author(client):
    text = text_of(client, make_published(source="وكالة الأنباء").get_absolute_url("ar"))
    assert structured(text)["NewsArticle"]["author"] == [{"@type": "Organization", "name": "وكالة الأنباء"}]


def test_hostile_text_is_text_everywhere(client, site):
    site.name_ar, site.tagline_ar = f"مِداد {HOSTILE}", HOSTILE
    site.save()
    shared = {
        "category": make_category("قسم", description_ar=HOSTILE),
        "tags": [make_tag("وسم", label_ar=HOSTILE[:90])],
        "authors": [make_author("كاتب", bio_ar=HOSTILE, title_ar=HOSTILE)],
    }
    article = make_published(
        HOSTILE,
        standfirst={"ar": HOSTILE},
        kicker={"ar": HOSTILE[:70]},
        place={"ar": HOSTILE[:70]},
        source=HOSTILE,
        image=make_image(alt=HOSTILE, caption_ar=HOSTILE, credit=HOSTILE).pk,
        corrections=[{"made_at": NOW, "text": {"ar": HOSTILE}}],
        **shared,
    )
    page = make_page("صفحة", title_en="")
    paths = ["/", article.get_absolute_url("ar"), page.get_absolute_url("ar")]
    paths += [thing[0].get_absolute_url("ar") for thing in (shared["tags"], shared["authors"])]
    paths += [shared["category"].get_absolute_url("ar"), "/nothing/"]
    for path in paths:
        text = client.get(path).content.decode()
        assert "<script>alert" not in text, path
        assert text.count("<script") == text.count("</script>"), path
    data = structured(text_of(client, article.get_absolute_url("ar")))["NewsArticle"]
    assert data["headline"] == article.headline_ar
    feed = etree.fromstring(text_of(client, "/feed/").encode())
    # It starts with a Latin letter, so a mark that keeps its direction stands before it.
    assert feed.find("channel/item/title").text == f"\u200f{article.headline_ar}"
    assert (
        feed.find("channel/item/description").text == f'<div dir="rtl" lang="ar">{escape(article.standfirst_ar)}</div>'
    )


def test_cards_of_social_networks_are_filled(client):
    article = make_published("روسيا تعلن", standfirst={"ar": "مقدمة"}, image=make_image(alt="جسر").pk)
    text = text_of(client, article.get_absolute_url("ar"))
    assert meta(text, "og:type") == "article"
    assert meta(text, "og:title") == "روسيا تعلن"
    assert meta(text, "og:description") == "مقدمة"
    assert meta(text, "og:site_name") == "مِداد"
    assert meta(text, "og:image").startswith("https://news.example/media/pictures/")
    assert meta(text, "og:image:alt") == "جسر"
    assert meta(text, "twitter:card") == "summary_large_image"
    assert meta(text, "article:published_time")
    assert "max-image-preview:large" in meta(text, "robots")


def test_cards_and_search_engines_get_the_shapes_made_for_them(client):
    sources = {
        "": {"webp": [[800, 600, "renditions/1/whole.webp"]]},
        "1x1": {"webp": [[600, 600, "renditions/1/square.webp"]]},
        "social": {"jpeg": [[1200, 630, "renditions/1/card.jpg"]]},
    }
    article = make_published("روسيا تعلن", image=make_image(sources=sources).pk)
    text = text_of(client, article.get_absolute_url("ar"))
    assert meta(text, "og:image") == "https://news.example/media/renditions/1/card.jpg"
    assert (meta(text, "og:image:width"), meta(text, "og:image:height")) == ("1200", "630")
    pictures = structured(text)["NewsArticle"]["image"]
    assert [picture["url"].rsplit("/", 1)[1] for picture in pictures] == ["whole.webp", "square.webp"]


def test_pages_that_are_no_subject_are_not_indexed(client):
    for path in ("/archive/2024/01/01/", "/nothing/"):
        assert "noindex" in meta(client.get(path).content.decode(), "robots")


def test_each_page_of_a_list_is_its_own(client, monkeypatch):
    from articles.reader import pager

    monkeypatch.setattr(pager, "PER_PAGE", 1)
    category = make_category("سياسة")
    for minutes in (1, 2):
        make_published(category=category, at=NOW - datetime.timedelta(minutes=minutes))
    own = absolute(category.get_absolute_url("ar"))
    assert re.search(r'<link rel="canonical" href="([^"]+)"', text_of(client, "/سياسة/"))[1] == own
    assert re.search(r'<link rel="canonical" href="([^"]+)"', text_of(client, "/سياسة/?page=2"))[1] == f"{own}?page=2"


@pytest.mark.parametrize("path", ["/feed/", "/سياسة/feed/", "/tag/روسيا/feed/", "/author/ليلى/feed/"])
def test_feeds_hold_the_newest_and_only_what_is_public(client, path):
    shared = {"category": make_category("سياسة"), "tags": [make_tag()], "authors": [make_author("ليلى")]}
    older = make_published("أقدم", at=NOW - datetime.timedelta(hours=2), **shared)
    newer = make_published("أحدث", **shared)
    make_draft("مسودة", **shared)
    make_published("آت", at=TOMORROW, **shared)
    make_withdrawn("مسحوب", **shared)
    answer = client.get(path)
    assert answer["Content-Type"] == "application/rss+xml; charset=utf-8"
    feed = etree.fromstring(answer.content)
    assert [item.find("title").text for item in feed.iter("item")] == ["أحدث", "أقدم"]
    assert [item.find("guid").text for item in feed.iter("item")] == [
        f"https://news.example/{a.pk}" for a in (newer, older)
    ]
    assert feed.find("channel/language").text == "ar"


def test_a_title_that_starts_in_latin_letters_keeps_its_direction(client):
    make_published("BBC: رئيس أذربيجان يتحدث")
    feed = etree.fromstring(text_of(client, "/feed/").encode())
    assert feed.find("channel/item/title").text.startswith("\u200f")


def test_the_sitemap_leads_to_every_public_page_and_no_other(client):
    article = make_published(english="News", languages=["ar"])
    make_draft("مسودة")
    make_published(at=TOMORROW)
    make_withdrawn()
    category, page = make_category("سياسة"), make_page("من نحن")
    index = re.findall(r"<loc>https://news\.example([^<]+)</loc>", text_of(client, "/sitemap.xml"))
    assert index[0] == "/sitemap-pages.xml"
    found = [address for path in index for address in re.findall(r"<loc>([^<]+)</loc>", text_of(client, path))]
    assert len(found) == len(set(found))
    assert {absolute(each.get_absolute_url("ar")) for each in (article, category, page)} <= set(found)
    assert absolute(article.get_absolute_url("en")) not in found
    for address in found:
        assert client.get(address.removeprefix("https://news.example"), RAW_URI="").status_code in (200, 301), address
    workflow.withdraw(article, by=None, note="خطأ")
    assert client.get(index[-1]).status_code in (404, 200)
    assert absolute(article.get_absolute_url("ar")) not in client.get(index[-1]).content.decode()


NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def news_of(client):
    """What the news sitemap tells of each story: its address, and {name: text}."""
    root = etree.fromstring(client.get("/sitemap-news.xml").content)
    assert root.tag == f"{SITEMAP}urlset"
    return [
        (url.findtext(f"{SITEMAP}loc"), {each.tag.removeprefix(NEWS): each.text for each in url.iter(f"{NEWS}*")})
        for url in root
    ]


def test_the_news_sitemap_tells_what_google_news_asks_for(client):
    make_site(name_ar="بوابة الأخبار", name_en="The Portal")
    article = make_published(HOSTILE, english="News & <more>", at=NOW - datetime.timedelta(microseconds=5))
    told = dict(news_of(client))
    assert told.keys() == {absolute(article.get_absolute_url(code)) for code in ("ar", "en")}
    story = told[absolute(article.get_absolute_url("en"))]
    assert list(story) == ["news", "publication", "name", "language", "publication_date", "title"]
    assert (story["name"], story["language"], story["title"]) == ("The Portal", "en", "News & <more>")
    assert datetime.datetime.fromisoformat(story["publication_date"]) == article.published_at.replace(microsecond=0)
    story = told[absolute(article.get_absolute_url("ar"))]
    assert (story["name"], story["language"], story["title"]) == ("بوابة الأخبار", "ar", article.headline_ar)


def test_a_story_leaves_the_news_sitemap_when_it_is_two_days_old(client):
    now = timezone.now()
    new, _old = (
        make_published(f"خبر {minutes}", at=now - datetime.timedelta(hours=48, minutes=minutes)) for minutes in (-1, 1)
    )
    assert [address for address, _story in news_of(client)] == [absolute(new.get_absolute_url("ar"))]


def test_the_news_sitemap_tells_nothing_that_is_paid_for(client):
    make_published("إعلان", kind="sponsored", sponsor={"ar": "شركة", "en": ""})
    make_published(at=TOMORROW)
    make_withdrawn()
    assert news_of(client) == []


def test_the_news_sitemap_tells_no_more_than_the_newest_thousand(client, monkeypatch):
    assert sitemaps.MOST_NEWS == 1_000
    monkeypatch.setattr(sitemaps, "MOST_NEWS", 3)
    minutes = datetime.timedelta(minutes=1)
    articles = [make_published(f"خبر {age}", english=f"News {age}", at=NOW - age * minutes) for age in (1, 2, 3)]
    told = [address for address, _story in news_of(client)]
    assert len(told) == 3
    assert set(told[:2]) == {absolute(articles[0].get_absolute_url(code)) for code in ("ar", "en")}


def test_robots_may_read_everything_but_the_newsroom(client):
    text = text_of(client, "/robots.txt")
    assert "Disallow: /admin/" in text
    for name in ("sitemap", "sitemap-news"):
        assert f"Sitemap: https://news.example/{name}.xml\n" in text
