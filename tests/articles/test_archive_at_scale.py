"""Among a hundred thousand articles no page of readers or of the newsroom reads what it does not show."""

import pytest
from django.db import connection

from tests.articles import plans


@pytest.mark.slow
@pytest.mark.postgresql
@pytest.mark.django_db
def test_no_page_reads_a_large_table_from_end_to_end(monkeypatch):
    from bench import pages, stories

    monkeypatch.setattr(stories, "TAGS", 4_000)
    stories.fill(100_000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    wrong = [
        f"{name}: {pages.told(scan)}"
        for name, call in pages.every().items()
        for scan in pages.reads(call)
        if plans.is_much(*scan)
    ]
    assert not wrong, "\n".join(wrong)
