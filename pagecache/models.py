from django.db import models
from django.db.models.functions import Now


class TransactionNumber(models.Func):
    """The number of the running transaction on PostgreSQL; SQLite has one writer at a time and needs none."""

    output_field = models.BigIntegerField()
    arity = 0

    def as_postgresql(self, compiler, connection):
        return "(pg_current_xact_id()::text::bigint)", []

    def as_sqlite(self, compiler, connection):
        return "0", []


class Change(models.Model):
    """The keys of the pages that one transaction touched, written in that transaction: true once it is seen.

    A key after an exclamation mark is of something readers may not see any longer, not even while all else fails.
    """

    keys = models.JSONField()
    at = models.DateTimeField(db_default=Now(), db_index=True)
    # Rows can be seen in another order than that of their ids; by this number a reader knows which may still come.
    position = models.BigIntegerField(db_default=TransactionNumber(), db_index=True)

    def __str__(self):
        return ", ".join(self.keys)


class Purged(models.Model):
    """How far a cache in front has been told of changes: all below the floor, and of those from there on the known."""

    address = models.CharField(max_length=200, unique=True)
    floor = models.BigIntegerField(default=0)
    known = models.JSONField(default=list)

    def __str__(self):
        return self.address
