"""What was asked to be put right, and what came of it, as the API shows it."""

from typing import Any

from marshmallow import fields, pre_dump

from app.schemas import Schema
from app.schemas.corrections import TravelSums
from app.schemas.pages import NextSchema
from app.schemas.price_terms import TermsSchema
from app.schemas.shown.price_terms import as_said, example_as_said
from app.schemas.tried_prices import ExampleRow
from app.schemas.types import Cents, Choice, Flag, Id, Moment
from app.storage.corrections import Correction, CorrectionState, OverpaidDecision
from invoices.pricing.terms_data import read_example, read_terms


class CorrectionShown(Schema):
    """waiting: another person in finance decides; document_id: the statement that came of it."""

    id = Id()
    statement_id = Id()
    state = Choice(CorrectionState)
    reason = fields.String()
    asked_at = Moment()
    decided_at = Moment()
    declined_because = fields.String()
    document_id = Id()
    overpaid_decision = Choice(OverpaidDecision)


class PriceCorrectionShown(Schema):
    """Of one price, agreed sum or travel decision; terms and examples that are null stay."""

    id = Id()
    rate_id = Id()
    assignment_id = Id()
    travel_decision_id = Id()
    cents = Cents()
    terms = fields.Nested(TermsSchema)
    examples = fields.List(fields.Nested(ExampleRow))
    travel = fields.Nested(TravelSums)
    state = Choice(CorrectionState)
    reason = fields.String()
    asked_at = Moment()
    decided_at = Moment()
    declined_because = fields.String()

    @pre_dump
    def as_written(self, wish: Correction, **_: Any) -> dict[str, Any]:
        """Terms and examples in the shape they are sent in."""
        terms, examples = wish.terms, wish.examples
        said = {name: getattr(wish, name) for name in self.fields}
        said["terms"] = None if terms is None else as_said(read_terms(terms))
        if examples is not None:
            said["examples"] = [example_as_said(read_example(each)) for each in examples]
        return said


class PriceCorrectionPage(NextSchema):
    rows = fields.List(fields.Nested(PriceCorrectionShown))


class MovedShown(Schema):
    """statement_id: null for what is on no statement yet; waits: it has to be paid first."""

    expert_id = fields.Function(lambda moved: moved.expert.id)
    statement_id = fields.Function(lambda moved: moved.statement and moved.statement.id)
    old_cents = Cents()
    new_cents = Cents()
    difference_cents = Cents()
    waits = Flag()


class MovesShown(Schema):
    rows = fields.List(fields.Nested(MovedShown))
