"""What an API call tells of hours or a cost, as the use cases take it."""

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError

from app.language import lazy
from app.readings.said_hours import ExpenseSaid, HoursSaid
from app.schemas.types import Input, Words, reason
from invoices.travel.costs import TRIPS, ExpenseKind
from invoices.travel.pieces import first_day
from scheduling.wall_clock import minutes_between

NEEDED = Input.default_error_messages["required"]
ONLY_OF_A_DRIVE = Words(
    lazy("Only a drive has kilometres."), lazy("Leave it out, or choose kilometres as the kind.")
)
ENDS_FIRST = Words(lazy("It would end before it begins."), lazy("Check the clock times."))

SAID = set(ExpenseSaid.__dataclass_fields__) - {
    "entry_id",
    "version",
    "place",
    "receipt",
    "receipt_seen",
}


def hours_said(values: Mapping[str, Any], entry_id: int | None = None) -> HoursSaid:
    """Raises ValidationError."""
    _need(values, "work", "day")
    starts_at, ends_at = values.get("starts_at"), values.get("ends_at")
    if starts_at is not None or ends_at is not None:
        _need(values, "starts_at", "ends_at")
    _in_order(starts_at, ends_at, "ends_at")
    minutes = values.get("minutes")
    if minutes is None and starts_at and ends_at:
        minutes = minutes_between(starts_at, ends_at)
    _need({"minutes": minutes}, "minutes")
    return HoursSaid(
        work=values["work"],
        day=values["day"],
        minutes=int(minutes or 0),
        starts_at=starts_at,
        ends_at=ends_at,
        note=values.get("note"),
        entry_id=entry_id,
    )


def expense_said(values: Mapping[str, Any], entry_id: int | None = None) -> ExpenseSaid:
    """Raises ValidationError."""
    _need(values, "kind", "day")
    kind, names = values["kind"], SAID
    if kind in TRIPS:
        values = {**values, "kind": ExpenseKind.PER_DIEM}
        _need(values, "leaves_at", "returns_at", "distance_tenths")
        values |= {"day": first_day(values["leaves_at"]), "claimed_cents": 0}
    if kind is ExpenseKind.KILOMETRES:
        _need(values, "kilometre_tenths", "purpose", "route")
    elif values.get("kilometre_tenths") is not None:
        raise ValidationError({"kilometre_tenths": [reason("only_of_a_drive", ONLY_OF_A_DRIVE)]})
    else:
        _need(values, "claimed_cents")
    if kind in (ExpenseKind.OTHER, ExpenseKind.BOUGHT_BY_US):
        _need(values, "explanation")
    _in_order(values.get("leaves_at"), values.get("returns_at"), "returns_at")
    said = {name: values[name] for name in names & values.keys()}
    return ExpenseSaid(**said, entry_id=entry_id)


def _need(values: Mapping[str, Any], *names: str) -> None:
    missing = {name: [reason("required", NEEDED)] for name in names if values.get(name) is None}
    if missing:
        raise ValidationError(missing)


def _in_order(starts_at: Any, ends_at: Any, field: str) -> None:
    if starts_at is not None and ends_at is not None and ends_at <= starts_at:
        raise ValidationError({field: [reason("ends_before_start", ENDS_FIRST)]})
