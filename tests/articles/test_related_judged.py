"""Related articles are related: measured by a judged set."""

import pytest

from tests.articles import related_report

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_the_judged_set_is_of_articles_that_are_there_and_large_enough():
    everything = {item["ref"] for item in [*related_report._demo(), *related_report._archive()]}
    judged = related_report.judged()
    assert set(judged) <= everything
    assert len(judged) >= 40
    assert {related_report.half(ref) for ref in judged} == {"seen", "unseen"}


def test_ours_finds_more_of_them_than_tags_or_the_section():
    found = related_report.scores(related_report.load())
    print("\n" + related_report.table(found))
    for part, floor in (("seen", 0.85), ("unseen", 0.9)):
        ours = found["ours"][part]
        assert ours.recall >= floor
        for other in ("tags alone", "newest of the section"):
            assert ours.precision > found[other][part].precision
