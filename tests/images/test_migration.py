"""Licences that were written freely become choices, and what was written is kept."""

from importlib import import_module

import pytest
from django.apps import apps

from images.models import Image
from tests.builders import make_image


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("written", "licence"),
    [
        ("CC BY-SA 4.0", "cc-by-sa"),
        ("cc by nc", "cc-by-nc"),
        ("Public Domain", "public-domain"),
        ("CC0", "cc0"),
        ("CC BYE", "other"),
        ("عقد الوكالة", "other"),
    ],
)
def test_what_was_written_freely_becomes_a_choice_and_stays_as_a_note(written, licence):
    without, image = make_image(), make_image()
    Image.objects.filter(pk=image.pk).update(licence=written)
    import_module("images.migrations.0004_choices_and_likeness").choose(apps, None)
    assert Image.objects.values_list("licence", "licence_note").get(pk=image.pk) == (licence, written)
    assert Image.objects.get(pk=without.pk).licence == ""
