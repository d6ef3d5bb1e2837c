"""A headline of its own for the front page, and who paid for what is sponsored."""

from importlib import import_module

from django.db import migrations, models

# On SQLite a new column makes the table anew.
keep_first_id = import_module("articles.migrations.0003_folded").keep_first_id


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0018_desk_lists"),
    ]

    operations = [
        migrations.AddField(
            model_name="article",
            name="front_headline",
            field=models.CharField(blank=True, max_length=200, verbose_name="headline for the front page"),
        ),
        migrations.AddField(
            model_name="article",
            name="front_headline_ar",
            field=models.CharField(blank=True, max_length=200, null=True, verbose_name="headline for the front page"),
        ),
        migrations.AddField(
            model_name="article",
            name="front_headline_en",
            field=models.CharField(blank=True, max_length=200, null=True, verbose_name="headline for the front page"),
        ),
        migrations.AddField(
            model_name="article",
            name="sponsor",
            field=models.CharField(
                blank=True,
                help_text="Readers are told so wherever the article stands.",
                max_length=120,
                verbose_name="paid by",
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="sponsor_ar",
            field=models.CharField(
                blank=True,
                help_text="Readers are told so wherever the article stands.",
                max_length=120,
                null=True,
                verbose_name="paid by",
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="sponsor_en",
            field=models.CharField(
                blank=True,
                help_text="Readers are told so wherever the article stands.",
                max_length=120,
                null=True,
                verbose_name="paid by",
            ),
        ),
        migrations.RunPython(keep_first_id, migrations.RunPython.noop),
    ]
