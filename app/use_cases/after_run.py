"""What follows a payroll run: papers printed and people told, by the job runner, bit by bit."""

from collections.abc import Iterator

from app.database import transaction
from app.gateways import mail, public_links, queue
from app.gateways.mail import Telling
from app.storage import experts, issuing, payable, statement_lines, statements
from app.storage.payable import Payable
from app.storage.statements import StatementRun
from app.use_cases.print_statement import print_statement
from invoices.refusals.statements import DocumentTooHeavy
from scheduling.lifecycle import StatementState

TOGETHER = 100  # statements in one job, so that a hundred thousand do not flood the queue
PRINTED_TOGETHER = 50  # fewer, so that several printers share a run and other jobs wait less
AFTER_OTHERS = -1  # whatever else waits goes before printing


def ask_for_papers_and_messages(run: StatementRun, first: int, last: int) -> None:
    """Written down in the run's transaction, for the statements with these numbers."""
    queue.later_each("tell_of_statements", _parts(run, first, last, TOGETHER))
    if run.held:
        queue.later("tell_of_held", run_id=run.id)
    papers = _parts(run, first, last, PRINTED_TOGETHER)
    queue.later_each("print_statements", papers, priority=AFTER_OTHERS)


def print_statements(run_id: int, first: int, last: int) -> None:
    """Each is kept once printed, so that a second try goes on where the first was cut off.

    Raises DocumentTooHeavy, with the others printed.
    """
    heavy = None
    for statement_id in [each.id for each in issuing.issued(run_id, first, last)]:
        try:
            print_statement(statement_id)
        except DocumentTooHeavy as refusal:
            heavy = refusal
    if heavy is not None:
        raise heavy


def tell_of_statements(run_id: int, first: int, last: int) -> None:
    """What comes and when; the same is told once."""
    with transaction():
        theirs = issuing.issued(run_id, first, last)
        people = experts.by_id(each.expert_id for each in theirs)
        statement_lines.read_for({one.id: one for one in theirs})
        link = public_links.own_statements()
        mail.tell_experts(
            "statement_issued",
            (
                Telling(
                    people[one.expert_id],
                    event=f"statement_issued:{one.id}",
                    values={"statement": one, "link": link},
                )
                for one in theirs
                if one.total_cents and one.state != StatementState.CREDITED
            ),
        )


def tell_of_held(run_id: int) -> None:
    """What waits and for what, to each person once a run."""
    run = statements.get_run(run_id)
    with transaction():
        told: set[int] = set()
        for row in payable.held(approved_by=run.cut_off_on):
            if row.expert.id not in told:
                told.add(row.expert.id)
                _tell_held(row, run)


def _parts(run: StatementRun, first: int, last: int, size: int) -> Iterator[dict[str, int]]:
    for start in range(first, last + 1, size):
        yield {"run_id": run.id, "first": start, "last": min(last, start + size - 1)}


def _tell_held(row: Payable, run: StatementRun) -> None:
    mail.tell_expert(
        row.expert,
        "held",
        event=f"held:{run.id}",
        reason=str(row.entry.held_because),
        pay_on=run.pay_on,
        link=public_links.own_statements(),
    )
