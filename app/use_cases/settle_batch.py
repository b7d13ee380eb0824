"""A statement handed over becomes paid; its batch is paid when nothing of it waits any more."""

from datetime import date

from app.access import Actor
from app.gateways import mail, public_links
from app.now import now
from app.storage import changes, experts, payroll_answers, statements
from app.storage.changes import Subject
from app.storage.payment_batches import PaymentBatch
from app.storage.payroll_answers import PayrollStop
from app.storage.statements import Statement
from app.use_cases.run_statements import OWN_PAGE
from scheduling.lifecycle import StatementState, next_statement_state


def pay(statement: Statement, paid_on: date, stop: PayrollStop | None, *, by: Actor) -> None:
    """Inside a transaction. What payroll held of it has come to an end; the person is told."""
    statement.state = next_statement_state(statement.state, StatementState.PAID)
    statement.paid_on = paid_on
    if stop is not None:
        stop.ended_at = now()
    changes.note(Subject.STATEMENT, statement.id, StatementState.PAID, by=by)
    if statement.total_cents:
        mail.tell_expert(
            experts.get(statement.expert_id),
            "statement_paid",
            event=f"statement_paid:{statement.id}",
            statement=statement,
            link=public_links.own_page(OWN_PAGE),
        )


def close_when_paid(batch: PaymentBatch, paid_on: date, *, by: Actor) -> None:
    """Inside a transaction. Statements of 0 € are in no file of payroll's and end with the rest."""
    waiting = [
        one for one in statements.of_batch(batch.id) if one.state == StatementState.HANDED_OVER
    ]
    stops = payroll_answers.open_stops([one.id for one in waiting])
    if stops or any(one.total_cents for one in waiting):
        return
    for one in waiting:
        pay(one, paid_on, None, by=by)
    if batch.paid_at is None:
        batch.paid_at = now()
        changes.note(Subject.STATEMENT_RUN, batch.run_id, "paid", by=by)
