"""What every step of an entry has in common: find it as it was seen, move it, write it down."""

from dataclasses import dataclass, field
from datetime import datetime

from app.access import Actor
from app.database import Missing, Stale
from app.storage import changes, entry_lists
from app.storage.changes import Subject
from app.storage.entries import EntryKind
from app.storage.entry_lists import AnyEntry
from app.storage.expense_entries import ExpenseEntry
from invoices.travel.costs import ExpenseKind
from scheduling.kinds import OnBehalf
from scheduling.lifecycle import EntryState, next_entry_state
from scheduling.refusals import WrongStep

SUBJECTS = {EntryKind.HOURS: Subject.HOUR_ENTRY, EntryKind.EXPENSES: Subject.EXPENSE_ENTRY}


@dataclass(frozen=True)
class Ref:
    """An entry as somebody saw it; without a version, as it is now."""

    kind: EntryKind
    id: int
    version: int | None = None


@dataclass
class Bulk:
    """What became of many: how many moved, and which were refused and why. They wait."""

    done: list[AnyEntry] = field(default_factory=list)
    refused: list[tuple[Ref, Exception]] = field(default_factory=list)

    @property
    def assignments(self) -> int:
        """How many assignments the moved ones are of, as people look at them."""
        return len({entry.assignment_id for entry in self.done})


def locked(ref: Ref, wanted: EntryState, *, after: EntryState | None = None) -> AnyEntry | None:
    """The entry, ready to become `wanted`; None when it is that already, as after a second click.

    after   the one state this step begins from, where others lead to `wanted` too
    Raises Missing, WrongStep, Stale.
    """
    entry = entry_lists.get(ref.kind, ref.id, lock=True)
    if entry.state == wanted:
        return None
    next_entry_state(entry.state, wanted)
    if after is not None and entry.state != after:
        raise WrongStep(entry.state, wanted)
    seen_as(entry, ref)
    return entry


def seen_as(entry: AnyEntry, ref: Ref) -> None:
    """Raises Stale when it is not as it was seen."""
    if ref.version is not None and entry.version != ref.version:
        raise Stale


def move(
    entry: AnyEntry,
    state: EntryState,
    *,
    by: Actor,
    reason: str | None = None,
    how: OnBehalf | None = None,
    said_at: datetime | None = None,
) -> None:
    """Raises WrongStep."""
    entry.state = next_entry_state(entry.state, state)
    note(entry, state, by=by, reason=reason, how=how, said_at=said_at)


def forget_approval(entry: AnyEntry) -> None:
    """Its price, and all that was written down when it was approved."""
    entry.held_because = None
    entry.approved_at = entry.approved_by = None
    entry.second_approved_at = entry.second_approved_by = entry.second_approved_cents = None
    entry.keep_price(None)
    entry.pay_code = entry.cost_centre_id = entry.project_code = None
    if isinstance(entry, ExpenseEntry) and entry.kind == ExpenseKind.NO_RECEIPT:
        entry.kind = ExpenseKind.OTHER  # until it is told whether there is a receipt now


def note(
    entry: AnyEntry,
    became: str,
    *,
    by: Actor,
    reason: str | None = None,
    how: OnBehalf | None = None,
    said_at: datetime | None = None,
) -> None:
    subject = SUBJECTS[entry.entry_kind]
    changes.note(subject, entry.id, became, by=by, reason=reason, how=how, said_at=said_at)


def refuse_strangers(entry: AnyEntry, by: Actor, request_id: int | None = None) -> None:
    """An expert touches only her own, a unit only what was done for it. Raises Missing.

    request_id   the one request that a link opens
    """
    request = entry.assignment.request
    if (
        (by.expert_id is not None and entry.expert_id != by.expert_id)
        or (by.unit_id is not None and request.unit_id != by.unit_id)
        or (request_id is not None and request.id != request_id)
    ):
        raise Missing(type(entry).__name__, entry.id)
