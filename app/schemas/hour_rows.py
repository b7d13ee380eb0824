"""One row of the form of hours and costs: work, a drive, a trip, a ticket."""

from typing import Any

from marshmallow import ValidationError, post_load

from app.language import lazy
from app.readings.said_hours import ExpenseSaid, HoursSaid
from app.schemas import Schema
from app.schemas.types import (
    Cents,
    Choice,
    ClockTime,
    Count,
    Day,
    Flag,
    Id,
    Input,
    KilometreTenths,
    MealsByDay,
    Minutes,
    Text,
    Words,
    local_moment,
    reason,
)
from invoices.pricing.fee_table import Work
from invoices.travel.costs import ExpenseKind
from scheduling.wall_clock import minutes_between

NEEDED = Input.default_error_messages["required"]
TOO_LONG_BREAK = Words(
    lazy("The breaks are as long as the whole time."), lazy("Check the times and the breaks.")
)
ENDS_FIRST = Words(lazy("It would end before it begins."), lazy("Check the clock times."))


class HoursRow(Schema):
    """One row of work. Activity tells its clock times, other work its length."""

    place = Text(max_length=20)
    id = Id()
    work = Choice(Work)
    day = Day()
    starts = ClockTime()
    ends = ClockTime()
    breaks = Minutes(minimum=0)
    minutes = Minutes()
    note = Text(max_length=500)

    @post_load
    def say(self, row: dict[str, Any], **kwargs: Any) -> HoursSaid | None:
        """None: the row was left blank."""
        if not row.keys() & {"minutes", "starts", "ends"}:
            return None
        times = _times(row) if row.get("work") == Work.ACTIVITY else {}
        need(row, "work", "day", *([] if times else ["minutes"]))
        return HoursSaid(
            work=row["work"],
            day=row["day"],
            note=row.get("note"),
            entry_id=row.get("id"),
            place=row.get("place", ""),
            **(times or {"minutes": row["minutes"]}),
        )


class DriveRow(Schema):
    """Kilometres by own car.

    The form proposes the distance and the clock times, so they alone tell of no drive: a tick, a
    route or another distance than the `proposed` one does.
    """

    place = Text(max_length=20)
    id = Id()
    claimed = Flag(load_default=False)
    day = Day()
    proposed = KilometreTenths()
    kilometres = KilometreTenths()
    route = Text(max_length=200)
    purpose = Text(max_length=200)
    passengers = Count(maximum=8)
    why_by_car = Text(max_length=500)
    leaves = ClockTime()
    returns = ClockTime()

    @post_load
    def say(self, row: dict[str, Any], **kwargs: Any) -> ExpenseSaid | None:
        own_words = row.keys() & {"route", "passengers", "why_by_car"}
        as_proposed = row.get("kilometres") in (None, row.get("proposed"))
        if as_proposed and not own_words and not row["claimed"]:
            return None
        need(row, "day", "kilometres", "route", "purpose")
        return ExpenseSaid(
            kind=ExpenseKind.KILOMETRES,
            day=row["day"],
            kilometre_tenths=row["kilometres"],
            route=row["route"],
            purpose=row["purpose"],
            passengers=row.get("passengers", 0),
            explanation=row.get("why_by_car"),
            leaves_at=_moment(row, "leaves"),
            returns_at=_moment(row, "returns"),
            entry_id=row.get("id"),
            place=row.get("place", ""),
        )


class TripRow(Schema):
    """A claim of daily allowances, or of meals; the rules say which of them is paid.

    The form proposes the day, the times and the distance, so a tick says that it is claimed.
    """

    place = Text(max_length=20)
    id = Id()
    claimed = Flag(load_default=False)
    day = Day()
    leaves = ClockTime()
    return_day = Day()
    returns = ClockTime()
    distance = KilometreTenths()
    work_distance = KilometreTenths(minimum=0)
    free_meals = MealsByDay(load_default=list)
    meals = MealsByDay(load_default=list)

    @post_load
    def say(self, row: dict[str, Any], **kwargs: Any) -> ExpenseSaid | None:
        if not row["claimed"]:
            return None
        need(row, "day", "leaves", "returns", "distance")
        leaves_at = _moment(row, "leaves")
        return_day = row.get("return_day", row["day"])
        returns_at = local_moment(return_day, row["returns"], field="returns")
        if returns_at <= leaves_at:
            raise ValidationError({"returns": [reason("ends_before_start", ENDS_FIRST)]})
        return ExpenseSaid(
            kind=ExpenseKind.PER_DIEM,
            day=row["day"],
            leaves_at=leaves_at,
            returns_at=returns_at,
            distance_tenths=row["distance"],
            work_distance_tenths=row.get("work_distance"),
            free_meals=row["free_meals"],
            meals=row["meals"],
            entry_id=row.get("id"),
            place=row.get("place", ""),
        )


class CostRow(Schema):
    """A ticket, another cost, or what the organisation bought itself."""

    place = Text(max_length=20)
    id = Id()
    kind = Choice(ExpenseKind)
    day = Day()
    euros = Cents(minimum=1)
    explanation = Text(max_length=500)
    for_companion = Flag(load_default=False)
    receipt = Text(max_length=200)  # blank: the file itself comes beside the form
    receipt_seen = Flag(load_default=False)

    @post_load
    def say(self, row: dict[str, Any], **kwargs: Any) -> ExpenseSaid | None:
        if not row.keys() & {"euros", "explanation"}:
            return None
        need(row, "kind", "day", "euros")
        if row["kind"] != ExpenseKind.TICKET:
            need(row, "explanation")
        return ExpenseSaid(
            kind=row["kind"],
            day=row["day"],
            claimed_cents=row["euros"],
            explanation=row.get("explanation"),
            for_companion=row["for_companion"],
            receipt_seen=row["receipt_seen"],
            entry_id=row.get("id"),
            place=row.get("place", ""),
        )


def need(row: dict[str, Any], *names: str) -> None:
    missing = {name: [reason("required", NEEDED)] for name in names if row.get(name) is None}
    if missing:
        raise ValidationError(missing)


def _times(row: dict[str, Any]) -> dict[str, Any]:
    need(row, "day", "starts", "ends")
    starts_at, ends_at = _moment(row, "starts"), _moment(row, "ends")
    if ends_at <= starts_at:
        raise ValidationError({"ends": [reason("ends_before_start", ENDS_FIRST)]})
    minutes = row.get("minutes", minutes_between(starts_at, ends_at)) - row.get("breaks", 0)
    if row.get("breaks") and minutes <= 0:
        raise ValidationError({"breaks": [reason("too_long", TOO_LONG_BREAK)]})
    return {"starts_at": starts_at, "ends_at": ends_at, "minutes": minutes}


def _moment(row: dict[str, Any], name: str) -> Any:
    return local_moment(row["day"], row[name], field=name) if name in row else None
