"""Rows are found by their folded words."""

from importlib import import_module

from django.db import migrations

import desk.folding


def fill(apps, schema_editor):
    for name in ("article", "author", "category", "page", "redirect", "tag"):
        desk.folding.fill(apps.get_model("articles", name))


def keep_first_id(apps, schema_editor):
    """SQLite makes the table anew for a new column, and forgets the first id where there is no row yet."""
    if schema_editor.connection.vendor == "sqlite":
        start = import_module("articles.migrations.0002_article_ids_start_at_100000").start
        if not apps.get_model("articles", "article")._base_manager.exists():
            start(apps, schema_editor)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0002_article_ids_start_at_100000"),
    ]

    operations = [
        migrations.AddField(
            model_name="article",
            name="folded",
            field=desk.folding.FoldedField(
                "headline_ar", "headline_en", "kicker_ar", "kicker_en", "standfirst_ar", "standfirst_en"
            ),
        ),
        migrations.AddField(
            model_name="author",
            name="folded",
            field=desk.folding.FoldedField("name_ar", "name_en", "title_ar", "title_en"),
        ),
        migrations.AddField(
            model_name="category",
            name="folded",
            field=desk.folding.FoldedField("name_ar", "name_en", "slug_ar", "slug_en"),
        ),
        migrations.AddField(
            model_name="page",
            name="folded",
            field=desk.folding.FoldedField("title_ar", "title_en", "slug_ar", "slug_en"),
        ),
        migrations.AddField(
            model_name="redirect",
            name="folded",
            field=desk.folding.FoldedField("old_path"),
        ),
        migrations.AddField(
            model_name="tag",
            name="folded",
            field=desk.folding.FoldedField("name", "label_ar", "label_en", "slug"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(keep_first_id, migrations.RunPython.noop),
    ]
