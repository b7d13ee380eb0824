"""What is above a sum is approved by another person too, before a payroll run may take it."""

from collections.abc import Iterable

from app.access import Actor, Permission
from app.database import Refusal, transaction
from app.now import now
from app.readings import large_sums
from app.storage import entry_lists, users
from app.storage.entries import OneApprovalIsEnough
from app.storage.entry_lists import AnyEntry
from app.use_cases.approve_hours import approves_for, eyes_of
from app.use_cases.entry_steps import Bulk, Ref, note, seen_as
from invoices.statements.held import needs_second_approval
from scheduling import approval
from scheduling.lifecycle import APPROVED, EntryState
from scheduling.refusals import TimeRefusal, WrongStep

SECOND_APPROVED = "second_approved"


def approve_second(*, by: Actor, refs: Iterable[Ref]) -> Bulk:
    """Approve what may be approved; the rest is named with its reason."""
    result = Bulk()
    for ref in sorted(set(refs), key=lambda ref: (ref.kind, ref.id)):
        try:
            result.done.append(approve(by=by, ref=ref))
        except (Refusal, TimeRefusal) as refusal:
            result.refused.append((ref, refusal))
    return result


def approve(*, by: Actor, ref: Ref) -> AnyEntry:
    """Of the sum it comes to now; that approved already: nothing happens. A row that a run has
    held goes with the next one.

    Raises Missing, WrongStep, Stale, OwnEntry, SecondPersonNeeded, NotTheApprover,
    OneApprovalIsEnough, RunGoesOn.
    """
    with transaction():
        entry = entry_lists.get(ref.kind, ref.id, lock=True)
        cents = large_sums.sum_of(entry)
        needs = needs_second_approval(cents, entry.second_approved_cents)
        if entry.second_approved_by is not None and not needs:
            return entry
        if entry.state not in APPROVED:
            raise WrongStep(entry.state, EntryState.APPROVED)
        seen_as(entry, ref)
        if not needs:
            raise OneApprovalIsEnough
        objection = approval.find_objection_to_second(
            by.person_id or 0,
            eyes_of(entry),
            approved_by=users.person_of(entry.approved_by),
            may_approve=by.may(Permission.RUN_STATEMENTS) or approves_for(entry, by),
        )
        if objection is not None:
            raise objection
        entry.second_approved_at, entry.second_approved_by = now(), by.user_id
        entry.second_approved_cents = cents
        note(entry, SECOND_APPROVED, by=by)
    return entry
