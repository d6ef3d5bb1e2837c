"""How long a request waits for PostgreSQL, which may have stopped answering without closing a connection.

A statement's own limit is kept by the server, and a server that is frozen, or behind a cable that was cut, keeps none.
So the client has to stop waiting.
"""

import threading
from contextlib import contextmanager

import psycopg

_own = threading.local()


@contextmanager
def waiting_while(is_worth_it):
    """Within it this thread waits for the database as long as `is_worth_it()`; it is asked ten times a second.

    Then the connection is closed, and `OperationalError` raised.
    """
    before = getattr(_own, "is_worth_it", None)
    _own.is_worth_it = is_worth_it
    try:
        yield
    finally:
        _own.is_worth_it = before


class Connection(psycopg.Connection):
    """A connection that waits no longer than its thread wants to."""

    def wait(self, gen, *arguments, **options):
        if is_worth_it := getattr(_own, "is_worth_it", None):
            gen = self._bounded(gen, is_worth_it)
        return super().wait(gen, *arguments, **options)

    def _bounded(self, gen, is_worth_it):
        try:
            wanted = next(gen)
            while True:
                ready = yield wanted
                if not ready and not is_worth_it():  # nothing came in a tenth of a second
                    self.pgconn.finish()
                    raise psycopg.OperationalError("The database does not answer.")
                wanted = gen.send(ready)
        except StopIteration as end:
            return end.value
