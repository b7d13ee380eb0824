"""A statement of one person outside the month's run, by the same rules."""

from collections.abc import Iterable
from datetime import date

from app.access import Actor
from app.database import Refusal, transaction
from app.readings import payroll_period
from app.readings.payroll_period import Period, Prices
from app.storage import changes, experts, payable
from app.storage.changes import Subject
from app.storage.experts import Expert
from app.storage.payable import Payable
from app.storage.statements import RunKind, Statement, StatementRun
from app.use_cases import issue_document
from app.use_cases.correct_statement import pay_day_from
from app.use_cases.entry_steps import SUBJECTS
from app.use_cases.issue_document import Issuing
from invoices.statements.statement import draw_up
from scheduling.lifecycle import EntryState
from scheduling.wall_clock import day_of


class NothingToIssue(Refusal):
    """Nothing of the person's is approved, or payroll cannot pay it yet."""

    code = "nothing_to_issue"


def run_single(*, by: Actor, expert_id: int, pay_on: date | None = None) -> Statement:
    """Everything approved by today that payroll can pay; the rest waits for the month's run.

    pay_on  None: the next pay day of the calendar
    Raises Missing, NothingToIssue, PaysInPast, PaysTooFarAhead.
    """
    with transaction():
        issuing = issue_document.begin(by)
        expert = experts.get(expert_id)
        prices = payroll_period.prices()
        period = look_ahead(expert_id, issuing.day, prices)
        if not period.payable:
            raise NothingToIssue
        day = pay_day_from(pay_on, issuing)
        run = issue_document.add_run(
            issuing, RunKind.SINGLE, day, persons=1, total_cents=period.total_cents
        )
        release(period.payable, issuing)
        issued = issue(expert, period, prices, issuing, run)
        issue_document.tell_issued(issued)
        changes.note(Subject.STATEMENT_RUN, run.id, "run", by=by)
    return issued


def look_ahead(expert_id: int, day: date, prices: Prices) -> Period:
    """What a statement of one person would carry; its rows are kept as they are meanwhile."""
    approved = [row for row in payable.of_person(expert_id) if _approved_on(row) <= day]
    return payroll_period.sorted_out(approved, day, prices)


def release(rows: Iterable[Payable], issuing: Issuing) -> None:
    """What was held goes when its reason is gone, as in the month's run."""
    freed = [row for row in rows if row.entry.state == EntryState.HELD]
    payable.release(freed)
    for row in freed:
        subject = SUBJECTS[row.entry.entry_kind]
        changes.note(subject, row.entry.id, EntryState.APPROVED, by=issuing.by)


def issue(
    expert: Expert, period: Period, prices: Prices, issuing: Issuing, run: StatementRun
) -> Statement:
    """Inside a transaction that gives numbers."""
    rows = {row.name: row for row in period.payable}
    lines = [payroll_period.line_of(row, period.price_of(row), prices) for row in period.payable]
    drawn = draw_up(issue_document.heading_of(expert, issuing, run), lines)
    issued = issue_document.keep(drawn, issuing, run_id=run.id, expert_id=expert.id)
    issue_document.keep_drawn(issued, drawn, rows)
    return issued


def _approved_on(row: Payable) -> date:
    return day_of(row.entry.approved_at) if row.entry.approved_at else date.max
