"""Corrections readers see already stand in the list of all corrections."""

from django.db import migrations

LANGUAGES = ("ar", "en")


def fill(apps, schema_editor):
    corrections = apps.get_model("articles", "Correction").objects.filter(article__status="published")
    for correction in corrections.select_related("article").iterator():
        article = correction.article
        for code in LANGUAGES:
            if (ready_at := getattr(article, f"ready_at_{code}")) and getattr(correction, f"text_{code}"):
                setattr(correction, f"listed_at_{code}", max(article.published_at, ready_at, correction.made_at))
        correction.listed_until = article.expires_at
        correction.save(update_fields=["listed_until", *(f"listed_at_{code}" for code in LANGUAGES)])


class Migration(migrations.Migration):
    dependencies = [("articles", "0012_corrections_listed")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
