"""The unit thanks an expert who came."""

from app.access import Actor, Role
from app.database import Missing, transaction
from app.storage import assignments, changes, requests
from app.storage.assignments import Assignment
from app.storage.changes import Subject
from app.use_cases.request_steps import tell_each
from scheduling.kinds import OnBehalf


def thank(*, by: Actor, assignment_id: int, text: str, how: OnBehalf | None = None) -> Assignment:
    """Thanked once; the first words stay. Raises Missing."""
    with transaction():
        assignment = assignments.get(assignment_id, lock=True)
        request = requests.get(assignment.request_id)
        if by.role is Role.REQUESTER and request.unit_id != by.unit_id:
            raise Missing(Assignment.__name__, assignment_id)
        if assignment.thanks is None:
            assignment.thanks = text
            changes.note(Subject.ASSIGNMENT, assignment.id, "thanked", by=by, how=how)
            event = f"thanks:{assignment.id}"
            tell_each([assignment], "thanks", event=event, text=text, sender=request.contact_name)
    return assignment
