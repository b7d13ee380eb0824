"""National figures: the right one on every day, and none where none is confirmed."""

from dataclasses import replace
from datetime import date

import pytest

from invoices.parameters import FIGURES, figure_on, value_on
from invoices.refusals import MoneyRefusal
from invoices.refusals.figures import UnconfirmedFigure
from tests.invoices.build import cases, name_of

UNITS = {"cents", "days", "hundredths", "meals", "minutes", "tenths", "years"}


@pytest.mark.parametrize("case", cases("national_figures"), ids=name_of)
def test_the_figure_in_force_is_that_of_its_day(case):
    if "refused" in case:
        with pytest.raises(MoneyRefusal) as refusal:
            value_on(case["figure"], case["day"])
        assert refusal.value.code == case["refused"]
    else:
        assert value_on(case["figure"], case["day"]) == case["value"]


def test_an_unconfirmed_figure_names_itself_and_the_year():
    with pytest.raises(UnconfirmedFigure) as refusal:
        value_on("kilometre_rate", date(2027, 2, 3))

    assert refusal.value.values == {"name": "kilometre_rate", "year": 2027}


def test_every_value_says_its_unit_source_and_confidence():
    for figures in FIGURES.values():
        for figure in figures:
            assert figure.unit.split(",")[0].split("/")[0].split(" ")[0] in UNITS
            assert figure.source
            assert figure.confidence in {"high", "medium", "low", "conflicting"}


def test_no_figure_begins_twice_on_one_day():
    for name, figures in FIGURES.items():
        first_days = [figure.first_day for figure in figures]
        assert len(first_days) == len(set(first_days)), name


def test_a_figure_tells_the_decision_it_rests_on():
    assert "VH/6575" in figure_on("kilometre_rate", date(2026, 11, 21)).source


def test_what_the_organisation_confirmed_itself_is_paid_by():
    unsure = max(FIGURES["trade_no_tax_card_rate"], key=lambda figure: figure.first_day)
    entered = replace(unsure, confidence="high", source="Guide 48735, read by two of us")

    assert value_on(unsure.name, date(2026, 6, 15), [entered]) == 6000
    with pytest.raises(UnconfirmedFigure):
        value_on(unsure.name, date(2027, 1, 1), [entered])


def test_next_year_begins_when_the_organisation_has_entered_its_figure():
    this_year = max(FIGURES["kilometre_rate"], key=lambda figure: figure.first_day)
    next_year = replace(
        this_year, first_day=date(2027, 1, 1), value=58, confirmed_until=date(2027, 12, 31)
    )

    assert value_on("kilometre_rate", date(2026, 12, 31), [next_year]) == 55
    assert value_on("kilometre_rate", date(2027, 1, 1), [next_year]) == 58
