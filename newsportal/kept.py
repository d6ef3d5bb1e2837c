"""The page cache in front of this project, put together from the settings."""

import hashlib
from urllib.parse import unquote

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils.translation import override

from newsportal.language import named
from newsportal.release import fingerprint
from pagecache.layer import PageCache
from pagecache.shared import File, Shared


def keeping(application, *, release=None):
    """The application with kept pages in front of it."""
    if address := settings.PAGECACHE_URL:
        from pagecache.valkey import Valkey

        store = Valkey(address)
    else:
        store = File(settings.VAR_DIR / "pages.sqlite3", settings.PAGECACHE_FILE)
    return PageCache(
        application,
        views=query_keys,
        hosts=settings.ALLOWED_HOSTS,
        secret=hashlib.blake2b(settings.SECRET_KEY.encode(), person=b"kept pages", digest_size=32).digest(),
        shared=Shared(store, f"newsportal:{release or fingerprint()}"),
        limit=settings.PAGECACHE_MEMORY,
        session=settings.SESSION_COOKIE_NAME,
        secure=settings.SECURE_SSL_REDIRECT,
        proxy=settings.SECURE_PROXY_SSL_HEADER,
        purge=settings.PURGE_URL,
        unavailable=(settings.BASE_DIR / "templates" / "500.html").read_bytes(),
    )


def query_keys(path):
    """The patterns of the query keys read by the view at a path (percent-encoded); None: its pages are not kept."""
    path = unquote(path)
    with override(named(path)):
        try:
            return getattr(resolve(path).func, "kept", None)
        except Resolver404:
            return None
