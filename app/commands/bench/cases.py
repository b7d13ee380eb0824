"""One measured case with its goal, and how cases are told."""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from statistics import median
from time import perf_counter
from typing import Any


@dataclass(frozen=True)
class Case:
    case: str
    measure: str
    value: float
    unit: str
    goal: str
    holds: bool


def at_most(case: str, measure: str, value: float, unit: str, *, goal: float) -> Case:
    return Case(case, measure, _short(value), unit, f"≤ {goal:g}", value <= goal)


def at_least(case: str, measure: str, value: float, unit: str, *, goal: float) -> Case:
    return Case(case, measure, _short(value), unit, f"≥ {goal:g}", value >= goal)


def told(case: str, measure: str, value: float, unit: str) -> Case:
    """Without a goal."""
    return Case(case, measure, _short(value), unit, "", True)


def missing(case: str, measure: str, unit: str, why: str, *, goal: str) -> Case:
    """What could not be measured does not hold."""
    return Case(f"{case} ({why})", measure, 0.0, unit, goal, False)


def timed(act: Callable[[], object], repeats: int) -> float:
    """Median seconds."""
    return median(_seconds(act) for _ in range(repeats))


def fastest(act: Callable[[], object], repeats: int) -> float:
    """The least seconds: what others do on the machine only adds."""
    return min(_seconds(act) for _ in range(repeats))


def side_by_side(
    one: Callable[[], object], other: Callable[[], object], repeats: int
) -> tuple[float, float]:
    """Median seconds of each, measured in turn so that both share the machine's moods."""
    pairs = [(_seconds(one), _seconds(other)) for _ in range(repeats)]
    return median(first for first, _ in pairs), median(second for _, second in pairs)


def as_object(bench: str, cases: Iterable[Case]) -> dict[str, Any]:
    return {"bench": bench, "cases": [asdict(case) for case in cases]}


def as_table(bench: str, cases: Iterable[Case]) -> str:
    rows = [("", bench, "value", "goal")]
    rows += [
        (
            "✓" if each.holds else "✗",
            f"{each.case}: {each.measure}",
            f"{each.value:g} {each.unit}",
            each.goal,
        )
        for each in cases
    ]
    wide = [max(len(row[column]) for row in rows) for column in range(3)]
    return "\n".join(
        f"{mark:2}{what:{wide[1]}}  {value:>{wide[2]}}  {goal}" for mark, what, value, goal in rows
    )


def _seconds(act: Callable[[], object]) -> float:
    began = perf_counter()
    act()
    return perf_counter() - began


def _short(value: float) -> float:
    return float(f"{value:.4g}")
