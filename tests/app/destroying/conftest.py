"""Two in finance, what one of them has paid, and a database that lets ten years pass."""

import pytest

from tests import build, build_money
from tests.app import story_of_corrections as story
from tests.app.story_of_destroying import set_clock


@pytest.fixture(autouse=True)
def in_years_to_come(app, owner):
    """The database goes by its own clock; for these tests it sleeps."""
    set_clock(owner, "disable")
    yield
    set_clock(owner, "enable")


@pytest.fixture
def two(app):
    return story.two_in_finance()


@pytest.fixture
def paid(two):
    """One statement of 2026, paid."""
    build_money.approved_hours(build.an_expert(first_name="Aino", last_name="Äijälä"))
    return story.paid(two[0])[0]
