"""Who else could take one place of a plan: the first of those able, in the fair order."""

from dataclasses import replace
from datetime import date

from app.storage import matching_weights, periods
from app.storage.plans import Plan, PlanPlace
from scheduling.matching import Candidate
from scheduling.merits import reasons_for

MOST = 60  # shown of those able


def in_order(plan: Plan, place: PlanPlace, today: date) -> list[Candidate]:
    """Empty when the place is not open any more."""
    first = max(plan.first_on, today)
    period = periods.of_period(first, plan.last_on, today=today, weights=matching_weights.on(today))
    wanted = place.request_id, tuple(place.occasion_ids)
    seats = [(each.request_id, each.occasion_ids) for each in period.pool.seats]
    if wanted not in seats:
        return []
    seat = seats.index(wanted)
    asked = replace(period.facts[seat], occasions=period.pool.seats[seat].intervals)
    able = period.pool.able(seat)[:MOST]
    people = period.people(expert_id for expert_id, _ in able)
    return [
        Candidate(expert_id, points, reasons_for(people[expert_id], asked, today))
        for expert_id, points in able
    ]
