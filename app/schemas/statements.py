"""Payroll runs as forms and JSON write them."""

from app.schemas import Schema
from app.schemas.types import Day, Month


class RunSchema(Schema):
    """month: of payment."""

    month = Month(required=True)


class PaidSchema(Schema):
    paid_on = Day(required=True)
