"""What a credit has set free goes back for mending, and is approved anew before it is paid."""

from app.access import Actor
from app.database import transaction
from app.gateways import mail, public_links
from app.storage import entry_lists, putting_right, statements
from app.storage.entry_lists import AnyEntry
from app.storage.links import LinkKind
from app.storage.statements import NothingStands, Statement
from app.use_cases.entry_steps import Ref, locked, move
from scheduling.lifecycle import EntryState, StatementState
from scheduling.refusals import ReasonNeeded


def freed_by(statement: Statement) -> list[AnyEntry]:
    """Entries of a credited statement that are approved and on no other."""
    if statement.state != StatementState.CREDITED:
        return []
    entries = putting_right.entries_of(statement)
    billed = entry_lists.statements_of(entries)
    return [
        entry
        for entry in entries
        if entry.state in (EntryState.APPROVED, EntryState.HELD)
        and (entry.entry_kind, entry.id) not in billed
    ]


def return_freed(*, by: Actor, statement_id: int, refs: list[Ref], reason: str) -> None:
    """All of them or none; whoever has looked before looks again.

    Raises Missing, NothingStands for an entry that the credit did not set free, WrongStep, Stale,
    ReasonNeeded.
    """
    if not reason.strip():
        raise ReasonNeeded
    with transaction():
        free = {(each.entry_kind, each.id) for each in freed_by(statements.get(statement_id))}
        if not refs or any((ref.kind, ref.id) not in free for ref in refs):
            raise NothingStands
        for ref in refs:
            entry = locked(ref, EntryState.RETURNED)
            if entry is None:
                continue
            _forget_approval(entry)
            entry.returned_because = reason.strip()
            move(entry, EntryState.RETURNED, by=by, reason=reason.strip())
            _tell(entry, reason)


def _forget_approval(entry: AnyEntry) -> None:
    entry.held_because = None
    entry.confirmed_at = entry.confirmed_by = None
    entry.checked_at = entry.checked_by = None
    entry.approved_at = entry.approved_by = None
    entry.price_cents = entry.breakdown = entry.pay_code = None
    entry.cost_centre_id = entry.project_code = None


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
