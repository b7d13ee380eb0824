"""Hour and expense entries as the API shows and takes them."""

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields, post_dump

from app.access import Role, actor
from app.language import lazy
from app.schemas import Schema
from app.schemas.pages import NextSchema, PageSchema
from app.schemas.types import (
    Cents,
    Choice,
    Count,
    Day,
    Flag,
    Id,
    Input,
    LongText,
    Minutes,
    Moment,
    Text,
    Version,
    Whole,
    Words,
    reason,
)
from app.use_cases.said_hours import ExpenseSaid, HoursSaid
from invoices.pricing.fee_table import Work
from invoices.statements.held import HeldReason
from invoices.travel.costs import ExpenseKind
from scheduling.kinds import OnBehalf
from scheduling.lifecycle import EntryState
from scheduling.wall_clock import minutes_between

LONGEST_TRIP = 20_000  # tenths of a kilometre
MOST_PASSENGERS = 8
NEEDED = Input.default_error_messages["required"]
ONLY_OF_A_DRIVE = Words(
    lazy("Only a drive has kilometres."), lazy("Leave it out, or choose kilometres as the kind.")
)
ENDS_FIRST = Words(lazy("It would end before it begins."), lazy("Check the clock times."))


class EntryShown(Schema):
    id = Id()
    assignment_id = Id()
    expert_id = Id()
    day = Day()
    state = Choice(EntryState)
    reported_at = Moment()
    confirmed_at = Moment()
    confirmed_by = fields.String()
    checked_at = Moment()
    approved_at = Moment()
    returned_because = fields.String()
    held_because = Choice(HeldReason)
    pay_code = fields.String()
    price_cents = Cents()
    version = Whole()


class HourEntryShown(EntryShown):
    work = Choice(Work)
    minutes = Minutes()
    starts_at = Moment()
    ends_at = Moment()
    note = fields.String()

    @post_dump
    def without_note(self, shown: dict[str, Any], **_: Any) -> dict[str, Any]:
        """What the expert wrote beside the hours is none of finance's business."""
        if actor().role is Role.FINANCE:
            shown.pop("note", None)
        return shown


class ExpenseEntryShown(EntryShown):
    kind = Choice(ExpenseKind)
    claimed_cents = Cents()
    kilometre_tenths = Count()
    passengers = Count()
    purpose = fields.String()
    route = fields.String()
    leaves_at = Moment()
    returns_at = Moment()
    explanation = fields.String()


class HourEntryPage(NextSchema):
    rows = fields.List(fields.Nested(HourEntryShown))


class ExpenseEntryPage(NextSchema):
    rows = fields.List(fields.Nested(ExpenseEntryShown))


class EntryFilter(PageSchema):
    state = Choice(EntryState)
    assignment_id = Id()
    expert_id = Id()


class HoursOfEntry(Schema):
    """Activity tells its clock times, other work its minutes; breaks are left out of minutes."""

    work = Choice(Work)
    day = Day()
    minutes = Minutes()
    starts_at = Moment(allow_none=True)
    ends_at = Moment(allow_none=True)
    note = Text(max_length=500, allow_none=True)


class ExpenseOfEntry(Schema):
    """A drive tells kilometres, purpose and route; any other cost its cents."""

    day = Day()
    claimed_cents = Cents()
    kilometre_tenths = Count(minimum=1, maximum=LONGEST_TRIP, allow_none=True)
    passengers = Count(maximum=MOST_PASSENGERS)
    purpose = Text(allow_none=True)
    route = Text(allow_none=True)
    leaves_at = Moment(allow_none=True)
    returns_at = Moment(allow_none=True)
    explanation = Text(max_length=500, allow_none=True)


class ToldFor(Schema):
    """How the expert said it, when a coordinator writes it down for her."""

    how = Choice(OnBehalf, load_default=None, allow_none=True)
    said_at = Moment(load_default=None, allow_none=True)


class NewHourEntry(HoursOfEntry, ToldFor):
    """With `report` it is sent to the unit at once; else it is a draft."""

    assignment_id = Id(required=True)
    report = Flag(load_default=False)


class NewExpenseEntry(ExpenseOfEntry, ToldFor):
    """With `report` it is sent to the unit at once; else it is a draft."""

    assignment_id = Id(required=True)
    kind = Choice(ExpenseKind, required=True)
    report = Flag(load_default=False)


class HourEntryChange(HoursOfEntry, ToldFor):
    """Only what is to be changed of a draft, or of what came back for mending."""

    version = Version()


class ExpenseEntryChange(ExpenseOfEntry, ToldFor):
    """Only what is to be changed of a draft, or of what came back for mending."""

    version = Version()


class SeenEntry(Schema):
    """The version that was looked at: somebody else's change in between is refused."""

    version = Version()


class ReportedEntry(SeenEntry, ToldFor):
    """Sent to the unit as it is."""


class Confirmation(SeenEntry):
    """`how` the unit said it; or, after seven silent days, why the coordinator decides."""

    how = Choice(OnBehalf, load_default=None, allow_none=True)
    said_at = Moment(load_default=None, allow_none=True)
    decided_because = LongText(max_length=1000, load_default=None, allow_none=True)


class ReturnedEntry(SeenEntry):
    reason = LongText(max_length=1000, required=True)
    how = Choice(OnBehalf, load_default=None, allow_none=True)
    said_at = Moment(load_default=None, allow_none=True)


class HeldEntry(SeenEntry):
    reason = Choice(HeldReason, required=True)


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
    kind, names = values["kind"], set(ExpenseSaid.__dataclass_fields__) - {"entry_id", "place"}
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
