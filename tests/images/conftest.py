"""Every test of pictures has a media folder of its own; and somebody who works with them in a browser."""

import pytest

from tests.cast import huda


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def at_the_desk(new_page, client, live_server):
    """Return ``at_the_desk(who=chief, **options)``: a page of theirs, with Playwright's options of a context."""

    def sit(who=huda, **options):
        client.force_login(who())
        cookie = client.cookies["sessionid"]
        page = new_page(**options)
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        return page

    return sit
