"""Who pays for an assignment and who is paid: settled before its hours are approved."""

from app.access import Actor
from app.database import Refusal, transaction
from app.storage import assignments, changes, entry_lists
from app.storage.assignments import Assignment
from app.storage.changes import Subject
from app.use_cases.request_steps import refuse_stale
from invoices.payers import Payee, Payer
from scheduling.lifecycle import EntryState

PRICED = (EntryState.APPROVED, EntryState.HELD)


class PayeeSettled(Refusal):
    """Something of the assignment has been approved, and is paid as it was agreed then."""

    code = "payee_settled"


def set_payee(
    *, by: Actor, assignment_id: int, payer: Payer, payee: Payee, version: int | None = None
) -> Assignment:
    """The same as before: nothing happens. Raises Missing, PayeeSettled, Stale."""
    with transaction():
        assignment = assignments.get(assignment_id, lock=True)  # as approving does
        before = {assignment.payer, assignment.payee}
        became = [fact for fact in (payer, payee) if fact not in before]
        if not became:
            return assignment
        if is_settled(assignment_id):
            raise PayeeSettled
        refuse_stale(assignment, version)
        assignment.payer, assignment.payee = payer, payee
        for fact in became:
            changes.note(Subject.ASSIGNMENT, assignment_id, fact, by=by)
    return assignment


def is_settled(assignment_id: int) -> bool:
    """Whether an hour or a cost of it has been approved."""
    return any(entry.state in PRICED for entry in entry_lists.of_assignment(assignment_id))
