"""Whoever chooses a picture learns of its rights before it is used: in texts, and as the lead of an article."""

import datetime

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from images.models import today
from tests.builders import make_draft, make_image

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DAY = datetime.timedelta(days=1)


def open_form(desk, article):
    desk.goto(reverse("admin:articles_article_change", args=[article.pk]))
    desk.locator(".editor-text[lang=ar]").wait_for()


def test_in_the_text_and_in_the_dialog_where_it_is_chosen(desk):
    image = make_image(caption_ar="جسر", rights_until=today() - DAY)
    open_form(desk, make_draft(body={"ar": f'<p>نص</p><figure data-image="{image.pk}"></figure>', "en": ""}))
    expect(desk.locator(".editor-figure-note")).to_contain_text("لا يراها القراء")
    expect(desk.locator(".editor-text[lang=ar] figure img")).to_be_visible()
    desk.locator(".editor[lang=ar] .editor-bar [data-name=picture]").click()
    expect(desk.locator(".editor-library-grid button")).to_contain_text("لا يراها القراء")


def test_beside_the_lead_picture_as_soon_as_it_is_chosen(desk):
    soon = make_image(caption_ar="قريبة", rights_until=today() + 3 * DAY)
    make_image(caption_ar="بلا نهاية")
    open_form(desk, make_draft(image=soon.pk))
    note = desk.locator(".preview-note")
    expect(note).to_contain_text("تنتهي حقوقها في")
    desk.locator(".field-image .select2-selection").click()
    desk.locator(".select2-results__option", has_text="بلا نهاية").click()
    expect(note).to_be_empty()
    desk.locator(".field-image .select2-selection").click()
    desk.locator(".select2-results__option", has_text="قريبة").click()
    expect(note).to_contain_text("تنتهي حقوقها في")
    expect(desk.locator("img.preview")).to_be_visible()
