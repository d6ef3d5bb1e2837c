"""Bodies written in a real browser: what editors do is stored as the law of bodies says, and nothing else changes."""

import pytest
from django.urls import reverse

from tests import cast
from tests.builders import make_draft, make_image, make_site

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(page, client, live_server):
    """A page of somebody who may do everything."""
    make_site()
    client.force_login(cast.huda())
    cookie = client.cookies["sessionid"]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    return page


def form_of(article):
    return reverse("admin:articles_article_change", args=[article.pk])


def test_first(desk):
    image = make_image()
    article = make_draft(body={"ar": f'<p>نص</p><figure data-image="{image.pk}"></figure>', "en": ""})
    desk.on("console", lambda m: print("CONSOLE", m.text))
    desk.goto(form_of(article))
    desk.wait_for_timeout(4000)
    desk.screenshot(path="/tmp/h-editor-shot.png", full_page=True)
    assert desk.locator(".editor-text").count() == 2
