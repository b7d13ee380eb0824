"""After payment a document corrects a statement; only the difference moves."""

from collections.abc import Mapping, Sequence
from datetime import date

from app.access import Actor
from app.database import Refusal, transaction
from app.gateways import mail, public_links
from app.now import now, today
from app.readings.money_come_back import pays_all
from app.storage import changes, corrections, experts, pay_days, putting_right, tables
from app.storage.changes import Subject
from app.storage.corrections import Correction, OverpaidDecision
from app.storage.payable import Payable
from app.storage.statement_lines import StatementLine
from app.storage.statements import RunKind, Statement, StatementRun
from app.use_cases import ask_correction, issue_document, statement_steps
from app.use_cases.credit_statement import locked
from app.use_cases.issue_document import Issuing
from invoices.pay_calendar import month_of, refuse_far_ahead
from invoices.statements import statement as rules
from invoices.statements.correction import Mend, correct
from invoices.statements.statement import Line, StatementKind
from scheduling.lifecycle import StatementState, next_statement_state
from scheduling.refusals import ReasonNeeded

NOTHING_NEW: Mapping[str, Payable] = {}


class NotOverpaid(Refusal):
    """The correction takes nothing back."""

    code = "not_overpaid"


class PaysInPast(Refusal):
    """A new payment has a day of its own that is still ahead."""

    code = "pays_in_past"


def correct_statement(*, by: Actor, correction_id: int, pay_on: date | None = None) -> Correction:
    """What somebody else asked for. Done already: nothing happens.

    pay_on  of the difference; None: the next pay day of the calendar
    Raises Missing, FourEyes, WrongStep, NothingStands, PaysInPast, PaysTooFarAhead, NoSuchLine,
    NothingChanges, ThingNeedsPayCode, MoneyNeedsPayCode.
    """
    with transaction():
        issuing = issue_document.begin(by)
        correction = ask_correction.waiting_for(by, correction_id)
        if correction is None:
            return corrections.get(correction_id)
        statement = locked(correction.statement_id or 0)
        lines = [each.values() for each in putting_right.standing_lines(statement)]
        right = ask_correction.mended(lines, [Mend(**each) for each in correction.lines])
        difference = sum(each.amount_cents for each in right) - sum(
            each.amount_cents for each in lines
        )
        day = pay_day_from(pay_on, issuing)
        run = issue_document.add_run(
            issuing, RunKind.CORRECTION, day, persons=1, total_cents=difference
        )
        document = put_correction(statement, right, issuing, run, correction.reason)
        ask_correction.close(correction, by, document.id)
    return correction


def pay_day_from(chosen: date | None, issuing: Issuing) -> date:
    """The day chosen, or the next one of the calendar, or today.

    Raises PaysInPast, PaysTooFarAhead.
    """
    if chosen is not None:
        if chosen < issuing.day:
            raise PaysInPast
        refuse_far_ahead(chosen, issuing.day)
        return chosen
    coming = (each.pay_on for each in pay_days.all_days() if each.pay_on >= issuing.day)
    return next(coming, issuing.day)


def put_correction(
    statement: Statement, right: Sequence[Line], issuing: Issuing, run: StatementRun, reason: str
) -> Statement:
    """Inside a transaction that gives numbers. Raises WrongStep, NothingStands, NothingChanges."""
    lines = end_paid(statement, issuing, reason)
    return keep_correction(statement, lines, right, issuing, run, reason)


def end_paid(statement: Statement, issuing: Issuing, reason: str) -> list[StatementLine]:
    """Its lines as they stood, none of which pays any more. Raises WrongStep, NothingStands."""
    ask_correction.refuse_correction(statement)
    lines = putting_right.standing_lines(statement)
    statement_steps.step(statement, StatementState.CORRECTED, by=issuing.by, reason=reason)
    putting_right.end_lines(statement)
    return lines


def keep_correction(
    statement: Statement,
    lines: Sequence[StatementLine],
    right: Sequence[Line],
    issuing: Issuing,
    run: StatementRun,
    reason: str,
    new: Mapping[str, Payable] = NOTHING_NEW,
) -> Statement:
    """The document that takes `lines` back and carries the right ones. Raises NothingChanges.

    new  rows among the right ones that stood on none, by name
    """
    as_paid = tuple(each.values() for each in lines)
    drawn = correct(
        rules.Statement(statement.heading(), as_paid),
        right,
        number=issuing.next_number(),
        issued_on=issuing.day,
        month=month_of(run.pay_on),
        pay_on=run.pay_on,
    )
    document = issue_document.keep(
        drawn,
        issuing,
        run_id=run.id,
        expert_id=statement.expert_id,
        kind=StatementKind.CORRECTION,
        refers_to_id=statement.id,
        reason=reason,
    )
    issue_document.keep_mirrors(document, drawn.lines[: len(lines)], lines)
    issue_document.keep_corrected(document, drawn.lines[len(lines) :], lines, new)
    _tell(document)
    return document


def settle_overpaid(
    *, by: Actor, statement_id: int, decision: OverpaidDecision, note: str
) -> Correction:
    """Payroll decides what becomes of money paid too much. Decided already: nothing happens.

    Raises Missing, NotOverpaid, ReasonNeeded.
    """
    if not note.strip():
        raise ReasonNeeded
    with transaction():
        document = locked(statement_id)
        correction = corrections.find_of_document(statement_id)
        if correction is None or document.total_cents >= 0 or pays_all(document):
            raise NotOverpaid
        if correction.overpaid_decision is None:
            correction.overpaid_decision, correction.overpaid_note = decision, note.strip()
            correction.overpaid_by, correction.overpaid_at = by.user_id, now()
            _settle(document)
            changes.note(
                Subject.STATEMENT, statement_id, f"overpaid_{decision}", by=by, reason=note.strip()
            )
    return correction


def _settle(document: Statement) -> None:
    """Payroll has it, and nothing more comes of it here."""
    for state in (StatementState.HANDED_OVER, StatementState.PAID):
        document.state = next_statement_state(document.state, state)
        tables.store()
    document.handed_over_at, document.paid_on = now(), today()


def _tell(document: Statement) -> None:
    mail.tell_expert(
        experts.get(document.expert_id),
        "statement_corrected",
        event=f"statement_corrected:{document.id}",
        statement=document,
        corrected=document.heading().corrects,
        link=public_links.own_statements(),
    )
