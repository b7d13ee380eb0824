"""Payroll's answer read in: who was paid, who waits for what; looked at first, all or nothing."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.access import Actor
from app.database import transaction
from app.gateways import mail, public_links
from app.now import now, today
from app.storage import changes, experts, payroll_answers, statement_lines, statements, tables
from app.storage.changes import Subject
from app.storage.payment_batches import PaymentBatch
from app.storage.payroll_answers import PayrollAnswer, PayrollStop
from app.storage.statements import Statement
from app.use_cases import statement_steps
from invoices.statements.held import HeldReason
from scheduling.lifecycle import StatementState


@dataclass(frozen=True, kw_only=True)
class AnswerRow:
    """One row as payroll wrote it: a statement by its number, or all of a person's by hers."""

    row: int
    number: str | None = None
    person_number: str | None = None
    is_paid: bool
    paid_on: date | None = None
    cents: int | None = None
    reason: str = ""


@dataclass(frozen=True)
class Wrong:
    """Why a row cannot be read in, by the code of its words."""

    row: int
    code: str


@dataclass
class Plan:
    """What reading it in would do."""

    paid: list[tuple[Statement, date]] = field(default_factory=list)
    held: list[tuple[Statement, str]] = field(default_factory=list)
    already: int = 0
    wrong: list[Wrong] = field(default_factory=list)

    @property
    def paid_cents(self) -> int:
        return sum(statement.money_cents for statement, _ in self.paid)

    @property
    def held_cents(self) -> int:
        return sum(statement.money_cents for statement, _ in self.held)


def plan_of(rows: Sequence[AnswerRow]) -> Plan:
    """Stores nothing."""
    known = statements.named(
        [row.number for row in rows if row.number],
        [row.person_number for row in rows if row.person_number],
    )
    waiting = [one for one in known if one.state == StatementState.HANDED_OVER]
    statement_lines.read_for({one.id: one for one in waiting})
    stops = payroll_answers.open_stops([one.id for one in known])
    cut_offs = {run.id: run.cut_off_on for run in statements.all_runs()}
    return _Reading(known, stops, cut_offs).read(rows)


def keep(content: bytes, file_name: str, rows: int, *, by: Actor) -> PayrollAnswer:
    """Keep a file that can be read until finance says yes; the same file is kept once."""
    with transaction():
        found = payroll_answers.find(_sha256(content), lock=True)
        if found is None:
            found = tables.add(
                PayrollAnswer(
                    sha256=_sha256(content),
                    file_name=file_name,
                    content=content,
                    rows=rows,
                    uploaded_at=now(),
                    uploaded_by=by.user_id,
                )
            )
        elif found.read_in_at is None:
            found.content, found.uploaded_at = content, now()
    return found


def forget(answer_id: int) -> None:
    """Finance says no: the content goes. Raises Missing."""
    with transaction():
        payroll_answers.get(answer_id, lock=True).content = None


def read_in(answer_id: int, rows: Sequence[AnswerRow], *, by: Actor) -> PayrollAnswer:
    """All rows or, when one is wrong, none; the same file a second time changes nothing.

    Raises Missing.
    """
    with transaction():
        answer = payroll_answers.get(answer_id, lock=True)
        if answer.read_in_at is not None:
            return answer
        plan = plan_of(rows)
        if plan.wrong:
            return answer
        _pay(plan, by)
        for statement, reason in plan.held:
            _hold(statement, reason, by)
        answer.paid, answer.held = len(plan.paid), len(plan.held)
        answer.rows, answer.content, answer.read_in_at = len(rows), None, now()
    return answer


def _pay(plan: Plan, by: Actor) -> None:
    stops = payroll_answers.open_stops([one.id for one, _ in plan.paid])
    last_days: dict[int, date] = {}
    locked = tables.locked(Statement, [one.id for one, _ in plan.paid])
    for found, paid_on in plan.paid:
        statement = locked[found.id]
        statement_steps.pay(statement, paid_on, stops.get(statement.id), by=by)
        if statement.batch_id is not None:
            before = last_days.get(statement.batch_id, paid_on)
            last_days[statement.batch_id] = max(before, paid_on)
    statement_steps.tell_paid(locked.values())
    tables.store()
    for batch_id, paid_on in last_days.items():
        batch = tables.get(PaymentBatch, batch_id, lock=True)
        statement_steps.close_when_paid(batch, paid_on, by=by)


def _hold(statement: Statement, reason: str, by: Actor) -> None:
    before = payroll_answers.open_stops([statement.id]).get(statement.id)
    if before is not None:
        before.ended_at = now()
        tables.store()
    stop = tables.add(
        PayrollStop(
            statement_id=statement.id, reason=reason, stopped_at=now(), stopped_by=by.user_id
        )
    )
    changes.note(Subject.STATEMENT, statement.id, "held_by_payroll", by=by, reason=reason)
    mail.tell_expert(
        experts.get(statement.expert_id),
        "held",
        event=f"held_by_payroll:{stop.id}",
        reason=str(HeldReason.BY_FINANCE),
        pay_on=statement.pay_on,
        said=reason,
        link=public_links.own_statements(),
    )


class _Reading:
    """Holds the rows against what was handed over."""

    def __init__(
        self,
        known: Sequence[Statement],
        stops: Mapping[int, PayrollStop],
        cut_offs: Mapping[int, date],
    ) -> None:
        self.stops, self.cut_offs = stops, cut_offs
        self.by_number = {one.printed_number: one for one in known}
        self.by_person: dict[str, list[Statement]] = {}
        for one in known:
            if one.batch_id is not None and one.total_cents:
                self.by_person.setdefault(one.payroll_number, []).append(one)
        self.told: set[int] = set()

    def read(self, rows: Sequence[AnswerRow]) -> Plan:
        plan = Plan()
        for row in rows:
            theirs = self._statements_of(row)
            if isinstance(theirs, str):
                plan.wrong.append(Wrong(row.row, theirs))
                continue
            if code := next(self._wrong(row, theirs), None):
                plan.wrong.append(Wrong(row.row, code))
                continue
            self.told.update(one.id for one in theirs)
            for one in theirs:
                self._add(plan, row, one)
        return plan

    def _statements_of(self, row: AnswerRow) -> list[Statement] | str:
        """Those the row is about, or why they are not known."""
        if row.number:
            one = self.by_number.get(row.number)
            return [one] if one is not None else "unknown_statement"
        theirs = self.by_person.get(row.person_number or "", [])
        if not theirs:
            return "unknown_person"
        open_ones = [one for one in theirs if one.state == StatementState.HANDED_OVER]
        if len({one.batch_id for one in open_ones}) > 1:
            return "several_runs"
        newest = max(one.batch_id or 0 for one in theirs)
        return open_ones or [one for one in theirs if one.batch_id == newest]

    def _wrong(self, row: AnswerRow, theirs: Sequence[Statement]) -> Iterator[str]:
        if any(one.id in self.told for one in theirs):
            yield "told_twice"
        for one in theirs:
            sent = one.state in (StatementState.HANDED_OVER, StatementState.PAID)
            if not sent or one.batch_id is None:  # without a batch the bank pays it
                yield "not_with_payroll"
            if one.state == StatementState.PAID and (not row.is_paid or one.paid_on != row.paid_on):
                yield "paid_otherwise"
            if row.paid_on is not None and row.paid_on < self.cut_offs[one.run_id]:
                yield "paid_before_cut_off"
        if row.paid_on is not None and row.paid_on > today():
            yield "paid_in_future"
        if row.cents is not None and row.cents != sum(one.money_cents for one in theirs):
            yield "sum_differs"

    def _add(self, plan: Plan, row: AnswerRow, one: Statement) -> None:
        stop = self.stops.get(one.id)
        if one.state == StatementState.PAID or (
            not row.is_paid and stop is not None and stop.reason == row.reason
        ):
            plan.already += 1
        elif row.is_paid and row.paid_on is not None:
            plan.paid.append((one, row.paid_on))
        else:
            plan.held.append((one, row.reason))


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
