"""Previews in a real browser: from the form to the page and back, on a desk and on a phone, in both languages."""

import pytest
from django.urls import reverse

from articles import preview
from tests import cast
from tests.browser import assert_accessible
from tests.builders import make_author, make_draft, make_image, make_site, make_tag

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def article(db):
    make_site(zone="Asia/Beirut")
    return make_draft(
        "روسيا تعلن الانسحاب من الإقليم بعد ستة أشهر",
        english="Russia announces its withdrawal from the region",
        tags=[make_tag("روسيا")],
        authors=[make_author("ليلى منصور")],
        image=make_image().pk,
    )


def test_an_editor_opens_the_preview_from_the_form_in_a_new_tab(desk, article):
    desk.goto(reverse("admin:articles_article_change", args=[article.pk]))
    with desk.context.expect_page() as opened:
        desk.locator(".previews a[lang=ar]").click()
    tab = opened.value
    banner = tab.locator("aside.preview")
    assert "معاينة" in banner.inner_text()
    assert banner.bounding_box()["y"] == 0
    assert tab.locator("h1").inner_text() == article.headline_ar
    assert_accessible(tab)
    tab.locator("a.language").click()
    tab.wait_for_url("**/preview/en/")
    assert tab.locator("h1").inner_text() == article.headline_en
    assert tab.locator("html").get_attribute("dir") == "ltr"


@pytest.mark.slow
def test_the_preview_on_a_phone_is_as_wide_as_a_phone(desk, article):
    desk.goto(reverse("admin:articles_article_preview_phone", args=[article.pk, "ar"]))
    frame = desk.frame_locator("iframe.phone")
    assert frame.locator("h1").inner_text() == article.headline_ar
    assert frame.locator("html").evaluate("() => [innerWidth <= 390, document.documentElement.scrollWidth]") == [
        True,
        388,
    ]


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.slow)])
@pytest.mark.parametrize("width", [390, pytest.param(1280, marks=pytest.mark.slow)])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_link_opens_for_somebody_without_an_account(new_page, article, language, width, scheme):
    token = preview.share(article, by=cast.huda(), recipient="المحامي سامر")[1]
    page = new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.goto(f"/preview/{token}/" if language == "ar" else f"/en/preview/{token}/")
    assert "المحامي سامر" in page.locator("aside.preview").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert_accessible(page)


@pytest.mark.browser(tolerates="404")
def test_a_link_is_made_and_revoked_in_the_newsroom(desk, new_page, article):
    desk.goto(reverse("admin:articles_article_preview_links", args=[article.pk]))
    desk.fill("[name=recipient]", "المحامي سامر")
    desk.locator("#link_form [type=submit]").click()
    address = "/preview/" + desk.locator(".made-link input").first.input_value().partition("/preview/")[2]
    stranger = new_page()
    assert stranger.goto(address).status == 200
    desk.goto(reverse("admin:articles_article_preview_links", args=[article.pk]))
    desk.locator("[name=revoke]").click()
    assert stranger.goto(address).status == 404
