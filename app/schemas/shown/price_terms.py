"""What a price says beyond its cents, in the shape it is written in."""

from typing import Any

from invoices.pricing.fee_table import Origin
from invoices.pricing.terms import MINUTES_A_DAY, Addition, DayKind, Supplement, Terms
from invoices.pricing.terms_data import write_example
from invoices.pricing.worked_examples import Example


def as_said(terms: Terms) -> dict[str, Any]:
    """The terms in the shape they are written in; what is not said is not there."""
    plain = Terms()
    said: dict[str, Any] = {
        name: getattr(terms, name)
        for name in ("free_minutes", "least_minutes", "started_minutes", "least_cents")
        if getattr(terms, name) != getattr(plain, name)
    }
    if terms.half_day_minutes:
        said["half_day_minutes"] = terms.half_day_minutes
    if terms.most_cents is not None:
        said["most_cents"] = terms.most_cents
    lists = {
        "tiers": [vars(each) for each in terms.tiers],
        "supplements": [_supplement(each) for each in terms.supplements],
        "roles": [{"role": each.role, **_addition(each.addition)} for each in terms.roles],
        "late_cancellation": [vars(each) for each in terms.late_cancellation],
    }
    said |= {name: rows for name, rows in lists.items() if rows}
    if terms.agreed:
        said["agreed"] = vars(terms.agreed)
    if terms.caps:
        said["caps"] = {f"{cap.per}_cents": cap.cents for cap in terms.caps}
    if terms.rounding != plain.rounding:
        said["rounding"] = vars(terms.rounding)
    return said


def _supplement(each: Supplement) -> dict[str, Any]:
    days = {} if each.days == frozenset(DayKind) else {"days": sorted(each.days)}
    times = {"starts": _clock(each.from_minute), "ends": _clock(each.to_minute)}
    whole_day = (each.from_minute, each.to_minute) == (0, MINUTES_A_DAY)
    return {"name": each.name, **days, **({} if whole_day else times), **_addition(each.addition)}


def _addition(addition: Addition) -> dict[str, Any]:
    if addition.percent is not None:
        return {"percent": addition.percent}
    return {"cents": addition.cents}


def origin_as_said(origin: Origin) -> dict[str, Any]:
    """The figure is told too; of a share it follows the other price."""
    said = {
        str(origin.basis): origin.of,
        "percent": origin.percent,
        "figure_cents": origin.figure_cents,
        "source": origin.source or None,
        "rounding": None if origin.rounding == Terms().rounding else vars(origin.rounding),
    }
    return {name: value for name, value in said.items() if value is not None}


def example_as_said(example: Example) -> dict[str, Any]:
    said = write_example(example)
    if "day_kind" in said:
        said["day_kind"] = example.day_kind
    return said | ({} if example.starts is None else {"starts": _clock(example.starts)})


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
