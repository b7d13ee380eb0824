"""Invoices as finance notes, mends and withdraws them."""

from typing import Any

from marshmallow import ValidationError, validates_schema

from app.language import lazy
from app.schemas import Schema
from app.schemas.types import Cents, Day, Flag, Id, Many, Text, Words, reason

LONGEST_NUMBER = 40
DEAREST = 10_000_000  # cents
YEL_OPEN = Words(
    lazy("Whether YEL insurance is needed has not been told."),
    lazy("Write the day it was seen, or tick that it is not needed."),
)


class ReceivedSchema(Schema):
    """Of an association."""

    number = Text(required=True, max_length=LONGEST_NUMBER)
    invoiced_on = Day(required=True)
    cents = Cents(required=True, maximum=DEAREST)
    prepayment_checked_on = Day(allow_none=True, load_default=None)


class OwnCompanySchema(ReceivedSchema):
    prepayment_checked_on = Day(required=True)
    yel_checked_on = Day(allow_none=True, load_default=None)
    yel_not_needed = Flag(load_default=False)

    @validates_schema
    def tell_of_yel(self, values: dict[str, Any], **_kwargs: Any) -> None:
        if values.get("yel_checked_on") is None and not values.get("yel_not_needed"):
            raise ValidationError({"yel_checked_on": [reason("yel_open", YEL_OPEN)]})


class SentSchema(Schema):
    assignment_ids = Many(Id(), least=1, required=True)
    number = Text(required=True, max_length=LONGEST_NUMBER)
    invoiced_on = Day(required=True)


class Mended(Schema):
    """Beside what is mended."""

    reason = Text(required=True, max_length=300)


class MendedReceivedSchema(ReceivedSchema, Mended): ...


class MendedOwnCompanySchema(OwnCompanySchema, Mended): ...


class MendedSentSchema(Mended):
    number = Text(required=True, max_length=LONGEST_NUMBER)
    invoiced_on = Day(required=True)


class WithdrawSchema(Schema):
    why = Text(required=True, max_length=300)
