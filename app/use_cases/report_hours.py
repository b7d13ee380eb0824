"""An expert, or a coordinator on her behalf, tells the hours and expenses of an assignment."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from app.access import Actor, NotAllowed, Role
from app.database import Missing, Stale, db, transaction
from app.gateways import mail, public_links
from app.now import now
from app.storage import assignments, entry_lists, tables
from app.storage.assignments import Assignment
from app.storage.entry_lists import AnyEntry
from app.storage.expense_entries import ExpenseEntry
from app.storage.hour_entries import HourEntry
from app.storage.links import LinkKind
from app.use_cases.entry_steps import move, note
from invoices.fee_table import Work
from invoices.refusals import EnteredByPayroll
from invoices.travel import ExpenseKind
from scheduling import hours as rules
from scheduling.availability import Interval
from scheduling.kinds import Attendance, OnBehalf
from scheduling.lifecycle import AssignmentState, EntryState
from scheduling.refusals import HoursInFuture, NoActivity, TimeRefusal
from scheduling.wall_clock import day_of

OPEN = (EntryState.DRAFT, EntryState.RETURNED)
OFF = (AssignmentState.CANCELLED, AssignmentState.REPLACED)


@dataclass(frozen=True, kw_only=True)
class HoursSaid:
    """place: the name of the row in its form, where a refusal is shown."""

    work: Work
    day: date
    minutes: int
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    note: str | None = None
    entry_id: int | None = None
    place: str = ""

    def values(self) -> dict[str, Any]:
        return _without(asdict(self), "entry_id", "place")


@dataclass(frozen=True, kw_only=True)
class ExpenseSaid:
    kind: ExpenseKind
    day: date
    claimed_cents: int = 0
    kilometre_tenths: int | None = None
    passengers: int = 0
    purpose: str | None = None
    route: str | None = None
    leaves_at: datetime | None = None
    returns_at: datetime | None = None
    explanation: str | None = None
    entry_id: int | None = None
    place: str = ""

    def values(self) -> dict[str, Any]:
        return _without(asdict(self), "entry_id", "place")


Said = HoursSaid | ExpenseSaid


def report_hours(
    *,
    by: Actor,
    assignment_id: int,
    said: Sequence[Said],
    send: bool = True,
    seen: str | None = None,
    how: OnBehalf | None = None,
    said_at: datetime | None = None,
) -> list[AnyEntry]:
    """Keep what was said as drafts, and send it to the unit when `send`.

    seen   the `fingerprint` of the entries when the form was opened: drafts left out of `said`
           are removed, and a second click changes nothing. None: `said` is added to what is there
    Raises Missing, Stale, NotAllowed, TimeRefusal, EnteredByPayroll, OverlappingHours.
    """
    with transaction():
        assignment = assignments.get(assignment_id, lock=True)
        refuse_others(assignment, by)
        there = entry_lists.of_assignment(assignment_id)
        if seen is not None and seen != fingerprint(there):
            if _is_told_already(said, there):
                return there
            raise Stale
        before = {entry.ref: entry for entry in there if entry.state in OPEN}
        if seen is not None:
            _remove(before.values(), {_key(each) for each in said}, by)
        kept = [_keep(each, assignment, before.values(), by, how, said_at) for each in said]
        if send:
            _send(kept, assignment, by, how, said_at)
    return kept


def remove_draft(*, by: Actor, assignment_id: int, ref: str) -> None:
    """A draft, or what came back for mending. Raises Missing."""
    with transaction():
        assignment = assignments.get(assignment_id, lock=True)
        refuse_others(assignment, by)
        there = entry_lists.of_assignment(assignment_id)
        found = [entry for entry in there if entry.ref == ref and entry.state in OPEN]
        if not found:
            raise Missing("entry", ref)
        _remove(found, set(), by)


def fingerprint(entries: Iterable[AnyEntry]) -> str:
    """Changes whenever an entry is added, changed or removed."""
    return hashlib.sha256(" ".join(sorted(entry.ref for entry in entries)).encode()).hexdigest()[
        :32
    ]


def refuse_others(assignment: Assignment, by: Actor) -> None:
    """Raises Missing for an expert who asks for another's assignment."""
    if by.role == Role.EXPERT and assignment.expert_id != by.expert_id:
        raise Missing(Assignment.__name__, assignment.id)


def _remove(entries: Iterable[AnyEntry], kept: set[tuple[str, int | None]], by: Actor) -> None:
    for entry in entries:
        if (entry.entry_kind, entry.id) not in kept:
            note(entry, "removed", by=by)
            db.session.delete(entry)
    db.session.flush()


def _keep(
    said: Said,
    assignment: Assignment,
    before: Iterable[AnyEntry],
    by: Actor,
    how: OnBehalf | None,
    said_at: datetime | None,
) -> AnyEntry:
    try:
        _check(said, assignment, by)
    except (TimeRefusal, EnteredByPayroll) as refusal:
        refusal.add_note(said.place)
        raise
    entry = next((each for each in before if (each.entry_kind, each.id) == _key(said)), None)
    if entry is None and said.entry_id is not None:
        raise Stale
    if entry is None:
        model = HourEntry if isinstance(said, HoursSaid) else ExpenseEntry
        entry = model(assignment_id=assignment.id, expert_id=assignment.expert_id)
    for name, value in said.values().items():
        if getattr(entry, name) != value:
            setattr(entry, name, value)
    entry.entered_by, entry.on_behalf_how = by.user_id, how
    if entry.id is None:
        tables.add(entry)
        note(entry, EntryState.DRAFT, by=by, how=how, said_at=said_at)
    db.session.flush()
    return entry


def _check(said: Said, assignment: Assignment, by: Actor) -> None:
    occasion, moment = assignment.occasion, now()
    if isinstance(said, ExpenseSaid):
        if said.kind in (ExpenseKind.MEAL, ExpenseKind.PER_DIEM):
            raise EnteredByPayroll(said.kind)
        if said.kind == ExpenseKind.BOUGHT_BY_US and by.role != Role.COORDINATOR:
            raise NotAllowed(said.kind)
        if said.day > day_of(moment):
            raise HoursInFuture(day=said.day)
        return
    planned = None
    if occasion.starts_at is not None and occasion.ends_at is not None:
        planned = Interval(occasion.starts_at, occasion.ends_at)
    if said.work == Work.ACTIVITY and (
        assignment.state in OFF or assignment.attendance == Attendance.ABSENT
    ):
        raise NoActivity
    during = Interval(said.starts_at, said.ends_at) if said.starts_at and said.ends_at else None
    others = entry_lists.activity_times(
        assignment.expert_id, without=[said.entry_id] if said.entry_id else []
    )
    rules.check_hours(
        rules.Hours(
            kind=rules.HourKind(said.work), day=said.day, minutes=said.minutes, during=during
        ),
        now=moment,
        earliest=_earliest(assignment),
        occasion=planned,
        other_activity=[Interval(*times) for times in others],
    )


def _earliest(assignment: Assignment) -> date:
    """Work counts from the promise on; a booking written down late reaches back to its day."""
    occasion = assignment.occasion
    agreed_on = day_of(assignment.accepted_at)
    return min(agreed_on, day_of(occasion.starts_at)) if occasion.starts_at else agreed_on


def _send(
    entries: list[AnyEntry],
    assignment: Assignment,
    by: Actor,
    how: OnBehalf | None,
    said_at: datetime | None,
) -> None:
    moment = now()
    for entry in entries:
        entry.reported_at = moment
        entry.returned_because = None
        move(entry, EntryState.REPORTED, by=by, how=how, said_at=said_at)
    db.session.flush()
    if not entries:
        return
    request = assignment.request
    mail.tell_unit(
        request,
        "hours_to_confirm",
        event=f"hours_to_confirm:{assignment.id}:{min(entry.ref for entry in entries)}",
        link=public_links.url_to(LinkKind.REQUEST, request.id) + "/hours",
        expert=assignment.expert,
        request=request,
        occasion=assignment.occasion,
    )


def _is_told_already(said: Sequence[Said], there: Iterable[AnyEntry]) -> bool:
    """The same form a second time."""
    told = [entry for entry in there if entry.state not in OPEN]
    return bool(said) and all(any(_says(entry, each) for entry in told) for each in said)


def _says(entry: AnyEntry, said: Said) -> bool:
    return entry.entry_kind == _key(said)[0] and all(
        getattr(entry, name) == value for name, value in said.values().items()
    )


def _key(said: Said) -> tuple[str, int | None]:
    return ("hours" if isinstance(said, HoursSaid) else "expenses", said.entry_id)


def _without(values: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in names}
