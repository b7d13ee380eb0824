"""The person lets a fee come on a later pay day: payroll holds it until then."""

from datetime import date

from app.access import Actor
from app.database import transaction
from app.readings.earnings_guard import later_pay_day
from app.readings.own import refuse_others
from app.storage import assignments, changes
from app.storage.assignments import Assignment
from app.storage.changes import PAY_DAY_CHOSEN, Subject
from scheduling.kinds import OnBehalf


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
            changes.note(Subject.ASSIGNMENT, assignment.id, PAY_DAY_CHOSEN, by=by, how=how)
    return assignment
