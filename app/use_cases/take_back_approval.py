"""An approval by mistake is taken back before anything has been issued or invoiced of it.

The work waits for approval again, as the coordinator checked it: nobody has to tell it anew.
"""

from collections.abc import Iterable

from app.access import Actor
from app.database import transaction
from app.storage import assignments, entry_lists, expense_entries, invoices, payable
from app.storage.changes import TAKEN_BACK
from app.storage.entries import FinanceHoldsIt
from app.storage.entry_lists import AnyEntry
from app.storage.expense_entries import ExpenseEntry
from app.storage.invoices import AlreadyInvoiced
from app.storage.tables import Frozen
from app.use_cases.approve_hours import approves_for
from app.use_cases.entry_steps import Ref, forget_approval, locked, note
from invoices.statements.held import HeldReason
from scheduling.lifecycle import APPROVED, EntryState, next_entry_state
from scheduling.refusals import NotTheApprover, ReasonNeeded, WrongStep


def take_back(*, by: Actor, refs: Iterable[Ref], reason: str) -> list[AnyEntry]:
    """All of them or none; what is not approved any more is left as it is.

    Raises Missing, Stale, ReasonNeeded, RunGoesOn, NotTheApprover, FinanceHoldsIt, AlreadyInvoiced,
    Frozen for what has been on a statement.
    """
    if not (reason := reason.strip()):
        raise ReasonNeeded
    with transaction():
        payable.stay_out_of_runs()  # before a run or after it, never during
        return [_take_back(ref, by, reason) for ref in sorted(refs, key=lambda ref: str(ref.kind))]


def _take_back(ref: Ref, by: Actor, reason: str) -> AnyEntry:
    seen = entry_lists.get(ref.kind, ref.id)
    assignment = assignments.get(seen.assignment_id, lock=True)  # as approving and invoicing do
    entry = locked(ref, EntryState.CHECKED)
    if entry is None:
        return seen
    if entry.state not in APPROVED or entry.is_part:
        raise WrongStep(entry.state, EntryState.CHECKED)
    if not approves_for(entry, by):
        raise NotTheApprover
    if invoices.received([assignment.id]) or invoices.sent([assignment.id]):
        raise AlreadyInvoiced
    parts = expense_entries.parts_of(entry.id) if isinstance(entry, ExpenseEntry) else []
    if any(each.held_because == HeldReason.BY_FINANCE for each in (entry, *parts)):
        raise FinanceHoldsIt
    if any(map(entry_lists.has_been_on_a_statement, (entry, *parts))):
        raise Frozen
    _become(entry, EntryState.CHECKED, by, reason)
    for part in parts:  # made anew with the next approval
        part.returned_because = TAKEN_BACK  # why is told with the claim, to fewer people
        _become(part, EntryState.RETURNED, by, reason)
    return entry


def _become(entry: AnyEntry, state: EntryState, by: Actor, reason: str) -> None:
    forget_approval(entry)
    entry.state = next_entry_state(entry.state, state)
    note(entry, TAKEN_BACK, by=by, reason=reason)
