"""A statement handed over becomes paid; its batch is paid when nothing of it waits any more."""

from collections.abc import Collection
from datetime import date

from app.access import Actor
from app.gateways import mail, public_links
from app.gateways.mail import Telling
from app.now import now
from app.storage import changes, experts, payroll_answers, statement_lines, statements
from app.storage.changes import Subject
from app.storage.payment_batches import PaymentBatch
from app.storage.payroll_answers import PayrollStop
from app.storage.statements import Statement
from scheduling.lifecycle import StatementState, next_statement_state


def pay(statement: Statement, paid_on: date, stop: PayrollStop | None, *, by: Actor) -> None:
    """Inside a transaction; whoever does it tells people. What payroll held of it has ended."""
    statement.state = next_statement_state(statement.state, StatementState.PAID)
    statement.paid_on = paid_on
    if stop is not None:
        stop.ended_at = now()
    changes.note(Subject.STATEMENT, statement.id, StatementState.PAID, by=by)


def tell(paid: Collection[Statement]) -> None:
    """Inside the same transaction, all at once. Of what was 0 € nobody is told."""
    statement_lines.read_for({one.id: one for one in paid})
    people = experts.by_id({one.expert_id for one in paid})
    link = public_links.own_statements()
    mail.tell_experts(
        "statement_paid",
        (
            Telling(
                people[one.expert_id],
                event=f"statement_paid:{one.id}",
                values={"statement": one, "link": link},
            )
            for one in paid
            if one.total_cents
        ),
    )


def close_when_paid(batch: PaymentBatch, paid_on: date, *, by: Actor) -> None:
    """Inside a transaction. Statements of 0 € are in no file of payroll's and end with the rest."""
    issued = statements.of_batch(batch.id, lines=False)
    waiting = [one for one in issued if one.state == StatementState.HANDED_OVER]
    stops = payroll_answers.open_stops([one.id for one in waiting])
    if stops or any(one.total_cents for one in waiting):
        return
    for one in waiting:
        pay(one, paid_on, None, by=by)
    if batch.paid_at is None:
        batch.paid_at = now()
        changes.note(Subject.STATEMENT_RUN, batch.run_id, "paid", by=by)
