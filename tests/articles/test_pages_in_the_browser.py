"""Readers' pages in a real browser: every type, both languages, both themes, wide and narrow."""

import pytest

from articles import workflow
from articles.models import Article
from tests.browser import assert_accessible
from tests.builders import (
    NOW,
    make_author,
    make_category,
    make_image,
    make_page,
    make_published,
    make_site,
    make_tag,
    make_withdrawn,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser(tolerates=r"40[034]|410")]
PARAGRAPH = "وقالت اللجنة إن العمل في القنوات القديمة سيبدأ مطلع العام المقبل، وإن الحساب @handle سينشر النتائج. "


@pytest.fixture
def addresses():
    """A newsroom with one of everything, and the path of every type of page in both languages."""
    politics = make_category("سياسة", name_en="Politics", description_ar="أخبار الحكم.", description_en="Government.")
    world = make_category("شؤون دولية", name_en="World", order=1)
    make_category("آسيا", name_en="Asia", parent=world)
    make_site(lead_category=politics, tagline_ar="أخبار تُكتب لتُقرأ", contact_email="news@example.com")
    page = make_page("من نحن", title_en="About us", body_en="<p>A newspaper.</p>")
    shared = {
        "english": "Water returns to the old channels",
        "category": politics,
        "categories": [{"category": politics.pk}, {"category": world.pk}],
        "tags": [make_tag("المياه", label_en="Water"), make_tag("التراث", label_en="Heritage")],
        "authors": [make_author("رنا الضفافي", name_en="Rana", bio_ar="تكتب عن المياه.", bio_en="Writes about water.")],
        "image": make_image(alt="زخرفة", alt_en="Ornament", caption_ar="قنوات", credit="مِداد").pk,
        "standfirst": {"ar": PARAGRAPH, "en": "A year of repairs."},
        "body": {
            "ar": f"<p>{PARAGRAPH * 3}</p><h2>حجر فوق حجر</h2>"
            f'<p>{PARAGRAPH}<a href="/">رابط</a></p><ul><li>أول</li></ul>'
            f"<blockquote><p>{PARAGRAPH}</p></blockquote><table><tr><th>السنة</th><td>2026</td></tr></table>",
            "en": '<p>Text with a <a href="/en/">link</a>.</p><h2>Stone on stone</h2><p>More.</p>',
        },
    }
    for place in range(24):
        make_published(f"الماء يعود إلى القنوات القديمة في مدينة النخيل {place}", **shared)
    full = make_published(
        "بعد عام من الترميم.. الماء يعود إلى القنوات القديمة",
        kind="analysis",
        kicker={"ar": "واحات", "en": "Oases"},
        place={"ar": "مدينة النخيل", "en": "City of Palms"},
        corrections=[{"made_at": NOW, "text": {"ar": "صُحّح طول القنوات.", "en": "Length corrected."}}],
        **shared,
    )
    withdrawn = make_withdrawn("مسحوب", english="Withdrawn")
    paths = {}
    for code in ("ar", "en"):
        home = "/" if code == "ar" else "/en/"
        paths |= {
            f"front {code}": home,
            f"section {code}": politics.get_absolute_url(code),
            f"page 2 {code}": politics.get_absolute_url(code) + "?page=2",
            f"with subsections {code}": world.get_absolute_url(code),
            f"article {code}": full.get_absolute_url(code),
            f"tag {code}": full.tags.first().get_absolute_url(code),
            f"author {code}": shared["authors"][0].get_absolute_url(code),
            f"standing page {code}": page.get_absolute_url(code),
            f"search {code}": f"{home}search/",
            f"results {code}": f"{home}search/?q={'water' if code == 'en' else 'الماء'}&sort=newest",
            f"nothing found {code}": f"{home}search/?q={'warer' if code == 'en' else 'القديمم'}",
            f"a wrong date {code}": f"{home}search/?q=x&since=2026-02-30",
            f"archive {code}": f"{home}archive/{NOW:%Y/%m/%d}/",
            f"not found {code}": f"{home}nothing/{full.pk}/",
            f"gone {code}": withdrawn.get_absolute_url(code),
        }
    return paths


@pytest.mark.parametrize(("width", "theme"), [pytest.param(1280, "light", marks=pytest.mark.slow), (390, "dark")])
def test_every_page_is_accessible(new_page, addresses, width, theme):
    page = new_page(viewport={"width": width, "height": 900}, color_scheme=theme)
    for path in addresses.values():
        page.goto(path)
        assert_accessible(page)


@pytest.mark.slow
def test_no_page_scrolls_sideways(new_page, addresses):
    page = new_page()
    for width in (320, 390, 768, 1280, 1600):
        page.set_viewport_size({"width": width, "height": 800})
        for name, path in addresses.items():
            page.goto(path)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (name, width)


def test_pages_state_their_direction_and_links_say_where_they_lead(new_page, addresses):
    page = new_page()
    for name, path in addresses.items():
        page.goto(path)
        language = name.split()[-1]
        assert page.evaluate("[document.documentElement.lang, document.dir]") == [
            language,
            {"ar": "rtl", "en": "ltr"}[language],
        ], name
        assert page.locator("h1").count() == 1, name
        same_words_elsewhere = page.evaluate(
            """() => {
              const seen = {};
              for (const link of document.querySelectorAll("main a[href]")) {
                const words = link.textContent.trim();
                if (words) (seen[words] ??= new Set()).add(link.href);
              }
              return Object.entries(seen).filter(([, addresses]) => addresses.size > 1).map(([words]) => words);
            }"""
        )
        assert not [words for words in same_words_elsewhere if "القديمة" not in words and "channels" not in words], name


def test_everything_can_be_read_without_scripts(new_page, addresses):
    page = new_page(java_script_enabled=False)
    page.goto(addresses["front ar"])
    page.locator("main article a").first.click()
    assert page.locator("h1").inner_text()
    assert page.locator("main time").first.inner_text().strip()
    page.locator("main .labels a").first.click()
    page.locator('a[rel="next"]').click()
    assert page.url.endswith("?page=2")
    page.locator('nav a[href="/"]').first.click()
    page.get_by_role("link", name="English").first.click()
    assert page.locator("html").get_attribute("dir") == "ltr"


def test_the_keyboard_reaches_the_content_first(new_page, addresses):
    page = new_page()
    page.goto(addresses["article ar"])
    page.keyboard.press("Tab")
    focused = page.evaluate("document.activeElement.getAttribute('href')")
    assert focused == "#content"
    box = page.evaluate(
        "(() => { const box = document.activeElement.getBoundingClientRect(); return box.x >= 0 && box.y >= 0 })()"
    )
    assert box
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_a_reader_leaves_no_trace_and_meets_no_third_party(new_page, addresses):
    page = new_page()
    for path in addresses.values():
        page.goto(path)
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length") == 0


@pytest.mark.slow
def test_the_theme_chosen_is_kept(new_page, addresses):
    page = new_page(color_scheme="light")
    page.goto(addresses["front ar"])
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    button = page.locator("[data-theme-switch], .theme-switch, button").first
    for _again in range(3):
        button.click()
        if page.evaluate("getComputedStyle(document.body).backgroundColor") != before:
            break
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert dark != before
    page.goto(addresses["article ar"])
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark


@pytest.mark.slow
def test_a_picture_that_is_missing_leaves_the_page_whole(new_page, addresses):
    picture = Article.objects.exclude(image=None).first().image.file
    picture.storage.delete(picture.name)
    page = new_page()
    page.goto(addresses["article ar"])
    assert page.locator(".prose p").count() > 1


def test_a_published_article_is_on_the_front_page(new_page, addresses):
    page = new_page()
    make_published("خبر وصل الآن", category=None)
    page.goto("/")
    page.get_by_role("link", name="خبر وصل الآن").first.click()
    assert page.locator("h1").inner_text() == "خبر وصل الآن"
    workflow.withdraw(Article.objects.get(headline_ar="خبر وصل الآن"), by=None, note="خطأ")
    page.reload()
    assert "خبر وصل الآن" not in page.locator("body").inner_text()
