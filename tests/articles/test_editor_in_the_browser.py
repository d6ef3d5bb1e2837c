"""Bodies written in a real browser: what editors do is stored as the law of bodies says, and nothing else changes."""

import random
import re
from pathlib import Path

import pytest
from django.urls import reverse

from articles import body
from articles.models import Article, Page
from images.models import Image
from tests import cast
from tests.browser import assert_accessible
from tests.builders import make_draft, make_image, make_page, make_site

pytestmark = pytest.mark.django_db(transaction=True)
CLIPBOARD = Path(__file__).parent / "clipboard"
PASTE = """(element, [type, text]) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData(type, text);
  element.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""


def open_form(desk, article):
    desk.goto(reverse("admin:articles_article_change", args=[article.pk]))
    desk.locator(".editor-text[lang=ar]").wait_for()


def text(desk, language="ar"):
    return desk.locator(f".editor-text[lang={language}]")


def tool(desk, name, language="ar"):
    return desk.locator(f".editor[lang={language}] .editor-bar [data-name='{name}']")


def go_into(words):
    """Click, and wait until the editor knows where its caret stands: the browser tells it a moment later."""
    words.click()
    words.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")


def save(desk):
    """Save the form, come back to it, and return what is stored in Arabic."""
    with desk.expect_navigation():
        desk.locator("[name=_continue]").first.click()
    assert desk.locator(".errornote").count() == 0, desk.locator(".errorlist").all_inner_texts()
    text(desk).wait_for()
    return Article.objects.get().body_ar


def empty(**values):
    return make_draft(body={"ar": "", "en": ""}, **values)


def test_what_is_typed_with_the_tools_is_stored(desk):
    open_form(desk, empty())
    go_into(text(desk))
    tool(desk, "H2").click()
    desk.keyboard.type("عنوان")
    desk.keyboard.press("Enter")
    desk.keyboard.type("قال: ")
    tool(desk, "isolate").click()
    desk.keyboard.type("COVID-19")
    tool(desk, "isolate").click()
    desk.keyboard.type("، ")
    desk.keyboard.press("Control+b")
    desk.keyboard.type("أمس")
    desk.keyboard.press("Control+b")
    desk.keyboard.press("Enter")
    tool(desk, "bullets").click()
    desk.keyboard.type("أول")
    desk.keyboard.press("Enter")
    desk.keyboard.type("ثان")
    desk.keyboard.press("Enter")
    desk.keyboard.press("Enter")
    tool(desk, "quote").click()
    desk.keyboard.type("نعم.")
    desk.keyboard.press("Enter")
    desk.keyboard.press("Enter")
    tool(desk, "ltr").click()
    desk.keyboard.type("Quoted in English.")
    desk.keyboard.press("Enter")
    tool(desk, "rtl").click()
    tool(desk, "line").click()
    desk.keyboard.type("خاتمة")
    assert save(desk) == (
        '<h2>عنوان</h2><p>قال: <bdi dir="ltr">COVID-19</bdi>، <strong>أمس</strong></p>'
        "<ul><li>أول</li><li>ثان</li></ul><blockquote><p>نعم.</p></blockquote>"
        '<p dir="ltr">Quoted in English.</p><hr><p>خاتمة</p>'
    )


@pytest.mark.slow
def test_english_is_written_from_the_left_and_arabic_from_the_right(desk):
    open_form(desk, empty())
    assert not text(desk, "en").is_visible()
    for language, direction in (("ar", "rtl"), ("en", "ltr")):
        assert text(desk, language).evaluate("element => getComputedStyle(element).direction") == direction
        assert text(desk, language).get_attribute("aria-label")
    desk.get_by_role("tab", name="English", exact=True).click()
    go_into(text(desk, "en"))
    desk.keyboard.type("The harvest has begun.")
    desk.locator("#id_headline_en").fill("Harvest")
    save(desk)
    assert Article.objects.get().body_en == "<p>The harvest has begun.</p>"


@pytest.mark.slow
def test_a_link_takes_only_addresses_that_are_safe(desk):
    open_form(desk, make_draft(body={"ar": "<p>التقرير</p>", "en": ""}))
    go_into(text(desk))
    desk.keyboard.press("Control+a")
    tool(desk, "link").click()
    field = desk.locator("dialog input")
    field.fill("javascript:alert(1)")
    desk.keyboard.press("Enter")
    assert desk.locator("dialog [role=alert]").inner_text()
    field.fill("example.com/a?b=c&d=e")
    desk.keyboard.press("Enter")
    assert save(desk) == '<p><a href="https://example.com/a?b=c&amp;d=e">التقرير</a></p>'
    go_into(text(desk).locator("a"))
    desk.keyboard.press("Control+k")
    desk.locator("dialog .editor-dialog-buttons button").nth(1).click()
    assert save(desk) == "<p>التقرير</p>"


@pytest.mark.slow
def test_a_table_has_a_head_and_grows(desk):
    open_form(desk, empty())
    go_into(text(desk))
    tool(desk, "table").click()
    for words in ("السنة", "الطن", "المصدر"):
        desk.keyboard.type(words)
        desk.keyboard.press("Tab")
    desk.keyboard.type("2026")
    bar = desk.locator(".editor[lang=ar] .editor-table-bar button")
    bar.nth(1).click()
    assert save(desk) == (
        "<table><thead><tr><th>السنة</th><th>الطن</th><th>المصدر</th></tr></thead>"
        "<tbody><tr><td></td><td></td><td></td></tr></tbody></table>"
    )


def test_a_picture_is_found_put_in_captioned_and_aligned(desk):
    for place in range(30):
        make_image(caption_ar=f"صورة {place}")
    wanted = make_image(caption_ar="قنوات الواحة", alt="قناة ماء")
    make_image(caption_ar="آخر الصور")
    open_form(desk, make_draft(body={"ar": "<p>قبل</p>", "en": ""}))
    go_into(text(desk))
    tool(desk, "picture").click()
    grid = desk.locator(".editor-library-grid button")
    grid.nth(23).wait_for()
    assert grid.count() == 24
    desk.get_by_role("button", name="المزيد من الصور").click()
    grid.nth(31).wait_for()
    desk.locator("dialog input").fill("قنوات")
    desk.locator(f".editor-library-grid:has(> :only-child) [data-id='{wanted.pk}']").click()
    desk.keyboard.type("ماء في ")
    desk.keyboard.press("Control+b")
    desk.keyboard.type("القناة")
    desk.locator("[data-name=align-wide]").click()
    desk.keyboard.press("Enter")
    desk.keyboard.type("بعد")
    stored = save(desk)
    assert stored == (
        f'<p>قبل</p><figure data-image="{wanted.pk}" data-align="wide">'
        "<figcaption>ماء في <strong>القناة</strong></figcaption></figure><p>بعد</p>"
    )
    picture = text(desk).locator("figure img")
    picture.wait_for()
    assert picture.get_attribute("alt") == "قناة ماء"
    assert picture.evaluate("async (image) => { await image.decode(); return image.naturalWidth; }") > 0
    desk.locator("[data-name=remove]").click()
    assert save(desk) == "<p>قبل</p><p>بعد</p>"


@pytest.mark.slow
def test_a_picture_that_is_gone_is_said_to_be_gone(desk):
    open_form(desk, make_draft(body={"ar": '<p>نص</p><figure data-image="999"></figure>', "en": ""}))
    note = text(desk).locator(".editor-figure-note")
    note.wait_for()
    assert "المكتبة" in note.inner_text()


PASTED = {
    "word": (
        "<h2>ميزانية البلدية</h2><h2>أبرز الأرقام</h2>"
        "<p>أقر المجلس <strong>الميزانية الجديدة</strong> بعد نقاش طويل.</p>"
        "<ul><li>الطرق<ul><li>الأرصفة</li></ul></li><li>المدارس</li></ul><p>ثم جاءت الخطوات:</p>"
        "<ol><li>الإعلان</li><li>التنفيذ</li></ol>"
        "<table><tbody><tr><td><strong>السنة</strong></td><td>2026</td></tr></tbody></table>"
        '<p>النص الكامل في <a href="https://example.com/budget?y=2026&amp;p=1">التقرير</a> وفي هنا.</p>'
        '<p dir="ltr">Source: <em>City Council</em></p>'
    ),
    "docs": (
        "<h2>موسم التمور</h2><p>بدأ الموسم <strong>مبكرًا هذا العام</strong> كما يرد في "
        '<a href="https://example.com/dates">تقرير الواحة</a>.</p>'
        "<ul><li><em>السكري</em><ul><li>صغير</li></ul></li><li>المجدول</li></ul><ol><li>القطف</li></ol>"
        '<p dir="ltr">Grown in the oasis</p><p>فقرة عربية اتجاهها خاطئ</p>'
    ),
    "word_notes": (
        '<p>بلغ الإنتاج مئة طن<cite data-note="">تقرير <em>الواحة</em>، 2025، <a href="https://example.com/r">هنا</a>.</cite>'
        ' هذا العام<cite data-note="">بيان. وزارة الزراعة.</cite>.</p><p><em>الماء أولًا.</em></p>'
        "<table><tbody><tr><td><strong>السنة</strong></td></tr><tr><td>2026</td></tr></tbody></table>"
    ),
    "docs_notes": ('<p>بدأ الموسم<cite data-note="">مقابلة مع <strong>المزارعين</strong></cite> مبكرًا.</p>'),
    "whatsapp": (
        "<p>وصلنا إلى <strong>الواحة</strong> 🌴</p>"
        '<p><em>الماء</em> قليل <a href="https://example.com/w">https://example.com/w</a></p>'
    ),
    "web": (
        '<h2>عنوان الصفحة</h2><p>نص <a href="https://example.com/b">رابط</a>.</p>'
        "<blockquote><p>قول منقول</p></blockquote>"
        '<figure data-embed="https://www.youtube.com/watch?v=dQw4w9WgXcQ"></figure>'
        '<figure data-embed="https://x.com/someone/status/1234567890"></figure>'
        "<table><tbody><tr><td>أ</td><td>ب</td></tr></tbody></table>"
    ),
}


@pytest.mark.parametrize(
    "program", [pytest.param(name, marks=() if name in ("word", "whatsapp") else pytest.mark.slow) for name in PASTED]
)
def test_pasted_text_keeps_its_meaning_and_loses_its_looks(desk, program):
    open_form(desk, empty())
    text(desk).evaluate(PASTE, ["text/html", (CLIPBOARD / f"{program}.html").read_text(encoding="utf-8")])
    assert save(desk) == PASTED[program]


@pytest.mark.slow
def test_an_address_pasted_over_words_links_them(desk):
    open_form(desk, make_draft(body={"ar": "<p>التقرير</p>", "en": ""}))
    go_into(text(desk))
    desk.keyboard.press("Control+a")
    text(desk).evaluate(PASTE, ["text/plain", "https://example.com/"])
    assert save(desk) == '<p><a href="https://example.com/">التقرير</a></p>'


# --- Nothing changes that nobody changed ------------------------------------------------------------------------------


def bodies(count, seed=7):
    """Bodies of every element and attribute that may be stored, drawn by chance."""
    chance = random.Random(seed)
    words = ["الماء", "قال إنّه", "«نعم»", "2026", "COVID-19", "a &amp; b", "١٢٪", "ـ", "لا&lt;", "می‌خواهم"]

    def inline(depth=0):
        parts = []
        for _part in range(chance.randint(1, 3)):
            kind = chance.choice(["", "", "strong", "em", "s", "sub", "sup", "cite", "q", "code", "bdi", "a", "br"])
            plain = " ".join(chance.choices(words, k=chance.randint(1, 4)))
            if kind == "" or depth:
                parts.append(plain)
            elif kind == "br":
                parts.append(f"{plain}<br>{plain}")
            elif kind == "a":
                href = chance.choice(["https://example.com/?a=1&amp;b=2", "/قسم/", "mailto:a@example.com", "#x"])
                title = chance.choice(["", ' title="عنوان &quot;ما&quot;"'])
                parts.append(f'<a href="{href}"{title}>{inline(1)}</a>')
            elif kind == "bdi":
                parts.append(f'<bdi dir="ltr">{plain}</bdi>')
            else:
                parts.append(f"<{kind}>{inline(1)}</{kind}>")
        return " ".join(parts)

    def listing(depth=0):
        tag = chance.choice(["ul", "ol", 'ol start="3"', "ol reversed"])
        items = []
        for _item in range(chance.randint(1, 3)):
            if chance.random() < 0.2:
                items.append(f"<li><p>{inline()}</p><p>{inline()}</p></li>")
            else:
                items.append(f"<li>{inline()}{listing(depth + 1) if depth < 2 and chance.random() < 0.3 else ''}</li>")
        return f"<{tag}>{''.join(items)}</{tag[:2]}>"

    def table():
        width = chance.randint(1, 3)

        def row(tag, attributes=""):
            return f"<tr>{''.join(f'<{tag}{attributes}>{inline()}</{tag}>' for _cell in range(width))}</tr>"

        head = chance.choice(["", f"<thead>{row('th')}</thead>", f"<thead>{row('th', ' scope=col')}</thead>"])
        caption = chance.choice(["", f"<caption>{inline()}</caption>"])
        spanning = f'<tr><td colspan="{width}">{inline()}</td></tr>' if width > 1 else ""
        return f"<table>{caption}{head}<tbody>{row('td')}{row('td')}{spanning}</tbody></table>"

    def figure():
        align = chance.choice(["", ' data-align="start"', ' data-align="end"', ' data-align="wide"'])
        caption = chance.choice(["", f"<figcaption>{inline()}</figcaption>"])
        return f'<figure data-image="{chance.randint(1, 9)}"{align}>{caption}</figure>'

    def gallery():
        return f'<figure data-kind="gallery">{"".join(figure() for _picture in range(chance.randint(1, 4)))}</figure>'

    def reference():
        return chance.choice(
            [
                '<figure data-article="100001"></figure>',
                '<figure data-embed="https://www.youtube.com/watch?v=dQw4w9WgXcQ"></figure>',
                '<figure data-embed="https://video.example/?a=1&amp;b=2"></figure>',
            ]
        )

    def pull_quote():
        by = chance.choice(["", f"<figcaption>{inline()}</figcaption>"])
        return f'<figure data-kind="quote"><blockquote>{inline()}</blockquote>{by}</figure>'

    def noted():
        return f'<p>{inline()}<cite data-note="">{inline()}</cite>، <em>{words[0]}<cite data-note="">ب</cite></em></p>'

    def heading():
        level = chance.choice("234")
        return f"<h{level}>{inline()}</h{level}>"

    blocks = [
        heading,
        lambda: f"<p>{inline()}</p>",
        lambda: f'<p dir="ltr" lang="en">{inline()}</p>',
        listing,
        lambda: f"<blockquote><p>{inline()}</p></blockquote>",
        lambda: f"<blockquote>{inline()}</blockquote>",
        table,
        figure,
        gallery,
        reference,
        pull_quote,
        noted,
        lambda: "<hr>",
        lambda: "<pre>سطر\n  سطر آخر</pre>",
    ]
    for _body in range(count):
        yield body.clean("".join(chance.choice(blocks)() for _block in range(chance.randint(1, 7))))


def test_a_body_comes_out_of_the_editor_as_it_went_in(desk):
    open_form(desk, empty())
    given = list(bodies(200))
    came_out = desk.evaluate(
        """async (bodies) => {
          const { isWhole, toHTML } = await import("newsroom/editor-nodes");
          const { editor } = document.querySelector("textarea[data-body-editor]");
          return bodies.map((body) => {
            editor.commands.setContent(body, { emitUpdate: false });
            return [toHTML(editor), isWhole(body, toHTML(editor))];
          });
        }""",
        given,
    )
    for before, (after, whole) in zip(given, came_out, strict=True):
        assert after == before
        assert whole
        assert body.clean(after) == after


@pytest.mark.slow
def test_a_text_nobody_touched_is_stored_as_it_was(desk):
    written = "<p>سطر\nآخر</p>\n<ul>\n<li><p>بند</p></li>\n</ul>\n<blockquote>قول</blockquote>"
    article = make_draft(body={"ar": written, "en": ""})
    stored = Article.objects.get().body_ar
    open_form(desk, article)
    go_into(text(desk))
    desk.keyboard.type("س")
    desk.keyboard.press("Backspace")
    assert save(desk) == stored


@pytest.mark.slow
def test_a_text_the_editor_would_not_keep_whole_is_shown_as_html(desk):
    odd = "<table><tbody><tr><td>أ</td></tr></tbody></table><figure><p>بلا صورة</p></figure>"
    article = make_draft(body={"ar": odd, "en": ""})
    desk.goto(reverse("admin:articles_article_change", args=[article.pk]))
    source = desk.locator("#id_body_ar")
    source.wait_for()
    assert source.input_value() == odd
    assert not text(desk).is_visible()
    desk.locator(".editor-note button").click()
    assert text(desk).is_visible()
    assert "بلا صورة" in text(desk).inner_text()


@pytest.mark.slow
def test_the_html_can_be_written_by_hand(desk):
    open_form(desk, empty())
    tool(desk, "source").click()
    desk.locator("#id_body_ar").fill("<p>نص <b>غليظ</b></p><script>alert(1)</script>")
    tool(desk, "source").click()
    assert text(desk).inner_text().strip() == "نص غليظ"
    tool(desk, "source").click()
    assert save(desk) == "<p>نص <strong>غليظ</strong></p>"


# --- Everywhere else --------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_standing_page_has_the_editor_too(desk):
    page = make_page(body="<p>صحيفة.</p>")
    desk.goto(reverse("admin:articles_page_change", args=[page.pk]))
    go_into(text(desk))
    desk.keyboard.press("Control+End")
    desk.keyboard.type(" مستقلة.")
    with desk.expect_navigation():
        desk.locator("[name=_continue]").first.click()
    assert Page.objects.get().body_ar == "<p>صحيفة. مستقلة.</p>"


def test_without_scripts_the_textarea_works(desk_of):
    make_site()
    desk = desk_of(cast.huda(), java_script_enabled=False)
    article = empty()
    desk.goto(reverse("admin:articles_article_change", args=[article.pk]))
    desk.locator("#id_body_ar").fill("<p>نص</p>")
    desk.locator("[name=_save]").first.click()
    assert Article.objects.get().body_ar == "<p>نص</p>"


# Asked about accessibility, axe copies the styles of the page into the page, which the policy refuses.
@pytest.mark.browser(tolerates=r"inline style|widgets\.css")
@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), pytest.param(1366, "light", marks=pytest.mark.slow)])
def test_the_editor_is_accessible_and_fits(desk_of, width, scheme):
    make_site()
    desk = desk_of(cast.huda(), viewport={"width": width, "height": 844}, color_scheme=scheme)
    image = make_image(alt="قناة")
    markup = f'<h2>عنوان</h2><p>نص <a href="/">رابط</a></p><figure data-image="{image.pk}"></figure>'
    open_form(desk, make_draft(body={"ar": markup, "en": ""}))
    text(desk).locator("figure img").wait_for()
    assert_accessible(desk, within=".editor[lang=ar]")
    assert desk.evaluate(
        """() => [...document.querySelectorAll(".editor[lang=ar] button")].every((button) => {
          const box = button.getBoundingClientRect();
          return !box.width || (box.left >= 0 && box.right <= innerWidth);
        })"""
    )
    tool(desk, "picture").click()
    desk.locator(".editor-library-grid button").wait_for()
    assert_accessible(desk, within=".editor-library")


def test_the_tools_are_reached_by_the_keyboard(desk):
    open_form(desk, empty())
    go_into(text(desk))
    desk.keyboard.press("Alt+F10")
    desk.keyboard.press("ArrowLeft")
    assert desk.evaluate("document.activeElement.dataset.name") == "H3"
    desk.keyboard.press("Enter")
    text(desk).locator("h3").wait_for()
    desk.keyboard.type("عنوان أصغر")
    assert save(desk) == "<h3>عنوان أصغر</h3>"


@pytest.mark.slow
def test_everything_the_editor_says_is_arabic(desk):
    image = make_image()
    open_form(desk, make_draft(body={"ar": f'<p>نص</p><figure data-image="{image.pk}"></figure>', "en": ""}))
    text(desk).locator("figure img").wait_for()
    titles = desk.locator(".editor button").evaluate_all("all => all.map((each) => each.title || each.textContent)")
    assert len(titles) > 60
    assert not [title for title in titles if not re.search("[ء-ي]", title) and title not in ("H2", "H3", "HTML")]
    assert Image.objects.count() == 1
