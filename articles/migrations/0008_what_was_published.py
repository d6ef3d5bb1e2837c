"""Publications of the past point to what readers saw by them: the last content that was saved before."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def link(apps, schema_editor):
    saved = apps.get_model("articles", "Revision").objects.filter(
        article=OuterRef("article"), made_at__lte=OuterRef("made_at")
    )
    moves = apps.get_model("articles", "StatusChange").objects.filter(verb__in=["publish", "restore"])
    moves.update(revision=Subquery(saved.order_by("-id").values("pk")[:1]))


class Migration(migrations.Migration):
    dependencies = [("articles", "0007_working_drafts")]
    operations = [migrations.RunPython(link, migrations.RunPython.noop)]
