"""What several acts on an issued statement share, inside the transaction of the act."""

from collections.abc import Collection
from datetime import date

from app.access import Actor
from app.database import Refusal
from app.gateways import mail, public_links
from app.gateways.mail import Telling
from app.now import now
from app.storage import changes, experts, payroll_answers, statement_lines, statements
from app.storage.changes import Subject
from app.storage.payment_batches import PaymentBatch
from app.storage.payroll_answers import PayrollStop
from app.storage.statements import Statement
from scheduling.lifecycle import StatementState, next_statement_state


class PaidInFuture(Refusal):
    """Money is said to have come on a day that is still ahead."""

    code = "paid_in_future"


class PaidBeforeMade(Refusal):
    """What it was paid by, a batch or a payment by hand, was made after that day."""

    code = "paid_before_made"


def step(
    statement: Statement, wanted: StatementState, *, by: Actor, reason: str | None = None
) -> None:
    """Raises WrongStep."""
    statement.state = next_statement_state(statement.state, wanted)
    changes.note(Subject.STATEMENT, statement.id, wanted, by=by, reason=reason)


def pay(statement: Statement, paid_on: date, stop: PayrollStop | None, *, by: Actor) -> None:
    """Whoever does it tells people. What payroll held of it has ended. Raises WrongStep."""
    step(statement, StatementState.PAID, by=by)
    statement.paid_on = paid_on
    if stop is not None:
        stop.ended_at = now()


def tell_paid(paid: Collection[Statement]) -> None:
    """All at once. Of what was 0 € nobody is told."""
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
    """Once nothing of it waits. What is 0 € is in no file of payroll's and ends with the rest."""
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
