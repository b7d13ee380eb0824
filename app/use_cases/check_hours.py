"""The coordinator checks what the unit has confirmed."""

from collections.abc import Iterable

from app.access import Actor
from app.database import Refusal, transaction
from app.now import now
from app.storage.entry_lists import AnyEntry, get
from app.use_cases.approve_hours import eyes_of
from app.use_cases.entry_steps import Bulk, Ref, locked, move
from scheduling.approval import find_objection_to_check
from scheduling.lifecycle import EntryState
from scheduling.refusals import TimeRefusal


def check_hours(*, by: Actor, refs: Iterable[Ref]) -> Bulk:
    """Each by itself: one that is refused waits with its reason, the others go on."""
    result = Bulk()
    for ref in refs:
        try:
            result.done.append(check(by=by, ref=ref))
        except (Refusal, TimeRefusal) as refusal:
            result.refused.append((ref, refusal))
    return result


def check(*, by: Actor, ref: Ref) -> AnyEntry:
    """Checked already: nothing happens. Raises Missing, WrongStep, Stale, OwnEntry."""
    with transaction():
        entry = locked(ref, EntryState.CHECKED, after=EntryState.CONFIRMED)
        if entry is None:
            return get(ref.kind, ref.id)
        if objection := find_objection_to_check(by.person_id or 0, eyes_of(entry)):
            raise objection
        entry.checked_at = now()
        entry.checked_by = by.user_id
        move(entry, EntryState.CHECKED, by=by)
    return entry
