from importlib import import_module

from django.db import migrations, models


def keep_first_id(apps, schema_editor):
    import_module("articles.migrations.0003_folded").keep_first_id(apps, schema_editor)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0008_what_was_published"),
    ]

    operations = [
        migrations.AddField(
            model_name="article",
            name="embargo_until",
            field=models.DateTimeField(
                blank=True, help_text="Nobody can publish it before.", null=True, verbose_name="embargo until"
            ),
        ),
        migrations.RunPython(keep_first_id, migrations.RunPython.noop),
    ]
