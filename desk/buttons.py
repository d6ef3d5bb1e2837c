"""A choice made by the button that sends the form."""

from django import forms


class ButtonsWidget(forms.Select):
    """A button for each choice but the empty one, which is made by any other button of the form."""

    template_name = "desk/buttons.html"

    def id_for_label(self, id_, index=None):
        return ""

    def use_required_attribute(self, initial):
        return False
