"""Licences are chosen from a list; pictures know their look and how their file was called."""

import datetime
import re

import django.core.validators
from django.db import migrations, models

import desk.folding


def choose(apps, schema_editor):
    """What was written freely becomes a choice where it says one, and stays as a note."""
    Image = apps.get_model("images", "image")
    for text in Image.objects.exclude(licence="").order_by().values_list("licence", flat=True).distinct():
        name = re.sub(r"[\s_-]+", "-", text.strip().lower())
        found = re.match(r"cc0|cc-by(-nc-sa|-nc-nd|-nc|-sa|-nd)?(?!-?[a-z])|public-domain", name)
        licence = found[0] if found else "other"
        Image.objects.filter(licence=text).update(licence=licence, licence_note=text)


def unchoose(apps, schema_editor):
    apps.get_model("images", "image").objects.exclude(licence_note="").update(licence=models.F("licence_note"))


def fill(apps, schema_editor):
    desk.folding.fill(apps.get_model("images", "image"))


class Migration(migrations.Migration):
    dependencies = [
        ("images", "0003_renditions"),
    ]

    operations = [
        migrations.AddField(
            model_name="image",
            name="file_name",
            field=models.CharField(blank=True, editable=False, max_length=200, verbose_name="file name"),
        ),
        migrations.AddField(
            model_name="image",
            name="licence_note",
            field=models.CharField(
                blank=True,
                help_text="What else the licence says, or who gave the permission.",
                max_length=200,
                verbose_name="terms",
            ),
        ),
        migrations.AddField(
            model_name="image",
            name="look",
            field=models.BigIntegerField(editable=False, null=True),
        ),
        migrations.AlterField(
            model_name="image",
            name="folded",
            field=desk.folding.FoldedField("caption_ar", "caption_en", "alt_ar", "alt_en", "credit", "file_name"),
        ),
        migrations.RunPython(choose, unchoose),
        migrations.AlterField(
            model_name="image",
            name="licence",
            field=models.CharField(
                blank=True,
                choices=[
                    ("own", "Our own picture"),
                    ("agency", "News agency"),
                    ("bank", "Picture bank"),
                    ("handout", "Handout"),
                    ("permission", "By permission of its owner"),
                    ("cc0", "No conditions (CC0)"),
                    ("cc-by", "Attribution (CC BY)"),
                    ("cc-by-sa", "Attribution, share alike (CC BY-SA)"),
                    ("cc-by-nd", "Attribution, no derivatives (CC BY-ND)"),
                    ("cc-by-nc", "Attribution, not commercial (CC BY-NC)"),
                    ("cc-by-nc-sa", "Attribution, not commercial, share alike (CC BY-NC-SA)"),
                    ("cc-by-nc-nd", "Attribution, not commercial, no derivatives (CC BY-NC-ND)"),
                    ("public-domain", "Public domain"),
                    ("other", "Another one"),
                ],
                max_length=20,
                verbose_name="licence",
            ),
        ),
        migrations.AlterField(
            model_name="image",
            name="rights_until",
            field=models.DateField(
                blank=True,
                help_text="The last day on which readers may see it. From the next day on it is on no page.",
                null=True,
                validators=[django.core.validators.MaxValueValidator(datetime.date(2999, 12, 31))],
                verbose_name="rights end",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
