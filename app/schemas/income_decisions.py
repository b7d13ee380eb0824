"""What finance decides of an assignment's income type, and how it is shown."""

from typing import Any

from marshmallow import ValidationError, fields, validates_schema

from app.language import lazy
from app.schemas import Schema
from app.schemas.types import Choice, Day, Id, Many, Moment, Text, Whole, Words, reason
from invoices.tax.income_types import Insurance
from invoices.tax.own_types import OWN_KINDS
from scheduling.kinds import RequestKind

# What the organisation's own list is about: fees by kind of request, and what the rules leave open.
WHATS = tuple(map(str, (*RequestKind, *OWN_KINDS)))
NO_SUCH_WORK = Words(
    lazy("This is not one of the choices."), lazy("Choose the work or the cost from the list.")
)


class IncomeDecisionSchema(Schema):
    """income_type left out: what the rules say. The lists tell where the insurance differs."""

    income_type = Whole(allow_none=True, load_default=None, maximum=999)
    insured = Many(Choice(Insurance), load_default=list)
    uninsured = Many(Choice(Insurance), load_default=list)
    reason = Text(required=True, max_length=300)


class OwnIncomeTypeSchema(Schema):
    """Of a kind of request or of payment; income_type left out: what the rules say."""

    what = Text(required=True)
    income_type = Whole(allow_none=True, load_default=None, maximum=999)
    valid_from = Day(required=True)
    reason = Text(required=True, max_length=300)

    @validates_schema
    def is_listed(self, values: dict[str, Any], **_: Any) -> None:
        if values["what"] not in WHATS:
            raise ValidationError([reason("type", NO_SUCH_WORK)], "what")


class IncomeDecisionShown(Schema):
    id = Id()
    assignment_id = Id()
    income_type = Whole()
    insured = fields.List(fields.String())
    uninsured = fields.List(fields.String())
    reason = fields.String()
    decided_at = Moment()
    decider_name = fields.String()
