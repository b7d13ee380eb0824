"""What finance writes of a person."""

from app.schemas import Schema
from app.schemas.types import Flag, Id, Text


class PayeeSchema(Schema):
    payroll_number = Text(max_length=20, allow_none=True, load_default=None)
    finance_has_it = Flag(load_default=False)


class KeepBackSchema(Schema):
    reason = Text(required=True, max_length=300)


class PayeeSearchSchema(Schema):
    """An empty search shows everybody."""

    person = Text(max_length=100, load_default="")
    only_lacking = Flag(load_default=False)
    after = Id(load_default=None)
