"""A change makes anew the pages that show it, and no others; and so does the coming of a time."""

import datetime
from urllib.parse import quote

import pytest
from django.utils import timezone

from articles import catalogue, drafts, workflow
from articles.models import Redirect
from pagecache.changes import changed, key_of
from tests.builders import (
    NOW,
    make_author,
    make_category,
    make_draft,
    make_image,
    make_page,
    make_published,
    make_site,
    make_tag,
    revise,
)

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)


class Newsroom:
    """Two sections, two articles each in its own with its own tag, author and picture; and all kinds of pages."""

    def __init__(self):
        self.settings = make_site()
        self.page = make_page("من نحن", in_footer=True)
        self.aside = make_page("خفية", in_footer=False)
        self.politics, self.sport = make_category("سياسة", in_navigation=True), make_category("رياضة")
        self.tag, self.other_tag = make_tag("روسيا"), make_tag("كرة")
        self.author, self.other_author = make_author("ليلى"), make_author("عمر")
        self.image = make_image()
        self.article = make_published(
            "خبر السياسة",
            category=self.politics,
            tags=[self.tag],
            authors=[self.author],
            image=self.image.pk,
            at=NOW - 2 * HOUR,
        )
        self.other = make_published(
            "مباراة اليوم", category=self.sport, tags=[self.other_tag], authors=[self.other_author], at=NOW - HOUR
        )
        month = f"{NOW - 2 * HOUR:%Y-%m}"
        self.paths = {
            "front": "/",
            "english front": "/en/",
            "article": self.article.get_absolute_url("ar"),
            "other article": self.other.get_absolute_url("ar"),
            "section": "/سياسة/",
            "other section": "/رياضة/",
            "tag": "/tag/روسيا/",
            "other tag": "/tag/كرة/",
            "author": "/author/ليلى/",
            "other author": "/author/عمر/",
            "page": self.page.get_absolute_url("ar"),
            "page aside": self.aside.get_absolute_url("ar"),
            "day": f"/archive/{timezone.localtime(NOW - 2 * HOUR):%Y/%m/%d}/",
            "other day": "/archive/2020/01/01/",
            "corrections": "/corrections/",
            "feed": "/feed/",
            "section feed": "/سياسة/feed/",
            "other section feed": "/رياضة/feed/",
            "tag feed": "/tag/روسيا/feed/",
            "author feed": "/author/ليلى/feed/",
            "sitemap": "/sitemap.xml",
            "sitemap of pages": "/sitemap-pages.xml",
            "news sitemap": "/sitemap-news.xml",
            "sitemap of the month": f"/sitemap-ar-{month}.xml",
            "robots": "/robots.txt",
        }


@pytest.fixture
def newsroom():
    return Newsroom()


ALL_HTML = {
    *("front", "english front", "article", "other article", "section", "other section", "tag", "other tag"),
    *("author", "other author", "page", "page aside", "day", "other day", "corrections"),
}
FEEDS = {"feed", "section feed", "other section feed", "tag feed", "author feed"}
ITS_LISTS = {"front", "section", "tag", "author", "day", "feed", "section feed", "tag feed", "author feed"}


def made_anew(site, newsroom, change):
    """The names of the pages that were made again after `change()`."""
    for path in newsroom.paths.values():
        assert site.get(path).status == 200, path
    site.made.clear()
    change()
    site.read_news()
    once = [site.get(path).status < 300 for path in newsroom.paths.values()]
    for path, kept in zip(newsroom.paths.values(), once, strict=True):
        if kept:
            site.get(path)
    names = {quoted(path): name for name, path in newsroom.paths.items()}
    assert set(site.made.values()) <= {1}
    return {names[uri] for uri in site.made}


def test_what_is_read_next_by_a_word_follows_its_article_and_the_editors_ban(site, newsroom):
    near = make_published("مستقبل السياسة", category=newsroom.sport, tags=[newsroom.other_tag])

    def stands_there(text):
        site.get(newsroom.paths["article"])
        return text in site.get(newsroom.paths["article"], gzip=False).body.decode()

    assert stands_there("مستقبل السياسة")
    changes = [
        (lambda: revise(near, headline={"ar": "السياسة بعد عام", "en": ""}), True),
        (lambda: revise(newsroom.article, unrelated=[near.pk]), False),
        (lambda: revise(newsroom.article, unrelated=[]), True),
        (lambda: workflow.withdraw(near, by=None, note="خطأ"), False),
    ]
    for change, stands in changes:
        change()
        site.read_news()
        assert stands_there("السياسة بعد عام") is stands


def quoted(path):
    return quote(path, safe="/%")


def save(thing, **values):
    def change():
        for name, value in values.items():
            setattr(thing, name, value)
        catalogue.save(thing)

    return change


def edited(article, **values):
    return lambda: revise(article, **values)


CHANGES = {
    "a headline": (
        lambda room: edited(room.article, headline={"ar": "عنوان أدق", "en": ""}),
        ITS_LISTS | {"article", "sitemap of the month", "news sitemap"},
    ),
    "a correction": (
        lambda room: edited(room.article, corrections=[{"made_at": NOW - HOUR, "text": {"ar": "صُحّح."}}]),
        ITS_LISTS | {"article", "corrections", "sitemap of the month", "news sitemap"},
    ),
    "a withdrawal": (
        lambda room: lambda: workflow.withdraw(room.article, by=None, note="خطأ"),
        ITS_LISTS | {"article", "sitemap", "sitemap of the month", "news sitemap"},
    ),
    "a picture's caption": (
        lambda room: save(room.image, caption_ar="تعليق"),
        {"front", "article", "section", "tag", "author", "day", *FEEDS} - {"other section feed"},
    ),
    "a tag's label": (lambda room: save(room.tag, label_ar="روسيا الاتحادية"), {"article", "tag", "tag feed"}),
    "a tag's description": (lambda room: save(room.tag, description_ar="بلد"), {"article", "tag", "tag feed"}),
    "an author's life": (lambda room: save(room.author, bio_ar="تكتب"), {"article", "author", "author feed"}),
    "a section's name": (lambda room: save(room.politics, name_ar="السياسة"), ALL_HTML | FEEDS | {"sitemap of pages"}),
    "a section's description": (lambda room: save(room.politics, description_ar="وصف"), {"section"}),
    "the settings": (lambda room: save(room.settings, tagline_ar="سطر"), ALL_HTML | FEEDS | {"news sitemap"}),
    "a footer page's title": (lambda room: save(room.page, title_ar="عنا"), ALL_HTML | FEEDS),
    "a page's text": (lambda room: save(room.page, body_ar="<p>نص</p>"), {"page"}),
    "a new section": (lambda room: lambda: make_category("ثقافة"), ALL_HTML | FEEDS | {"sitemap of pages"}),
    "a new tag": (lambda room: lambda: make_tag("جديد"), {"sitemap of pages"}),
    "changes kept beside the row": (
        lambda room: (
            lambda: drafts.save(
                room.article, drafts.working(room.article) | {"headline": {"ar": "عنوان أدق", "en": ""}}, by=None
            )
        ),
        set(),
    ),
    "work on a draft": (lambda room: lambda: make_draft("مسودة", category=room.politics, tags=[room.tag]), set()),
    "a redirect": (
        lambda room: save(Redirect(old_path="/old", new_path="/سياسة/")),
        {"sitemap of pages"},
    ),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_makes_anew_the_pages_that_show_it_and_no_others(site, newsroom, what):
    change, pages = CHANGES[what]
    assert made_anew(site, newsroom, change(newsroom)) == pages


def test_a_publication_makes_anew_the_lists_it_enters(site, newsroom):
    draft = make_draft("خبر جديد", category=newsroom.politics, tags=[newsroom.tag])
    pages = made_anew(site, newsroom, lambda: workflow.publish(draft, by=None))
    # Just after midnight the day of the pages here is over, and with a new month so is the sitemap.
    assert pages - {"day", "sitemap of the month"} == {
        *("front", "section", "tag", "feed", "section feed", "tag feed", "sitemap", "news sitemap")
    }


def test_a_merged_tag_makes_anew_its_articles_and_lists(site, newsroom):
    pages = made_anew(site, newsroom, lambda: catalogue.merge_tags([newsroom.other_tag], into=newsroom.tag))
    assert {"tag", "other tag", "other article", "tag feed"} <= pages
    assert not pages & {"page", "author", "english front", "robots"}


def test_a_page_follows_an_edit_at_once_in_every_process(new_site, newsroom):
    one, two = new_site(), new_site()
    path = newsroom.article.get_absolute_url("ar")
    one.get(path), two.get(path)
    edited(newsroom.article, headline={"ar": "عنوان أدق", "en": ""})()
    for site in (one, two):
        site.read_news()
        assert "عنوان أدق" in site.get(path, gzip=False).body.decode()
    assert one.made.total() + two.made.total() == 2


def test_a_page_changed_while_it_was_made_is_not_kept(new_site, newsroom):
    site = new_site()
    django = site.django

    def slow(environ, start_response):
        answer = django(environ, start_response)
        if environ["RAW_URI"] == "/" and site.made["/"] == 1:
            changed({key_of(newsroom.article)})
        return answer

    site.django = slow
    for _ in range(3):
        assert site.get("/").status == 200
    assert site.made["/"] == 2


def test_a_page_of_another_process_is_refused_when_it_does_not_know_of_a_change(new_site, newsroom):
    one, two = new_site(), new_site()
    one.get("/")
    changed({key_of(newsroom.article)})
    two.read_news()
    two.get("/")
    assert two.made["/"] == 1


def test_a_page_made_after_a_change_is_taken_by_a_process_that_learns_of_it_later(new_site, newsroom):
    one, two = new_site(), new_site()
    two.read_news()
    changed({key_of(newsroom.article)})
    one.get("/")
    two.get("/")
    two.read_news()
    two.get("/")
    assert one.made["/"] + two.made["/"] == 1


@pytest.mark.parametrize(
    "path",
    ["/", "/سياسة/", "/tag/روسيا/", "/author/ليلى/", "/feed/", "/سياسة/feed/", "/sitemap.xml", "/sitemap-news.xml"],
)
def test_a_list_is_right_until_the_next_article_comes(site, newsroom, path):
    page_of(site, path)
    at = timezone.now() + datetime.timedelta(minutes=7)
    make_published("آت", category=newsroom.politics, tags=[newsroom.tag], authors=[newsroom.author], at=at)
    site.read_news()
    assert page_of(site, path).until <= at.timestamp()


@pytest.mark.parametrize("path", ["/", "/سياسة/", "/سياسة/feed/", "/sitemap.xml", "/sitemap-news.xml"])
def test_a_list_is_right_until_the_next_article_ends(site, newsroom, path):
    at = timezone.now() + datetime.timedelta(minutes=7)
    page_of(site, path)
    edited(newsroom.article, expires_at=at)()
    site.read_news()
    page = page_of(site, path)
    assert page.until <= at.timestamp()


def test_the_news_sitemap_is_right_until_the_next_story_is_two_days_old(site, newsroom):
    old = timezone.now().replace(microsecond=0) - 48 * HOUR + datetime.timedelta(minutes=7)
    make_published("قديم", at=old)
    make_published("أقدم", at=old - HOUR)
    assert page_of(site, "/sitemap-news.xml").until == (old + 48 * HOUR).timestamp()


def test_the_news_sitemap_tells_no_headline_after_its_end_in_any_need(site, newsroom):
    at = timezone.now().replace(microsecond=0) + datetime.timedelta(minutes=7)
    edited(newsroom.article, expires_at=at)()
    assert page_of(site, "/sitemap-news.xml").gone_at == at.timestamp()


def test_an_article_is_right_until_its_end_and_is_not_shown_after_it_in_any_need(site, newsroom):
    at = timezone.now().replace(microsecond=0) + datetime.timedelta(minutes=7)
    edited(newsroom.article, expires_at=at)()
    page = page_of(site, newsroom.article.get_absolute_url("ar"))
    assert page.until == page.gone_at == at.timestamp()


def test_a_process_that_begins_while_the_database_is_away_sends_what_others_kept_but_nothing_withdrawn(
    new_site, newsroom, monkeypatch
):
    one = new_site()
    path = newsroom.article.get_absolute_url("ar")
    assert [one.get(each).status for each in (path, "/robots.txt")] == [200, 200]
    workflow.withdraw(newsroom.article, by=None, note="x")
    one.read_news()

    def broken(news):
        news.is_down = True

    monkeypatch.setattr("pagecache.news.News.read", broken)
    two = new_site()
    assert two.get("/robots.txt").status == 200
    assert two.get(path).status == 503


def with_body(newsroom, *figures):
    edited(newsroom.article, body={"ar": "<p>نص</p>" + "".join(figures), "en": ""})()
    return newsroom.article.get_absolute_url("ar")


def test_a_page_follows_the_cards_and_pictures_in_its_text(site, newsroom):
    picture, draft = make_image(), make_draft("يأتي")
    figures = [f'<figure data-article="{pk}"></figure>' for pk in (newsroom.other.pk, draft.pk)]
    path = with_body(
        newsroom, *figures, f'<figure data-kind="gallery"><figure data-image="{picture.pk}"></figure></figure>'
    )
    changes = [
        (edited(newsroom.other, headline={"ar": "عنوان أدق", "en": ""}), "عنوان أدق"),
        (save(picture, caption_ar="شرح جديد"), "شرح جديد"),
        (lambda: workflow.publish(draft, by=None), "يأتي"),
    ]
    for change, words in changes:
        site.get(path)
        change()
        site.read_news()
        assert words in site.get(path, gzip=False).body.decode()
    workflow.withdraw(newsroom.other, by=None, note="خطأ")
    site.read_news()
    assert "عنوان أدق" not in site.get(path, gzip=False).body.decode()


def test_a_page_is_right_until_a_card_in_its_text_ends_or_comes(site, newsroom):
    at = timezone.now().replace(microsecond=0) + datetime.timedelta(minutes=7)
    coming = make_published("آت", at=at + datetime.timedelta(minutes=1))
    path = with_body(newsroom, f'<figure data-article="{coming.pk}"></figure>')
    assert page_of(site, path).until <= at.timestamp() + 60
    assert page_of(site, path).gone_at > at.timestamp() + 60
    edited(newsroom.other, expires_at=at)()
    path = with_body(newsroom, f'<figure data-article="{newsroom.other.pk}"></figure>')
    site.read_news()
    page = page_of(site, path)
    assert page.until <= at.timestamp()
    assert page.gone_at <= at.timestamp()


def test_a_kept_page_brings_its_own_leave_to_show_frames(site, newsroom):
    path = with_body(newsroom, '<figure data-embed="https://www.youtube.com/watch?v=dQw4w9WgXcQ"></figure>')
    for _again in range(2):
        policy = site.get(path).headers["content-security-policy"]
        assert "frame-src https://www.youtube-nocookie.com" in policy
    assert "frame-src" not in site.get("/").headers["content-security-policy"]
    assert site.made[quoted(path)] == 1


def test_every_page_with_a_date_is_right_until_midnight_in_the_newsroom(site, newsroom):
    zone = newsroom.settings.zone_info
    tomorrow = timezone.localdate(timezone=zone) + datetime.timedelta(days=1)
    midnight = datetime.datetime.combine(tomorrow, datetime.time(), zone).timestamp()
    for name in ALL_HTML:
        assert page_of(site, newsroom.paths[name]).until <= midnight, name


def test_what_a_timed_section_label_says_ends_in_time(site, newsroom):
    at = timezone.now() + datetime.timedelta(minutes=7)
    rows = [{"category": newsroom.politics.pk, "until": None}, {"category": newsroom.sport.pk, "until": at}]
    edited(newsroom.article, categories=rows)()
    for path in (newsroom.article.get_absolute_url("ar"), "/رياضة/", "/"):
        assert page_of(site, path).until <= at.timestamp(), path


def test_a_missing_page_appears_with_the_change_that_makes_it(site, newsroom):
    draft = make_draft("يأتي", category=newsroom.politics)
    path = draft.get_absolute_url("ar")
    assert (site.get(path).status, site.get("/tag/جديد/").status, site.get("/old/").status) == (404, 404, 404)
    workflow.publish(draft, by=None)
    make_published(tags=[make_tag("جديد")])
    catalogue.save(Redirect(old_path="/old", new_path="/سياسة/"))
    site.read_news()
    assert (site.get(path).status, site.get("/tag/جديد/").status, site.get("/old/").status) == (200, 200, 301)


@pytest.mark.parametrize("path", ["/tag/جديد/", "/author/كاتب/", "/tag/جديد/feed/", "/author/كاتب/feed/"])
def test_a_name_that_only_drafts_carry_comes_and_goes_with_their_publication(site, newsroom, path):
    article = make_draft(tags=[make_tag("جديد")], authors=[make_author("كاتب")])

    def seen():
        site.read_news()
        return [site.get(start + path).status for start in ("", "/en")]

    assert seen() == [404, 404]
    workflow.publish(article, by=None)
    assert seen() == [200, 200]
    workflow.withdraw(article, by=None, note="خطأ")
    assert seen() == [404, 404]


def page_of(site, path):
    assert site.get(path).status == 200, path
    return site.cache.pages.get(quoted(path))
