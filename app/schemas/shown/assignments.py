"""Assignments and group bookings as the API shows and takes them."""

from typing import Any

from marshmallow import fields, post_load

from app.schemas import Schema
from app.schemas.assignments import AgreeFeeSchema, SetPayeeSchema
from app.schemas.offers import OutOfTurnSchema
from app.schemas.pages import NextSchema, PageSchema
from app.schemas.requests import OutcomeSchema
from app.schemas.types import Cents, Choice, Flag, Id, Many, Minutes, Moment, Part, Text, Whole
from invoices.payers import Payee, Payer
from invoices.pricing.price import FeeChoice
from scheduling.kinds import Attendance, CancelReason, OnBehalf, TurnReason
from scheduling.lifecycle import AssignmentState

LONGEST_NOTE = 500  # characters


class AssignmentShown(Schema):
    id = Id()
    request_id = Id()
    occasion_id = Id()
    expert_id = Id()
    offer_id = Id()
    replaces_id = Id()
    state = Choice(AssignmentState)
    attendance = Choice(Attendance)
    is_group = Flag()
    payer = Choice(Payer)
    payee = Choice(Payee)
    fee_choice = Choice(FeeChoice)
    fee_cents = Cents()
    travel_cents = Cents()
    agreed_cents = Cents()
    role = fields.String()
    preparation_minutes = Minutes()
    accepted_at = Moment()
    accepted_how = Choice(OnBehalf)
    turn_reason = Choice(TurnReason)
    cancelled_at = Moment()
    cancel_reason = Choice(CancelReason)
    version = Whole()


class AssignmentPage(NextSchema):
    rows = fields.List(fields.Nested(AssignmentShown))


class AssignmentFilter(PageSchema):
    state = Choice(AssignmentState)
    request_id = Id()
    expert_id = Id()


class SaidBySomebody(Schema):
    """How and when it was said, when a coordinator writes it down for somebody else."""

    how = Choice(OnBehalf, load_default=None, allow_none=True)
    said_at = Moment(load_default=None, allow_none=True)


class PayeeChoice(SetPayeeSchema):
    """Who pays and who is paid; `version` as it was looked at, if it matters."""


class AgreedFee(AgreeFeeSchema):
    """What the price leaves open; `version` as it was looked at, if it matters."""


class Cancellation(SaidBySomebody):
    reason = Choice(CancelReason, load_default=CancelReason.CANNOT_COME)


class ToldOutcome(OutcomeSchema):
    """What changed, or one line after a talk."""


class OutcomeShown(Schema):
    request_id = Id()
    kind = fields.String()
    text = fields.String()
    told_by = fields.String()
    told_how = Choice(OnBehalf)
    told_at = Moment()


class NewGroupBooking(SaidBySomebody, OutOfTurnSchema):
    """`turn_reason` tells why these and not those whose turn it is."""

    occasion_id = Id(required=True)
    expert_ids = Many(Id(), required=True, least=1)
    override_reason = Text(max_length=LONGEST_NOTE, load_default=None, allow_none=True)


class GroupShown(Schema):
    """Its id is the occasion's."""

    id = Id()
    assignments = fields.List(fields.Nested(AssignmentShown))


class OneMark(Schema):
    assignment_id = Id(required=True)
    attendance = Choice(Attendance, required=True)


class AttendanceList(Schema):
    """`marks` becomes attendance by assignment."""

    marks = Many(Part(OneMark), required=True, least=1)

    @post_load
    def by_assignment(self, values: dict[str, Any], **_: Any) -> dict[int, Attendance]:
        return {mark["assignment_id"]: mark["attendance"] for mark in values["marks"]}
