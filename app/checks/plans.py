"""Reads every plan back and gives it to the checker, which knows nothing of how it was made."""

from collections.abc import Iterator

from app.database import acting_in
from app.storage import organisations, plans
from app.storage.invariants import Broken
from app.storage.plans import Plan
from scheduling.period import proof

KEPT = "a plan keeps seats, times, ways, rests and months, and is worth what it says"
AS_MADE = "a plan proposes those it was worked out with"


def first_broken() -> Broken | None:
    """Over all organisations."""
    for organisation_id in organisations.ids():
        with acting_in(organisation_id):
            for plan, rule in broken_plans():
                return Broken(rule, f"organisation {organisation_id}, plan {plan.id}")
    return None


def broken_plans() -> Iterator[tuple[Plan, str]]:
    """Of the organisation acted in, each with the rule it breaks."""
    for plan in plans.all_made():
        if rule := _broken(plan):
            yield plan, rule


def _broken(plan: Plan) -> str:
    if wrong := proof.broken(plan.proof):
        return f"{KEPT}: {wrong}"
    proposed = {
        (each.request_id, tuple(each.occasion_ids), each.expert_id)
        for each in plans.places_of(plan.id)
        if each.expert_id is not None
    }
    figures = plan.proof["value"], plan.proof["bound"], len(proposed)
    as_told = figures == (plan.value, plan.bound, plan.filled)
    return "" if as_told and proposed == proof.seated(plan.proof) else AS_MADE
