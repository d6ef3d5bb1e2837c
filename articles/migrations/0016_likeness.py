"""Names that are likely one name are found; tags somebody said are different are remembered; bylines have more roles."""

import django.db.models.deletion
from django.db import migrations, models

import desk.folding
import desk.likeness


def fill(apps, schema_editor):
    for name in ("author", "tag"):
        desk.folding.fill(apps.get_model("articles", name), "likeness")


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0015_search"),
    ]

    operations = [
        migrations.AddField(
            model_name="author",
            name="likeness",
            field=desk.likeness.LikenessField("name_ar", "name_en"),
        ),
        migrations.AddField(
            model_name="tag",
            name="likeness",
            field=desk.likeness.LikenessField("name"),
        ),
        migrations.AlterField(
            model_name="byline",
            name="role",
            field=models.CharField(
                choices=[
                    ("writing", "Writing"),
                    ("reporting", "Reporting"),
                    ("translation", "Translation"),
                    ("editing", "Editing"),
                    ("photo", "Photography"),
                    ("video", "Video"),
                    ("data", "Data and graphics"),
                ],
                default="writing",
                max_length=20,
                verbose_name="role",
            ),
        ),
        migrations.CreateModel(
            name="DifferentTags",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "one",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="articles.tag"),
                ),
                (
                    "other",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="articles.tag"),
                ),
            ],
            options={
                "verbose_name": "two different tags",
                "constraints": [
                    models.UniqueConstraint(fields=("one", "other"), name="different_tags_once"),
                    models.CheckConstraint(
                        condition=models.Q(("one__lt", models.F("other"))), name="different_tags_in_order"
                    ),
                ],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
