"""What stands around one statement: what it cancels or corrects, and what is asked of it. Reads."""

from dataclasses import dataclass
from datetime import datetime

from app.access import Actor, Permission
from app.readings.money_come_back import pays_all
from app.readings.own import seen_by
from app.storage import corrections, expense_entries, putting_right, statements, users
from app.storage.assignments import Assignment
from app.storage.corrections import Correction, CorrectionState
from app.storage.entry_lists import AnyEntry
from app.storage.expense_entries import ExpenseEntry
from app.storage.statements import Statement
from invoices.statements.correction import Mend, mend_lines
from invoices.statements.held import HeldReason
from invoices.statements.statement import Line, StatementKind
from scheduling.lifecycle import StatementState


@dataclass(frozen=True)
class Wish:
    """right: the lines as they should be, after payment; difference in cents, before tax;
    overtaken: the statement has changed since, so it can only be left as it is.
    """

    correction: Correction
    asked_by: str
    may_decide: bool
    right: list[Line]
    difference_cents: int
    overtaken: bool


@dataclass(frozen=True)
class Around:
    """freed: what may go back for mending; kept_back: how many more rows finance holds; tied:
    how many more stay with a row of their travel claim that may not go back; answer: the wish
    that this document came of; overpaid_cents: paid too much, undecided; assignments: those its
    lines are of, in their order.
    """

    statement: Statement
    document: Statement | None
    wish: Wish | None
    declined: list[Correction]
    answer: Correction | None
    freed: list[AnyEntry]
    kept_back: int
    tied: int
    lines: list[Line]
    may_credit: bool
    may_correct: bool
    overpaid_cents: int
    assignments: list[Assignment]


def around(statement_id: int, by: Actor) -> Around:
    """Raises Missing, also for somebody else's statement."""
    statement = seen_by(statement_id, by)
    asked = corrections.of_statement(statement_id)
    waiting = next((each for each in asked if each.state == CorrectionState.WAITING), None)
    answer = corrections.find_of_document(statement_id)
    free = putting_right.freed_by(statement) if statement.kind == StatementKind.STATEMENT else []
    freed, kept_back, tied = _sorted_out(free)
    return Around(
        statement=statement,
        document=putting_right.document_of(statement_id),
        wish=None if waiting is None else wish_of(waiting, statement, by),
        declined=[each for each in asked if each.state == CorrectionState.DECLINED],
        answer=answer,
        freed=freed,
        kept_back=kept_back,
        tied=tied,
        lines=[each.values() for each in putting_right.standing_lines(statement)],
        may_credit=(
            statement.kind == StatementKind.STATEMENT and statement.state in corrections.UNPAID
        ),
        may_correct=(
            statement.kind != StatementKind.CREDIT and statement.state == StatementState.PAID
        ),
        overpaid_cents=_overpaid(statement),
        assignments=_assignments_of(statement),
    )


def _sorted_out(free: list[AnyEntry]) -> tuple[list[AnyEntry], int, int]:
    """What may go back, how many finance keeps, and how many stay with another row of their claim:
    a travel claim goes back whole, and only when all of it was freed and finance holds none of it.
    """
    freed, kept_back = [], 0
    for entry in free:
        if entry.held_because == HeldReason.BY_FINANCE:
            kept_back += 1
            continue
        claim = expense_entries.whole_claim(entry) if isinstance(entry, ExpenseEntry) else [entry]
        if all(_may_go_back(row) for row in claim):
            freed.append(entry)
    return freed, kept_back, len(free) - len(freed) - kept_back


def _may_go_back(row: AnyEntry) -> bool:
    return putting_right.is_free_again(row) and row.held_because != HeldReason.BY_FINANCE


def wish_of(correction: Correction, statement: Statement, by: Actor) -> Wish:
    overtaken = statement.state not in (
        (StatementState.PAID,) if correction.lines else corrections.UNPAID
    )
    mends = [] if overtaken else [Mend(**each) for each in correction.lines]
    lines = [each.values() for each in putting_right.standing_lines(statement)]
    right = mend_lines(lines, mends) if mends else []
    now, then = (sum(each.amount_cents for each in some) for some in (lines, right))
    return Wish(
        correction=correction,
        asked_by=users.get(correction.asked_by).name,
        may_decide=not overtaken and corrections.may_decide(by, correction),
        right=right,
        difference_cents=then - now,
        overtaken=overtaken,
    )


def waiting(by: Actor) -> list[tuple[Statement, Wish]]:
    """Statements that somebody wants put right, the oldest wish first."""
    found = []
    for correction in corrections.waiting():
        if correction.statement_id is not None:
            statement = statements.get(correction.statement_id)
            found.append((statement, wish_of(correction, statement, by)))
    return found


def answered(at: datetime) -> list[tuple[Statement, Correction]]:
    """What has been decided since the moment, newest first."""
    return [
        (statements.get(each.statement_id), each)
        for each in corrections.answered_since(at)
        if each.statement_id is not None
    ]


def waiting_prices(by: Actor) -> list[tuple[Correction, str, bool]]:
    """Prices and agreed sums to be mended, who asked, and whether the reader may decide."""
    return [
        (each, users.get(each.asked_by).name, corrections.may_decide(by, each))
        for each in corrections.waiting()
        if each.statement_id is None and by.may(Permission.EDIT_RATES)
    ]


def overpaid() -> list[Statement]:
    """What was paid too much and payroll has not decided about."""
    return [each for each in putting_right.overpaid() if not pays_all(each)]


def _assignments_of(statement: Statement) -> list[Assignment]:
    found = {each.assignment_id: each.assignment for each in putting_right.entries_of(statement)}
    return list(found.values())


def _overpaid(statement: Statement) -> int:
    undecided = statement.kind == StatementKind.CORRECTION and statement.total_cents < 0
    if not undecided or statement.state != StatementState.ISSUED or pays_all(statement):
        return 0
    return -statement.total_cents
