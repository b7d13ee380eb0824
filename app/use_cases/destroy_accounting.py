"""Destroys accounting material past its time: one person proposes it, another confirms it."""

from app.access import Actor
from app.database import Refusal, transaction
from app.now import now, today
from app.readings.to_destroy import runs_that_go
from app.storage import changes, destroying, disposals, tables, users
from app.storage.changes import Subject
from app.storage.disposals import AlreadyProposed, Disposal, StillKept
from app.storage.tables import FourEyes, MovedOn
from scheduling.retention import accounting_kept_from


class NothingToDestroy(Refusal):
    """Nothing of the year or before is left, or something younger or open rests on all of it."""

    code = "nothing_to_destroy"


def propose(*, by: Actor, to_year: int, decision: str) -> Disposal:
    """Everything last paid in the year or before. decision: of the organisation, by its number.

    The same proposed again by the same person: the one that waits.
    Raises StillKept, NothingToDestroy, AlreadyProposed.
    """
    try:
        with transaction():
            _refuse_kept(to_year)
            if not runs_that_go(to_year):
                raise NothingToDestroy
            proposed = tables.add(
                Disposal(
                    to_year=to_year,
                    decision=decision,
                    proposed_at=now(),
                    proposed_by=by.user_id,
                )
            )
            changes.note(Subject.DISPOSAL, proposed.id, "proposed", by=by, reason=decision)
    except AlreadyProposed:
        waits = disposals.find_open()
        if waits is None or not _is_the_same(waits, by, to_year, decision):
            raise
        return waits
    return proposed


def confirm(*, by: Actor, disposal_id: int) -> Disposal:
    """By another person, not by another user of hers: then it cannot be taken back.

    A second time: the same.
    Raises Missing, FourEyes, MovedOn, NothingToDestroy, StillKept.
    """
    with transaction():
        found = disposals.get(disposal_id, lock=True)
        if found.confirmed_at is None:
            if found.withdrawn_at is not None:
                raise MovedOn
            if found.proposed_by in users.of_same_person(by.user_id):
                raise FourEyes
            _refuse_kept(found.to_year)
            destroying.stand_alone()
            _destroy(found, by)
    return found


def withdraw(*, by: Actor, disposal_id: int) -> None:
    """Nothing is destroyed. Withdrawn already: nothing happens. Raises Missing, MovedOn."""
    with transaction():
        found = disposals.get(disposal_id, lock=True)
        if found.confirmed_at is not None:
            raise MovedOn
        if found.withdrawn_at is None:
            found.withdrawn_at, found.withdrawn_by = now(), by.user_id
            changes.note(Subject.DISPOSAL, found.id, "withdrawn", by=by)


def _is_the_same(waits: Disposal, by: Actor, to_year: int, decision: str) -> bool:
    is_hers = waits.proposed_by in users.of_same_person(by.user_id)
    return is_hers and (waits.to_year, waits.decision) == (to_year, decision)


def _destroy(found: Disposal, by: Actor) -> None:
    if not (going := runs_that_go(found.to_year)):
        raise NothingToDestroy
    found.confirmed_at, found.confirmed_by = now(), by.user_id
    tables.store()  # the guards let go by this row, until the transaction ends
    gone = destroying.destroy(going, found.to_year)
    found.counted, found.numbers = gone.counted, gone.numbers
    changes.note(Subject.DISPOSAL, found.id, "destroyed", by=by, reason=found.decision)


def _refuse_kept(to_year: int) -> None:
    if to_year >= accounting_kept_from(today()).year:
        raise StillKept
