"""Fee tables as the API shows them."""

from marshmallow import fields

from app.schemas import Schema
from app.schemas.pages import NextSchema
from app.schemas.types import Cents, Choice, Day, Id
from invoices.fee_table import PriceUnit, Work
from scheduling.kinds import RequestKind


class RateShown(Schema):
    """Without a request kind it is for every kind."""

    id = Id()
    work = Choice(Work)
    request_kind = Choice(RequestKind)
    unit = Choice(PriceUnit)
    cents = Cents()
    pay_code = fields.String()


class FeeTableShown(Schema):
    """Holds from its first day until the next one's."""

    id = Id()
    valid_from = Day()
    decision_number = fields.String()
    rates = fields.List(fields.Nested(RateShown))


class FeeTablePage(NextSchema):
    rows = fields.List(fields.Nested(FeeTableShown))
