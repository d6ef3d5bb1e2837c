"""What every test may ask for; the servers come from ``tests.services``, the browser from ``tests.browser``."""

import pytest
from django.core.cache import caches
from django.test import Client

from tests import cast
from tests.builders import make_site

pytest_plugins = ["tests.browser"]


@pytest.fixture(autouse=True)
def _empty_cache():
    """No test sees what another has cached."""
    yield
    caches["default"].clear()


@pytest.fixture
def salma():
    return cast.salma()


@pytest.fixture
def as_salma(client, salma):
    """A client in which Salma, who edits, is logged in."""
    client.force_login(salma)
    return client


@pytest.fixture
def as_huda(client):
    """A client in which the chief is logged in, of a site that has its settings."""
    make_site()
    client.force_login(cast.huda())
    return client


@pytest.fixture
def desk_of(new_page, live_server):
    """Return ``desk_of(user, **options)``: a page they are logged in on, with Playwright's options of a context."""

    def desk_of(user, **options):
        client = Client()  # another login would end this one's session
        client.force_login(user)
        page = new_page(**options)
        cookie = client.cookies["sessionid"]
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        return page

    return desk_of


@pytest.fixture
def desk(desk_of):
    """A page of the chief, who may do everything, of a site that has its settings."""
    make_site()
    return desk_of(cast.huda())
