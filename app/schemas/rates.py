"""Fee tables, pay codes and pay days as forms and JSON write them."""

from typing import Any

from marshmallow import ValidationError, post_load, validates_schema

from app.language import lazy
from app.schemas import Schema
from app.schemas.types import Cents, Choice, Day, Many, Part, Text, Words, reason
from app.use_cases.set_prices import Price
from invoices.fee_table import PriceUnit, Work
from scheduling.kinds import RequestKind

PRICED_COSTS = ("kilometres", "ticket", "other")
LONGEST_CODE = 20
DEAREST = 1_000_000  # cents
NO_PRICES = Words(lazy("The table has no prices."), lazy("Write at least one price."))
ENDS_FIRST = Words(lazy("The pay day is before the cut-off."), lazy("Check the days."))


class PriceRow(Schema):
    work = Choice(Work, required=True)
    request_kind = Choice(RequestKind, allow_none=True)
    unit = Choice(PriceUnit, required=True)
    cents = Cents(required=True, maximum=DEAREST)
    pay_code = Text(max_length=LONGEST_CODE, allow_none=True)

    @post_load
    def as_price(self, values: dict[str, Any], **_kwargs: Any) -> Price:
        return Price(**values)


class FeeTableSchema(Schema):
    """Prices of one decision, from a day on."""

    valid_from = Day(required=True)
    decision_number = Text(required=True, max_length=60)
    rates = Many(Part(PriceRow), required=True)

    @validates_schema
    def has_prices(self, values: dict[str, Any], **_kwargs: Any) -> None:
        if not values.get("rates"):
            raise ValidationError([reason("no_prices", NO_PRICES)], "rates")


class PayCodeSchema(Schema):
    pay_code = Text(required=True, max_length=LONGEST_CODE)


class PayDaySchema(Schema):
    cut_off_on = Day(required=True)
    pay_on = Day(required=True)

    @validates_schema
    def in_order(self, values: dict[str, Any], **_kwargs: Any) -> None:
        if values["pay_on"] < values["cut_off_on"]:
            raise ValidationError([reason("paid_before_cut_off", ENDS_FIRST)], "pay_on")


class ExpensePayCodesSchema(Schema):
    kilometres = Text(max_length=LONGEST_CODE)
    ticket = Text(max_length=LONGEST_CODE)
    other = Text(max_length=LONGEST_CODE)
