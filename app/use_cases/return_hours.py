"""An entry goes back for mending, with a reason in plain words that the expert reads."""

from collections.abc import Iterable
from datetime import datetime

from app.access import Actor, Role
from app.database import transaction
from app.gateways import mail, public_links
from app.now import now
from app.storage.entry_lists import AnyEntry
from app.storage.links import LinkKind
from app.use_cases.approve_hours import approves_for
from app.use_cases.entry_steps import Ref, locked, move, refuse_strangers
from scheduling.kinds import OnBehalf
from scheduling.lifecycle import APPROVED, EntryState
from scheduling.refusals import NotTheApprover, ReasonNeeded, WrongStep
from scheduling.said import check_said_at


def return_hours(
    *,
    by: Actor,
    refs: Iterable[Ref],
    reason: str,
    how: OnBehalf | None = None,
    said_at: datetime | None = None,
    request_id: int | None = None,
) -> None:
    """All of them or none; whoever has looked before looks again when they are sent anew.

    request_id   the one request that a link opens
    Raises Missing, WrongStep, Stale, ReasonNeeded, NotTheApprover, AnswerInFuture,
    AnswerBeforeAsked.
    """
    if not reason.strip():
        raise ReasonNeeded
    with transaction():
        found = [locked(ref, EntryState.RETURNED) for ref in refs]
        entries = [entry for entry in found if entry is not None]
        for entry in entries:
            _refuse(entry, by, request_id)
            check_said_at(now(), said_at, since=entry.assignment.accepted_at)
            entry.returned_because = reason.strip()
            entry.confirmed_at = entry.confirmed_by = None
            entry.checked_at = entry.checked_by = None
            move(entry, EntryState.RETURNED, by=by, reason=reason, how=how, said_at=said_at)
        for entry in {entry.assignment_id: entry for entry in entries}.values():
            _tell(entry, reason)


def _refuse(entry: AnyEntry, by: Actor, request_id: int | None) -> None:
    if entry.state in APPROVED:
        raise WrongStep(entry.state, EntryState.RETURNED)
    refuse_strangers(entry, by, request_id)
    if by.role == Role.APPROVER and not approves_for(entry, by):
        raise NotTheApprover


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
