from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0017_related_bans"),
        ("images", "0004_choices_and_likeness"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["kind", "-id"], name="article_of_kind"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["main_category", "-id"], name="article_in_section"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["created_by", "-id"], name="article_of_writer"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["-published_at", "-id"], name="article_by_time"),
        ),
    ]
