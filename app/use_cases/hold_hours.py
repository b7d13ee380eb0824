"""Finance holds an approved entry that payroll cannot pay, and lets it go when it can."""

from app.access import Actor
from app.database import transaction
from app.storage import entry_lists
from app.storage.entries import Locked
from app.storage.entry_lists import AnyEntry, statements_of
from app.use_cases.entry_steps import Ref, locked, move, note, seen_as
from invoices.statements.held import HeldReason
from scheduling.lifecycle import EntryState


def hold(*, by: Actor, ref: Ref, reason: HeldReason) -> AnyEntry | None:
    """By finance: until somebody lets it go. Any other reason: until a run finds it gone.

    Held already: nothing happens, but that finance holds it comes before what a run found.
    Raises Missing, WrongStep, Stale, RunGoesOn, and Locked of what
    is on a statement.
    """
    with transaction():
        entry = locked(ref, EntryState.HELD)
        if entry is None:
            return _held_by_finance_too(ref, by) if reason is HeldReason.BY_FINANCE else None
        if statements_of([entry]):
            raise Locked
        entry.held_because = reason
        move(entry, EntryState.HELD, by=by, reason=reason)
    return entry


def release(*, by: Actor, ref: Ref) -> AnyEntry | None:
    """It goes into the next run. Raises Missing, WrongStep, Stale, RunGoesOn."""
    with transaction():
        entry = locked(ref, EntryState.APPROVED, after=EntryState.HELD)
        if entry is not None:
            let_go(entry, by=by)
    return entry


def let_go(entry: AnyEntry, *, by: Actor) -> None:
    """What is held, inside the transaction."""
    entry.held_because = None
    move(entry, EntryState.APPROVED, by=by, reason="released")


def _held_by_finance_too(ref: Ref, by: Actor) -> AnyEntry | None:
    """What is held for another reason."""
    entry = entry_lists.get(ref.kind, ref.id, lock=True)
    if entry.held_because == HeldReason.BY_FINANCE:
        return None
    seen_as(entry, ref)
    entry.held_because = HeldReason.BY_FINANCE
    note(entry, EntryState.HELD, by=by, reason=HeldReason.BY_FINANCE)
    return entry
