"""A page cache in front of the project, asked as a server would ask it."""

import io
import itertools
import time
from collections import Counter
from urllib.parse import quote, unquote_to_bytes

import pytest
from django.core import signals
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections

from newsportal.kept import keeping

_releases = itertools.count()


class Answer:
    """What a client got."""

    def __init__(self, status, headers, body):
        self.status, self.body = int(status[:3]), body
        self.headers = {name.lower(): value for name, value in headers}
        self.names = [name.lower() for name, _value in headers]


class Site:
    """A process of the site: `get` asks it, `made` counts what Django was asked by path, as it was spelled."""

    def __init__(self, **options):
        self.made = Counter()
        self.django = get_wsgi_application()
        self.cache = keeping(self._counted, **options)
        self.news = self.cache.news

    def _counted(self, environ, start_response):
        self.made[environ["RAW_URI"]] += 1
        return self.django(environ, start_response)

    def get(self, uri, *, method="GET", host="testserver", body=b"", gzip=True, **headers):
        uri = quote(uri, safe="/?=&%;+:,")
        path, _, query = uri.partition("?")
        environ = {
            "REQUEST_METHOD": method,
            "RAW_URI": uri,
            "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
            "QUERY_STRING": query,
            "SCRIPT_NAME": "",
            "SERVER_NAME": "testserver",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": host,
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": io.StringIO(),
            **({"HTTP_ACCEPT_ENCODING": "gzip, br"} if gzip else {}),
            **headers,
        }
        if body:
            environ["CONTENT_LENGTH"] = str(len(body))
        said = []
        parts = self.cache(environ, lambda status, headers, error=None: said.append((status, headers)))
        content = b"".join(parts)
        if hasattr(parts, "close"):
            parts.close()
        return Answer(*said[-1], content)

    def read_news(self):
        """What the watching thread does twice a second."""
        assert self.news.read()

    def pass_time(self, seconds):
        """Let a kept page's clock run ahead."""
        for page in self.cache.pages._pages.values():
            page.until -= seconds
            page.gone_at -= seconds
            page.made_at -= seconds


@pytest.fixture
def new_site(settings, tmp_path, monkeypatch):
    """Return `new_site()`: one more process, all sharing a level; its news are read when the test says so."""
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.PAGECACHE_URL = ""
    settings.VAR_DIR = tmp_path
    # The test's own transaction cannot be seen from another thread.
    monkeypatch.setattr("pagecache.news.News.watch", lambda news: None)
    monkeypatch.setattr("pagecache.news.News.catch_up", lambda news: news.trusted_until or news.read())
    monkeypatch.setattr("pagecache.news.TRUSTED", 3600)
    # And Django would end it after each answer, as its own test client knows too.
    for signal in (signals.request_started, signals.request_finished):
        signal.disconnect(close_old_connections)
    release = f"test-{next(_releases)}"

    def new_site(**options):
        return Site(**{"release": release} | options)

    yield new_site
    for signal in (signals.request_started, signals.request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def site(new_site):
    return new_site()


def eventually(check, within):
    """Ask until it is true, five times as long as it should take, and print how long it took."""
    began = time.monotonic()
    while not check():
        assert time.monotonic() - began < 5 * within, f"not true after {5 * within} s"
        time.sleep(0.02)
    print(f"{check.__name__}: {time.monotonic() - began:.2f} s of {within} s")
