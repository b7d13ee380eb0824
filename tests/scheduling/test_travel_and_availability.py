"""Estimated ways between municipalities, and when a person is taken."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling.availability import Interval, busy_interval, find_clash, overlap
from scheduling.travel_time import (
    Place,
    estimated_minutes,
    estimated_road_km,
    straight_km,
    usual_km,
)

VAASA = Place(63.0951, 21.6165)
SEINAJOKI = Place(62.7877, 22.8503)
NINE = datetime(2026, 5, 6, 6, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_vaasa_and_seinajoki_are_about_an_hour_and_a_half_apart():
    assert straight_km(VAASA, SEINAJOKI) == pytest.approx(71.2, abs=0.5)
    assert estimated_road_km(VAASA, SEINAJOKI) == 93
    assert estimated_minutes(93) == 105


def test_an_unknown_distance_is_never_guessed():
    assert estimated_road_km(None, VAASA) is None
    assert estimated_minutes(None) is None


def test_within_one_municipality_it_takes_a_moment_to_set_out():
    assert estimated_road_km(VAASA, VAASA) == 0
    assert estimated_minutes(0) == 10


def test_an_occasion_takes_the_way_there_and_back_and_the_rest_after():
    busy = busy_interval(Interval(NINE, NINE + HOUR), travel_minutes=30, rest_minutes=60)

    assert busy == (NINE - HOUR / 2, NINE + HOUR * 2.5)


def test_an_occasion_may_begin_the_moment_another_ends():
    assert not overlap(Interval(NINE, NINE + HOUR), Interval(NINE + HOUR, NINE + 2 * HOUR))


def test_the_earliest_clash_is_named():
    later, earlier = Interval(NINE + HOUR, NINE + 3 * HOUR), Interval(NINE, NINE + 2 * HOUR)

    assert find_clash(Interval(NINE, NINE + 2 * HOUR), [later, earlier]) == earlier
    assert find_clash(Interval(NINE - HOUR, NINE), [later, earlier]) is None


moments = st.integers(0, 40).map(lambda hours: NINE + hours * HOUR)
intervals = st.tuples(moments, st.integers(1, 9)).map(lambda t: Interval(t[0], t[0] + t[1] * HOUR))


@given(intervals, intervals)
def test_two_intervals_overlap_when_they_share_an_hour(one, other):
    hours = [NINE + n * HOUR for n in range(50)]
    shared = [h for h in hours if one[0] <= h < one[1] and other[0] <= h < other[1]]

    assert overlap(one, other) == overlap(other, one) == bool(shared)


@pytest.mark.parametrize(
    ("ways", "usual"),
    [({}, None), ({7: 0}, None), ({0: 1}, 0), ({5: 1, 90: 1}, 5), ({0: 1, 20: 3, 300: 2}, 20)],
)
def test_the_usual_way_is_the_median_of_the_people(ways, usual):
    assert usual_km(ways) == usual
