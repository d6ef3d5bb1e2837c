"""The editor of bodies in forms: a textarea that a script dresses, and the leave that script needs."""

import json
from collections import defaultdict

import django
from django import forms
from django.urls import reverse
from django_prose_editor.widgets import importmap
from js_asset import ImportMap, Media, Script

from arabic import reading
from arabic.fold import fold
from desk import directions

from .. import embeds
from ..models.taxonomy import LANGUAGES

MODULES = ImportMap(
    {
        f"newsroom/editor-{name}": f"js/editor-{name}.js"
        for name in (
            "blocks",
            "figure",
            "find",
            "hints",
            "link",
            "nodes",
            "note",
            "parts",
            "paste",
            "picker",
            "shortcuts",
        )
    }
)
# How a search in a text takes Arabic letters, as all of the newsroom's searches do: {folded: letters it stands for}.
FOLDED = defaultdict(str)
for letter in map(chr, range(0x600, 0x700)):
    FOLDED[fold(letter)] += letter


class BodyWidget(forms.Textarea):
    """A body in a language: HTML in a textarea, edited as text where scripts run."""

    def __init__(self, language):
        super().__init__({"rows": 24, "data-body-editor": ""})
        self.attrs |= directions.attributes(f"body_{language}", self)
        self.language = language

    def build_attrs(self, base_attrs, extra_attrs=None):
        addresses = {
            "data-library": reverse("admin:images_image_library"),
            "data-add-picture": reverse("admin:images_image_add"),
            "data-cards": reverse("admin:articles_article_cards"),
            "data-style": reverse("admin:articles_article_style"),
        }
        rules = {
            "data-embeds": json.dumps(embeds.table(), ensure_ascii=False),
            "data-folded": json.dumps(FOLDED, ensure_ascii=False),
            "data-pace": reading.words_a_minute(self.language),
        }
        return super().build_attrs(base_attrs, extra_attrs) | addresses | rules

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
