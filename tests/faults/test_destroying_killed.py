"""Killed at every boundary of destroying a year's accounting: all of it goes, or nothing."""

from datetime import UTC, datetime

import pytest

from app.now import at
from app.storage import disposals, statements
from app.use_cases import destroy_accounting
from tests import build, build_money
from tests.app import story_of_corrections as story
from tests.faults.wholeness import killed_everywhere

TEN_YEARS_ON = datetime(2037, 1, 1, 12, tzinfo=UTC)


@pytest.fixture
def finance(house):
    """Two people were paid in 2026, an hour's work and a drive each."""
    two = story.two_in_finance()
    for _ in range(2):
        expert = build.an_expert()
        build_money.approved_hours(expert)
        build_money.approved_kilometres(expert)
    story.paid(two[0])
    return two


def test_a_year_is_destroyed_whole_or_not_at_all(house, finance):
    one, other = finance

    with house.without(disposals="look_at_the_clock"), at(TEN_YEARS_ON):
        disposal_id = destroy_accounting.propose(by=one, to_year=2026, decision="§ 4/2037").id
        last = killed_everywhere(
            lambda: destroy_accounting.confirm(by=other, disposal_id=disposal_id), most=12
        )

    assert last > 60
    assert statements.all_issued() == []
    assert disposals.done()[0].counted["statements"] == 2
    assert house.broken() is None
