"""Before payment a wrong statement is cancelled line by line, and its entries are free again."""

from app.access import Actor
from app.database import transaction
from app.gateways import mail, public_links
from app.now import now
from app.storage import corrections, experts, payroll_answers, putting_right, statements
from app.storage.corrections import Correction
from app.storage.statements import Statement
from app.use_cases import ask_correction, issue_document, statement_steps
from app.use_cases.entry_steps import note
from app.use_cases.issue_document import Issuing
from invoices.statements.statement import StatementKind, mirror
from scheduling.lifecycle import StatementState


def credit(*, by: Actor, correction_id: int) -> Correction:
    """What somebody else asked for. Done already: nothing happens.

    Raises Missing, FourEyes, WrongStep, NothingStands.
    """
    with transaction():
        issuing = issue_document.begin(by)
        correction = ask_correction.waiting_for(by, correction_id)
        if correction is None:
            return corrections.get(correction_id)
        statement = locked(correction.statement_id or 0)
        document = put_credit(statement, issuing, correction.reason)
        ask_correction.close(correction, by, document.id)
        tell_cancelled(statement)
    return correction


def locked(statement_id: int) -> Statement:
    """With its run, so that it is not handed over or marked as paid meanwhile. Raises Missing."""
    statements.get_run(statements.get(statement_id).run_id, lock=True)
    return statements.get(statement_id, lock=True)


def put_credit(statement: Statement, issuing: Issuing, reason: str) -> Statement:
    """Inside a transaction that gives numbers. Raises WrongStep, NothingStands."""
    ask_correction.refuse_credit(statement)
    lines = putting_right.standing_lines(statement)
    drawn = mirror(
        statement.values(),
        number=issuing.next_number(),
        issued_on=issuing.day,
        pay_on=statement.pay_on,
    )
    statement_steps.step(statement, StatementState.CREDITED, by=issuing.by, reason=reason)
    putting_right.end_lines(statement)
    payroll_answers.end_stop(statement.id, now())
    document = issue_document.keep(
        drawn,
        issuing,
        run_id=statement.run_id,
        expert_id=statement.expert_id,
        kind=StatementKind.CREDIT,
        refers_to_id=statement.id,
        reason=reason,
    )
    issue_document.keep_mirrors(document, drawn.lines, lines)
    for entry in putting_right.entries_of(statement):
        note(entry, entry.state, by=issuing.by, reason=reason)
    return document


def tell_cancelled(statement: Statement) -> None:
    if statement.total_cents:
        mail.tell_expert(
            experts.get(statement.expert_id),
            "statement_credited",
            event=f"statement_credited:{statement.id}",
            statement=statement,
            link=public_links.own_statements(),
        )
