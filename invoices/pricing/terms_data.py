"""What a price says beyond its cents as plain data for JSON and TOML: only what is said."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from invoices.pricing.fee_table import Basis, Origin
from invoices.pricing.terms import (
    Addition,
    Agreed,
    Cap,
    DayKind,
    LateCancellation,
    Period,
    RoleAddition,
    Rounding,
    Supplement,
    Terms,
    Tier,
    Towards,
)
from invoices.pricing.worked_examples import Example


def write_terms(terms: Terms) -> dict[str, Any]:
    """Percents as text, so that they stay exact."""
    written = _plain(terms)
    assert isinstance(written, dict)
    return written


def read_terms(data: Mapping[str, Any]) -> Terms:
    """What `write_terms` wrote. Raises TermsContradict, and TypeError for a field it has not."""
    given = dict(data)
    several = {
        "tiers": lambda each: Tier(**each),
        "supplements": _supplement,
        "roles": lambda each: RoleAddition(role=each["role"], addition=_addition(each["addition"])),
        "late_cancellation": lambda each: LateCancellation(
            under_minutes=each["under_minutes"], percent=Decimal(each["percent"])
        ),
        "caps": lambda each: Cap(per=Period(each["per"]), cents=each["cents"]),
    }
    for name, make in several.items():
        if name in given:
            given[name] = tuple(make(each) for each in given[name])
    if "agreed" in given:
        given["agreed"] = Agreed(**given["agreed"])
    if "rounding" in given:
        given["rounding"] = _rounding(given["rounding"])
    return Terms(**given)


def write_origin(origin: Origin) -> dict[str, Any]:
    written = _plain(origin)
    assert isinstance(written, dict)
    return written


def read_origin(data: Mapping[str, Any]) -> Origin:
    """What `write_origin` wrote."""
    return Origin(
        basis=Basis(data["basis"]),
        of=data["of"],
        figure_cents=data["figure_cents"],
        percent=Decimal(data["percent"]),
        rounding=_rounding(data.get("rounding", {})),
        source=data.get("source", ""),
    )


def write_example(example: Example) -> dict[str, Any]:
    written = _plain(example)
    assert isinstance(written, dict)
    return written


def read_example(data: Mapping[str, Any]) -> Example:
    """What `write_example` wrote."""
    return Example(**dict(data) | {"day_kind": DayKind(data.get("day_kind", DayKind.WEEKDAY))})


def _rounding(data: Mapping[str, Any]) -> Rounding:
    return Rounding(
        cents=data.get("cents", 1), towards=Towards(data.get("towards", Towards.NEAREST))
    )


def _supplement(data: Mapping[str, Any]) -> Supplement:
    given = dict(data) | {"addition": _addition(data["addition"])}
    if "days" in given:
        given["days"] = frozenset(map(DayKind, given["days"]))
    return Supplement(**given)


def _addition(data: Mapping[str, Any]) -> Addition:
    percent = data.get("percent")
    return Addition(percent=None if percent is None else Decimal(percent), cents=data.get("cents"))


def _plain(value: object) -> object:
    if is_dataclass(value):
        return {
            field.name: _plain(getattr(value, field.name))
            for field in fields(value)
            if getattr(value, field.name) != field.default
        }
    if isinstance(value, frozenset):
        return sorted(map(str, value))
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return str(value) if isinstance(value, Decimal | StrEnum) else value
