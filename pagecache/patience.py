"""How long a request waits for PostgreSQL, which may have stopped answering without closing a connection.

A statement's own limit is kept by the server, and a server that is frozen, or behind a cable that was cut, keeps none.
So the client has to stop waiting; `postgresql.Connection` does.
"""

import threading
from contextlib import contextmanager

_own = threading.local()


@contextmanager
def waiting_while(is_worth_it):
    """Within it this thread waits for the database as long as `is_worth_it()`; it is asked ten times a second.

    Then the connection is closed, and `OperationalError` raised.
    """
    before = worth()
    _own.is_worth_it = is_worth_it
    try:
        yield
    finally:
        _own.is_worth_it = before


def worth():
    """What says whether it is still worth waiting in this thread; None when it always is."""
    return getattr(_own, "is_worth_it", None)
