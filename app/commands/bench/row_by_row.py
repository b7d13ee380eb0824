"""A payroll run row by row, as most would write it: what the run over all rows must equal.

People are read and issued one after another; what is common to all is read once.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from sqlalchemy import Select, select

from app.access import Actor
from app.database import current_organisation, db, transaction
from app.now import now
from app.readings import payroll_period
from app.readings.payroll_period import Held, Period
from app.storage import (
    changes,
    organisations,
    pay_days,
    payable,
    statement_counters,
    statement_lines,
    tables,
)
from app.storage.changes import Subject
from app.storage.experts import Expert
from app.storage.hour_entries import HourEntry
from app.storage.organisations import Organisation
from app.storage.pay_days import PayDay
from app.storage.payable import Payable
from app.storage.statement_counters import StatementCounter
from app.storage.statement_lines import StatementLine
from app.storage.statements import Statement, StatementRun
from invoices.statements.hash_chain import next_hash
from invoices.statements.held import HeldReason
from invoices.statements.statement import Heading, Line, Number, business_columns, draw_up
from scheduling.lifecycle import EntryState, next_entry_state
from scheduling.wall_clock import day_of


def run_statements(*, by: Actor, month: str, most: int | None = None) -> StatementRun:
    """As `app.use_cases.run_statements.run_statements`, telling nobody.

    most  people, the first in the order of names; None: all
    """
    with transaction():
        moment = now()
        counter = statement_counters.locked(day_of(moment).year)
        pay_day = pay_days.find(month)
        assert pay_day is not None
        prices = payroll_period.prices()
        period = payroll_period.sorted_out(
            _approved_by(pay_day.cut_off_on, most),
            pay_day.cut_off_on,
            prices,
            late=payable.count_approved_after(pay_day.cut_off_on),
        )
        run = tables.add(_run_of(period, pay_day, by, moment))
        _hold_and_release(period, by)
        payer = organisations.get(current_organisation())
        for expert, rows in period.by_person:
            heading = heading_of(expert, payer, counter, run)
            lines = {
                row.name: (payroll_period.line_of(row, period.price_of(row), prices), row)
                for row in rows
            }
            _issue(heading, expert, lines, counter, run)
        changes.note(Subject.STATEMENT_RUN, run.id, "run", by=by)
    return run


def _approved_by(cut_off_on: date, most: int | None) -> Iterator[Payable]:
    """Person by person, in the order of names."""
    for expert in db.session.scalars(first_people(most)).all():
        for row in payable.of_person(expert.id):
            if row.entry.approved_at and day_of(row.entry.approved_at) <= cut_off_on:
                yield row


def first_people(most: int | None) -> Select[Expert]:
    people = select(Expert).where(Expert.organisation_id == current_organisation())
    return people.order_by(Expert.sort_key.collate("C"), Expert.id).limit(most)


def _run_of(period: Period, pay_day: PayDay, by: Actor, moment: datetime) -> StatementRun:
    return StatementRun(
        month=pay_day.month,
        cut_off_on=pay_day.cut_off_on,
        pay_on=pay_day.pay_on,
        run_at=moment,
        run_by=by.user_id,
        persons=period.persons,
        total_cents=period.total_cents,
        held=len(period.held),
        late=period.late,
    )


def _hold_and_release(period: Period, by: Actor) -> None:
    freed = [row for row in period.payable if row.entry.state == EntryState.HELD]
    payable.release(freed)
    for row in freed:
        changes.note(_subject(row), row.entry.id, EntryState.APPROVED, by=by)
    for reason in HeldReason:
        _hold([each for each in period.held if each.reason == reason], reason, by)


def _hold(held: list[Held], reason: HeldReason, by: Actor) -> None:
    """A new reason for what is held already is kept too."""
    changed = [each.row for each in held if each.row.entry.held_because != reason]
    for row in changed:
        if row.entry.state != EntryState.HELD:
            next_entry_state(row.entry.state, EntryState.HELD)
        changes.note(_subject(row), row.entry.id, EntryState.HELD, by=by, reason=reason)
    payable.hold(changed, reason)


def heading_of(
    expert: Expert, payer: Organisation, counter: StatementCounter, run: StatementRun
) -> Heading:
    return Heading(
        number=Number(year=counter.year, serial=counter.last_number + 1, series=counter.series),
        issued_on=day_of(run.run_at),
        month=run.month,
        pay_on=run.pay_on,
        payer_name=payer.name_in(expert.language),
        payer_business_id=payer.business_id or "",
        person_number=expert.payroll_number or "",
        person_name=expert.name,
        language=expert.language,
    )


def _issue(
    heading: Heading,
    expert: Expert,
    by_name: Mapping[str, tuple[Line, Payable]],
    counter: StatementCounter,
    run: StatementRun,
) -> None:
    drawn = draw_up(heading, (line for line, _ in by_name.values()))
    number = heading.number
    new_hash = next_hash(counter.last_hash, business_columns(drawn))
    before = counter.last_hash
    counter.give(number.serial, new_hash)
    issued = tables.add(
        Statement(
            run_id=run.id,
            expert_id=expert.id,
            series=number.series,
            year=number.year,
            number=number.serial,
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
            issued_at=run.run_at,
            issued_by=run.run_by,
            previous_hash=before,
            hash=new_hash,
        )
    )
    statement_lines.add(_stored(line, by_name[line.entry][1], issued.id) for line in drawn.lines)


def _stored(line: Line, row: Payable, statement_id: int) -> StatementLine:
    leaves_at, returns_at = payroll_period.times_of(row)
    is_work = isinstance(row.entry, HourEntry)
    return StatementLine(
        statement_id=statement_id,
        position=line.position,
        hour_entry_id=row.entry.id if is_work else None,
        expense_entry_id=None if is_work else row.entry.id,
        kind=line.kind,
        title=line.title,
        pay_code=line.pay_code,
        cost_centre=line.cost_centre,
        project_code=line.project_code,
        day=line.day,
        quantity=line.quantity,
        unit=line.unit,
        unit_cents=line.price_cents,
        amount_cents=line.amount_cents,
        is_taxable=line.is_taxable,
        purpose=line.purpose,
        route=line.route,
        leaves_at=leaves_at,
        returns_at=returns_at,
        breakdown=list(line.breakdown),
        decision_number=line.decision_number,
    )


def _subject(row: Payable) -> Subject:
    return Subject.HOUR_ENTRY if isinstance(row.entry, HourEntry) else Subject.EXPENSE_ENTRY
