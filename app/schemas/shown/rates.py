"""Fee tables as the API shows them."""

from typing import Any

from marshmallow import fields, pre_dump, validate

from app.schemas import Schema
from app.schemas.pages import NextSchema
from app.schemas.price_terms import OriginSchema, TermsSchema
from app.schemas.shown.price_terms import as_said, example_as_said, origin_as_said
from app.schemas.tried_prices import ExampleRow
from app.schemas.types import Cents, Choice, Day, Flag, Id
from app.storage.fee_tables import Rate
from invoices.pricing.fee_table import PriceUnit, Work
from scheduling.kinds import RequestKind

STATES = ("waiting", "confirmed", "withdrawn")


class RateShown(Schema):
    """Without a request kind it is for every kind."""

    id = Id()
    work = Choice(Work)
    request_kind = Choice(RequestKind)
    unit = Choice(PriceUnit)
    cents = Cents()
    pay_code = fields.String()
    terms = fields.Nested(TermsSchema)
    origin = fields.Nested(OriginSchema)
    given = fields.String()
    examples = fields.List(fields.Nested(ExampleRow))

    @pre_dump
    def as_written(self, rate: Rate, **_: Any) -> dict[str, Any]:
        """Terms and origin in the shape they are sent in."""
        values = rate.values()
        plain = ("id", "work", "request_kind", "unit", "cents", "pay_code", "given")
        said = {name: getattr(rate, name) for name in plain}
        origin = None if values.origin is None else origin_as_said(values.origin)
        examples = [example_as_said(each) for each in rate.worked]
        return said | {"terms": as_said(values.terms), "origin": origin, "examples": examples}


class FeeTableShown(Schema):
    """Holds from its first day until the next one's, once another person has confirmed it."""

    id = Id()
    valid_from = Day()
    decision_number = fields.String()
    state = fields.String(validate=validate.OneOf(STATES))
    replaces_id = Id()
    rates = fields.List(fields.Nested(RateShown))


class FeeTablePage(NextSchema):
    rows = fields.List(fields.Nested(FeeTableShown))


class TravelDecisionShown(Schema):
    """A sum that is null is the national maximum, of the own word no limit."""

    id = Id()
    valid_from = Day()
    decision_number = fields.String()
    state = fields.String(validate=validate.OneOf(STATES))
    kilometre_cents = Cents()
    pays_per_diems = Flag()
    full_cents = Cents()
    partial_cents = Cents()
    pays_meals = Flag()
    meal_cents = Cents()
    own_word_cents = Cents()


class TravelDecisionPage(NextSchema):
    rows = fields.List(fields.Nested(TravelDecisionShown))
