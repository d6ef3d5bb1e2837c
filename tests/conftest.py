"""What every test may ask for; the servers come from ``tests.services``, the browser from ``tests.browser``."""

import pytest
from django.core.cache import caches

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
