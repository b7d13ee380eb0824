"""Hour and expense entries as the API shows and takes them."""

from typing import Any

from marshmallow import fields, post_dump

from app.access import Role, actor
from app.schemas import Schema
from app.schemas.pages import NextSchema, PageSchema
from app.schemas.types import (
    Cents,
    Choice,
    Count,
    Day,
    Flag,
    Id,
    LongText,
    Many,
    Minutes,
    Moment,
    Text,
    Version,
    Whole,
)
from invoices.pricing.fee_table import Work
from invoices.statements.held import HeldReason
from invoices.travel.costs import TOLD_KINDS, ExpenseKind
from invoices.travel.receipts import Proof
from invoices.travel.trip import MOST_DAYS
from scheduling.kinds import OnBehalf
from scheduling.lifecycle import EntryState

LONGEST_TRIP = 20_000  # tenths of a kilometre
MOST_PASSENGERS = 8
MOST_MEALS = 3


class Told(Choice):
    """A kind of cost that a person tells; the others come of it when it is approved."""

    def read(self, value: Any) -> Any:
        if (kind := super().read(value)) not in TOLD_KINDS:
            raise self.make_error("type", choices=", ".join(TOLD_KINDS))
        return kind


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
    second_approved_at = Moment()
    waits_for_second_approval = Flag()
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
    distance_tenths = Count()
    work_distance_tenths = Count()
    free_meals = fields.List(Count())
    meals = fields.List(Count())
    for_companion = Flag()
    proof = Choice(Proof)
    part_of_id = Id()
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
    """A drive tells kilometres, purpose and route; a meal or per diem when, how far and which
    meals were free or paid herself, day by day; any other cost its cents."""

    day = Day()
    claimed_cents = Cents()
    kilometre_tenths = Count(minimum=1, maximum=LONGEST_TRIP, allow_none=True)
    passengers = Count(maximum=MOST_PASSENGERS)
    purpose = Text(allow_none=True)
    route = Text(allow_none=True)
    leaves_at = Moment(allow_none=True)
    returns_at = Moment(allow_none=True)
    distance_tenths = Count(maximum=LONGEST_TRIP, allow_none=True)
    work_distance_tenths = Count(maximum=LONGEST_TRIP, allow_none=True)
    free_meals = Many(Count(maximum=MOST_MEALS), most=MOST_DAYS, repeats=True)
    meals = Many(Count(maximum=MOST_MEALS), most=MOST_DAYS, repeats=True)
    for_companion = Flag()
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
    kind = Told(ExpenseKind, required=True)
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


class TakenBack(SeenEntry):
    reason = LongText(max_length=1000, required=True)


class ReceiptShown(Schema):
    """can_be_opened: neither seen on paper nor forgotten since."""

    media_type = fields.String()
    pages = Count()
    added_at = Moment()
    expired_at = Moment()
    can_be_opened = Flag()


class ReceiptWish(SeenEntry):
    """`how` the expert told it, when the coordinator acts on her behalf."""

    how = Choice(OnBehalf, load_default=None, allow_none=True)
