"""What a credit has set free goes back for mending, and is approved anew before it is paid."""

from collections.abc import Iterable

from app.access import Actor
from app.database import transaction
from app.gateways import mail, public_links
from app.storage import expense_entries, putting_right, statements
from app.storage.entries import EntryKind, FinanceHoldsIt, Locked
from app.storage.entry_lists import AnyEntry
from app.storage.links import LinkKind
from app.storage.statements import NothingStands
from app.use_cases.entry_steps import Ref, forget_approval, locked, move
from invoices.statements.held import HeldReason
from scheduling.lifecycle import EntryState
from scheduling.refusals import ReasonNeeded


def return_freed(*, by: Actor, statement_id: int, refs: list[Ref], reason: str) -> None:
    """All of them or none; whoever has looked before looks again.

    Raises Missing, NothingStands for an entry that the credit did not set free, Locked for a claim
    of which a row is on no credited statement, FinanceHoldsIt, WrongStep, Stale, ReasonNeeded.
    """
    if not reason.strip():
        raise ReasonNeeded
    with transaction():
        free = {
            (each.entry_kind, each.id)
            for each in putting_right.freed_by(statements.get(statement_id))
        }
        if not refs or any((ref.kind, ref.id) not in free for ref in refs):
            raise NothingStands
        for ref in _with_parts(refs):
            entry = locked(ref, EntryState.RETURNED)
            if entry is None:
                continue
            if not putting_right.is_free_again(entry):
                raise Locked
            if entry.held_because == HeldReason.BY_FINANCE:
                raise FinanceHoldsIt
            forget_approval(entry)
            entry.confirmed_at = entry.confirmed_by = None
            entry.checked_at = entry.checked_by = None
            entry.returned_because = reason.strip()
            move(entry, EntryState.RETURNED, by=by, reason=reason.strip())
            if not entry.is_part:
                _tell(entry, reason)


def _with_parts(refs: Iterable[Ref]) -> list[Ref]:
    """A travel claim goes back whole, whichever of its lines was chosen. Raises Missing."""
    found = {(ref.kind, ref.id): ref for ref in refs}
    for ref in list(found.values()):
        if ref.kind is EntryKind.EXPENSES:
            for each in expense_entries.whole_claim(expense_entries.get(ref.id)):
                found.setdefault((ref.kind, each.id), Ref(ref.kind, each.id, each.version))
    return list(found.values())


def _tell(entry: AnyEntry, reason: str) -> None:
    assignment = entry.assignment
    mail.tell_expert(
        assignment.expert,
        "hours_returned",
        event=f"hours_returned:{assignment.id}:{entry.ref}",
        link=public_links.url_to(LinkKind.ASSIGNMENT, assignment.id) + "/hours",
        reason=reason,
        occasion=assignment.occasion,
        request=assignment.request,
    )
