"""Ids of articles start at 100,000: below that, a number that opens an address is a year of an old address."""

from django.db import migrations

FIRST = 100_000


def start(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    if vendor == "postgresql":
        schema_editor.execute(f"ALTER TABLE articles_article ALTER COLUMN id RESTART WITH {FIRST}")
    elif vendor == "sqlite":
        schema_editor.execute("DELETE FROM sqlite_sequence WHERE name = 'articles_article'")
        schema_editor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES ('articles_article', %s)", [FIRST - 1])
    else:
        raise NotImplementedError(f"The newsroom runs on PostgreSQL and SQLite, not on {vendor}.")


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_initial")]
    operations = [migrations.RunPython(start, migrations.RunPython.noop)]
