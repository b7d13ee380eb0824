"""What finance decides of an assignment's income type, and how it is shown."""

from marshmallow import fields

from app.schemas import Schema
from app.schemas.types import Choice, Id, Many, Moment, Text, Whole
from invoices.tax.income_types import Insurance


class IncomeDecisionSchema(Schema):
    """income_type left out: what the rules say. The lists tell where the insurance differs."""

    income_type = Whole(allow_none=True, load_default=None, maximum=999)
    insured = Many(Choice(Insurance), load_default=list)
    uninsured = Many(Choice(Insurance), load_default=list)
    reason = Text(required=True, max_length=300)


class IncomeDecisionShown(Schema):
    id = Id()
    assignment_id = Id()
    income_type = Whole()
    insured = fields.List(fields.String())
    uninsured = fields.List(fields.String())
    reason = fields.String()
    decided_at = Moment()
    decider_name = fields.String()
