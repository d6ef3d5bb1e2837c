"""The level that processes share: Valkey or Redis for many machines (`valkey`), a file for the processes of one.

It carries pages only, as bytes that were signed, never the news of a change. Whatever goes wrong with it, a page is
still made; it only costs more.
"""

import logging
import secrets
import sqlite3
import threading
import time

logger = logging.getLogger(__name__)

PATIENCE = 0.2  # seconds for one answer of Valkey
DAY = 86_400  # seconds
MAKING = 4  # seconds after which whoever makes a page is taken for dead


class File:
    """Pages in an SQLite file beside the site's other files, at most `limit` bytes of them."""

    def __init__(self, path, limit):
        self._path, self._limit = path, limit
        self._own = threading.local()
        self._puts = 0

    def get(self, key):
        row = self._do("SELECT value FROM page WHERE key = ? AND made_at > ?", key, time.time() - DAY).fetchone()
        return row and row[0]

    def put(self, key, value):
        self._do("INSERT OR REPLACE INTO page VALUES (?, ?, ?)", key, time.time(), value)
        self._puts += 1
        if self._puts % 100 == 1:
            self._trim()

    def lock(self, key, token):
        now = time.time()
        return (
            self._do(
                "INSERT INTO making VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE"
                " SET token = excluded.token, ends_at = excluded.ends_at WHERE ends_at < ?",
                *(key, token, now + MAKING, now),
            ).rowcount
            == 1
        )

    def unlock(self, key, token):
        self._do("DELETE FROM making WHERE key = ? AND token = ?", key, token)

    def _trim(self):
        """Let the oldest tenth go while there is more than the limit."""
        self._do("DELETE FROM making WHERE ends_at < ?", time.time())
        self._do("DELETE FROM page WHERE made_at < ?", time.time() - DAY)
        if self._do("SELECT SUM(LENGTH(value)) FROM page").fetchone()[0] > self._limit:
            self._do(
                "DELETE FROM page WHERE key IN"
                " (SELECT key FROM page ORDER BY made_at LIMIT (SELECT COUNT(*) / 10 + 1 FROM page))"
            )

    def _do(self, sql, *values):
        try:
            if not hasattr(self._own, "connection"):
                self._own.connection = self._connected()
            return self._own.connection.execute(sql, values)
        except sqlite3.OperationalError:  # busy, or the disk is full
            raise
        except sqlite3.DatabaseError:
            self._own.__dict__.clear()
            # The file is broken; nothing in it cannot be made again.
            for ending in ("", "-wal", "-shm"):
                self._path.with_name(self._path.name + ending).unlink(missing_ok=True)
            raise

    def _connected(self):
        self._path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self._path, timeout=PATIENCE, isolation_level=None)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=OFF")  # after a power cut it may be broken, and is then made anew
        connection.execute("PRAGMA cache_size=-500")  # kibibytes: the system keeps the file in memory anyway
        connection.execute("CREATE TABLE IF NOT EXISTS page (key TEXT PRIMARY KEY, made_at REAL, value BLOB)")
        connection.execute("CREATE INDEX IF NOT EXISTS page_made_at ON page (made_at)")
        connection.execute("CREATE TABLE IF NOT EXISTS making (key TEXT PRIMARY KEY, token TEXT, ends_at REAL)")
        return connection


class Shared:
    """A store behind a circuit: after an error it is left alone for a while, twice as long each time.

    `release` names the code that makes the pages: other code has other pages.
    """

    FIRST_REST, LONGEST_REST = 1.0, 10.0  # seconds

    def __init__(self, store, release):
        self._store, self._release = store, release
        self._rest, self._closed_until = self.FIRST_REST, 0.0

    def get(self, uri):
        """The bytes kept for an address, or None."""
        return self._do("get", uri)

    def put(self, uri, value):
        self._do("put", uri, value)

    def lock(self, uri):
        """A token that says we make the page, and nobody else for some seconds; None when somebody else does."""
        token = secrets.token_hex(8)
        return None if self._do("lock", uri, token) is False else token

    def unlock(self, uri, token):
        self._do("unlock", uri, token)

    def _do(self, what, uri, *values):
        if time.monotonic() < self._closed_until:
            return None
        try:
            result = getattr(self._store, what)(f"{self._release}|{uri}", *values)
        except Exception as error:  # What its client makes of a server that talks nonsense is no error of its own.
            self._closed_until = time.monotonic() + self._rest
            logger.warning("The shared pages rest for %.0f s: %s", self._rest, type(error).__name__)
            self._rest = min(2 * self._rest, self.LONGEST_REST)
            return None
        self._rest = self.FIRST_REST
        return result
