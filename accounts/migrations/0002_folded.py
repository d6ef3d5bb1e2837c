"""Rows are found by their folded words."""

from django.db import migrations

import desk.folding


def fill(apps, schema_editor):
    desk.folding.fill(apps.get_model("accounts", "user"))


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="folded",
            field=desk.folding.FoldedField("username", "name", "email"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
