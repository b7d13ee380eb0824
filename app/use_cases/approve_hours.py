"""The cost centre's approver approves, and the entry gets its price at the rates of its day.

Each entry has a transaction of its own: one that cannot be approved waits with its reason, and
the others go on.
"""

from collections.abc import Iterable
from typing import Any

from app.access import Actor
from app.database import Refusal, transaction
from app.now import now, today
from app.readings.entry_prices import Priced, earlier_fees, prices_that_stay
from app.storage import assignments, entry_lists, experts, payable, tables, units, users
from app.storage.entry_lists import AnyEntry
from app.storage.expense_entries import ExpenseEntry
from app.use_cases.entry_steps import Bulk, Ref, locked, move, note
from invoices.refusals import MoneyRefusal
from scheduling import approval
from scheduling.approval import Eyes, Responsible
from scheduling.lifecycle import EntryState
from scheduling.refusals import TimeRefusal

SECOND = ("second_approved_at", "second_approved_by", "second_approved_cents")
OF_ITS_OWN = ("id", "version", "part", "part_of_id", *SECOND)  # of a part of a claim


def approve_hours(*, by: Actor, refs: Iterable[Ref]) -> Bulk:
    """Approve what may be approved; the rest is named with its reason."""
    result = Bulk()
    for ref in sorted(set(refs), key=lambda ref: (ref.kind, ref.id)):
        try:
            result.done.append(approve(by=by, ref=ref))
        except (Refusal, TimeRefusal, MoneyRefusal) as refusal:
            result.refused.append((ref, refusal))
    return result


def approve(*, by: Actor, ref: Ref) -> AnyEntry:
    """Approved already: nothing happens.

    Raises Missing, WrongStep, Stale, OwnEntry, NotTheApprover, SecondPersonNeeded, RunGoesOn,
    MoneyRefusal.
    """
    with transaction():
        payable.stay_out_of_runs()
        prices = prices_that_stay()
        # Two entries of one assignment never get its one fee at the same time.
        seen = entry_lists.get(ref.kind, ref.id)
        assignments.get(seen.assignment_id, lock=True)
        entry = locked(ref, EntryState.APPROVED, after=EntryState.CHECKED)
        if entry is None:
            return seen
        _refuse_wrong_eyes(entry, by)
        priced = prices.of(entry, earlier=earlier_fees(entry))
        entry.approved_at = now()
        entry.approved_by = by.user_id
        request = entry.assignment.request
        entry.cost_centre_id, entry.project_code = request.cost_centre_id, request.project_code
        _put_price(entry, priced)
        move(entry, EntryState.APPROVED, by=by)
        if isinstance(entry, ExpenseEntry):
            _add_parts(entry, priced, by)
    return entry


def _put_price(entry: AnyEntry, priced: Priced) -> None:
    entry.keep_price(priced.price)
    entry.pay_code = priced.pay_code
    if isinstance(entry, ExpenseEntry) and priced.kind and priced.day:
        entry.kind, entry.day = priced.kind, priced.day


def _add_parts(entry: ExpenseEntry, priced: Priced, by: Actor) -> None:
    """What the claim brings beside its own line, seen and approved by the same people."""
    for number, piece in enumerate(priced.rest, start=1):
        add_part(entry, number, piece, by=by)


def add_part(
    claim: ExpenseEntry, number: int, piece: Priced, *, by: Actor, reason: str | None = None
) -> ExpenseEntry:
    """As far on its way as its claim."""
    part = ExpenseEntry(**_copied(claim), part=number, part_of_id=claim.id)
    _put_price(part, piece)
    tables.add(part)
    note(part, EntryState.APPROVED, by=by, reason=reason)
    return part


def _copied(entry: ExpenseEntry) -> dict[str, Any]:
    columns = (column.key for column in ExpenseEntry.__table__.columns)
    return {name: getattr(entry, name) for name in columns if name not in OF_ITS_OWN}


def _refuse_wrong_eyes(entry: AnyEntry, by: Actor) -> None:
    responsible = _responsible(entry.assignment.request.cost_centre_id)
    eyes = eyes_of(entry)
    objection = approval.find_objection_to_approve(by.person_id or 0, eyes, responsible)
    if objection is not None:
        raise objection


def approves_for(entry: AnyEntry, by: Actor) -> bool:
    """Whether the entry's cost centre is the actor's to approve for today."""
    responsible = _responsible(entry.assignment.request.cost_centre_id)
    return responsible is not None and by.person_id in (
        responsible.approver_id,
        responsible.deputy_id,
    )


def eyes_of(entry: AnyEntry) -> Eyes:
    expert = experts.get(entry.expert_id)
    return Eyes(
        expert_id=expert.person_id,
        entered_by=users.person_of(entry.entered_by) or expert.person_id,
        checked_by=users.person_of(entry.checked_by),
    )


def _responsible(cost_centre_id: int | None) -> Responsible | None:
    """In force today; None when nobody is."""
    if cost_centre_id is None:
        return None
    in_force = units.approvers_on(cost_centre_id, today())
    people = {row.is_deputy: users.person_of(row.user_id) for row in in_force}
    return Responsible(people.get(False), people.get(True)) if people else None
