"""Rows are found by their folded words."""

from django.db import migrations

import desk.folding


def fill(apps, schema_editor):
    desk.folding.fill(apps.get_model("images", "image"))


class Migration(migrations.Migration):
    dependencies = [
        ("images", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="image",
            name="folded",
            field=desk.folding.FoldedField("caption_ar", "caption_en", "alt_ar", "alt_en", "credit"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
