"""The editor of bodies in forms: a textarea that a script dresses, and the leave that script needs."""

import django
from django import forms
from django.urls import reverse
from django_prose_editor.widgets import importmap
from js_asset import ImportMap, Media, Script

from desk import directions

from ..models.taxonomy import LANGUAGES

MODULES = ImportMap(
    {f"newsroom/{name}": f"js/{name}.js" for name in ("editor-figure", "editor-nodes", "editor-parts", "editor-paste")}
)


class BodyWidget(forms.Textarea):
    """A body in a language: HTML in a textarea, edited as text where scripts run."""

    def __init__(self, language):
        super().__init__({"rows": 24, "data-body-editor": ""})
        self.attrs |= directions.attributes(f"body_{language}", self)

    def build_attrs(self, base_attrs, extra_attrs=None):
        addresses = {
            "data-library": reverse("admin:images_image_library"),
            "data-add-picture": reverse("admin:images_image_add"),
        }
        return super().build_attrs(base_attrs, extra_attrs) | addresses

    @property
    def media(self):
        return Media(
            css={"all": ["css/tokens.css", "css/editor.css"]},
            js=[Script("js/editor.js", type="module")],
            importmap=importmap | MODULES,
        )


def give_editors(form):
    """Let the fields `body_<language>` of a form be edited as text."""
    for code in LANGUAGES:
        if field := form.fields.get(f"body_{code}"):
            field.widget = BodyWidget(code)


class EditorAdmin:
    """An admin whose forms hold editors: its list of modules is an inline script, which the policy wants marked."""

    def render_change_form(self, request, context, *args, **kwargs):
        # Django 6.1 marks all of a form's scripts by itself.
        if django.VERSION < (6, 1) and hasattr(request, "_csp_nonce"):
            context["media"] = Media.from_media(context["media"], nonce=str(request._csp_nonce))
        return super().render_change_form(request, context, *args, **kwargs)
