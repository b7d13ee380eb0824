"""Two simulated years on a smaller scale: work is shared, fits nearly as well, floods nobody."""

from fractions import Fraction

import pytest

from tests.scheduling.simulation.figures import lived
from tests.scheduling.simulation.findings import FLOODED, gini_ratio, lost_fit
from tests.scheduling.simulation.two_years import FIT_FIRST, PUBLISHED
from tests.scheduling.simulation.world import world

SMALL = {"people": 100, "requests": 500, "themes": 14}


@pytest.fixture(scope="module")
def small():
    return world(1, **SMALL)


@pytest.fixture(scope="module")
def fair(small):
    return lived(small, PUBLISHED)


@pytest.fixture(scope="module")
def fit_first(small):
    return lived(small, FIT_FIRST)


def test_the_spread_is_at_most_half_as_uneven_as_with_the_best_fit_first(fair, fit_first):
    assert gini_ratio(fair, fit_first) <= Fraction(1, 2)
    assert fair.gigs.half_by > fit_first.gigs.half_by


def test_fairness_costs_less_than_three_hundredths_of_the_fit(fair, fit_first):
    assert lost_fit(fair, fit_first) < Fraction(3, 100)
    assert fair.empty_seats <= fit_first.empty_seats + 3


def test_no_newcomer_is_flooded_and_hardly_any_is_asked_more_than_others_when_busy(fair):
    assert fair.first[0] <= FLOODED
    assert fair.above <= len(fair.first) // 20


def test_one_and_the_same_world_comes_of_one_seed(small):
    assert world(1, **SMALL) == small
