"""Gives a drawn-up statement its number and its place in the chain, and keeps it with its lines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.access import Actor
from app.database import current_organisation
from app.gateways import mail, public_links, queue
from app.now import now, today
from app.readings import payroll_period
from app.storage import (
    changes,
    experts,
    organisations,
    statement_counters,
    statement_lines,
    tables,
)
from app.storage.changes import Subject
from app.storage.experts import Expert
from app.storage.hour_entries import HourEntry
from app.storage.payable import Payable
from app.storage.statement_counters import StatementCounter
from app.storage.statement_lines import StatementLine
from app.storage.statements import RunKind, Statement, StatementRun
from invoices.pay_calendar import month_of
from invoices.statements import statement as rules
from invoices.statements.hash_chain import next_hash
from invoices.statements.statement import Heading, Line, Number, StatementKind, business_columns
from scheduling.lifecycle import StatementState
from scheduling.wall_clock import day_of


@dataclass(frozen=True)
class Issuing:
    """Who gives numbers in this transaction, and when; nobody else does meanwhile."""

    by: Actor
    counter: StatementCounter
    moment: datetime

    @property
    def day(self) -> date:
        return day_of(self.moment)

    def next_number(self) -> Number:
        counter = self.counter
        return Number(year=counter.year, serial=counter.last_number + 1, series=counter.series)


def begin(by: Actor) -> Issuing:
    """First thing in a transaction that issues."""
    counter = statement_counters.locked(today().year)
    return Issuing(by, counter, now())


def add_run(
    issuing: Issuing, kind: RunKind, pay_on: date, *, persons: int, total_cents: int
) -> StatementRun:
    """What is issued now outside a payroll period, to be handed over and paid together."""
    return tables.add(
        StatementRun(
            kind=kind,
            month=month_of(pay_on),
            cut_off_on=min(issuing.day, pay_on),
            pay_on=pay_on,
            run_at=issuing.moment,
            run_by=issuing.by.user_id,
            persons=persons,
            total_cents=total_cents,
        )
    )


def heading_of(expert: Expert, issuing: Issuing, run: StatementRun) -> Heading:
    """In the words valid now, in the payee's language."""
    payer = organisations.get(current_organisation())
    return Heading(
        number=issuing.next_number(),
        issued_on=issuing.day,
        month=run.month,
        pay_on=run.pay_on,
        payer_name=payer.name_in(expert.language),
        payer_business_id=payer.business_id or "",
        person_number=expert.payroll_number or "",
        person_name=expert.name,
        language=expert.language,
    )


def keep(
    drawn: rules.Statement,
    issuing: Issuing,
    *,
    run_id: int,
    expert_id: int,
    kind: StatementKind = StatementKind.STATEMENT,
    refers_to_id: int | None = None,
    reason: str | None = None,
) -> Statement:
    """The statement without its lines; they are kept before the transaction ends."""
    heading, counter = drawn.heading, issuing.counter
    settled = kind == StatementKind.CREDIT
    new_hash = next_hash(counter.last_hash, business_columns(drawn))
    before = counter.last_hash
    counter.give(heading.number.serial, new_hash)
    issued = tables.add(
        Statement(
            kind=kind,
            run_id=run_id,
            expert_id=expert_id,
            refers_to_id=refers_to_id,
            state=StatementState.CREDITED if settled else StatementState.ISSUED,
            series=heading.number.series,
            year=heading.number.year,
            number=heading.number.serial,
            language=heading.language,
            payer_name=heading.payer_name,
            payer_business_id=heading.payer_business_id,
            payee_name=heading.person_name,
            payroll_number=heading.person_number,
            month=heading.month,
            pay_on=heading.pay_on,
            fee_cents=drawn.taxable_cents,
            tax_free_cents=drawn.tax_free_cents,
            total_cents=drawn.gross_cents,
            issued_at=issuing.moment,
            issued_by=issuing.by.user_id,
            previous_hash=before,
            hash=new_hash,
        )
    )
    queue.later("print_statement", statement_id=issued.id)
    changes.note(Subject.STATEMENT, issued.id, str(kind), by=issuing.by, reason=reason)
    return issued


def keep_mirrors(
    document: Statement, lines: Sequence[Line], taken_back: Sequence[StatementLine]
) -> None:
    """Lines with the opposite sign, each bound to the one it takes back."""
    statement_lines.add(
        _copied(each, line, document.id, is_live=False, mirrors_id=each.id)
        for line, each in zip(lines, taken_back, strict=True)
    )


def keep_corrected(
    document: Statement,
    lines: Sequence[Line],
    as_before: Sequence[StatementLine],
    new: Mapping[str, Payable],
) -> None:
    """Lines as they should have been; their entries live on these from now on.

    new  rows that no line carried before, by name
    """
    by_entry = {each.values().entry: each for each in as_before}
    statement_lines.add(
        _from_entry(new[line.entry], line, document.id)
        if line.entry in new
        else _copied(by_entry[line.entry], line, document.id, is_live=True)
        for line in lines
    )


def keep_drawn(document: Statement, drawn: rules.Statement, rows: Mapping[str, Payable]) -> None:
    """Lines drawn up from entries, which are given by their names."""
    statement_lines.add(_from_entry(rows[line.entry], line, document.id) for line in drawn.lines)


def tell_issued(document: Statement) -> None:
    if document.total_cents > 0:
        mail.tell_expert(
            experts.get(document.expert_id),
            "statement_issued",
            event=f"statement_issued:{document.id}",
            statement=document,
            link=public_links.own_statements(),
        )


def _copied(
    line: StatementLine,
    values: Line,
    statement_id: int,
    *,
    is_live: bool,
    mirrors_id: int | None = None,
) -> StatementLine:
    kept = _values(values, statement_id)
    return StatementLine(
        **kept,
        hour_entry_id=line.hour_entry_id,
        expense_entry_id=line.expense_entry_id,
        leaves_at=line.leaves_at,
        returns_at=line.returns_at,
        is_live=is_live,
        mirrors_id=mirrors_id,
    )


def _from_entry(row: Payable, values: Line, statement_id: int) -> StatementLine:
    leaves_at, returns_at = payroll_period.times_of(row)
    is_work = isinstance(row.entry, HourEntry)
    return StatementLine(
        **_values(values, statement_id),
        hour_entry_id=row.entry.id if is_work else None,
        expense_entry_id=None if is_work else row.entry.id,
        leaves_at=leaves_at,
        returns_at=returns_at,
    )


def _values(line: Line, statement_id: int) -> dict[str, Any]:
    return {
        "statement_id": statement_id,
        "position": line.position,
        "kind": line.kind,
        "title": line.title,
        "pay_code": line.pay_code,
        "cost_centre": line.cost_centre,
        "project_code": line.project_code,
        "day": line.day,
        "quantity": line.quantity,
        "unit": line.unit,
        "unit_cents": line.price_cents,
        "amount_cents": line.amount_cents,
        "is_taxable": line.is_taxable,
        "purpose": line.purpose,
        "route": line.route,
        "breakdown": list(line.breakdown),
        "decision_number": line.decision_number,
    }
