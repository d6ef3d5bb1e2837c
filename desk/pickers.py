"""Django's pickers with a search, for forms that may come back with anything in them."""

from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple


class _IdsOnly:
    def optgroups(self, name, value, attr=None):
        # Django would ask the database for what is no id, and fail.
        return super().optgroups(name, [pk for pk in value if str(pk).isdecimal() and len(str(pk)) < 19], attr)


class Picker(_IdsOnly, AutocompleteSelect):
    """One thing."""


class OrderedPicker(_IdsOnly, AutocompleteSelectMultiple):
    """Several, what is chosen standing in the order it was chosen."""

    def optgroups(self, name, value, attr=None):
        groups = super().optgroups(name, value, attr)
        order = {str(pk): place for place, pk in enumerate(value)}
        for _name, options, _index in groups:
            options.sort(key=lambda option: order.get(str(option["value"]), -1))
        return groups
