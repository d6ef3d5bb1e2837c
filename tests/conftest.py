"""What every test may ask for; the servers come from ``tests.services``, the browser from ``tests.browser``."""

import pytest
from django.core.cache import caches

pytest_plugins = ["tests.browser"]


@pytest.fixture(autouse=True)
def _empty_cache():
    """No test sees what another has cached."""
    yield
    caches["default"].clear()
