"""What was asked to be put right on a statement, and what came of it, as the API shows it."""

from marshmallow import fields

from app.schemas import Schema
from app.schemas.types import Choice, Id, Moment
from app.storage.corrections import CorrectionState, OverpaidDecision


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
