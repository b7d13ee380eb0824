"""An expert, or a coordinator on her behalf, tells the hours and expenses of an assignment."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime

from app.access import Actor
from app.database import Stale, transaction
from app.gateways import mail, public_links
from app.now import now
from app.readings.own import refuse_others
from app.readings.said_hours import ExpenseSaid, HoursSaid, Said, check_said, key_of
from app.storage import assignments, entry_lists, experts, tables
from app.storage.assignments import Assignment
from app.storage.entry_lists import AnyEntry
from app.storage.expense_entries import ExpenseEntry
from app.storage.hour_entries import HourEntry
from app.storage.links import LinkKind
from app.use_cases.entry_steps import move, note
from app.use_cases.keep_receipts import find_proof, keep_receipt
from invoices.refusals import MoneyRefusal
from invoices.travel.costs import TRIPS
from scheduling.kinds import OnBehalf
from scheduling.lifecycle import TO_REPORT, EntryState
from scheduling.refusals import TimeRefusal
from scheduling.said import check_said_at


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
    Raises Missing, Stale, NotAllowed, TimeRefusal, OverlappingHours,
    MoneyRefusal for a trip that nothing is paid for or a receipt that is missing.
    """
    with transaction():
        assignment = assignments.get(assignment_id, lock=True)
        refuse_others(by, assignment.expert_id)
        if any(isinstance(each, ExpenseSaid) and each.kind in TRIPS for each in said):
            experts.get(assignment.expert_id, lock=True)  # one trip is not told twice at once
        there = entry_lists.of_assignment(assignment_id)
        if seen is not None and seen != fingerprint(there):
            if _is_told_already(said, there):
                return there
            raise Stale
        check_said_at(now(), said_at, since=assignment.accepted_at)
        before = {entry.ref: entry for entry in there if entry.state in TO_REPORT}
        if seen is not None:
            _remove(before.values(), {key_of(each) for each in said}, by)
        kept = [_keep(each, assignment, before.values(), by, how, said_at) for each in said]
        if send:
            _prove(kept, said)
            _send(kept, assignment, by, how, said_at)
    return kept


def fingerprint(entries: Iterable[AnyEntry]) -> str:
    """Changes whenever an entry is added, changed or removed."""
    return hashlib.sha256(" ".join(sorted(entry.ref for entry in entries)).encode()).hexdigest()[
        :32
    ]


def _remove(entries: Iterable[AnyEntry], kept: set[tuple[str, int | None]], by: Actor) -> None:
    for entry in entries:
        if (entry.entry_kind, entry.id) not in kept:
            note(entry, "removed", by=by)
            tables.remove(entry)


def _keep(
    said: Said,
    assignment: Assignment,
    before: Iterable[AnyEntry],
    by: Actor,
    how: OnBehalf | None,
    said_at: datetime | None,
) -> AnyEntry:
    try:
        check_said(said, assignment, by)
    except (TimeRefusal, MoneyRefusal) as refusal:
        refusal.add_note(said.place)
        raise
    entry = next((each for each in before if (each.entry_kind, each.id) == key_of(said)), None)
    if said.entry_id is not None and (entry is None or said.version not in (None, entry.version)):
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
    if isinstance(entry, ExpenseEntry) and isinstance(said, ExpenseSaid):
        keep_receipt(entry, said, by)
    tables.store()
    return entry


def _prove(entries: Iterable[AnyEntry], said: Iterable[Said]) -> None:
    """Raises ReceiptMissing, ExplanationMissing."""
    for entry, each in zip(entries, said, strict=True):
        if isinstance(entry, ExpenseEntry):
            try:
                entry.proof = find_proof(entry)
            except MoneyRefusal as refusal:
                refusal.add_note(each.place)
                raise


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
    tables.store()
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
    told = [entry for entry in there if entry.state not in TO_REPORT]
    return bool(said) and all(any(_says(entry, each) for entry in told) for each in said)


def _says(entry: AnyEntry, said: Said) -> bool:
    return entry.entry_kind == key_of(said)[0] and all(
        getattr(entry, name) == value for name, value in said.values().items()
    )
