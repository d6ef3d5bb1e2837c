"""The news of changes, as one process knows them.

Every process reads the new `Change` rows twice a second, from the database alone, and once more before it keeps a page.
Rows are seen when their transaction commits, which is another order than that of their ids. So on PostgreSQL a row
carries the number of its transaction, and a reader asks for the rows from the oldest transaction on that was still
running when it asked last: nothing can come to light below that number, called the floor here, however long a
transaction runs. SQLite has one writer at a time, and its ids are in order.
"""

import json
import logging
import threading
import time
from datetime import timedelta
from enum import Enum

from django.db import Error, connection
from django.utils import timezone

from .changes import GONE
from .models import Change
from .patience import waiting_while

logger = logging.getLogger(__name__)

PAUSE, SHORTEST_PAUSE = 0.5, 0.1  # seconds from one reading to the next, and between them
TRUSTED = 1.0  # seconds after a reading in which a kept page may be sent as right
PATIENCE = 0.25  # seconds a request waits for a reading that is late
LONGEST = 2.0  # seconds for one reading; a database that takes longer is away
KEEP_ROWS = timedelta(days=2)  # twice as long as any page is kept
MOST_ROWS = 5_000  # in one reading; after more, all pages are made anew
MOST_KEYS = 20_000
PER_KEY = 8
NONE = frozenset()  # one for all: an empty set takes as much memory as many an address and its headers

_TABLE = Change._meta.db_table
# The last row of the answer holds the new floor; in one statement, so that rows and floor are of one moment. Rows with
# numbers this server has not given yet came with a copy of another one.
_SQL = {
    "postgresql": f"""
        SELECT id, position, keys::text FROM (
            SELECT * FROM {_TABLE} WHERE position >= %s AND position <= GREATEST(
                pg_snapshot_xmax(pg_current_snapshot())::text::bigint, pg_current_xact_id_if_assigned()::text::bigint)
            ORDER BY position DESC LIMIT {MOST_ROWS + 1}) AS new
        UNION ALL SELECT NULL, pg_snapshot_xmin(pg_current_snapshot())::text::bigint, NULL
    """,  # noqa: S608
    "sqlite": f"""
        SELECT id, id, keys FROM (SELECT * FROM {_TABLE} WHERE id >= %s ORDER BY id DESC LIMIT {MOST_ROWS + 1})
        UNION ALL SELECT NULL, COALESCE((SELECT seq FROM sqlite_sequence WHERE name = '{_TABLE}'), 0) + 1, NULL
    """,  # noqa: S608
}


def rows_from(floor):
    """([(id, position, keys as JSON)] of the changes from a floor on, the new floor); MOST_ROWS and one at most."""
    with connection.cursor() as cursor:
        cursor.execute(_SQL[connection.vendor], [floor])
        *rows, (_, floor, _) = cursor.fetchall()
    return rows, floor


_reconnecting = threading.Lock()  # Django forgets a pool after closing it, and fails when somebody else did


def reconnect():
    """Begin anew with the database: a pool waits longer and longer before it tries again, a new one tries at once."""
    if connection.in_atomic_block:
        return
    connection.close()
    if hasattr(connection, "close_pool"):
        with _reconnecting:
            connection.pool.close(timeout=0)  # not waiting for those of its threads that wait for the database
            connection.close_pool()


class Verdict(Enum):
    """What the news say of a copy: it is right, or old, or shows what readers may not see any longer."""

    RIGHT = 1
    OLD = 2
    GONE = 3


class News:
    """What this process knows of changes.

    `tell(keys)` is called with the keys of every batch of new ones, or with None when too much happened to say; it is
    called holding `lock`, which whoever judges a page and then keeps it holds for both.
    """

    def __init__(self, tell):
        self.tell = tell
        self.lock = threading.RLock()
        self.trusted_until = 0.0  # on the monotonic clock
        self.is_down = False
        self._thread = None
        self._wanted, self._answered = threading.Event(), threading.Event()
        self._applied = self._tidied = 0.0
        self._forget()

    def _forget(self, floor=0):
        self.floor = floor  # every change below it is known
        self.since = floor  # of copies made below it nothing can be said
        self.known = {}  # {id: position} of the known changes from the floor on
        self._by_key = {}  # {key: [(position, id, gone)]}

    # Reading.

    def read(self):
        """Read the new rows now. False when the database does not answer; then nothing is known to be right."""
        try:
            return self._read()
        except Exception:
            # What was read may not have been told to the end, and is read again.
            with self.lock:
                self.is_down = True
                self._forget()
            raise

    def _read(self):
        started, asked = time.monotonic(), self.floor
        try:
            with waiting_while(lambda: time.monotonic() < started + LONGEST):
                rows, floor = rows_from(asked)
        except Error as error:
            if not self.is_down:
                logger.warning("Changes cannot be read, kept pages are sent as they are: %s", type(error).__name__)
            self.is_down = True
            reconnect()
            return False
        finally:
            if not connection.in_atomic_block:
                connection.close()
        self._apply(rows, floor, started, asked)
        return True

    def _apply(self, rows, floor, started, asked):
        with self.lock:
            if asked > self.floor:  # Another thread has forgotten all since: more is to be read than this.
                return
            if self.is_down:
                logger.warning("Changes are read again.")
            self.is_down = False
            # An earlier floor in a later reading means another database, such as one restored from a copy.
            if (floor < self.floor and started >= self._applied) or len(rows) > MOST_ROWS:
                self._forget(floor)
                self.tell(None)
            if len(self._by_key) > MOST_KEYS and started >= self._applied:
                # All that came since the floor is among these rows, and is known again at once.
                self._forget(self.floor)
            fresh = [row for row in sorted(rows, key=lambda row: row[1]) if row[0] not in self.known]
            touched = set()
            self.floor = max(self.floor, floor)
            for pk, position, keys in fresh:
                self.known[pk] = position
                for key in json.loads(keys):
                    self._note(key.removeprefix(GONE), (position, pk, key.startswith(GONE)))
                    touched.add(key.removeprefix(GONE))
            self.known = {pk: position for pk, position in self.known.items() if position >= self.floor}
            if touched:
                self.tell(touched)
            self._applied = time.monotonic()
            self.trusted_until = max(self.trusted_until, started + TRUSTED)

    def _note(self, key, change):
        changes = self._by_key.setdefault(key, [])
        changes.append(change)
        changes.sort(key=lambda each: each[0])
        while len(changes) > PER_KEY and changes[1][0] < self.floor:
            # The oldest two become one that no copy knows: copies older than it are then made anew.
            (_, _, gone), (position, _, gone_too) = changes[:2]
            changes[:2] = [(position, None, gone or gone_too)]

    # Watching.

    @property
    def is_late(self):
        """Is the last reading so long ago that a kept page may be older than a second?"""
        return self.is_down or time.monotonic() >= self.trusted_until

    def watch(self):
        """See that the news were read once and that a thread reads on; a child of a fork has none."""
        if self._thread is None or not self._thread.is_alive():
            with self.lock:
                if self._thread is None or not self._thread.is_alive():
                    self.read()
                    self._thread = threading.Thread(target=self._watch, name="news of changes", daemon=True)
                    self._thread.start()

    def catch_up(self):
        """Wait a moment for news that are late, as after a long pause."""
        self.watch()
        if not self.is_down and self.is_late:
            self._answered.clear()
            self._wanted.set()
            self._answered.wait(PATIENCE)

    def _watch(self):
        while True:
            began = time.monotonic()
            self.look()
            self._answered.set()
            # From beginning to beginning: news of a slow database are not trusted for less time.
            self._wanted.wait(max(SHORTEST_PAUSE, began + PAUSE - time.monotonic()))
            self._wanted.clear()

    def look(self):
        """What is done twice a second: read, and whatever happens, never go on without news and not know it."""
        try:
            self.read()
            if not self.is_down:
                self._tidy()
        except Exception:
            logger.exception("Reading changes failed.")

    def _tidy(self):
        if time.monotonic() - self._tidied > 3600 or not self._tidied:
            self._tidied = time.monotonic()
            try:
                Change.objects.filter(at__lt=timezone.now() - KEEP_ROWS).delete()
            finally:
                connection.close()

    # Judging.

    def here(self):
        """(floor, ids known from it on): what a page that begins to be made now can know of."""
        with self.lock:
            return self.floor, frozenset(self.known) if self.known else NONE

    def reaches(self, page):
        """Is all known that came since a page was made, but for the newest?"""
        return self.floor > 0 and page.floor >= self.since

    def is_gone(self, key):
        """Is what a key stands for gone since one of the known changes?"""
        return any(gone for _position, _pk, gone in self._by_key.get(key, ()))

    def judge(self, page):
        """Is a page with `floor`, `known` and `keys` right, as far as this process knows?"""
        with self.lock:
            verdict = Verdict.RIGHT if page.floor >= self.since else Verdict.OLD
            for key in page.keys:
                for position, pk, gone in self._by_key.get(key, ()):
                    if position >= page.floor and pk not in page.known:
                        if gone:
                            return Verdict.GONE
                        verdict = Verdict.OLD
            return verdict
