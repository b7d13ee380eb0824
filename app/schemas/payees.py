"""What finance writes of a person."""

from app.schemas import Schema
from app.schemas.types import Flag, Text


class PayeeSchema(Schema):
    payroll_number = Text(max_length=20, allow_none=True, load_default=None)
    finance_has_it = Flag(load_default=False)


class KeepBackSchema(Schema):
    reason = Text(required=True, max_length=300)
