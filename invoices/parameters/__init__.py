"""National figures by first day, each with its unit, source and confidence: one TOML a family."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from invoices.refusals import MoneyRefusal
from invoices.refusals.figures import NoFigureYet, UnconfirmedFigure

SURE = "high"  # an official source or two independent ones; nothing less is paid by


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One value of one figure; holds until the next one's first day or the family's last."""

    name: str
    first_day: date
    value: int
    unit: str
    source: str
    confidence: str
    confirmed_until: date


def value_on(name: str, day: date, entered: Iterable[Figure] = ()) -> int:
    """The value in force on `day`, in the figure's unit.

    Raises NoFigureYet, UnconfirmedFigure.
    """
    return figure_on(name, day, entered).value


def figure_on(name: str, day: date, entered: Iterable[Figure] = ()) -> Figure:
    """The value in force on `day` with where it comes from.

    entered  what the organisation has entered and confirmed itself; goes before ours of that day
    A day after `confirmed_until` is refused: last year's figure is never carried on. So is one
    that we are not sure of.
    Raises NoFigureYet, UnconfirmedFigure.
    """
    known = (*FIGURES[name], *(figure for figure in entered if figure.name == name))
    started = [figure for figure in known if figure.first_day <= day]
    if not started:
        raise NoFigureYet(name, day)
    figure = max(reversed(started), key=lambda figure: figure.first_day)
    if day > figure.confirmed_until or figure.confidence != SURE:
        raise UnconfirmedFigure(name, day.year)
    return figure


def find_on(name: str, day: date, entered: Iterable[Figure] = ()) -> Figure | None:
    """The figure in force on the day, if it is sure."""
    try:
        return figure_on(name, day, entered)
    except MoneyRefusal:
        return None


def _read(family: Path) -> dict[str, tuple[Figure, ...]]:
    table = tomllib.loads(family.read_text("utf-8"))
    confirmed_until = table.pop("confirmed_until")
    return {name: _figures(name, figure, confirmed_until) for name, figure in table.items()}


def _figures(name: str, figure: dict, confirmed_until: date) -> tuple[Figure, ...]:
    return tuple(
        Figure(name=name, unit=figure["unit"], confirmed_until=confirmed_until, **value)
        for value in figure["values"]
    )


_READ = {family.stem: _read(family) for family in sorted(Path(__file__).parent.glob("*.toml"))}
FIGURES: dict[str, tuple[Figure, ...]] = {
    name: figures for family in _READ.values() for name, figures in family.items()
}
FAMILIES: dict[str, tuple[str, ...]] = {family: tuple(names) for family, names in _READ.items()}
BY_DAY_OF_TRAVEL = frozenset({"kilometres", "meal_money", "per_diems", "travel_conditions"})
