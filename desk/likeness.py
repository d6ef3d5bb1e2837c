"""Rows whose names are likely one name, written otherwise."""

from django.db import models

from arabic.likeness import likeness

DEFAULTS = {"max_length": 200, "default": "", "editable": False, "db_index": True}


class LikenessField(models.CharField):
    """The likeness of a name, the first of some columns of its own row that is not empty; made anew with each write.

    As with `FoldedField`, a `save(update_fields=…)` that writes one of those columns names this one too.
    """

    def __init__(self, *columns, **kwargs):
        self.columns = columns
        super().__init__(**DEFAULTS | kwargs)

    def deconstruct(self):
        name, path, _args, kwargs = super().deconstruct()
        return name, path, self.columns, {key: value for key, value in kwargs.items() if DEFAULTS.get(key) != value}

    def pre_save(self, row, add):
        name = next(filter(None, (getattr(row, column) for column in self.columns)), "")
        setattr(row, self.attname, likeness(name)[: self.max_length])
        return getattr(row, self.attname)
