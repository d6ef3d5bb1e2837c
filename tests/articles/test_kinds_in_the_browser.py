"""Kinds and headlines as people meet them: the form that changes with the kind, and the pages of each kind."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from articles import drafts
from tests.browser import assert_accessible
from tests.builders import complete, make_author, make_category, make_draft, make_image, make_published, make_site

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
VIDEO = "https://www.youtube.com/watch?v=aqz-KE-bpKQ"


@pytest.fixture
def sit(desk_of, salma):
    """Return ``sit(width, **options)``: a page of Salma, who edits."""
    make_site()
    return lambda width=1366, **options: desk_of(salma, viewport={"width": width, "height": 900}, **options)


def open_form(page, article):
    page.goto(reverse("admin:articles_article_change", args=[article.pk]))
    for heading in page.locator(".sheet-main details").all():
        heading.evaluate("each => each.open = true")


# --- The form ---------------------------------------------------------------------------------------------------------


def test_a_kind_shows_its_own_fields_and_hides_none_that_says_something(sit):
    page = sit()
    open_form(page, make_draft())
    video, sponsor, source = (page.locator(f"#id_{name}") for name in ("video", "sponsor_ar", "source"))
    expect(source).to_be_visible()
    expect(video).to_be_hidden()
    expect(sponsor).to_be_hidden()
    page.select_option("#id_kind", "video")
    video.fill(VIDEO)
    page.select_option("#id_kind", "sponsored")
    expect(video).to_be_hidden()
    expect(source).to_be_hidden()
    expect(sponsor).to_be_visible()
    expect(page.locator("#id_sponsor_en")).to_be_hidden()
    page.select_option("#id_kind", "video")
    expect(video).to_have_value(VIDEO)
    assert_accessible(page, within=".sheet-main")
    stored = make_draft(video=VIDEO)
    open_form(page, stored)
    expect(page.locator("#id_video")).to_be_visible()


@pytest.mark.slow
def test_without_scripts_every_field_is_there(sit):
    article = make_draft()
    page = sit(java_script_enabled=False)
    page.goto(reverse("admin:articles_article_change", args=[article.pk]))
    for name in ("video", "sponsor_ar", "source"):
        expect(page.locator(f"#id_{name}")).to_be_visible()
    assert page.locator(".looks:visible").count() == 0


@pytest.mark.parametrize("width", [390, pytest.param(1366, marks=pytest.mark.slow)])
def test_headlines_are_shown_as_they_will_look_while_they_are_typed(sit, width):
    article = make_draft("الأصل", image=make_image().pk, category=make_category("سياسة"))
    page = sit(width)
    open_form(page, article)
    looks = page.locator("[data-looks=ar]")
    seo, share, front = (looks.locator(f"[data-look={name}]") for name in ("seo", "share", "front"))
    for look in (seo, share, front):
        expect(look.locator(".look-title")).to_have_text("الأصل")
    expect(front.locator(".look-label")).to_have_text("سياسة")
    expect(share.locator("img")).to_be_visible()
    page.fill("#id_front_headline_ar", "للواجهة")
    expect(front.locator(".look-title")).to_have_text("للواجهة")
    expect(front.locator("[data-count]")).to_have_text("7 أحرف")
    page.fill("#id_share_headline_ar", "للمشاركة")
    expect(share.locator(".look-title")).to_have_text("للمشاركة")
    page.fill("#id_seo_headline_ar", "كلمة " * 20)
    expect(seo.locator("[data-count]")).to_contain_text("قد يُقتطع")
    assert len(seo.locator(".look-title").inner_text()) <= 62
    expect(front.locator(".look-title")).to_have_text("للواجهة")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert_accessible(page, within=".field-looks")


def test_the_address_is_proposed_while_the_headline_is_typed(sit):
    page = sit()
    open_form(page, make_draft("الأصل"))
    page.fill("#id_headline_ar", "روسيا تعلن: 3.5 مليار")
    expect(page.locator("#id_slug_ar")).to_have_attribute("placeholder", "روسيا-تعلن-3-5-مليار")
    expect(page.locator("[data-looks=ar] [data-part=address]")).to_contain_text("روسيا-تعلن-3-5-مليار/")
    expect(page.locator("#id_slug_ar")).to_have_value("")


def test_an_address_readers_know_stands_fast_until_one_says_that_it_changes(sit):
    article = make_published("الأصل", **complete())
    page = sit()
    open_form(page, article)
    slug = page.locator("#id_slug_ar")
    expect(slug).to_have_js_property("readOnly", True)
    page.fill("#id_headline_ar", "عنوان أدق")
    page.check("#id_new_address")
    expect(slug).to_have_js_property("readOnly", False)
    slug.fill("آخر")
    page.uncheck("#id_new_address")
    expect(slug).to_have_value("الأصل")
    page.check("#id_new_address")
    slug.fill("آخر")
    page.locator(".toolbar-save").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert drafts.working(article)["slug"]["ar"] == "آخر"


# --- The pages --------------------------------------------------------------------------------------------------------


@pytest.fixture
def stories():
    make_site()
    images = [make_image(file=f"p{place}.png", caption_ar=f"صورة {place}", credit="مِداد") for place in range(3)]
    figures = "".join(f'<figure data-image="{image.pk}"></figure>' for image in images)
    face = make_author("ليلى منصور", title_ar="كاتبة", photo=make_image(file="face.png"))
    shared = {"image": images[0].pk, "category": make_category("ثقافة")}
    questions = "<h2>لماذا؟</h2><p>لأن.</p><h2>ومتى؟</h2><p>غدًا.</p>"
    return {
        "gallery": make_published(
            "معرض", kind="gallery", body={"ar": f'<figure data-kind="gallery">{figures}</figure><p>ن</p>'}, **shared
        ),
        "video": make_published("فيديو", kind="video", video=VIDEO, **shared),
        "opinion": make_published("رأيي", kind="opinion", authors=[face], **shared),
        "explainer": make_published("شرح", kind="explainer", body={"ar": questions}, **shared),
        "sponsored": make_published("مدفوع", kind="sponsored", sponsor={"ar": "دار المحبرة"}, **shared),
    }


@pytest.mark.parametrize(("width", "theme"), [pytest.param(1280, "light", marks=pytest.mark.slow), (390, "dark")])
def test_the_page_of_each_kind_is_accessible_and_fits(new_page, stories, width, theme):
    page = new_page(viewport={"width": width, "height": 900}, color_scheme=theme)
    for path in ["/", *(article.get_absolute_url("ar") for article in stories.values())]:
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        assert_accessible(page)


@pytest.mark.slow
def test_a_gallery_goes_from_picture_to_picture_by_the_keyboard(new_page, stories):
    page = new_page()
    page.goto(stories["gallery"].get_absolute_url("ar"))
    place, onward = page.locator("[data-gallery-place]"), page.get_by_role("button", name="الصورة التالية")
    expect(place).to_have_text("الصورة 1 من 3")
    onward.focus()
    for number in (2, 3):
        page.keyboard.press("Enter")
        expect(place).to_have_text(f"الصورة {number} من 3")
    expect(onward).to_be_disabled()
    page.get_by_role("button", name="الصورة السابقة").click()
    expect(place).to_have_text("الصورة 2 من 3")


@pytest.mark.slow
def test_without_scripts_a_gallery_shows_all_its_pictures_one_below_the_other(new_page, stories):
    page = new_page(java_script_enabled=False)
    page.goto(stories["gallery"].get_absolute_url("ar"))
    tops = [picture.bounding_box()["y"] for picture in page.locator(".lead-gallery figure").all()]
    assert tops == sorted(set(tops))
    assert len(tops) == 3
    expect(page.locator(".gallery-tools")).to_be_hidden()


@pytest.mark.slow
def test_a_question_of_the_list_leads_to_its_answer(new_page, stories):
    page = new_page(viewport={"width": 390, "height": 500})
    page.goto(stories["explainer"].get_absolute_url("ar"))
    page.locator(".in-this").get_by_role("link", name="ومتى؟").click()
    expect(page.locator("h2:target")).to_have_text("ومتى؟")
