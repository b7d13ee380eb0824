"""Measurements are told with their goals, and a made-up month is planned by the rules."""

import json
import sys

import pytest
from click.testing import CliRunner

from app.commands import main
from app.commands.bench import BENCHES
from app.commands.bench.cases import as_table, at_least, at_most, missing, told
from app.commands.bench.greedy import in_order
from app.commands.bench.month import month, requests
from app.commands.bench.people import people
from scheduling.planning import solve, worth
from scheduling.planning.check import first_violation


def reached(quick):
    return [at_most("a month", "seconds" if quick else "minutes", 1, "s", goal=2)]


def fallen_short(quick):
    return [*reached(quick), at_least("a month", "sooner", 3, "×", goal=500)]


@pytest.fixture
def measured(monkeypatch):
    def run(cases, *options):
        monkeypatch.setitem(BENCHES, "planning", f"{__name__}:{cases.__name__}")
        monkeypatch.setitem(sys.modules, __name__, sys.modules[cases.__module__])
        return CliRunner().invoke(main, ["bench", "planning", *options])

    return run


def test_a_reached_goal_is_told_as_one_object(measured):
    told = measured(reached, "--json", "--quick")

    assert told.exit_code == 0
    assert json.loads(told.output) == {
        "bench": "planning",
        "cases": [
            {
                "case": "a month",
                "measure": "seconds",
                "value": 1.0,
                "unit": "s",
                "goal": "≤ 2",
                "holds": True,
            }
        ],
    }


def test_a_case_that_falls_short_ends_with_1(measured, tmp_path):
    told = measured(fallen_short, "--save", str(tmp_path / "bench.json"))

    assert told.exit_code == 1
    assert "1 of the goals are not reached." in told.output
    saved = json.loads((tmp_path / "bench.json").read_text("utf-8"))
    assert [case["holds"] for case in saved[0]["cases"]] == [True, False]


def test_the_same_seed_makes_the_same_month():
    one, other = (month(people(300), requests(40, dense=True)) for _ in range(2))

    assert one.expert.tolist() == other.expert.tolist()
    assert one.value.tolist() == other.value.tolist()
    assert len(one.seat) > 300


def test_the_plan_of_a_month_beats_requests_taken_in_order():
    wanted = month(people(300), requests(150, dense=True))

    plan, chosen = solve(wanted), in_order(wanted)

    in_turn = worth(wanted, chosen)
    assert first_violation(wanted, plan.chosen, plan.value, plan.bound) == ""
    assert first_violation(wanted, chosen, in_turn, plan.bound) == ""
    assert plan.value > in_turn


def test_what_could_not_be_measured_does_not_hold():
    case = missing("a month", "sooner", "×", "not installed", goal="≥ 500")

    assert not case.holds
    assert "✗ a month (not installed): sooner" in as_table("planning", [case])


def test_what_has_no_goal_is_only_told():
    case = told("a month", "pages", 130, "/s")

    assert case.holds
    assert "a month: pages" in as_table("planning", [case])
