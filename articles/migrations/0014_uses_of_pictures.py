"""Pictures in the texts of standing pages, and the logo, are kept from being deleted."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from articles.body import image_ids


def record(apps, schema_editor):
    there = set(apps.get_model("images", "image").objects.values_list("pk", flat=True))
    PageImageUse = apps.get_model("articles", "pageimageuse")
    for page in apps.get_model("articles", "page").objects.all():
        shown = {pk for code, _name in settings.LANGUAGES for pk in image_ids(getattr(page, f"body_{code}"))}
        PageImageUse.objects.bulk_create(PageImageUse(page=page, image_id=pk) for pk in shown & there)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0013_corrections_into_their_list"),
        ("images", "0004_choices_and_likeness"),
    ]

    operations = [
        migrations.AlterField(
            model_name="sitesettings",
            name="logo",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="images.image",
                verbose_name="logo",
            ),
        ),
        migrations.CreateModel(
            name="PageImageUse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "image",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="images.image"),
                ),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="image_uses", to="articles.page"
                    ),
                ),
            ],
            options={
                "verbose_name": "page with this picture",
                "constraints": [models.UniqueConstraint(fields=("image", "page"), name="image_used_on_page_once")],
            },
        ),
        migrations.RunPython(record, migrations.RunPython.noop),
    ]
