"""The unit says that it was so; or a coordinator for it, told by it or after a week's silence."""

from collections.abc import Iterable
from datetime import datetime

from app.access import Actor, Role
from app.database import transaction
from app.now import now, today
from app.readings.own import refuse_own
from app.storage import experts
from app.storage.entry_lists import AnyEntry
from app.use_cases.entry_steps import Ref, locked, move, refuse_strangers
from scheduling import reminders
from scheduling.kinds import OnBehalf
from scheduling.lifecycle import EntryState
from scheduling.refusals import ReasonNeeded, UnitMayStillAnswer
from scheduling.said import check_said_at
from scheduling.wall_clock import day_of


def confirm_hours(
    *,
    by: Actor,
    refs: Iterable[Ref],
    how: OnBehalf | None = None,
    said_at: datetime | None = None,
    request_id: int | None = None,
) -> None:
    """All of them or none. A coordinator tells `how` the unit said it.

    request_id   the one request that a link opens
    Raises Missing, WrongStep, Stale, OwnEntry, ReasonNeeded, AnswerInFuture, AnswerBeforeAsked.
    """
    if by.role != Role.REQUESTER and how is None:
        raise ReasonNeeded
    with transaction():
        for entry in _to_confirm(refs, by, request_id):
            check_said_at(now(), said_at, since=entry.assignment.accepted_at)
            name = by.name if how is None else entry.assignment.request.contact_name
            _confirm(entry, by, name, how=how, said_at=said_at)


def decide_for_silent_unit(*, by: Actor, refs: Iterable[Ref], reason: str) -> None:
    """After seven silent days the coordinator decides, and says why.

    Raises Missing, WrongStep, Stale, OwnEntry, ReasonNeeded, UnitMayStillAnswer.
    """
    if not reason.strip():
        raise ReasonNeeded
    with transaction():
        for entry in _to_confirm(refs, by):
            reported_on = day_of(entry.reported_at or now())
            if not reminders.coordinator_may_decide(reported_on, today()):
                raise UnitMayStillAnswer
            _confirm(entry, by, by.name, reason=reason)


def _to_confirm(refs: Iterable[Ref], by: Actor, request_id: int | None = None) -> list[AnyEntry]:
    found = [locked(ref, EntryState.CONFIRMED) for ref in refs]
    entries = [entry for entry in found if entry is not None]
    for entry in entries:
        refuse_strangers(entry, by, request_id)
        refuse_own(by, experts.get(entry.expert_id))
    return entries


def _confirm(
    entry: AnyEntry,
    by: Actor,
    name: str,
    *,
    reason: str | None = None,
    how: OnBehalf | None = None,
    said_at: datetime | None = None,
) -> None:
    entry.confirmed_at = now()
    entry.confirmed_by = name
    move(entry, EntryState.CONFIRMED, by=by, reason=reason, how=how, said_at=said_at)
