"""Stories an editor never wants to see under another."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0016_likeness"),
    ]

    operations = [
        migrations.CreateModel(
            name="RelatedBan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="bans", to="articles.article"
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="articles.article"
                    ),
                ),
            ],
            options={
                "verbose_name": "article never shown under another",
                "ordering": ["id"],
                "constraints": [models.UniqueConstraint(fields=("article", "other"), name="related_banned_once")],
            },
        ),
    ]
