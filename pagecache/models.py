from django.db import models
from django.db.models.functions import Now


class Change(models.Model):
    """The keys of the pages that one transaction touched, written in that transaction: true once it is seen."""

    keys = models.JSONField()
    at = models.DateTimeField(db_default=Now(), db_index=True)

    def __str__(self):
        return ", ".join(self.keys)
