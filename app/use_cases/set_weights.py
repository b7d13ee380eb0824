"""Writes down what the organisation has decided about the fair order."""

from datetime import date

from app.access import Actor
from app.database import Refusal, transaction
from app.now import today
from app.storage import changes, tables
from app.storage.changes import Subject
from app.storage.matching_weights import MatchingWeights


class OrderHasBegun(Refusal):
    """An order that people have been asked in never changes afterwards."""

    code = "order_has_begun"


def set_weights(
    *,
    by: Actor,
    valid_from: date,
    decided_by: str,
    decision: str | None = None,
    **weights: int,
) -> MatchingWeights:
    """From a coming day on.

    weights   a whole number for each part of scheduling.weights.Weights
    Raises OrderHasBegun, AlreadyThere.
    """
    if valid_from <= today():
        raise OrderHasBegun
    with transaction():
        added = tables.add(
            MatchingWeights(
                valid_from=valid_from, decided_by=decided_by, decision=decision, **weights
            )
        )
        told = ", ".join(f"{part} {weight}" for part, weight in weights.items())
        changes.note(Subject.WEIGHTS, added.id, "added", by=by, reason=told)
    return added
