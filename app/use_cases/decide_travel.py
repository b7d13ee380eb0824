"""Finance writes down what the organisation has decided to pay of travel, from a day on."""

from datetime import date

from app.access import Actor
from app.database import transaction
from app.now import now
from app.storage import changes, tables, travel_terms
from app.storage.changes import Subject
from app.storage.travel_terms import TravelDecision
from app.use_cases import confirm_prices


def decide_travel(
    *, by: Actor, valid_from: date, decision_number: str, **decided: int | bool | None
) -> TravelDecision:
    """In force when another person has confirmed it.

    decided: fields of `TravelTerms`; what is left out is not paid, or at the maximum.
    Raises CostsApprovedSince, AlreadyThere, NegativeAmount.
    """
    with transaction():
        confirm_prices.refuse_costs_since(valid_from)
        decision = tables.add(
            TravelDecision(
                valid_from=valid_from,
                decision_number=decision_number,
                proposed_at=now(),
                proposed_by=by.user_id,
                proposer_name=by.name,
                **decided,
            )
        )
        decision.values()  # the rules' own checks
        changes.note(Subject.RATE, decision.id, "travel_decided", by=by, reason=decision_number)
    return decision


def in_force(day: date) -> TravelDecision | None:
    begun = [each for each in travel_terms.all_decisions() if each.valid_from <= day]
    return begun[-1] if begun else None
