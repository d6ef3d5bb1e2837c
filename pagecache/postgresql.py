"""A connection to PostgreSQL that waits no longer than its thread wants to; a module of its own for its size."""

import psycopg

from .patience import worth


class Connection(psycopg.Connection):
    """A connection that closes itself and raises `OperationalError` when waiting is no longer worth it."""

    def wait(self, gen, *arguments, **options):
        if is_worth_it := worth():
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
