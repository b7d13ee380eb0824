"""Payroll runs as forms and JSON write them."""

from app.schemas import Schema
from app.schemas.types import Day, Flag, Id, Month, Text


class RunSchema(Schema):
    """month: of payment."""

    month = Month(required=True)


class PartSchema(Schema):
    """A part of a run or of a batch; an empty search shows all of it, page by page."""

    person = Text(max_length=100, load_default="")
    after = Id(load_default=None)


class PaidSchema(Schema):
    paid_on = Day(required=True)


class PaidByBankSchema(PaidSchema):
    """is_paid_late: the bank has paid on that day already, though in another year."""

    is_paid_late = Flag(load_default=False)
