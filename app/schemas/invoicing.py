"""Invoices as finance's forms write them."""

from app.schemas import Schema
from app.schemas.types import Cents, Day, Id, Many, Text

LONGEST_NUMBER = 40
DEAREST = 10_000_000  # cents


class ReceivedSchema(Schema):
    number = Text(required=True, max_length=LONGEST_NUMBER)
    invoiced_on = Day(required=True)
    cents = Cents(required=True, maximum=DEAREST)
    prepayment_checked_on = Day(required=True)
    yel_checked_on = Day(allow_none=True)


class SentSchema(Schema):
    assignment_ids = Many(Id(), least=1, required=True)
    number = Text(required=True, max_length=LONGEST_NUMBER)
    invoiced_on = Day(required=True)
