"""Cancelling, replacing, booking a group and marking who came."""

from typing import Any

from marshmallow import post_load

from app.schemas import Schema
from app.schemas.offers import LONGEST_NOTE, OnBehalfSchema, OutOfTurnSchema, once_each
from app.schemas.requests import VersionSchema
from app.schemas.types import Cents, Choice, Id, Many, Part, Text
from invoices.payers import Payee, Payer
from invoices.pricing.price import FeeChoice
from scheduling.kinds import Attendance, CancelReason, OnBehalf


class CancelAssignmentSchema(OnBehalfSchema):
    reason = Choice(CancelReason, load_default=CancelReason.CANNOT_COME)


class ReplaceSchema(OutOfTurnSchema):
    expert_id = Id(required=True)
    how = Choice(OnBehalf, load_default=OnBehalf.PHONE)
    fee_choice = Choice(FeeChoice, load_default=FeeChoice.FULL)
    override_reason = Text(load_default=None, allow_none=True, max_length=LONGEST_NOTE)


class BookGroupSchema(OutOfTurnSchema):
    expert_ids = Many(Id(), required=True, least=1)
    how = Choice(OnBehalf, load_default=None, allow_none=True)
    override_reason = Text(load_default=None, allow_none=True, max_length=LONGEST_NOTE)


class ChooseFeeSchema(Schema):
    fee_choice = Choice(FeeChoice, required=True)


class SetPayeeSchema(VersionSchema):
    payer = Choice(Payer, required=True)
    payee = Choice(Payee, required=True)


class AgreeFeeSchema(VersionSchema):
    """The sum where the price is a range, and a role the price adds to."""

    agreed_cents = Cents(load_default=None, allow_none=True)
    role = Text(load_default=None, allow_none=True, max_length=60)


class OneMarkSchema(Schema):
    assignment_id = Id(required=True)
    attendance = Choice(Attendance, load_default=None, allow_none=True)


class AttendanceSchema(Schema):
    """`marks` becomes attendance by assignment; whoever is left unmarked stays so."""

    marks = Many(Part(OneMarkSchema), required=True, least=1)

    @post_load
    def by_assignment(self, values: dict[str, Any], **_: Any) -> dict[str, Any]:
        rows = values["marks"]
        once_each("marks", [row["assignment_id"] for row in rows])
        marks = {row["assignment_id"]: row["attendance"] for row in rows if row["attendance"]}
        return {"marks": marks}
