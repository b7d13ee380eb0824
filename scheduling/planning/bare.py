"""A bare problem as JSON: seats, experts and values, and perhaps loads and conflicts.

`{seats: [{id, needs}], experts: [{id, capacity}], values: [[seat, expert, value]],
loads: [[seat, expert, load]]?, conflicts: [[seat, seat]]?}`. A pair without a value may not be
chosen; without loads every seat takes 1 of a capacity; without a capacity there is no limit.
"""

import json
import math
from collections.abc import Hashable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from scheduling.planning.problem import Plan, Problem
from scheduling.planning.refusals import Malformed

_PARTS = ("seats", "experts", "values", "loads", "conflicts")
_KEYS = {"seats": ("id", "needs"), "experts": ("id", "capacity")}


class Bare(NamedTuple):
    """The problem, and what its seats and experts are called."""

    problem: Problem
    seats: list[Hashable]
    experts: list[Hashable]


def read(text: str, *, fill_all: bool) -> Bare:
    """Raises Malformed."""
    told = _object(text)
    seats = _by_id(told, "seats")
    experts = _by_id(told, "experts")
    needs = [_needs(name, row) for name, row in seats.items()]
    capacities = [_capacity(name, row) for name, row in experts.items()]
    values = _of_pairs(told, "values", seats, experts)
    loads = _of_pairs(told, "loads", seats, experts)
    for name, load in loads.items():
        if load < 0:
            raise Malformed(f"The load of {_said(name)} is less than nothing.")
    if strangers := loads.keys() - values.keys():
        raise Malformed(f"{_said(min(strangers, key=str))} has a load but no value.")
    places, people = _places(seats), _places(experts)
    problem = Problem(
        needs=np.array(needs, np.int64),
        seat=np.array([places[seat] for seat, _ in values], np.int64),
        expert=np.array([people[expert] for _, expert in values], np.int64),
        value=np.array(list(values.values()), float),
        experts=len(experts),
        capacity=np.array([capacities], float),
        pair_loads=np.array([[loads.get(pair, 1.0) for pair in values]], float),
        conflicts=np.array(list(_conflicts(told, places)), np.int64).reshape(-1, 2),
        fill_all=fill_all,
    )
    return Bare(problem, list(seats), list(experts))


def written(bare: Bare, plan: Plan) -> str:
    seats, experts = bare.problem.seat[plan.chosen], bare.problem.expert[plan.chosen]
    return json.dumps(
        {
            "value": _plain(plan.value),
            "bound": _plain(plan.bound),
            "seconds": round(plan.seconds, 6),
            "assignments": [
                [bare.seats[seat], bare.experts[expert]]
                for seat, expert in zip(seats, experts, strict=True)
            ],
        }
    )


def _object(text: str) -> dict[str, Any]:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise Malformed(f"This is not JSON: {problem}.") from None
    if not isinstance(told, dict):
        raise Malformed("The problem is not a JSON object.")
    _refuse_other_keys("The problem", told, _PARTS)
    return told


def _list(told: dict[str, Any], name: str) -> list[Any]:
    rows = told.get(name)
    if rows is None and name in ("loads", "conflicts"):
        return []
    if not isinstance(rows, list):
        raise Malformed(f'"{name}" is not a list.')
    return rows


def _by_id(told: dict[str, Any], name: str) -> dict[Hashable, dict[str, Any]]:
    found: dict[Hashable, dict[str, Any]] = {}
    for row in _list(told, name):
        if not isinstance(row, dict) or not _is_name(row.get("id")):
            raise Malformed(f'Each of "{name}" needs an id: a text or a whole number.')
        if row["id"] in found:
            raise Malformed(f'"{name}" has {json.dumps(row["id"])} twice.')
        _refuse_other_keys(f'{json.dumps(row["id"])} of "{name}"', row, _KEYS[name])
        found[row["id"]] = row
    return found


def _of_pairs(
    told: dict[str, Any], name: str, seats: dict[Hashable, Any], experts: dict[Hashable, Any]
) -> dict[tuple[Hashable, Hashable], float]:
    found: dict[tuple[Hashable, Hashable], float] = {}
    for row in _list(told, name):
        if not isinstance(row, list) or len(row) != 3 or not all(map(_is_name, row[:2])):
            raise Malformed(f'Each of "{name}" is [seat, expert, number], not {json.dumps(row)}.')
        seat, expert, number = row
        _refuse_unknown("seat", seat, seats)
        _refuse_unknown("expert", expert, experts)
        if (seat, expert) in found:
            raise Malformed(f'"{name}" has {_said((seat, expert))} twice.')
        found[seat, expert] = _number(f"{_said((seat, expert))} of {name}", number)
    return found


def _conflicts(told: dict[str, Any], places: dict[Hashable, int]) -> Iterator[tuple[int, int]]:
    for row in _list(told, "conflicts"):
        if not isinstance(row, list) or len(row) != 2 or not all(map(_is_name, row)):
            raise Malformed(f'Each of "conflicts" is [seat, seat], not {json.dumps(row)}.')
        for seat in row:
            _refuse_unknown("seat", seat, places)
        if row[0] == row[1]:
            raise Malformed(f"Seat {json.dumps(row[0])} is in conflict with itself.")
        yield places[row[0]], places[row[1]]


def _needs(name: Hashable, row: dict[str, Any]) -> int:
    needs = row.get("needs", 1)
    if isinstance(needs, bool) or not isinstance(needs, int) or not 0 <= needs < 2**31:
        raise Malformed(f"Seat {json.dumps(name)} needs a whole number of people, 0 or more.")
    return needs


def _capacity(name: Hashable, row: dict[str, Any]) -> float:
    if row.get("capacity") is None:
        return math.inf
    capacity = _number(f"The capacity of expert {json.dumps(name)}", row["capacity"])
    if capacity < 0:
        raise Malformed(f"The capacity of expert {json.dumps(name)} is less than nothing.")
    return capacity


def _number(what: str, number: object) -> float:
    if isinstance(number, bool) or not isinstance(number, int | float):
        raise Malformed(f"{what} is not a number.")
    if not abs(number) <= _MOST:
        raise Malformed(f"{what} is not between -{_MOST:g} and {_MOST:g}.")
    return float(number)


_MOST = 1e12


def _refuse_other_keys(what: str, told: dict[str, Any], known: Sequence[str]) -> None:
    """A misspelt key would silently mean what its absence means."""
    if others := [key for key in told if key not in known]:
        listed = ", ".join(json.dumps(key) for key in known)
        raise Malformed(f"{what} has {json.dumps(others[0])}, which is none of {listed}.")


def _refuse_unknown(what: str, name: Hashable, known: dict[Hashable, Any]) -> None:
    if name not in known:
        raise Malformed(f"There is no {what} {json.dumps(name)}.")


def _is_name(name: object) -> bool:
    return isinstance(name, str | int) and not isinstance(name, bool)


def _places(names: dict[Hashable, Any]) -> dict[Hashable, int]:
    return {name: place for place, name in enumerate(names)}


def _said(pair: tuple[Hashable, Hashable]) -> str:
    return f"[{json.dumps(pair[0])}, {json.dumps(pair[1])}]"


def _plain(number: float) -> int | float:
    return int(number) if float(number).is_integer() else float(number)
