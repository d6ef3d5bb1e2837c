"""What readers find on each page."""

import datetime
import re

import pytest

from articles import workflow
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
MINUTE = datetime.timedelta(minutes=1)


@pytest.fixture(autouse=True)
def site():
    return make_site()


def page_of(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def order_of(text, *parts):
    places = [text.find(part) for part in parts]
    assert -1 not in places, [part for part, place in zip(parts, places, strict=True) if place < 0]
    return places == sorted(places)


def test_an_article_shows_its_parts_in_order(client):
    main, world = make_category("رئيسي"), make_category("شؤون دولية")
    article = make_published(
        "روسيا تعلن الانسحاب",
        category=world,
        categories=[{"category": main.pk}, {"category": world.pk}],
        tags=[make_tag("أرمينيا")],
        authors=[make_author("ليلى منصور", bio_ar="تكتب عن القوقاز.")],
        image=make_image(alt="جسر", caption_ar="الجسر القديم", credit="وكالة الصور").pk,
        standfirst={"ar": "مقدمة الخبر"},
        kicker={"ar": "عاجل من القوقاز"},
        place={"ar": "يريفان"},
        corrections=[{"made_at": NOW, "text": {"ar": "صُحّح الاسم."}}],
        body={"ar": "<p>متن الخبر كله.</p>"},
    )
    make_published("خبر قريب", tags=[make_tag("القوقاز")], category=world)
    text = page_of(client, article.get_absolute_url("ar"))
    main_part = text[text.index("<main") :]
    assert order_of(
        main_part,
        ">رئيسي</a>",
        "عاجل من القوقاز",
        "<h1",
        "مقدمة الخبر",
        "ليلى منصور",
        "يريفان",
        "<time",
        'alt="جسر"',
        "الجسر القديم",
        "وكالة الصور",
        "متن الخبر كله.",
        "صُحّح الاسم.",
        ">أرمينيا</a>",
        "تكتب عن القوقاز.",
        "مقالات ذات صلة",
        "خبر قريب",
    )
    assert order_of(main_part, ">رئيسي</a>", ">شؤون دولية</a>")
    assert text.count("<h1") == 1


def test_every_page_states_its_language_and_direction(client):
    article = make_published(english="News from town")
    assert '<html lang="ar" dir="rtl"' in page_of(client, article.get_absolute_url("ar"))
    assert '<html lang="en" dir="ltr"' in page_of(client, article.get_absolute_url("en"))


def test_an_article_leads_to_itself_in_other_languages_only_where_it_can_be_read(client):
    article = make_published(english="News from town", languages=["ar"])
    assert "/en/100" not in page_of(client, article.get_absolute_url("ar"))
    workflow.open_language(article, "en", by=None)
    assert article.get_absolute_url("en") in page_of(client, article.get_absolute_url("ar"))


def test_a_timed_section_leaves_the_labels_at_its_end(client):
    main, world = make_category("رئيسي", in_navigation=False), make_category("شؤون دولية")
    article = make_published(
        at=NOW - 60 * MINUTE,
        category=world,
        categories=[{"category": main.pk, "until": NOW - MINUTE}, {"category": world.pk}],
    )
    text = page_of(client, article.get_absolute_url("ar"))
    assert ">رئيسي</a>" not in text


def test_readers_get_no_cookie_and_no_reason_to_vary(client):
    article = make_published()
    for path in ("/", article.get_absolute_url("ar"), "/feed/", "/nothing/"):
        answer = client.get(path)
        assert not answer.cookies
        assert "Cookie" not in answer.get("Vary", "")
        assert "Accept-Language" not in answer.get("Vary", "")


def front_of(client):
    return page_of(client, "/")


def test_the_newest_of_the_leading_section_leads(client, site):
    main = make_category("رئيسي")
    site.lead_category = main
    site.save()
    make_published("أحدث الجميع", at=NOW - MINUTE)
    lead = make_published("يتصدر", category=main, at=NOW - 5 * MINUTE)
    assert order_of(front_of(client), "يتصدر", "أحدث الجميع")
    assert lead


def test_without_a_leading_section_the_newest_leads(client):
    make_published("أقدم", at=NOW - 5 * MINUTE)
    make_published("أحدث", at=NOW - MINUTE)
    text = front_of(client)
    assert order_of(text[text.index("<main") :], "أحدث", "أقدم")


def test_no_article_stands_twice_on_the_front_page(client):
    sections = [make_category(name) for name in ("سياسة", "اقتصاد", "ثقافة")]
    for place in range(30):
        rows = [{"category": section.pk} for section in sections]
        make_published(f"خبر رقم {place:02}", category=sections[place % 3], categories=rows, at=NOW - place * MINUTE)
    text = front_of(client)
    shown = re.findall(r"خبر رقم \d\d", re.sub(r"<head>.*?</head>", "", text, flags=re.S))
    assert len(shown) == len(set(shown))
    assert len(shown) >= 15


@pytest.mark.parametrize(
    "path", ["/", "/سياسة/", "/tag/روسيا/", "/author/ليلى-منصور/", "/feed/", "/سياسة/feed/", "/sitemap.xml"]
)
def test_lists_hold_only_what_readers_may_see(client, path):
    shared = {"category": make_category("سياسة"), "tags": [make_tag()], "authors": [make_author()]}
    make_published("ظاهر", **shared)
    make_draft("مسودة", **shared)
    make_published("آت", at=TOMORROW, **shared)
    make_published("منته", expires_at=NOW - MINUTE, **shared)
    make_withdrawn("مسحوب", **shared)
    text = page_of(client, path)
    assert "ظاهر" in text or path == "/sitemap.xml"
    assert not any(hidden in text for hidden in ("مسودة", "آت<", "منته", "مسحوب"))


def test_a_section_shows_its_subsections_articles_newest_first(client):
    sport = make_category("رياضة")
    football = make_category("كرة القدم", parent=sport)
    make_published("أقدم", category=sport, at=NOW - 5 * MINUTE)
    make_published("أحدث", category=football, at=NOW - MINUTE)
    text = page_of(client, sport.get_absolute_url("ar"))
    assert order_of(text, "أحدث", "أقدم")
    assert football.get_absolute_url("ar") in text
    assert "أقدم" not in page_of(client, football.get_absolute_url("ar"))


def test_an_english_section_lists_no_arabic_article(client):
    category = make_category("سياسة", name_en="Politics")
    make_published("بالعربية وحدها", category=category)
    make_published("بالعربية", english="In English", category=category)
    text = page_of(client, "/en/politics/")
    assert "In English" in text
    assert "بالعربية" not in text


def test_a_tag_page_shows_its_label_in_the_language(client):
    tag = make_tag("روسيا", label_en="Russia")
    make_published(english="News", tags=[tag])
    assert "Russia" in page_of(client, tag.get_absolute_url("en"))
    assert "روسيا" in page_of(client, tag.get_absolute_url("ar"))


def test_an_author_page_says_who_writes_and_what(client):
    author = make_author("ليلى منصور", title_ar="محررة", bio_ar="تكتب عن القوقاز.")
    make_published("من قلمها", authors=[author])
    text = page_of(client, author.get_absolute_url("ar"))
    assert order_of(text[text.index("<main") :], "<h1", "ليلى منصور", "من قلمها")
    assert "تكتب عن القوقاز." in text


def test_a_standing_page_that_is_not_translated_is_not_there(client):
    page = make_page("من نحن", body="<p>نحن صحيفة.</p>")
    assert "نحن صحيفة." in page_of(client, page.get_absolute_url("ar"))
    assert client.get(page.get_absolute_url("en")).status_code == 404


def test_an_article_stands_on_its_day_in_the_newsrooms_zone(client, site):
    site.zone = "Asia/Riyadh"
    site.save()
    # 22:30 UTC is half past one of the next day in Riyadh.
    make_published("بعد منتصف الليل", at=datetime.datetime(2024, 12, 5, 22, 30, tzinfo=datetime.UTC))
    assert "بعد منتصف الليل" in page_of(client, "/archive/2024/12/06/")
    assert "بعد منتصف الليل" not in page_of(client, "/archive/2024/12/05/")


@pytest.mark.parametrize("day", ["2024/02/30", "2024/13/01", "0000/01/01", "9999/12/31"])
def test_a_day_that_is_no_day_or_to_come_is_not_there(client, day):
    assert client.get(f"/archive/{day}/").status_code == 404


def test_long_lists_go_page_by_page_and_then_by_cursor(client, monkeypatch):
    from articles.reader import pager

    monkeypatch.setattr(pager, "PER_PAGE", 2)
    monkeypatch.setattr(pager, "LAST_NUMBERED", 3)
    category = make_category("سياسة")
    for place in range(9):
        make_published(f"خبر رقم {place}", category=category, at=NOW - place * MINUTE)
    path, seen = "/سياسة/", []
    while path:
        text = page_of(client, path)
        text = text[text.index("<main") :]
        seen += list(dict.fromkeys(re.findall(r"خبر رقم \d", text)))
        older = re.search(r'<a[^>]*rel="next"[^>]*href="([^"]+)"|<a[^>]*href="([^"]+)"[^>]*rel="next"', text)
        path = next(filter(None, older.groups()), "").replace("&amp;", "&") if older else ""
        assert path != "/سياسة/"
    assert seen == [f"خبر رقم {place}" for place in range(9)]


def test_dates_follow_the_sites_settings(client, site):
    article = make_published(at=datetime.datetime(2024, 12, 5, 9, 4, tzinfo=datetime.UTC))
    assert "ديسمبر/كانون" in page_of(client, article.get_absolute_url("ar"))
    site.months, site.digits = "levant", "arab"
    site.save()
    text = page_of(client, article.get_absolute_url("ar"))
    assert "كانون\u00a0الأول" in text
    assert "٢٠٢٤" in text
    assert "ديسمبر" not in text


def test_a_lead_picture_is_shown_with_its_measures(client):
    article = make_published(image=make_image(alt="جسر").pk)
    text = page_of(client, article.get_absolute_url("ar"))
    image = re.search(r'<img[^>]*alt="جسر"[^>]*>', text)[0]
    assert 'width="64"' in image
    assert 'height="36"' in image
    assert "lazy" not in image
