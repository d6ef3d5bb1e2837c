"""Form fields that hold several things in an order, so that a form is one value and needs no inlines."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from . import directions

MOST_ROWS = 100


class RowsWidget(forms.Widget):
    """A list: a row for each thing, a cell for each part of it, and empty rows for more.

    A script adds rows, removes and moves them; without it, the empty rows serve, and an emptied row is a removed one.
    """

    template_name = "desk/rows.html"

    def __init__(self, fields, extra):
        super().__init__()
        self.fields, self.extra = fields, extra

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        rows = [*(value or []), *({} for _row in range(self.extra))]
        context["widget"]["filled"] = len(value or [])
        context["widget"]["rows"] = [self._row(f"{name}-{place}", row) for place, row in enumerate(rows)]
        context["widget"]["empty"] = self._row(f"{name}-__prefix__", {})
        return context

    def _row(self, name, row):
        return [self._cell(f"{name}-{key}", key, row.get(key)) for key in self.fields]

    def _cell(self, name, key, value):
        field = self.fields[key]
        attrs = {"id": f"id_{name}"} | directions.attributes(key, field.widget)
        value = field.initial if value is None else value
        return {
            "label": field.label,
            "language": directions.language_of(key),
            "widget": field.widget.get_context(name, field.prepare_value(value), attrs)["widget"],
        }

    @property
    def media(self):
        own = forms.Media(js=[forms.Script("js/rows.js", type="module")])
        return sum((field.widget.media for field in self.fields.values()), own)

    def value_from_datadict(self, data, files, name):
        rows = []
        while len(rows) <= MOST_ROWS and any(f"{name}-{len(rows)}-{key}" in data for key in self.fields):
            prefix = f"{name}-{len(rows)}-"
            rows.append(
                {key: field.widget.value_from_datadict(data, files, prefix + key) for key, field in self.fields.items()}
            )
        return rows

    def value_omitted_from_data(self, data, files, name):
        return not any(key.startswith(f"{name}-0-") for key in data)

    def use_required_attribute(self, initial):
        return False

    def id_for_label(self, id_):
        return ""


class RowsField(forms.Field):
    """An ordered list of dictionaries, a key for each of `fields` ({key: form field}); empty rows are left out.

    The fields must be of their own: a widget of another form cannot be shared.
    """

    def __init__(self, fields, *, extra=2, **kwargs):
        self.fields = fields
        super().__init__(widget=RowsWidget(fields, extra), required=False, **kwargs)

    def clean(self, value):
        rows, errors = [], []
        if len(value or []) > MOST_ROWS:
            raise ValidationError(_("At most %(most)s rows.") % {"most": MOST_ROWS})
        for place, raw in enumerate(value or [], 1):
            filled = (each for key, each in raw.items() if not self.fields[key].initial)
            if not any(each.strip() if isinstance(each, str) else each for each in filled):
                continue
            row = {}
            for key, field in self.fields.items():
                try:
                    row[key] = field.clean(raw[key])
                except ValidationError as error:
                    errors.append(
                        _("Row %(row)s, %(column)s: %(error)s")
                        % {"row": place, "column": field.label, "error": " ".join(error.messages)}
                    )
            rows.append(row)
        if errors:
            raise ValidationError(errors)
        return rows

    def has_changed(self, initial, data):
        def plain(rows):
            return [
                {key: str(field.prepare_value(row.get(key)) or "") for key, field in self.fields.items()}
                for row in rows
            ]

        try:
            return plain(initial or []) != plain(self.clean(data))
        except ValidationError:
            return True
