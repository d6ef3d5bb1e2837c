"""What statements read of the large tables, by PostgreSQL's own account."""

from contextlib import contextmanager

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

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
    """The SELECTs of what is done within, as a list; each as (the settings it was asked under, the statement)."""
    found, settings = [], ""
    with CaptureQueriesContext(connection) as queries:
        yield found
    for query in queries:
        sql = query["sql"]
        if sql.startswith("SELECT set_config("):
            settings = sql
        elif sql.startswith("ROLLBACK"):  # the search takes back its settings so
            settings = ""
        elif sql.startswith(("SELECT", "(SELECT", "WITH")):
            found.append((settings, sql))


def scans(statement):
    """[(table, kind of scan, rows it looked at)] of the large tables, for one statement."""
    settings, sql = statement
    with transaction.atomic(), connection.cursor() as cursor:
        if settings:
            cursor.execute(settings)
            cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}")
        ((plan,),) = cursor.fetchone()
        transaction.set_rollback(True)
    nodes, found = [plan["Plan"]], []
    while nodes:
        node = nodes.pop()
        nodes += node.get("Plans", [])
        if node.get("Relation Name") in BIG:
            each = node["Actual Rows"] + sum(
                node.get(f"Rows Removed by {why}", 0) for why in ("Filter", "Index Recheck")
            )
            found.append((node["Relation Name"], node["Node Type"], round(each * node["Actual Loops"])))
    return found


def reads(call, *args, **options):
    """The scans of all that is asked by a call."""
    with captured() as statements:
        call(*args, **options)
    return [scan for statement in statements for scan in scans(statement)]
