"""Whole pages kept in front of Django.

What holds, whatever happens:

1. A kept page is sent without entering Django. It is found by the path exactly as it was spelled and by the query keys
   its view reads, and by nothing else; so nothing else may shape it. It is made from a request that has no cookie, no
   body and no header but Host, and only for the views that say so (`rendering.kept`). Requests with a session, with
   credentials, or that ask for another method, go to Django and are kept nowhere.
2. A page is right within a second of every commit, in every process. It carries keys; verbs write the keys they touch
   in their transaction; every process reads them twice a second (`news`). A page is kept only if another reading, after
   it was made, finds none of its keys. A page another process made is taken only if this process knows of no change
   that page does not know of.
3. Moments to come bound a page: it says until when it is right.
4. One process makes a page and the others wait for it, a few seconds at most, should it die.
5. While the database is away, pages are sent as they are, for a day at most, but never what was withdrawn or has
   expired. What is not kept answers 503 at once. A database that hangs is away after two seconds, for all who wait.
6. A page that is not there, or is gone, is kept for seconds; no other error ever is.
7. Memory is bounded in bytes. Other code has other pages.
"""

import io
import time
from collections import Counter
from contextlib import contextmanager
from functools import lru_cache
from threading import Lock
from urllib.parse import parse_qsl, quote, unquote_to_bytes, urlencode

from django.http.request import split_domain_port, validate_host

from .memory import Memory
from .news import News, Verdict
from .page import BRIEFLY, Page, made
from .patience import waiting_while
from .purge import Purger
from .rendering import ENVIRON, Rendering

KEPT = {"200", "404", "410"}
WAIT = 0.02  # seconds between two looks for a page that somebody else makes
LONGEST_WAIT = 4.5  # seconds
SENDERS_WAIT = 10  # seconds
SHARED = 60  # seconds: a page that is right for less is kept in its own process only; there may be very many
# With these a client asks for something of its own, or for another method than the one we see.
PRIVATE = ("HTTP_AUTHORIZATION", "HTTP_X_HTTP_METHOD_OVERRIDE", "HTTP_X_METHOD_OVERRIDE", "HTTP_X_HTTP_METHOD")
_REFUSED = {"private", "no-store", "no-cache"}
_PASSED = ("SERVER_NAME", "SERVER_PORT", "SERVER_PROTOCOL", "HTTP_HOST", "wsgi.url_scheme", "wsgi.errors")
_FOREVER = 1_000  # hosts and paths remembered


class PageCache:
    """A WSGI application that keeps the pages of another one.

    `views(path)` gives the patterns of the query keys that the view at a path (decoded) reads, or None when its pages
    are not kept. `hosts` are those of `ALLOWED_HOSTS`, `secret` signs shared pages, `session` is the session cookie's
    name. With `secure` only requests over TLS get kept pages; `proxy` is the (header, value) that says so, if any.
    `unavailable` is the document of a 503, `purge` the address of a cache in
    front that wants to be told of changes.
    """

    def __init__(
        self,
        application,
        *,
        views,
        hosts,
        secret,
        shared,
        limit,
        session,
        secure=False,
        proxy=None,
        unavailable=b"",
        purge="",
    ):
        self.application, self._hosts, self._shared = application, hosts, shared
        self._views = lru_cache(_FOREVER)(views)
        self._secret, self._session, self._secure, self._proxy = secret, f"{session}=", secure, proxy
        self._unavailable = unavailable
        self.pages = Memory(limit)
        self.news = News(self._tell)
        self._purger = Purger(purge) if purge else None
        self.counts = Counter()
        self._known_hosts = set()
        self._unshared = {}  # {address: until when its answers are taken for none that are kept}
        self._making, self._making_lock = set(), Lock()

    def _tell(self, keys):
        """Mark as old what changed, by its keys, or everything; drop what shows something that is gone."""
        for page in self.pages.all():
            if keys is None:
                page.old = True
            elif not keys.isdisjoint(page.keys) and (verdict := self.news.judge(page)) is not Verdict.RIGHT:
                page.old = True
                if verdict is Verdict.GONE:
                    self.pages.drop(page.uri)
        for key in keys or ():
            if self.news.is_gone(key):
                self._shared.put(_gone(key), b"1")
        if self._purger:
            self._purger.wake()

    def __call__(self, environ, start_response):
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return self._pass_on(environ, start_response)
        uri = environ.get("RAW_URI") or _uri(environ)
        page = self.pages.get(uri)
        if (
            page is not None
            and page.is_right_at(time.time())
            and time.monotonic() < self.news.trusted_until
            and self._is_anybody(environ)
        ):
            self.pages.used(uri)
            return page.answer(environ, start_response)
        return self._with_care(environ, start_response, uri)

    # Who asks, and for what.

    def _is_anybody(self, environ):
        """Is this a request that anybody could have sent: to our host, and without anything of its own?"""
        if environ.get("HTTP_HOST") not in self._known_hosts and not self._is_our_host(environ.get("HTTP_HOST")):
            return False
        if self._secure and not self._is_secure(environ):
            return False
        if self._session in environ.get("HTTP_COOKIE", ""):
            return False
        return not any(name in environ for name in PRIVATE)

    def _is_our_host(self, host):
        if not host or not validate_host(split_domain_port(host)[0], self._hosts):
            return False
        if len(self._known_hosts) < _FOREVER:
            self._known_hosts.add(host)
        return True

    def _is_secure(self, environ):
        if self._proxy and self._proxy[0] in environ:
            return environ[self._proxy[0]].split(",")[0].strip() == self._proxy[1]
        return environ["wsgi.url_scheme"] == "https"

    def _known_spelling(self, uri):
        """The address with no query keys but those its view reads, in order; None when it is not kept at all."""
        path, _, query = uri.partition("?")
        if not path.startswith("/") or "#" in uri:
            return None
        patterns = self._views(path)
        if patterns is None:
            return None
        try:
            asked = parse_qsl(query, keep_blank_values=True, max_num_fields=100) if query else []
        except ValueError:
            return None
        read = [(name, value) for name, value in asked if name in patterns]
        if len(dict(read)) < len(read) or not all(patterns[name].fullmatch(value) for name, value in read):
            return None
        return f"{path}?{urlencode(sorted(read))}" if read else path

    # The way of a request that is not answered at once.

    def _with_care(self, environ, start_response, asked):
        uri = self._known_spelling(asked)
        if uri is None:
            return self._pass_on(environ, start_response)
        if not self._is_anybody(environ):
            return self._pass_on(environ, _private(start_response))
        self.news.catch_up()
        if self.news.is_late:
            page = self._in_need(uri)
            page = page or (self._not_now() if self.news.is_down else self._made_once(environ, uri))
        else:
            page = self._kept(uri) or self._made_once(environ, uri)
        if isinstance(page, Page):
            return page.answer(environ, start_response)
        status, headers, body = page
        if status.startswith("3") and uri != asked:  # It leads on with the query as it came.
            return self._pass_on(environ, start_response)
        start_response(status, headers)
        return [body] if environ["REQUEST_METHOD"] == "GET" else []

    def _pass_on(self, environ, start_response):
        """Let Django answer. Who sends something may lose it, and waits longer for a database that does not answer."""
        self.news.watch()
        end = time.monotonic() + (0 if environ["REQUEST_METHOD"] in ("GET", "HEAD") else SENDERS_WAIT)
        with waiting_while(lambda: not self.news.is_down or time.monotonic() < end):
            return self.application(environ, start_response)

    def _kept(self, uri):
        """The page as this process or another one keeps it, if it is right."""
        now = time.time()
        page = self.pages.get(uri)
        if page is not None and page.is_right_at(now):
            self.pages.used(uri)
            return page
        page = self._from_others(uri)
        if page is None or not page.is_right_at(now):
            return None
        with self.news.lock:
            if self.news.judge(page) is not Verdict.RIGHT:
                return None
            self.pages.put(page)
        return page

    def _from_others(self, uri):
        data = self._shared.get(uri)
        try:
            return Page.unpacked(data, uri, self._secret) if data else None
        except (ValueError, TypeError, AttributeError):  # Signed by us, and yet of another shape.
            return None

    def _in_need(self, uri):
        """A page that may be sent though it may be old; or None."""
        page = self.pages.get(uri)
        if page is None and (page := self._from_others(uri)):
            if self.news.judge(page) is Verdict.GONE:
                return None
            # A process that began while the database is away knows of nothing that went: others have left word.
            if not self.news.reaches(page) and any(map(self._shared.get, map(_gone, page.keys))):
                return None
        return page if page and page.serves_in_need_at(time.time()) else None

    def _made_once(self, environ, uri):
        """Make the page, or wait for whoever makes it."""
        if self._unshared.get(uri, 0) > time.monotonic():
            return self._make(environ, uri)
        end = time.monotonic() + LONGEST_WAIT
        while True:
            with self._turn(uri, patient=time.monotonic() < end) as ours:
                # Somebody may have made it between our look and our turn.
                page = self._kept(uri)
                if page is not None:
                    return page
                if ours:
                    return self._make(environ, uri)
            time.sleep(WAIT)

    @contextmanager
    def _turn(self, uri, *, patient):
        """Whether it is our turn to make the page: nobody else does, here or elsewhere; or we have waited enough."""
        with self._making_lock:
            ours = uri not in self._making
            self._making |= {uri}
        token = self._shared.lock(uri) if ours else None
        try:
            yield bool(token) or not patient
        finally:
            if ours:
                if token:
                    self._shared.unlock(uri, token)
                with self._making_lock:
                    self._making.discard(uri)

    def _make(self, environ, uri):
        if not self.news.read():
            return self._in_need(uri) or self._not_now()
        floor, known = self.news.here()
        rendering, now = Rendering(), time.time()
        self.counts["made"] += 1
        with waiting_while(lambda: not self.news.is_down):
            status, headers, body = _answer(self.application, _plain(environ, uri, rendering, self._proxy))
        code = status[:3]
        if code.startswith("5"):
            # A page that is old is better than none; and when the database went away meanwhile, we say so.
            if page := self._in_need(uri):
                return page
            return (status, headers, body) if self.news.read() else self._not_now()
        if not _may_be_kept(code, headers, rendering):
            # The next for this address, such as a redirect, need not wait: there will be nothing to share.
            if len(self._unshared) >= _FOREVER:
                self._unshared.clear()
            self._unshared[uri] = time.monotonic() + BRIEFLY
            return status, headers, body
        page = made(uri, status, headers, body, rendering, floor=floor, known=known, now=now)
        if not self.news.read():
            return page
        with self.news.lock:
            if self.news.judge(page) is not Verdict.RIGHT:
                return page
            self.pages.put(page)
        if code == "200" and page.until - now >= SHARED:
            self._shared.put(uri, page.packed(self._secret))
        return page

    def _not_now(self):
        headers = [
            ("Content-Type", "text/html; charset=utf-8"),
            ("Content-Length", str(len(self._unavailable))),
            ("Cache-Control", "no-store"),
            ("Retry-After", "5"),
            ("X-Content-Type-Options", "nosniff"),
            (
                "Content-Security-Policy",
                "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'",
            ),
        ]
        return "503 Service Unavailable", headers, self._unavailable


def _gone(key):
    """Where processes tell each other that what a key stands for is gone; no address begins like this."""
    return f"gone|{key}"


def _uri(environ):
    """The address where the server does not tell how it was spelled."""
    path = quote(environ.get("PATH_INFO", "").encode("latin-1"), safe="/")
    return f"{path}?{query}" if (query := environ.get("QUERY_STRING")) else path


def _plain(environ, uri, rendering, proxy):
    """A request for the address that carries nothing of the one that asked."""
    path, _, query = uri.partition("?")
    plain = {name: environ[name] for name in _PASSED if name in environ}
    if proxy and proxy[0] in environ:
        plain[proxy[0]] = environ[proxy[0]]
    return plain | {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": query,
        "RAW_URI": uri,
        "wsgi.version": (1, 0),
        "wsgi.input": io.BytesIO(),
        "wsgi.multithread": environ.get("wsgi.multithread", False),
        "wsgi.multiprocess": environ.get("wsgi.multiprocess", True),
        "wsgi.run_once": False,
        ENVIRON: rendering,
    }


def _answer(application, environ):
    """(status, headers, body) of an application."""
    said = []
    parts = application(environ, lambda status, headers, exc_info=None: said.append((status, headers)))
    try:
        body = b"".join(parts)
    finally:
        if hasattr(parts, "close"):
            parts.close()
    return *said[-1], body


def _may_be_kept(code, headers, rendering):
    """Did the view say so, and does no header say otherwise?"""
    if not rendering.may_be_kept or code not in KEPT:
        return False
    for name, value in headers:
        name, words = name.lower(), {word.strip().lower().partition("=")[0] for word in value.split(",")}
        if name in ("set-cookie", "content-encoding", "transfer-encoding", "authorization"):
            return False
        if name == "vary" and words - {"accept-encoding", ""}:
            return False
        # What is not there is no secret: caches in front do not store what never was, and we do for some seconds.
        if name == "cache-control" and words & (_REFUSED - {"no-store"} if code != "200" else _REFUSED):
            return False
    return True


def _private(start_response):
    """Answers to somebody in particular are stored nowhere."""

    def start(status, headers, *arguments):
        if not any(name.lower() == "cache-control" for name, _value in headers):
            headers = [*headers, ("Cache-Control", "private, no-store")]
        return start_response(status, headers, *arguments)

    return start
