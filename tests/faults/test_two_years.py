"""Two simulated years in full: what is claimed of fairness holds, in the figures that are kept."""

import os
from fractions import Fraction
from pathlib import Path

import pytest

from tests.scheduling.simulation import figures
from tests.scheduling.simulation.findings import FLOODED, gini_ratio, lost_fit
from tests.scheduling.simulation.two_years import FIT_FIRST, PUBLISHED
from tests.scheduling.simulation.world import world

SCALE = float(os.environ.get("SCALE", "0"))
KEPT = Path(figures.__file__).with_name("FIGURES.md")


pytestmark = pytest.mark.skipif(SCALE == 0, reason="the everyday run has a smaller world")


@pytest.mark.skipif(SCALE < 1, reason="takes minutes: SCALE=1 lives through all worlds")
def test_the_figures_kept_are_those_that_come_of_the_rules():
    assert figures.report() == KEPT.read_text(encoding="utf-8")


@pytest.mark.parametrize("seed", figures.SEEDS[: max(1, round(len(figures.SEEDS) * SCALE))])
def test_the_claims_hold_in_every_world(seed):
    whole = world(seed, people=figures.PEOPLE, requests=figures.REQUESTS)

    fair, fit_first = figures.lived(whole, PUBLISHED), figures.lived(whole, FIT_FIRST)

    assert gini_ratio(fair, fit_first) <= Fraction(1, 2)
    assert lost_fit(fair, fit_first) < Fraction(3, 100)
    assert fair.first[0] <= FLOODED
    assert fair.above <= len(fair.first) // 20
