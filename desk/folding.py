"""Finding rows by their words as a reader of Arabic takes them: «ايران» finds «إيران», «مدرسه» finds «مدرسة»."""

from django.db import models

from arabic.fold import fold

AT_ONCE = 1000  # rows


class FoldedField(models.TextField):
    """The words of some columns of its own row, folded, a line for each column; made anew whenever the row is written.

    A `save(update_fields=…)` that writes one of those columns names this one too. A change of the columns is a
    migration, which calls `fill` for the rows that are there.
    """

    def __init__(self, *columns, **kwargs):
        self.columns = columns
        super().__init__(**{"default": "", "editable": False} | kwargs)

    def deconstruct(self):
        name, path, _args, kwargs = super().deconstruct()
        return name, path, self.columns, {key: kwargs[key] for key in kwargs if key not in ("default", "editable")}

    def pre_save(self, row, add):
        text = "".join(f"{fold(str(getattr(row, column) or ''))}\n" for column in self.columns)
        setattr(row, self.attname, text)
        return text


def fill(model, name="folded"):
    """Fold the rows that are stored already; for migrations."""
    field = model._meta.get_field(name)
    last = 0
    while rows := list(model._base_manager.only(*field.columns).filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
        for row in rows:
            field.pre_save(row, add=False)
        model._base_manager.bulk_update(rows, [name])
        last = rows[-1].pk
