"""All statements that used a wrong price are put right in one run, all or none."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.readings import payroll_period
from app.readings.repriced import Wrong
from app.readings.settle_together import settled_prices
from app.storage import expense_entries, experts, payable, putting_right
from app.storage.payable import Payable
from app.storage.statement_lines import StatementLine
from app.storage.statements import RunKind, Statement, StatementRun
from app.use_cases import approve_hours, credit_statement, hold_hours, issue_document, run_single
from app.use_cases.correct_statement import end_paid, keep_correction, pay_day_from
from app.use_cases.issue_document import Issuing
from invoices.pricing.price import Price
from invoices.statements.correction import priced_anew, was_settled
from invoices.statements.statement import Line
from scheduling.lifecycle import EntryState, StatementState


@dataclass(frozen=True)
class _Run:
    """was: the unit price of each entry that had a wrong one."""

    issuing: Issuing
    run: StatementRun
    prices: payroll_period.Prices
    was: Mapping[str, int]
    reason: str


def put_all_right(wrong: Wrong, issuing: Issuing, reason: str, pay_on: date | None) -> None:
    """First everything wrong ends, then prices are mended, then it is issued anew, oldest first.

    Inside a transaction that gives numbers. Raises PaysInPast, PaysTooFarAhead.
    """
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
        putting_right.mend_price(one.entry, one.priced.price, one.priced.pay_code)
    new = _add_rows(wrong, issuing, reason)
    if not wrong.statements:
        return
    day = pay_day_from(pay_on, issuing)
    run = issue_document.add_run(issuing, RunKind.CORRECTION, day, persons=0, total_cents=0)
    anew = _Run(issuing, run, payroll_period.prices(), was, reason)
    issued = [
        _reissued(one, [*freed[one.id], *new[one.id]], anew)
        if one.id in freed
        else _corrected(one, ended[one.id], new[one.id], anew)
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
            if part.state == EntryState.HELD:  # as its claim, whose own row is of another day
                hold_hours.let_go(part, by=issuing.by)
    return names


def _reissued(statement: Statement, names: Collection[str], anew: _Run) -> Statement | None:
    """The same entries at the right price; what payroll cannot pay now waits for a later run."""
    rows = payable.of_entries(names)
    period = payroll_period.sorted_out(rows, anew.issuing.day, anew.prices)
    if not period.payable:
        return None
    run_single.release(period.payable, anew.issuing)
    expert = experts.get(statement.expert_id)
    issued = run_single.issue(expert, period, anew.prices, anew.issuing, anew.run)
    issue_document.tell_issued(issued)
    return issued


def _corrected(
    statement: Statement, lines: Sequence[StatementLine], names: Collection[str], anew: _Run
) -> Statement:
    """Lines at the right price, and new rows by their names."""
    as_paid = [each.values() for each in lines]
    rows = {
        row.name: row for row in payable.of_entries([line.entry for line in as_paid] + [*names])
    }
    new = {name: rows[name] for name in names}
    right = [*_priced_anew(as_paid, rows, anew), *(_drawn(row, anew) for row in new.values())]
    return keep_correction(statement, lines, right, anew.issuing, anew.run, anew.reason, new)


def _priced_anew(
    as_paid: Sequence[Line], rows: Mapping[str, Payable], anew: _Run
) -> Iterable[Line]:
    """Those that had a wrong price, and those settled over several entries, then or now."""
    settled = settled_prices(rows.values(), anew.prices.tables)
    for line in as_paid:
        row, was = rows.get(line.entry), anew.was.get(line.entry)
        if row is not None and (was is not None or line.entry in settled or was_settled(line)):
            drawn = _drawn(row, anew, settled.get(line.entry))
            yield priced_anew(line, drawn, was_cents=was)
        else:
            yield line


def _drawn(row: Payable, anew: _Run, settled: Price | None = None) -> Line:
    price = settled or row.entry.price
    return payroll_period.line_of(row, price, anew.prices)
