"""All statements that used a wrong price are put right in one run: looked at first, all or none."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date

from app.access import Actor
from app.database import Refusal, transaction
from app.readings import payroll_period
from app.readings.repriced import Repriced, repriced
from app.readings.settle_together import settled_prices
from app.storage import (
    changes,
    corrections,
    experts,
    fee_tables,
    payable,
    putting_right,
    tables,
)
from app.storage.changes import Subject
from app.storage.corrections import Correction
from app.storage.fee_tables import Rate
from app.storage.statement_lines import StatementLine
from app.storage.statements import RunKind, Statement, StatementRun
from app.use_cases import ask_correction, credit_statement, issue_document, run_single
from app.use_cases.correct_statement import end_paid, keep_correction, pay_day_from
from app.use_cases.issue_document import Issuing
from invoices.pricing.priced import read_price
from invoices.refusals.corrections import NothingChanges
from invoices.statements.correction import STEP
from invoices.statements.statement import Line, amount_of
from scheduling.lifecycle import StatementState


class CorrectionUnpaid(Refusal):
    """One of the statements is itself a correction whose payment is still on its way."""

    code = "correction_unpaid"


def correct_price(*, by: Actor, correction_id: int, pay_on: date | None = None) -> Correction:
    """Mend the price that somebody else found wrong, and everything that followed from it.

    What was not paid is credited and issued anew; what was paid is corrected; what is on no
    statement yet gets its right price. Done already: nothing happens.
    Raises Missing, SamePerson, NothingChanges, CorrectionUnpaid, PaysInPast,
    PaysTooFarAhead.
    """
    with transaction():
        issuing = issue_document.begin(by)
        correction = ask_correction.waiting_for(by, correction_id)
        if correction is None:
            return corrections.get(correction_id)
        fee_tables.lock_all()
        rate = tables.get(Rate, correction.rate_id or 0, lock=True)
        if rate.cents == correction.cents:
            raise NothingChanges
        wrong = repriced(rate.id, correction.cents or 0)
        if any(one.waits for one in wrong):
            raise CorrectionUnpaid
        _mend_rate(rate, correction, by)
        statements = {one.statement.id: one.statement for one in wrong if one.statement}
        _mend_all(wrong, list(statements.values()), issuing, correction.reason, pay_on)
        ask_correction.close(correction, by)
    return correction


def _mend_rate(rate: Rate, correction: Correction, by: Actor) -> None:
    """The first day of the price stays; its origin, if it had one, no longer tells of it."""
    was = rate.cents
    rate.cents, rate.origin = correction.cents or 0, None
    said = f"{rate.code} {was} → {rate.cents}: {correction.reason}"
    changes.note(Subject.RATE, rate.fee_table_id, "price_mended", by=by, reason=said)
    tables.store()


def _mend_all(
    wrong: Sequence[Repriced],
    on_statements: Sequence[Statement],
    issuing: Issuing,
    reason: str,
    pay_on: date | None,
) -> None:
    """First everything wrong ends, then prices are mended, then it is issued anew."""
    for statement in on_statements:
        credit_statement.locked(statement.id)
    unpaid = [one for one in on_statements if one.state != StatementState.PAID]
    paid = [one for one in on_statements if one.state == StatementState.PAID]
    freed = {one.id: putting_right.entry_names(one) for one in unpaid}
    for statement in unpaid:
        credit_statement.put_credit(statement, issuing, reason)
    ended = {one.id: end_paid(one, issuing, reason) for one in paid}
    was = {f"hour-{one.entry.id}": one.unit_cents for one in wrong}
    for one in wrong:
        putting_right.mend_price(
            one.entry, one.priced.price, one.priced.breakdown, one.priced.pay_code
        )
    if not on_statements:
        return
    day = pay_day_from(pay_on, issuing)
    run = issue_document.add_run(issuing, RunKind.CORRECTION, day, persons=0, total_cents=0)
    prices = payroll_period.prices()
    issued = [
        *(_reissued(one, freed[one.id], prices, issuing, run) for one in unpaid),
        *(_corrected(one, ended[one.id], was, prices, issuing, run, reason) for one in paid),
    ]
    kept = [one for one in issued if one is not None]
    run.persons = len({one.expert_id for one in kept})
    run.total_cents = sum(one.total_cents for one in kept)


def _reissued(
    statement: Statement,
    names: Collection[str],
    prices: payroll_period.Prices,
    issuing: Issuing,
    run: StatementRun,
) -> Statement | None:
    """The same entries at the right price; what payroll cannot pay now waits for a later run."""
    rows = payable.of_entries(names)
    period = payroll_period.sorted_out(rows, issuing.day, prices)
    if not period.payable:
        return None
    run_single.release(period.payable, issuing)
    issued = run_single.issue(experts.get(statement.expert_id), period, prices, issuing, run)
    issue_document.tell_issued(issued)
    return issued


def _corrected(
    statement: Statement,
    lines: Sequence[StatementLine],
    was: Mapping[str, int],
    prices: payroll_period.Prices,
    issuing: Issuing,
    run: StatementRun,
    reason: str,
) -> Statement:
    """Lines at the right price; was: the unit price of each entry that had a wrong one."""
    as_paid = [each.values() for each in lines]
    rows = {row.name: row for row in payable.of_entries([line.entry for line in as_paid])}
    settled = settled_prices(rows.values(), prices.tables)
    right = []
    for line in as_paid:
        if line.entry in rows and (line.entry in was or line.entry in settled):
            row = rows[line.entry]
            price = settled.get(line.entry) or read_price(
                row.entry.price_cents or 0, row.entry.breakdown or ()
            )
            right.append(_right(line, payroll_period.line_of(row, price, prices), was))
        else:
            right.append(line)
    return keep_correction(statement, lines, right, issuing, run, reason)


def _right(line: Line, drawn: Line, was: Mapping[str, int]) -> Line:
    """A line mended by hand before keeps its quantity, and a price that was agreed by hand."""
    by_hand = [step for step in line.breakdown if step["code"] == STEP]
    if not by_hand:
        return replace(drawn, title=line.title, pay_code=line.pay_code)
    usual = line.unit == drawn.unit and line.price_cents == was.get(line.entry)
    price_cents = drawn.price_cents if usual else line.price_cents
    alone_cents = [step["alone_cents"] for step in drawn.breakdown if "alone_cents" in step]
    alone = {
        "cents": line.amount_cents,
        "alone_cents": alone_cents[0] if alone_cents else drawn.amount_cents,
    }
    return replace(
        line,
        price_cents=price_cents,
        amount_cents=amount_of(line.quantity, line.unit, price_cents),
        breakdown=({**by_hand[0], **alone},),
    )
