"""Approved entries that no statement carries yet, with all that a payroll run asks of them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Integer,
    Select,
    any_,
    cast,
    func,
    literal,
    select,
    update,
)
from sqlalchemy.orm import joinedload
from sqlalchemy.sql.base import ExecutableOption

from app.database import current_organisation, db
from app.storage.assignments import Assignment
from app.storage.earnings import on_a_statement, paid_by_payroll
from app.storage.entries import RunGoesOn
from app.storage.expense_entries import ExpenseEntry
from app.storage.experts import Expert
from app.storage.hour_entries import HourEntry
from app.storage.requests import ExpertRequest
from app.storage.units import CostCentre
from invoices.statements.held import HeldReason
from scheduling.lifecycle import EntryState
from scheduling.wall_clock import midnight

Kind = type[HourEntry] | type[ExpenseEntry]
LOCK_OF_RUNS = 77  # as in the trigger `lock_approved`


@dataclass(frozen=True)
class Payable:
    """cost_centre: the code of the one it was approved for; pay_from: chosen by the person."""

    entry: HourEntry | ExpenseEntry
    expert: Expert
    request: ExpertRequest
    cost_centre: str | None
    pay_from: date | None = None

    @property
    def name(self) -> str:
        return self.entry.name

    @property
    def kind(self) -> str:
        """What the work or the cost was."""
        return str(self.entry.work if isinstance(self.entry, HourEntry) else self.entry.kind)


def approved_by(cut_off_on: date) -> list[Payable]:
    """Approved on the day of the cut-off or before, however old; held ones too. By person."""
    found = [
        Payable(*row)
        for kind in (HourEntry, ExpenseEntry)
        for row in _rows(kind, approved_until(kind, cut_off_on), False)
    ]
    return sorted(found, key=lambda one: (one.expert.sort_key, one.expert.id))


def of_person(expert_id: int) -> list[Payable]:
    """Everything approved of one person, held too; kept as it is meanwhile."""
    return [
        Payable(*row)
        for kind in (HourEntry, ExpenseEntry)
        for row in _rows(kind, kind.expert_id == expert_id, True)
    ]


def of_entries(entries: Collection[str]) -> list[Payable]:
    """Those approved and on no statement among entries named as hour-17; kept as they are."""
    named: dict[str, list[int]] = {"hour": [], "expense": []}
    for name in entries:
        kind_name, _, number = name.partition("-")
        named[kind_name].append(int(number))
    kinds: list[tuple[str, Kind]] = [("hour", HourEntry), ("expense", ExpenseEntry)]
    return [
        Payable(*row)
        for name, kind in kinds
        if named[name]
        for row in _rows(kind, kind.id.in_(named[name]), True)
    ]


def any_approved_by(cut_off_on: date) -> bool:
    return any(
        db.session.scalar(
            select(
                select(kind.id)
                .join(Assignment, _of_assignment(kind))
                .where(*_waiting(kind), approved_until(kind, cut_off_on))
                .exists()
            )
        )
        for kind in (HourEntry, ExpenseEntry)
    )


def count_approved_after(cut_off_on: date) -> int:
    """Entries that come in the next run."""
    return sum(
        db.session.scalar(
            select(func.count())
            .select_from(kind)
            .join(Assignment, _of_assignment(kind))
            .where(*_waiting(kind), ~approved_until(kind, cut_off_on))
        )
        or 0
        for kind in (HourEntry, ExpenseEntry)
    )


def held(expert_id: int | None = None, *, approved_by: date | None = None) -> list[Payable]:
    """Held entries by person: all, those of one expert, those approved on a day or before."""
    found = []
    for kind in (HourEntry, ExpenseEntry):
        condition = kind.state == EntryState.HELD
        if expert_id is not None:
            condition &= kind.expert_id == expert_id
        if approved_by is not None:
            condition &= approved_until(kind, approved_by)
        found += [Payable(*row) for row in _rows(kind, condition, False)]
    return sorted(found, key=lambda one: (one.expert.sort_key, one.expert.id))


def of_hours(entry_ids: Collection[int]) -> list[Payable]:
    """These hour entries with what their prices depend on, oldest first."""
    wanted = HourEntry.id == any_(literal(list(entry_ids), ARRAY(BigInteger)))
    return [Payable(*row) for row in _rows(HourEntry, wanted, False, _whole())]


def hours_of(expert_ids: Collection[int]) -> list[Payable]:
    """The hour entries of these people with what their prices depend on, oldest first."""
    return [
        Payable(*row)
        for row in _rows(HourEntry, HourEntry.expert_id.in_(expert_ids), False, _whole())
    ]


def stay_out_of_runs() -> None:
    """Until the transaction has ended no payroll run looks at what is approved. Raises RunGoesOn.

    What is approved now is in the run that begins next, or later than the one that goes on.
    """
    lock = func.pg_try_advisory_xact_lock_shared(
        LOCK_OF_RUNS, cast(current_organisation(), Integer)
    )
    if not db.session.scalar(select(lock)):
        raise RunGoesOn


def hold(rows: Collection[Payable], reason: HeldReason) -> None:
    _become(rows, EntryState.HELD, reason)


def release(rows: Collection[Payable]) -> None:
    _become(rows, EntryState.APPROVED, None)


def approved_until(kind: Kind, day: date) -> ColumnElement[bool]:
    """On that day in Finland or before."""
    return kind.approved_at < midnight(day + timedelta(days=1))


def waiting(kind: Kind, *columns: Any) -> Select[Any]:
    """Of what is approved for payroll and on no statement, of its work and its cost centre."""
    return (
        select(*columns)
        .select_from(kind)
        .join(Assignment, _of_assignment(kind))
        .outerjoin(CostCentre, _of_centre(kind))
        .where(*_waiting(kind))
    )


def _rows(
    kind: Kind, condition: ColumnElement[bool], lock: bool, *options: ExecutableOption
) -> list:
    question = (
        waiting(kind, kind, Expert, ExpertRequest, CostCentre.code, Assignment.pay_from)
        .join(Assignment.request)
        .join(Expert, _of_expert(kind))
        .where(condition)
        .order_by(kind.id)
        .options(*options)
    )
    if lock:
        question = question.with_for_update(of=kind).execution_options(populate_existing=True)
    return list(db.session.execute(question))


def _whole() -> ExecutableOption:
    """With what the price of an hour entry depends on."""
    return joinedload(HourEntry.assignment).options(
        joinedload(Assignment.occasion), joinedload(Assignment.request)
    )


def _waiting(kind: Kind) -> tuple[ColumnElement[bool], ...]:
    return (
        kind.organisation_id == current_organisation(),
        kind.state.in_((EntryState.APPROVED, EntryState.HELD)),
        ~on_a_statement(kind),
        paid_by_payroll(),
    )


def _of_assignment(kind: Kind) -> ColumnElement[bool]:
    same = kind.organisation_id == Assignment.organisation_id
    return same & (kind.assignment_id == Assignment.id)


def _of_expert(kind: Kind) -> ColumnElement[bool]:
    return (kind.organisation_id == Expert.organisation_id) & (kind.expert_id == Expert.id)


def _of_centre(kind: Kind) -> ColumnElement[bool]:
    same = kind.organisation_id == CostCentre.organisation_id
    return same & (kind.cost_centre_id == CostCentre.id)


def _become(rows: Collection[Payable], state: EntryState, reason: HeldReason | None) -> None:
    for kind in (HourEntry, ExpenseEntry):
        ids = [row.entry.id for row in rows if isinstance(row.entry, kind)]
        if not ids:
            continue
        theirs = update(kind).where(
            kind.organisation_id == current_organisation(), kind.id.in_(ids)
        )
        changed = {"state": state, "held_because": reason, "version": kind.version + 1}
        db.session.execute(
            theirs.values(**changed), execution_options={"synchronize_session": False}
        )
