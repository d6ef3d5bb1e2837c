"""A page as it is kept."""

import gzip
import hashlib
import hmac
import json
import math
import sys

GZIP_LEVEL = 6
DAY = 86_400  # seconds: the longest a page is kept, and sent in bad times
BRIEFLY = 10  # seconds: what is not there may be there soon
SURROGATE_KEYS = 1_500  # bytes of the header: proxies limit theirs
OVERHEAD = 1_200  # bytes of a page in memory beside its body, its address and what it depends on, about

_shared = {}  # one copy of every header that many pages send


class Page:
    """Ready bytes and headers, and what must be known to judge them. Moments are seconds since 1970.

    `floor` and `known` say which changes it takes account of (see `news`); `old` is set when another one comes.
    """

    __slots__ = (
        *("uri", "status", "headers", "body", "etag", "keys", "floor", "known"),
        *("made_at", "until", "gone_at", "old"),
    )

    def __init__(self, uri, status, headers, body, *, keys, floor, known, made_at, until, gone_at):
        """`headers` are those of the page itself, `body` is compressed."""
        self.uri, self.status, self.body = uri, sys.intern(status), body
        # Thousands of pages carry the same keys.
        self.keys, self.floor, self.known = tuple(map(sys.intern, keys)), floor, frozenset(known)
        self.made_at, self.until, self.gone_at, self.old = made_at, until, gone_at, False
        digest = hashlib.blake2b(repr((status, headers)).encode() + body, digest_size=9).hexdigest()
        self.etag = f'"{digest}-gz"'
        self.headers = [
            header if header[0] == "Surrogate-Key" else _shared.setdefault(header, header) for header in headers
        ]
        self.headers += [("ETag", self.etag), ("Content-Length", str(len(body)))]

    @property
    def size(self):
        """About how many bytes it takes in memory."""
        return len(self.body) + len(self.uri) + OVERHEAD + 30 * len(self.keys) + 60 * len(self.known)

    def is_right_at(self, now):
        return not self.old and now < self.until

    def serves_in_need_at(self, now):
        """May it be sent, old as it is, when nothing newer can be had?"""
        return now < self.gone_at and now < self.made_at + DAY

    def answer(self, environ, start_response):
        """Send it: compressed or plain, whole, without its body, or not at all if the client has it."""
        headers, body, etag = self.headers, self.body, self.etag
        if not takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", "")):
            body, etag = gzip.decompress(body), etag.replace("-gz", "")
            headers = [header for header in headers if header[0] not in ("Content-Encoding", "ETag", "Content-Length")]
            headers += [("ETag", etag), ("Content-Length", str(len(body)))]
        wanted = environ.get("HTTP_IF_NONE_MATCH")
        if wanted and self.status.startswith("200") and _matches(wanted, etag):
            headers = [
                header for header in headers if header[0] not in ("Content-Encoding", "Content-Length", "Content-Type")
            ]
            start_response("304 Not Modified", headers)
            return []
        start_response(self.status, headers.copy())
        return [body] if environ["REQUEST_METHOD"] == "GET" else []

    # As bytes, for the level all processes share.

    def packed(self, secret):
        own = [header for header in self.headers if header[0] not in ("ETag", "Content-Length")]
        facts = [self.uri, self.status, own, self.keys, self.floor, sorted(self.known), self.made_at]
        facts += [None if math.isinf(moment) else moment for moment in (self.until, self.gone_at)]
        data = json.dumps(facts, separators=(",", ":")).encode() + b"\n" + self.body
        return _signature(data, secret) + data

    @classmethod
    def unpacked(cls, data, uri, secret):
        """The page in these bytes, or None when they are not one of ours for this address."""
        signature, data = data[:32], data[32:]
        if not hmac.compare_digest(signature, _signature(data, secret)):
            return None
        facts, _, body = data.partition(b"\n")
        kept_uri, status, headers, keys, floor, known, made_at, until, gone_at = json.loads(facts)
        if kept_uri != uri:
            return None
        return cls(
            uri,
            status,
            [tuple(header) for header in headers],
            body,
            keys=keys,
            floor=floor,
            known=known,
            made_at=made_at,
            until=math.inf if until is None else until,
            gone_at=math.inf if gone_at is None else gone_at,
        )


def made(uri, status, headers, body, rendering, *, floor, known, now):
    """The page of an answer of a view: with the headers caches in front need, and its body compressed."""
    code = int(status[:3])
    # Caches in front store what is gone too: it takes the place of what it was, which they would send in bad times.
    stored = code in (200, 410)
    headers = [
        header
        for header in headers
        if header[0].lower() not in ("content-length", "vary", "etag", "last-modified", "expires", "date")
        and not (stored and header[0].lower() == "cache-control")
    ]
    if stored:
        headers.append(
            ("Cache-Control", "public, max-age=0, s-maxage=2, stale-while-revalidate=1, stale-if-error=86400")
        )
        if keys := surrogate_keys(rendering.keys):
            headers.append(("Surrogate-Key", keys))
    headers += [("Vary", "Accept-Encoding"), ("Content-Encoding", "gzip")]
    return Page(
        uri,
        status,
        headers,
        gzip.compress(body, GZIP_LEVEL, mtime=0),
        keys=sorted(rendering.keys),
        floor=floor,
        known=known,
        made_at=now,
        until=min(rendering.until, now + (DAY if code == 200 else BRIEFLY)),
        gone_at=rendering.gone_at if code == 200 else now + BRIEFLY,
    )


def surrogate_keys(keys):
    """The keys as one header; those of lists and of the site first, as many as it may hold."""
    text = ""
    for key in sorted(keys, key=lambda key: (key.startswith(("article:", "image:")), key)):
        if len(text) + len(key) >= SURROGATE_KEYS:
            break
        text += f" {key}" if text else key
    return text


def _signature(data, secret):
    return hashlib.blake2b(data, key=secret, digest_size=32).digest()


def _matches(wanted, etag):
    if wanted == etag:
        return True
    tags = [tag.strip().removeprefix("W/") for tag in wanted.split(",")]
    return etag in tags or "*" in tags


_takes_gzip = {}


def takes_gzip(accepted):
    """Does a client that sent this Accept-Encoding take gzip?"""
    try:
        return _takes_gzip[accepted]
    except KeyError:
        pass
    takes = False
    for part in accepted.lower().split(","):
        coding, *parameters = (piece.strip() for piece in part.split(";"))
        if coding in ("gzip", "x-gzip", "*"):
            refused = any(
                parameter.replace(" ", "") in ("q=0", "q=0.0", "q=0.00", "q=0.000") for parameter in parameters
            )
            if coding != "*" or not takes:
                takes = not refused
            if coding != "*":
                break
    if len(_takes_gzip) < 200:
        _takes_gzip[accepted] = takes
    return takes
