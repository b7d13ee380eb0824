"""All statements that used a wrong price are put right in one run: looked at first, all or none."""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date

from app.access import Actor
from app.database import Refusal, transaction
from app.language import amount
from app.readings import payroll_period
from app.readings.repriced import Wrong, waits, wrong_by_price, wrong_by_sum, wrong_by_travel
from app.readings.settle_together import settled_prices
from app.storage import (
    assignments,
    changes,
    corrections,
    expense_entries,
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
from app.storage.travel_terms import TravelDecision
from app.use_cases import (
    agree_fee,
    approve_hours,
    ask_correction,
    confirm_prices,
    credit_statement,
    issue_document,
    run_single,
)
from app.use_cases.correct_statement import end_paid, keep_correction, pay_day_from
from app.use_cases.issue_document import Issuing
from invoices.pricing.priced import read_price
from invoices.pricing.terms_data import write_example, write_terms
from invoices.refusals.corrections import NothingChanges
from invoices.statements.correction import priced_anew, was_settled
from scheduling.lifecycle import StatementState


class CorrectionUnpaid(Refusal):
    """One of the statements is itself a correction whose payment is still on its way."""

    code = "correction_unpaid"


def correct_price(*, by: Actor, correction_id: int, pay_on: date | None = None) -> Correction:
    """Mend the price, the agreed sum or the travel decision that somebody else found wrong, and
    all that followed.

    What was not paid is credited and issued anew; what was paid is corrected; what is on no
    statement yet gets its right price. Done already: nothing happens.
    Raises Missing, FourEyes, PriceNotInForce, NothingChanges, CorrectionUnpaid, TermsContradict,
    ExampleDiffers, OutsideAgreedRange, PaysInPast, PaysTooFarAhead.
    """
    with transaction():
        issuing = issue_document.begin(by)
        correction = ask_correction.waiting_for(by, correction_id)
        if correction is None:
            return corrections.get(correction_id)
        fee_tables.lock_all()
        wrong = _mend(correction, by)
        if any(map(waits, wrong.statements)):
            raise CorrectionUnpaid
        _mend_all(wrong, issuing, correction.reason, pay_on)
        ask_correction.close(correction, by)
    return correction


def _mend(correction: Correction, by: Actor) -> Wrong:
    if correction.rate_id is not None:
        return _mend_rate(correction, by)
    if correction.assignment_id is not None:
        return _mend_sum(correction, by)
    return _mend_travel(correction, by)


def _mend_rate(correction: Correction, by: Actor) -> Wrong:
    """The first day of the price stays; its origin, if it had one, no longer tells of it."""
    rate = tables.get(Rate, correction.rate_id or 0, lock=True)
    ask_correction.refuse_not_in_force(rate)
    right = ask_correction.right_price(correction)
    was, then = rate.values(), ask_correction.tried(rate, right)
    examples = [write_example(each) for each in right.examples_of(rate)]
    if then == replace(was, origin=None) and examples == rate.examples:
        raise NothingChanges
    wrong = wrong_by_price(rate.id, right)
    said = f"{rate.code} {was.cents} → {then.cents}: {correction.reason}"
    if then.terms != was.terms:
        said = (
            f"{said} ({json.dumps(write_terms(was.terms))} → {json.dumps(write_terms(then.terms))})"
        )
    rate.cents, rate.origin, rate.terms = then.cents, None, write_terms(then.terms)
    rate.examples = examples
    changes.note(Subject.RATE, rate.fee_table_id, "price_mended", by=by, reason=said)
    tables.store()
    return wrong


def _mend_sum(correction: Correction, by: Actor) -> Wrong:
    assignment = assignments.get(correction.assignment_id or 0, lock=True)
    cents = correction.cents or 0
    if assignment.agreed_cents == cents:
        raise NothingChanges
    agree_fee.refuse_outside(assignment, cents)
    wrong = wrong_by_sum(assignment.id, cents)
    said = f"{amount(assignment.agreed_cents or 0)} → {amount(cents)}: {correction.reason}"
    assignment.agreed_cents = cents
    changes.note(Subject.ASSIGNMENT, assignment.id, "fee_mended", by=by, reason=said)
    tables.store()
    return wrong


def _mend_travel(correction: Correction, by: Actor) -> Wrong:
    """The decision is replaced from its own first day: one proposed it, another confirms."""
    decision = tables.get(TravelDecision, correction.travel_decision_id or 0, lock=True)
    if not decision.stands:
        raise fee_tables.PriceNotInForce
    sums = correction.travel or {}
    wrong = wrong_by_travel(decision.id, sums)
    confirm_prices.replace_travel(
        decision,
        sums,
        asked_at=correction.asked_at,
        asked_by=correction.asked_by,
        by=by,
        reason=correction.reason,
    )
    return wrong


def _mend_all(wrong: Wrong, issuing: Issuing, reason: str, pay_on: date | None) -> None:
    """First everything wrong ends, then prices are mended, then it is issued anew, oldest first."""
    for statement in wrong.statements:
        credit_statement.locked(statement.id)
    unpaid = [one for one in wrong.statements if one.state != StatementState.PAID]
    paid = [one for one in wrong.statements if one.state == StatementState.PAID]
    freed = {one.id: putting_right.entry_names(one) for one in unpaid}
    for statement in unpaid:
        credit_statement.put_credit(statement, issuing, reason)
    ended = {one.id: end_paid(one, issuing, reason) for one in paid}
    was = {one.name: one.unit_cents for one in wrong.entries}
    for one in wrong.entries:
        putting_right.mend_price(
            one.entry, one.priced.price, one.priced.breakdown, one.priced.pay_code
        )
    new = _add_rows(wrong, issuing, reason)
    if not wrong.statements:
        return
    day = pay_day_from(pay_on, issuing)
    run = issue_document.add_run(issuing, RunKind.CORRECTION, day, persons=0, total_cents=0)
    prices = payroll_period.prices()
    issued = [
        _reissued(one, [*freed[one.id], *new[one.id]], prices, issuing, run)
        if one.id in freed
        else _corrected(one, ended[one.id], new[one.id], was, prices, issuing, run, reason)
        for one in wrong.statements
    ]
    kept = [one for one in issued if one is not None]
    run.persons = len({one.expert_id for one in kept})
    run.total_cents = sum(one.total_cents for one in kept)


def _add_rows(wrong: Wrong, issuing: Issuing, reason: str) -> dict[int, list[str]]:
    """Their names by the statement that carries them anew; the others wait for their first one."""
    names: dict[int, list[str]] = defaultdict(list)
    for row in wrong.new:
        number = max((each.part for each in expense_entries.parts_of(row.claim.id)), default=0) + 1
        part = approve_hours.add_part(row.claim, number, row.priced, by=issuing.by, reason=reason)
        if row.statement is not None:
            names[row.statement.id].append(part.name)
    return names


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
    names: Collection[str],
    was: Mapping[str, int],
    prices: payroll_period.Prices,
    issuing: Issuing,
    run: StatementRun,
    reason: str,
) -> Statement:
    """Lines at the right price, and new rows by their names.

    was  the unit price of each entry that had a wrong one
    """
    as_paid = [each.values() for each in lines]
    rows = {
        row.name: row for row in payable.of_entries([line.entry for line in as_paid] + [*names])
    }
    settled = settled_prices(rows.values(), prices.tables)
    right = []
    for line in as_paid:
        if line.entry in rows and (line.entry in was or line.entry in settled or was_settled(line)):
            row = rows[line.entry]
            price = settled.get(line.entry) or read_price(
                row.entry.price_cents or 0, row.entry.breakdown or ()
            )
            drawn = payroll_period.line_of(row, price, prices)
            right.append(priced_anew(line, drawn, was_cents=was.get(line.entry)))
        else:
            right.append(line)
    new = {name: rows[name] for name in names}
    for row in new.values():
        price = read_price(row.entry.price_cents or 0, row.entry.breakdown or ())
        right.append(payroll_period.line_of(row, price, prices))
    return keep_correction(statement, lines, right, issuing, run, reason, new)
