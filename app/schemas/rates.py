"""Fee tables, pay codes and pay days as forms and JSON write them."""

from typing import Any

from marshmallow import ValidationError, post_load, pre_load, validates_schema

from app.language import lazy
from app.schemas import Schema
from app.schemas.price_terms import DEAREST, OriginSchema, TermsSchema
from app.schemas.tried_prices import ExampleRow, TriedPart, as_prices
from app.schemas.types import Cents, Choice, Day, Flag, Id, Many, Part, Text, Words, reason
from invoices.pricing.fee_table import PriceUnit, Work
from scheduling.kinds import RequestKind

PRICED_COSTS = (
    *("kilometres", "ticket", "other", "per_diem", "partial_per_diem", "meal"),
    *("kilometres_above", "allowance_above", "no_receipt"),
)
NO_LONGER = "none"  # chosen in the row of a price that ends
LONGEST_CODE = 20
LONGEST_GIVEN = 100
MOST_EXAMPLES = 12
DEAREST_TRAVEL = 50_000
NO_PRICES = Words(lazy("The table has no prices."), lazy("Write at least one price."))
ENDS_FIRST = Words(lazy("The pay day is before the cut-off."), lazy("Check the days."))
NO_PRICE = Words(
    lazy("The price is missing."),
    lazy("Write the sum, the range, or what it is worked out from. Unpaid work is 0."),
)


class PriceRow(Schema):
    """The cents are left out when the price is a range or is worked out from its `origin`."""

    work = Choice(Work, required=True)
    request_kind = Choice(RequestKind, allow_none=True)
    unit = Choice(PriceUnit, required=True)
    cents = Cents(maximum=DEAREST, allow_none=True)
    pay_code = Text(max_length=LONGEST_CODE, allow_none=True)
    terms = Part(TermsSchema)
    origin = Part(OriginSchema)
    given = Text(max_length=LONGEST_GIVEN, allow_none=True)
    examples = Many(Part(ExampleRow), most=MOST_EXAMPLES)

    @validates_schema
    def has_a_price(self, values: dict[str, Any], **_: Any) -> None:
        said = values.get("terms")
        is_range = said is not None and said.agreed is not None
        if values.get("cents") is None and "origin" not in values and not is_range:
            raise ValidationError([reason("no_price", NO_PRICE)], "cents")


class FeeTableSchema(Schema):
    """Prices of one decision, from a day on. Worked examples are tried at once.

    replaces_id  a table with a mistake, which this one takes the place of
    """

    valid_from = Day(required=True)
    decision_number = Text(required=True, max_length=60)
    replaces_id = Id(allow_none=True)
    rates = Many(Part(PriceRow), required=True)

    @validates_schema
    def has_prices(self, values: dict[str, Any], **_kwargs: Any) -> None:
        if not values.get("rates"):
            raise ValidationError([reason("no_prices", NO_PRICES)], "rates")

    @post_load
    def with_prices(self, values: dict[str, Any], **_: Any) -> dict[str, Any]:
        return values | {"rates": as_prices(values["rates"])}


class TriedTableSchema(FeeTableSchema):
    """The form of a table that is looked at before it is stored."""

    tried = Part(TriedPart)

    @pre_load
    def without_what_ends(self, values: dict[str, Any], **_: Any) -> dict[str, Any]:
        kept = [row for row in values.get("rates", []) if row.get("work") != NO_LONGER]
        return values | {"rates": kept}


class MendedTableSchema(Schema):
    """Which table is written anew, in the address of the form."""

    mend = Id(load_default=None)


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
    per_diem = Text(max_length=LONGEST_CODE)
    partial_per_diem = Text(max_length=LONGEST_CODE)
    meal = Text(max_length=LONGEST_CODE)
    kilometres_above = Text(max_length=LONGEST_CODE)
    allowance_above = Text(max_length=LONGEST_CODE)
    no_receipt = Text(max_length=LONGEST_CODE)


class TravelDecisionSchema(Schema):
    """Sums left out are the national maximum."""

    valid_from = Day(required=True)
    decision_number = Text(required=True, max_length=60)
    kilometre_cents = Cents(maximum=DEAREST_TRAVEL)
    pays_per_diems = Flag(load_default=False)
    full_cents = Cents(maximum=DEAREST_TRAVEL)
    partial_cents = Cents(maximum=DEAREST_TRAVEL)
    pays_meals = Flag(load_default=False)
    meal_cents = Cents(maximum=DEAREST_TRAVEL)
    own_word_cents = Cents(maximum=DEAREST_TRAVEL)
