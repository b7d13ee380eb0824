"""Finance writes down what the organisation has decided to pay of travel, from a day on."""

from datetime import date

from app.access import Actor
from app.database import Refusal, transaction
from app.storage import changes, expense_entries, fee_tables, tables, travel_terms
from app.storage.changes import Subject
from app.storage.travel_terms import TravelDecision


class CostsApprovedSince(Refusal):
    """Costs of that day or a later one have been approved by what held until now."""

    code = "costs_approved_since"


def decide_travel(
    *, by: Actor, valid_from: date, decision_number: str, **decided: int | bool | None
) -> TravelDecision:
    """decided: fields of `TravelTerms`; what is left out is not paid, or at the maximum.

    Raises CostsApprovedSince, AlreadyThere, NegativeAmount.
    """
    with transaction():
        fee_tables.lock_all()  # what is being approved is seen below
        if expense_entries.any_approved_since(valid_from):
            raise CostsApprovedSince
        decision = tables.add(
            TravelDecision(valid_from=valid_from, decision_number=decision_number, **decided)
        )
        decision.values()  # the rules' own checks
        changes.note(Subject.RATE, decision.id, "travel_decided", by=by, reason=decision_number)
    return decision


def in_force(day: date) -> TravelDecision | None:
    begun = [each for each in travel_terms.all_decisions() if each.valid_from <= day]
    return begun[-1] if begun else None
