"""What statements read of the large tables, by PostgreSQL's own account."""

import json
from contextlib import contextmanager

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from articles.search import store
from desk.admin import CappedPaginator

BIG = {
    f"articles_{name}"
    for name in ("article", "byline", "correction", "filing", "listing", "revision", "searchentry", "statuschange")
} | {"articles_tag", "articles_taggedarticle"}

MOST = 21_000  # rows: what a list counts, twice, and a little


def is_much(table, scan, rows):
    """Is it more than a page may read? A piece of a word is looked for in every tag: forty thousand are few."""
    # The first rows of a table, as they come, are counted by no index; no further than lists count.
    most = CappedPaginator.most + 100 if scan == "Seq Scan" else MOST
    return table != "articles_tag" and rows > most


@contextmanager
def captured():
    """The SELECTs of what is done within, as a list."""
    found = []
    with CaptureQueriesContext(connection) as queries:
        yield found
    found += [query["sql"] for query in queries if query["sql"].startswith(("SELECT", "(SELECT", "WITH"))]


def scans(sql):
    """[(table, kind of scan, rows it looked at)] of the large tables, for one statement."""
    with transaction.atomic(), connection.cursor() as cursor:
        if "tokens @@" in sql:  # the search asks so
            store._keep_to_the_index(cursor)
            cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}")
        plan = cursor.fetchone()[0]
        transaction.set_rollback(True)
    nodes, found = [(json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]], []
    while nodes:
        node = nodes.pop()
        nodes += node.get("Plans", [])
        if node.get("Relation Name") in BIG:
            each = node["Actual Rows"] + sum(
                node.get(f"Rows Removed by {why}", 0) for why in ("Filter", "Index Recheck")
            )
            found.append((node["Relation Name"], node["Node Type"], round(each * node["Actual Loops"])))
    return found
