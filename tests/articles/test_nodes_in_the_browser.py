"""Galleries, cards, embeds, pull quotes and sources in a real browser: written, stored, and as readers meet them."""

import re

import pytest
from django.urls import reverse

from articles.models import Article
from tests import cast
from tests.articles.test_editor_in_the_browser import PASTE, empty, go_into, open_form, save, text, tool
from tests.browser import assert_accessible
from tests.builders import make_draft, make_image, make_published, make_site

pytestmark = pytest.mark.django_db(transaction=True)
VIDEO = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
FRAMED = f'<figure data-embed="{VIDEO}"></figure>'


def draft(*markup):
    return make_draft(body={"ar": "".join(markup), "en": ""})


def dialog(desk):
    return desk.locator("dialog[open]").last


# --- Writing ----------------------------------------------------------------------------------------------------------


def test_a_gallery_is_chosen_captioned_put_in_order_and_thinned_out(desk):
    one, two, three = (make_image(caption_ar=f"صورة {number}") for number in range(3))
    open_form(desk, draft("<p>قبل</p>"))
    go_into(text(desk))
    tool(desk, "gallery").click()
    for image in (three, one, two, one, one):  # chosen, given back, chosen again
        dialog(desk).locator(f"[data-id='{image.pk}']").click()
    dialog(desk).get_by_role("button", name="إدراج (3)").click()
    gallery = text(desk).locator(".editor-gallery")
    gallery.locator("figure").nth(2).wait_for()
    desk.keyboard.type("شرح ثالثة")
    gallery.locator("figure").nth(2).locator("[data-name=earlier]").click()
    gallery.locator("figure").nth(2).locator("[data-name=remove]").click()
    captioned = f'<figure data-image="{three.pk}"><figcaption>شرح ثالثة</figcaption></figure>'
    pictures = f'{captioned}<figure data-image="{one.pk}"></figure>'
    assert save(desk) == f'<p>قبل</p><figure data-kind="gallery">{pictures}</figure>'
    text(desk).locator(".editor-gallery > .editor-figure-bar [data-name=picture]").click()
    dialog(desk).locator(f"[data-id='{two.pk}']").click()
    dialog(desk).locator(".editor-main").click()
    assert save(desk).count("data-image") == 3
    for left in (2, 1, 0):
        text(desk).locator(".editor-gallery figure [data-name=remove]").first.click()
        assert text(desk).locator(".editor-gallery figure").count() == left
    assert save(desk) == "<p>قبل</p>"


def test_a_link_pasted_alone_on_its_line_becomes_a_card_and_elsewhere_stays_text(desk):
    open_form(desk, empty())
    go_into(text(desk))
    text(desk).evaluate(PASTE, ["text/plain", "https://youtu.be/dQw4w9WgXcQ?si=1"])
    desk.keyboard.type("انظر ")
    text(desk).evaluate(PASTE, ["text/plain", "https://youtu.be/dQw4w9WgXcQ"])
    desk.keyboard.press("Enter")
    text(desk).evaluate(PASTE, ["text/plain", "https://example.com/a"])
    desk.keyboard.press("Enter")
    desk.keyboard.type("https://t.me/some_channel/12")
    desk.keyboard.press("Enter")
    desk.keyboard.type("بعد")
    assert save(desk) == (
        f"{FRAMED}<p>انظر https://youtu.be/dQw4w9WgXcQ</p><p>https://example.com/a</p>"
        '<figure data-embed="https://t.me/some_channel/12"></figure><p>بعد</p>'
    )


@pytest.mark.slow
def test_an_embed_is_asked_for_by_its_address_and_can_be_a_link_again(desk):
    open_form(desk, empty())
    go_into(text(desk))
    tool(desk, "embed").click()
    dialog(desk).locator("input").fill("https://www.youtube.com.evil.test/watch?v=dQw4w9WgXcQ")
    desk.keyboard.press("Enter")
    assert dialog(desk).locator("[role=alert]").inner_text()
    dialog(desk).locator("input").fill("https://x.com/some_one/status/123?s=20")
    desk.keyboard.press("Enter")
    text(desk).locator(".editor-reference", has_text="إكس").wait_for()
    assert save(desk) == '<figure data-embed="https://x.com/some_one/status/123"></figure>'
    text(desk).locator(".editor-reference [data-name=link]").click()
    url = "https://x.com/some_one/status/123"
    assert save(desk) == f'<p><a href="{url}">{url}</a></p>'


def test_a_card_is_found_by_words_and_says_whether_readers_see_the_article(desk):
    make_published("موسم التمور في الواحة")
    other = make_draft("أخبار البحر")
    article = draft("<p>نص</p>")
    open_form(desk, article)
    go_into(text(desk))
    tool(desk, "card").click()
    dialog(desk).locator(".editor-cards-choice").nth(2).wait_for()
    dialog(desk).locator("input").fill("البحر")
    choice = dialog(desk).locator(f".editor-cards-grid:has(> :only-child) [data-id='{other.pk}']")
    assert "لا يراه القراء بعد" in choice.inner_text()
    choice.click()
    text(desk).locator(".editor-reference", has_text="أخبار البحر").wait_for()
    with desk.expect_navigation():
        desk.locator("[name=_continue]").first.click()
    assert Article.objects.get(pk=article.pk).body_ar == f'<p>نص</p><figure data-article="{other.pk}"></figure>'


@pytest.mark.slow
def test_a_pull_quote_has_words_and_a_voice_and_goes_when_emptied(desk):
    open_form(desk, draft("<p>قبل</p>"))
    go_into(text(desk))
    tool(desk, "pull").click()
    desk.keyboard.type("الماء أولًا")
    desk.keyboard.press("Enter")
    desk.keyboard.type("ليلى منصور")
    desk.keyboard.press("Enter")
    desk.keyboard.type("بعد")
    assert save(desk) == (
        '<p>قبل</p><figure data-kind="quote"><blockquote>الماء أولًا</blockquote>'
        "<figcaption>ليلى منصور</figcaption></figure><p>بعد</p>"
    )
    go_into(text(desk).locator(".editor-pull-quote blockquote"))
    desk.keyboard.press("Escape")
    desk.keyboard.press("Delete")
    assert save(desk) == "<p>قبل</p><p>بعد</p>"


@pytest.mark.slow
def test_a_source_is_written_linked_changed_and_taken_out(desk):
    open_form(desk, draft("<p>قال</p>"))
    go_into(text(desk))
    desk.keyboard.press("End")
    tool(desk, "note").click()
    desk.keyboard.type("تقرير الواحة")
    desk.keyboard.press("Control+k")
    dialog(desk).locator("input").fill("example.com")
    desk.keyboard.press("Enter")
    dialog(desk).locator("a", has_text="الواحة").wait_for()
    desk.keyboard.press("Enter")
    desk.keyboard.type(" أمس")
    noted = '<cite data-note="">تقرير <a href="https://example.com">الواحة</a></cite>'
    assert save(desk) == f"<p>قال{noted} أمس</p>"
    text(desk).locator(".editor-note-mark").click()
    desk.keyboard.press("Control+a")
    desk.keyboard.type("بيان")
    dialog(desk).locator(".editor-main").click()
    assert save(desk) == '<p>قال<cite data-note="">بيان</cite> أمس</p>'
    go_into(text(desk))
    desk.keyboard.press("Control+Home")
    for _letter in "قال ":
        desk.keyboard.press("ArrowLeft")
    desk.keyboard.press("Shift+ArrowRight")
    text(desk).locator(".editor-note-mark").click()
    dialog(desk).locator("button", has_text="إزالة").click()
    assert save(desk) == "<p>قال أمس</p>"


@pytest.mark.slow
def test_blocks_are_moved_and_taken_out_by_the_keyboard(desk):
    image = make_image()
    picture = f'<figure data-image="{image.pk}"></figure>'
    open_form(desk, draft("<p>أول</p>", FRAMED, "<p>ثان</p>", picture))
    go_into(text(desk).locator("p", has_text="أول"))
    desk.keyboard.press("Alt+ArrowDown")
    desk.keyboard.type("!")
    assert save(desk) == f"{FRAMED}<p>أول!</p><p>ثان</p>{picture}"
    go_into(text(desk).locator("figcaption"))
    desk.keyboard.press("Alt+ArrowUp")
    desk.keyboard.press("Alt+ArrowUp")
    desk.keyboard.press("Alt+ArrowUp")
    desk.keyboard.press("Alt+ArrowUp")  # there is nothing above
    assert save(desk) == f"{picture}{FRAMED}<p>أول!</p><p>ثان</p>"
    go_into(text(desk).locator("figcaption"))
    desk.keyboard.press("Escape")
    desk.keyboard.press("Alt+F10")
    assert desk.evaluate("document.activeElement.closest('.editor-figure-bar') !== null")
    desk.keyboard.press("Alt+F10")
    assert desk.evaluate("document.activeElement.dataset.name") == "H2"
    desk.keyboard.press("Escape")
    desk.keyboard.press("Delete")
    assert save(desk) == f"{FRAMED}<p>أول!</p><p>ثان</p>"


# --- Tools ------------------------------------------------------------------------------------------------------------


def test_words_are_found_in_any_spelling_and_replaced_with_their_dress(desk):
    open_form(desk, draft("<p>زار أحمد <strong>إيران</strong> ثم اِيرَان، و ايران.</p>"))
    go_into(text(desk))
    desk.keyboard.press("Control+f")
    bar = desk.locator(".editor[lang=ar] .editor-find")
    bar.locator("input").nth(0).fill("ايران")
    assert bar.locator("[role=status]").inner_text() == "1 / 3"
    desk.keyboard.press("Enter")
    assert bar.locator("[role=status]").inner_text() == "2 / 3"
    bar.get_by_label("تجاهل الهمزات والتشكيل").uncheck()
    assert bar.locator("[role=status]").inner_text() == "1 / 1"
    bar.get_by_label("تجاهل الهمزات والتشكيل").check()
    bar.locator("input").nth(1).fill("العراق")
    bar.get_by_role("button", name="استبدال", exact=True).click()
    assert bar.locator("[role=status]").inner_text() == "1 / 2"
    bar.get_by_role("button", name="استبدال الكل").click()
    assert bar.locator("[role=status]").inner_text() == "استُبدل موضعان."
    desk.keyboard.press("Escape")
    assert not bar.is_visible()
    assert save(desk) == "<p>زار أحمد <strong>العراق</strong> ثم العراق، و العراق.</p>"


@pytest.mark.slow
def test_searching_takes_letters_as_the_newsrooms_searches_do(desk):
    from arabic.fold import fold

    open_form(desk, empty())
    letters = [
        chr(code) for code in (*range(0x621, 0x656), *range(0x660, 0x6D4), *range(0x41, 0x5B), *range(0xC0, 0x100))
    ]
    folded = desk.evaluate(
        """async (letters) => {
          const { folding } = await import("newsroom/editor-find");
          const table = JSON.parse(document.querySelector("textarea[data-body-editor]").dataset.folded);
          return letters.map(folding(table));
        }""",
        letters,
    )
    different = [letter for letter, found in zip(letters, folded, strict=True) if found != fold(letter)]
    assert set(different) <= set("ßÆæØøÐðÞþ"), different


def test_hints_are_taken_one_by_one_left_or_taken_all_of_a_kind(desk):
    open_form(
        desk,
        draft('<p>اعلن <strong>المسئول</strong> امس فى "القمه" @handle</p><p>الى أين?</p><p dir="ltr">(the , end)</p>'),
    )
    go_into(text(desk))
    tool(desk, "style").click()
    panel = desk.locator(".editor[lang=ar] .editor-hints")
    panel.locator("li").first.wait_for()
    hamza = panel.locator("section", has=desk.locator("h4", has_text="الهمزة"))
    assert hamza.locator("li").count() == 4
    hamza.locator("li:has(del:text-is('اعلن'))").get_by_role("button", name="تجاهل").click()
    hamza.locator("li:has(del:text-is('المسئول'))").get_by_role("button", name="تصحيح").click()
    hamza.get_by_role("button", name="تصحيح الكل من هذا النوع").click()
    for kind in ("علامات التنصيص", "التاء", "الياء"):
        group = panel.locator("section", has=desk.locator("h4", has_text=kind))
        group.locator("li").first.get_by_role("button", name="تصحيح").click()
    panel.get_by_role("button", name="ضبط الترتيب").click()
    assert panel.locator("li").count() == 1
    panel.get_by_role("button", name="مراجعة من جديد").click()
    panel.get_by_text("موضع واحد").wait_for()
    assert save(desk) == (
        '<p>اعلن <strong>المسؤول</strong> أمس في «القمة» <bdi dir="ltr">@handle</bdi></p>'
        '<p>إلى أين?</p><p dir="ltr">(the , end)</p>'
    )


@pytest.mark.slow
def test_a_hint_whose_words_were_changed_since_changes_nothing(desk):
    open_form(desk, draft("<p>اعلن امس</p>"))
    go_into(text(desk))
    tool(desk, "style").click()
    row = desk.locator(".editor-hints li", has_text="اعلن").first
    row.wait_for()
    desk.evaluate("document.querySelector('textarea[data-body-editor]').editor.commands.insertContentAt(2, 'س')")
    row.get_by_role("button", name="تصحيح").click()
    assert save(desk) == "<p>اسعلن امس</p>"


@pytest.mark.slow
def test_words_and_minutes_are_counted_as_one_writes(desk):
    open_form(desk, draft(f'<p>{"كلمة " * 299}كلمة<cite data-note="">مصدر</cite></p>'))
    count = desk.locator(".editor[lang=ar] .editor-count")
    assert count.inner_text() == "300 كلمة · دقيقتان للقراءة"
    go_into(text(desk))
    desk.keyboard.press("Control+a")
    desk.keyboard.type("كلمتان فقط")
    assert count.inner_text() == "كلمتان · أقل من دقيقة للقراءة"


@pytest.mark.slow
def test_the_keys_are_listed_in_arabic(desk):
    open_form(desk, empty())
    go_into(text(desk))
    desk.keyboard.press("Control+/")
    words = dialog(desk).locator("dd").all_inner_texts()
    assert len(words) > 10
    assert all(re.search("[ء-ي]", each) for each in words)
    desk.keyboard.press("Escape")
    desk.keyboard.type("نص")
    assert save(desk) == "<p>نص</p>"


# --- On a phone -------------------------------------------------------------------------------------------------------

EVERYTHING = (
    '<h2>عنوان</h2><p>قال الوزير<cite data-note="">تقرير <a href="https://example.com/">الواحة</a></cite> أمس.</p>'
    '<figure data-kind="gallery">{pictures}</figure><figure data-article="{article}"></figure>'
    + FRAMED
    + '<figure data-kind="quote"><blockquote>الماء أولًا</blockquote><figcaption>ليلى</figcaption></figure>'
    "<table><thead><tr><th>السنة</th></tr></thead><tbody><tr><td>2026</td></tr></tbody></table>"
    '<p dir="ltr">Source: City Council</p><p>كتب <bdi dir="ltr">@handle</bdi> ذلك.</p>'
)


def everything():
    pictures = "".join(
        f'<figure data-image="{make_image(caption_ar="شرح", credit="رنا").pk}"></figure>' for _place in range(3)
    )
    return EVERYTHING.format(pictures=pictures, article=make_published("خبر آخر", image=make_image().pk).pk)


# Asked about accessibility, axe copies the styles of the page into the page, which the policy refuses.
@pytest.mark.browser(tolerates=r"inline style|widgets\.css")
@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), pytest.param(1366, "light", marks=pytest.mark.slow)])
def test_all_of_it_is_accessible_and_fits(desk_of, width, scheme):
    make_site()
    desk = desk_of(cast.huda(), viewport={"width": width, "height": 844}, color_scheme=scheme)
    open_form(desk, draft(everything()))
    text(desk).locator(".editor-reference-facts").wait_for()
    text(desk).locator("figure img").nth(2).wait_for()
    assert_accessible(desk, within=".editor[lang=ar]")
    tool(desk, "find").click()
    tool(desk, "style").click()
    desk.locator(".editor-hints [role=status]", has_text="لا شيء").wait_for()
    assert_accessible(desk, within=".editor[lang=ar]")
    assert desk.evaluate(
        """() => [...document.querySelectorAll(".editor[lang=ar] :is(button, input, figure, table)")].every(element => {
          const box = element.getBoundingClientRect();
          return !box.width || (box.left >= 0 && box.right <= innerWidth);
        })"""
    )
    for name in ("gallery", "embed", "card", "note", "keys"):
        tool(desk, name).click()
        dialog(desk).wait_for()
        assert_accessible(desk, within="dialog[open]")
        desk.keyboard.press("Escape")
        desk.locator("dialog").wait_for(state="detached")


# --- Reading ----------------------------------------------------------------------------------------------------------


def publish():
    make_site()
    return make_published(body={"ar": everything(), "en": ""})


@pytest.mark.browser(tolerates=r"request to another server: https://www\.youtube-nocookie\.com/embed/")
def test_nothing_is_fetched_from_elsewhere_before_the_reader_asks(page):
    asked = []

    def answer(route):
        asked.append(route.request)
        route.fulfill(body="<title>film</title>", content_type="text/html")

    page.route(lambda url: "youtube" in url, answer)
    page.goto(publish().get_absolute_url("ar"))
    page.wait_for_load_state("networkidle")
    assert not asked
    assert not page.locator("iframe").count()
    page.get_by_role("button", name="اعرضه هنا").click()
    frame = page.locator("iframe")
    page.frame_locator("iframe").locator("html").wait_for(state="attached")
    assert [request.url for request in asked] == ["https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1"]
    assert "allow-top-navigation" not in frame.get_attribute("sandbox")
    assert frame.get_attribute("title") == "مقطع مصور على يوتيوب"
    assert page.evaluate("document.activeElement.localName") == "iframe"


@pytest.mark.slow
def test_without_scripts_what_stands_elsewhere_is_a_link(new_page):
    page = new_page(java_script_enabled=False)
    page.goto(publish().get_absolute_url("ar"))
    assert page.locator(f".embed a[href='{VIDEO}']").is_visible()
    assert not page.locator(".embed button").is_visible()


@pytest.mark.slow
def test_a_mark_leads_to_its_source_and_back(page):
    page.goto(publish().get_absolute_url("ar"))
    page.locator(".note-mark a").click()
    assert page.url.endswith("#source-1")
    page.locator(".sources .back").click()
    assert page.url.endswith("#mark-1")


@pytest.mark.browser(tolerates=r"inline style")
@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), pytest.param(1366, "light", marks=pytest.mark.slow)])
def test_readers_pages_with_all_of_it_are_accessible_and_fit(new_page, width, scheme):
    page = new_page(viewport={"width": width, "height": 844}, color_scheme=scheme)
    page.goto(publish().get_absolute_url("ar"))
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_reporter_is_offered_no_card_of_what_the_account_may_not_see(client, django_user_model):
    make_site()
    make_published("خبر")
    client.force_login(cast.make_user("visitor"))
    assert client.get(reverse("admin:articles_article_cards")).status_code == 403
