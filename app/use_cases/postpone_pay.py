"""The person lets a fee come on a later pay day: payroll holds it until then."""

from collections.abc import Mapping
from datetime import date

from app.access import Actor
from app.database import transaction
from app.storage import assignments, changes
from app.storage.assignments import Assignment
from app.storage.changes import Subject
from app.use_cases.earnings_guard import Later, later_pay_day
from app.use_cases.own import refuse_others
from scheduling.kinds import OnBehalf

NOTE = "pay_day_chosen"


def choose_pay_day(
    assignment_id: int, *, by: Actor, pay_on: date | None, how: OnBehalf | None = None
) -> Assignment:
    """None: as soon as payroll takes it. Raises Missing."""
    with transaction():
        assignment = assignments.get(assignment_id, lock=True)
        refuse_others(by, assignment.expert_id)
        chosen = later_pay_day(pay_on, None).pay_from if pay_on else None
        if assignment.pay_from != chosen:
            assignment.pay_from = chosen
            changes.note(Subject.ASSIGNMENT, assignment.id, NOTE, by=by, how=how)
    return assignment


def postpone(later: Mapping[int, Later], *, by: Actor) -> None:
    """What was accepted of these offers comes then; the rest is left. Raises Missing."""
    with transaction():
        for offer_id, when in later.items():
            assignment = assignments.find_of_offer(offer_id)
            if assignment is None:
                continue
            refuse_others(by, assignment.expert_id)
            assignment.pay_from = when.pay_from
            changes.note(Subject.ASSIGNMENT, assignment.id, NOTE, by=by)
