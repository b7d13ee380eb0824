"""Finance holds an approved entry that payroll cannot pay, and lets it go when it can."""

from app.access import Actor
from app.database import transaction
from app.storage.entries import Locked
from app.storage.entry_lists import AnyEntry, statements_of
from app.use_cases.entry_steps import Ref, locked, move
from invoices.statements.held import HeldReason
from scheduling.lifecycle import EntryState


def hold(*, by: Actor, ref: Ref, reason: HeldReason) -> AnyEntry | None:
    """Held already: nothing happens. Raises Missing, WrongStep, Stale, Locked on a statement."""
    with transaction():
        entry = locked(ref, EntryState.HELD)
        if entry is not None:
            if statements_of([entry]):
                raise Locked
            entry.held_because = reason
            move(entry, EntryState.HELD, by=by, reason=reason)
    return entry


def release(*, by: Actor, ref: Ref) -> AnyEntry | None:
    """It goes into the next run. Raises Missing, WrongStep, Stale."""
    with transaction():
        entry = locked(ref, EntryState.APPROVED, after=EntryState.HELD)
        if entry is not None:
            entry.held_because = None
            move(entry, EntryState.APPROVED, by=by, reason="released")
    return entry
