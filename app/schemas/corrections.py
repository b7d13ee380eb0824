"""What is written when a statement or a price is put right, as forms and JSON write it."""

from typing import Any

from marshmallow import ValidationError, post_load, validates_schema

from app.language import lazy
from app.schemas import Schema
from app.schemas.price_terms import DEAREST, TermsSchema
from app.schemas.rates import DEAREST_TRAVEL, MOST_EXAMPLES, ExampleRow
from app.schemas.types import (
    Cents,
    Choice,
    Count,
    Day,
    Flag,
    Id,
    KilometreTenths,
    LongText,
    Many,
    Minutes,
    Part,
    Text,
    Words,
    reason,
)
from app.storage.corrections import OverpaidDecision
from invoices.pricing.terms import Terms
from invoices.statements.correction import Mend

LONGEST_REASON = 500
LONGEST_CODE = 60
QUANTITIES = ("minutes", "kilometre_tenths", "pieces")
ONE_QUANTITY = Words(
    lazy("A line needs one quantity."), lazy("Write minutes, kilometres or pieces as the line has.")
)


class MendRow(Schema):
    """What a line should have been: one quantity, as the line counts it, its price, and where it
    is booked if that changes. `no_project`: it is of no project.
    """

    position = Count(required=True, minimum=1)
    minutes = Minutes(minimum=0, allow_none=True)
    kilometre_tenths = KilometreTenths(minimum=0, allow_none=True)
    pieces = Count(allow_none=True)
    price_cents = Cents(required=True)
    cost_centre = Text(max_length=LONGEST_CODE, allow_none=True)
    project_code = Text(max_length=LONGEST_CODE, allow_none=True)
    pay_code = Text(max_length=LONGEST_CODE, allow_none=True)
    no_project = Flag()

    @validates_schema
    def has_one_quantity(self, values: dict[str, Any], **_kwargs: Any) -> None:
        if sum(values.get(name) is not None for name in QUANTITIES) != 1:
            raise ValidationError([reason("one_quantity", ONE_QUANTITY)], "minutes")

    @post_load
    def as_mend(self, values: dict[str, Any], **_kwargs: Any) -> Mend:
        measure = next(name for name in QUANTITIES if values.get(name) is not None)
        return Mend(
            position=values["position"],
            measure=measure,
            quantity=values[measure],
            price_cents=values["price_cents"],
            cost_centre=values.get("cost_centre"),
            project_code="" if values.get("no_project") else values.get("project_code"),
            pay_code=values.get("pay_code"),
        )


class CreditSchema(Schema):
    reason = LongText(required=True, max_length=LONGEST_REASON)


class CorrectSchema(CreditSchema):
    lines = Many(Part(MendRow), required=True)


class CreditCall(Schema):
    """`reason` when it is asked; another person confirms without one."""

    reason = LongText(max_length=LONGEST_REASON)


class CorrectCall(CreditCall):
    lines = Many(Part(MendRow))
    pay_on = Day(allow_none=True)


class DecideSchema(Schema):
    pay_on = Day(allow_none=True)


class DecidePriceSchema(DecideSchema):
    """seen: the wish that stood on the page."""

    seen = Id(required=True)


class DeclineSchema(Schema):
    reason = LongText(required=True, max_length=LONGEST_REASON)


class OverpaidSchema(Schema):
    decision = Choice(OverpaidDecision, required=True)
    note = LongText(required=True, max_length=LONGEST_REASON)


class RightTerms(Schema):
    """`said`: that the terms and examples stood on the form, so that empty ones mean none."""

    said = Flag()
    terms = Part(TermsSchema)
    examples = Many(Part(ExampleRow), most=MOST_EXAMPLES)


class PriceSchema(Schema):
    """Without `right` its terms and examples stay as they are."""

    cents = Cents(required=True, maximum=DEAREST)
    right = Part(RightTerms)
    reason = LongText(required=True, max_length=LONGEST_REASON)

    @post_load
    def with_terms(self, values: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
        right = values.pop("right", {})
        if right.get("said"):
            values["terms"] = terms = right.get("terms", Terms())
            if terms.agreed is not None:
                values["cents"] = terms.agreed.from_cents
            values["examples"] = tuple(right.get("examples", ()))
        return values


class PriceCall(Schema):
    """Terms or examples left out stay as they are; empty ones are none."""

    cents = Cents(required=True, maximum=DEAREST)
    terms = Part(TermsSchema)
    examples = Many(Part(ExampleRow), most=MOST_EXAMPLES)
    reason = LongText(required=True, max_length=LONGEST_REASON)

    @post_load
    def with_least(self, values: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
        """A range costs at least its least."""
        terms = values.get("terms")
        if terms is not None and terms.agreed is not None:
            values["cents"] = terms.agreed.from_cents
        return values


class SumSchema(Schema):
    cents = Cents(required=True, maximum=DEAREST)
    reason = LongText(required=True, max_length=LONGEST_REASON)


class TravelSums(Schema):
    """Left out: the national maximum, or no limit."""

    kilometre_cents = Cents(maximum=DEAREST_TRAVEL, load_default=None)
    full_cents = Cents(maximum=DEAREST_TRAVEL, load_default=None)
    partial_cents = Cents(maximum=DEAREST_TRAVEL, load_default=None)
    meal_cents = Cents(maximum=DEAREST_TRAVEL, load_default=None)
    own_word_cents = Cents(maximum=DEAREST_TRAVEL, load_default=None)


class TravelSchema(TravelSums):
    reason = LongText(required=True, max_length=LONGEST_REASON)


class SingleSchema(Schema):
    pay_on = Day(allow_none=True)


class SingleCall(SingleSchema):
    expert_id = Id(required=True)
