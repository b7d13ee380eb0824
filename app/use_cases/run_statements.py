"""Runs a payroll period: holds what payroll cannot pay and issues one statement a person.

Everything is done over all rows at once, in storage; here stands in what order, and the chain.
"""

from datetime import datetime

from app.access import Actor
from app.database import Refusal, current_organisation, transaction
from app.now import now, today
from app.storage import (
    changes,
    engines,
    holding,
    issuing,
    organisations,
    pay_days,
    payable,
    run_people,
    run_rows,
    statement_counters,
    statements,
    tables,
)
from app.storage.changes import Subject
from app.storage.engines import Engine
from app.storage.issuing import Chained
from app.storage.organisations import Organisation
from app.storage.pay_days import PayDay
from app.storage.run_people import Same, Sums
from app.storage.statement_counters import StatementCounter
from app.storage.statements import StatementRun
from app.use_cases.after_run import ask_for_papers_and_messages
from app.use_cases.settle_run import settle_rows_of_run
from invoices.refusals.pay_days import NoSuchPayMonth
from invoices.statements.hash_chain import chain_of
from scheduling.wall_clock import day_of


class CutOffAhead(Refusal):
    """Work may still be approved for this period."""

    code = "cut_off_ahead"


def run_statements(*, by: Actor, month: str) -> StatementRun:
    """Everything approved by the month's cut-off, older work included; late work waits.

    month  of payment, as 2026-12; a second run of it changes nothing and gives the first
    All or nothing, so that numbers have no gaps. Raises NoSuchPayMonth, CutOffAhead.
    """
    with transaction():
        moment = now()
        counter = statement_counters.locked(day_of(moment).year)
        if (done := statements.find_run(month)) is not None:
            return done
        pay_day = _pay_day(month)
        run_rows.gather(
            pay_day.cut_off_on, paid_by_bank=Engine.PAYMENT_FILE in engines.switched_on()
        )
        settle_rows_of_run()
        payer = organisations.get(current_organisation())
        before = counter.last_number
        sums = run_people.number(_same(payer, counter, pay_day, moment))
        run = tables.add(_run_of(pay_day, sums, by, moment))
        holding.hold_and_release(by=by, moment=moment)
        issuing.issue(run, _chained(counter), business_id=payer.business_id or "")
        changes.note(Subject.STATEMENT_RUN, run.id, "run", by=by)
        ask_for_papers_and_messages(run, before + 1, counter.last_number)
    return run


def _pay_day(month: str) -> PayDay:
    if (pay_day := pay_days.find(month)) is None:
        raise NoSuchPayMonth(month)
    if pay_day.cut_off_on > today():
        raise CutOffAhead
    return pay_day


def _run_of(pay_day: PayDay, sums: Sums, by: Actor, moment: datetime) -> StatementRun:
    return StatementRun(
        month=pay_day.month,
        cut_off_on=pay_day.cut_off_on,
        pay_on=pay_day.pay_on,
        run_at=moment,
        run_by=by.user_id,
        persons=sums.persons,
        total_cents=sums.total_cents,
        held=run_rows.count_held(),
        late=payable.count_approved_after(pay_day.cut_off_on),
    )


def _same(
    payer: Organisation, counter: StatementCounter, pay_day: PayDay, moment: datetime
) -> Same:
    return Same(
        last_number=counter.last_number,
        year=counter.year,
        month=pay_day.month,
        issued_on=day_of(moment),
        pay_on=pay_day.pay_on,
        payer=payer.name_in("fi"),
        payer_in_swedish=payer.name_in("sv"),
        payer_business_id=payer.business_id or "",
    )


def _chained(counter: StatementCounter) -> Chained:
    """Each statement bound to the one before it; the counter comes to stand at the last."""
    last_number, last_hash = counter.last_number, counter.last_hash
    hashes = list(chain_of(run_people.canonical_statements(), after=last_hash))
    if hashes:
        counter.give(last_number + len(hashes), hashes[-1])
    return Chained(year=counter.year, last_number=last_number, last_hash=last_hash, hashes=hashes)
