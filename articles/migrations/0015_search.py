"""What the search holds, the names it knows, and what readers looked for. Then run `manage.py rebuild_search`."""

import django.db.models.deletion
from django.db import migrations, models

import desk.folding
from articles.search import names, store


def prepare(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        store.prepare(cursor, schema_editor.connection.vendor)


def take_back(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        store.take_back(cursor, schema_editor.connection.vendor)


def load(apps, schema_editor):
    names.load(apps.get_model("articles", "Alias"))


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0014_uses_of_pictures"),
    ]

    operations = [
        migrations.CreateModel(
            name="Alias",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "spellings",
                    models.TextField(
                        help_text="One on a line, the usual one first: غوتيريش, غوتيرش, Guterres.",
                        max_length=2000,
                        verbose_name="spellings",
                    ),
                ),
                ("is_used", models.BooleanField(default=True, verbose_name="used")),
                ("shipped_as", models.CharField(editable=False, max_length=100, null=True, unique=True)),
                ("is_edited", models.BooleanField(default=False, editable=False)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("folded", desk.folding.FoldedField("spellings")),
            ],
            options={
                "verbose_name": "name with several spellings",
                "verbose_name_plural": "names with several spellings",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="SearchedWords",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(verbose_name="day")),
                ("language", models.CharField(max_length=8)),
                ("words", models.CharField(max_length=200, verbose_name="words")),
                ("times", models.PositiveIntegerField(default=0, verbose_name="times")),
                ("times_in_vain", models.PositiveIntegerField(default=0, verbose_name="times in vain")),
            ],
            options={
                "verbose_name": "what readers looked for",
                "verbose_name_plural": "what readers looked for",
                "constraints": [
                    models.UniqueConstraint(fields=("day", "language", "words"), name="searched_words_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchWaiting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "article",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="articles.article"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=8)),
                ("place", models.BigIntegerField()),
                ("ends_at", models.DateTimeField(null=True)),
                ("head", models.TextField()),
                ("version", models.CharField(max_length=16)),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="search_entries",
                        to="articles.article",
                    ),
                ),
            ],
            options={
                "verbose_name": "entry of the search",
                "indexes": [models.Index(fields=["language", "place"], name="search_place")],
                "constraints": [models.UniqueConstraint(fields=("language", "article"), name="searched_once")],
            },
        ),
        migrations.RunPython(prepare, take_back),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
