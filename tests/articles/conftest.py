import pytest

from articles.reader import search


@pytest.fixture(autouse=True)
def _as_many_searches_as_a_test_asks(monkeypatch):
    """But for the tests of the limit."""
    monkeypatch.setattr(search, "_budget", search._Budget(10**9, 10**9))
