"""An expert says that her own statement is not right; somebody answers her in plain words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from app.access import Actor
from app.database import Missing, transaction
from app.gateways import mail, public_links
from app.now import now
from app.readings.own import refuse_others, refuse_own
from app.storage import changes, disputes, experts, putting_right, statements, tables, users
from app.storage.changes import Subject
from app.storage.disputes import Answer, Dispute
from app.storage.experts import Expert
from app.storage.statements import AlreadyPutRight, NothingStands, Statement
from app.storage.tables import MovedOn
from invoices.refusals.corrections import NoSuchLine
from invoices.statements.statement import StatementKind
from scheduling.kinds import OnBehalf
from scheduling.refusals import ReasonNeeded
from scheduling.said import check_said_at


@dataclass(frozen=True)
class Told:
    """A dispute with its state in words' reach.

    state     "open", "stays", "not_again" as it had been corrected or cancelled before the answer,
              "to_be_put_right", "cancelled" (what is to be paid comes on a new one) or "put_right"
    document  what cancels or corrects the statement
    promised  it is not under way, so it may be answered anew; see `answer`
    """

    dispute: Dispute
    state: str
    document: Statement | None = None
    answered_by: str = ""
    promised: bool = False


def dispute(
    *,
    by: Actor,
    statement_id: int,
    said: str,
    position: int | None = None,
    how: OnBehalf | None = None,
    said_at: datetime | None = None,
) -> Dispute:
    """By herself, or by a coordinator who writes down `how` she said it.

    Said already and not answered: nothing happens. Of what was corrected nothing more is said, but
    of its correction; of what was cancelled, of the new statement of what is to be paid.
    Raises Missing, ReasonNeeded, NoSuchLine, AlreadyPutRight, NothingStands, AnswerInFuture,
    AnswerBeforeAsked.
    """
    if not said.strip() or (by.expert_id is None and how is None):
        raise ReasonNeeded
    with transaction():
        statement = statements.get(statement_id, lock=True)
        refuse_others(by, statement.expert_id)
        if position is not None and position not in {line.position for line in statement.lines}:
            raise NoSuchLine(position)
        check_said_at(now(), said_at, since=putting_right.first_issued(statement))
        if (before := disputes.find_open(statement_id, position)) is not None:
            return before
        if statement.kind == StatementKind.CREDIT:
            raise NothingStands
        if putting_right.document_of(statement_id) is not None:
            raise AlreadyPutRight
        kept = tables.add(
            Dispute(
                statement_id=statement_id,
                expert_id=statement.expert_id,
                position=position,
                said=said.strip(),
                said_at=said_at or now(),
                entered_by=by.user_id,
                on_behalf_how=how,
            )
        )
        changes.note(
            Subject.STATEMENT,
            statement_id,
            "disputed",
            by=by,
            reason=kept.said,
            how=how,
            said_at=said_at,
        )
    return kept


def answer(*, by: Actor, dispute_id: int, answer: Answer, because: str) -> Dispute:
    """She is told. A promise that is not under way may still become that it stays, or, where a
    price mended for many has corrected or cancelled the statement meanwhile, that this was it.
    Otherwise the same answer a second time changes nothing.

    Raises Missing, ReasonNeeded, OwnEntry, and MovedOn for another answer or other words than she
    was told.
    """
    if not (because := because.strip()):
        raise ReasonNeeded
    with transaction():
        found = disputes.get(dispute_id, lock=True)
        expert = experts.get(found.expert_id)
        refuse_own(by, expert)
        if _may_answer(found, answer):
            _keep(found, expert, by, answer, because)
        elif (found.answer, found.answered_because) != (answer, because):
            raise MovedOn
    return found


def _may_answer(found: Dispute, answer: Answer) -> bool:
    if found.answered_at is None:
        return True
    is_new = answer is Answer.STAYS or putting_right.document_of(found.statement_id) is not None
    return is_new and disputes.is_promised(found)


def _keep(found: Dispute, expert: Expert, by: Actor, answer: Answer, because: str) -> None:
    found.answer, found.answered_because = answer, because
    found.answered_at, found.answered_by = now(), by.user_id
    changes.note(Subject.STATEMENT, found.statement_id, f"dispute_{answer}", by=by, reason=because)
    document = putting_right.document_of(found.statement_id)
    mail.tell_expert(
        expert,
        "dispute_answered",
        event=f"dispute_answered:{found.id}:{answer}:{document.id if document else 'before'}",
        dispute=found,
        statement=statements.get(found.statement_id),
        document=document,
        link=public_links.own_statements(),
    )


def told_of(statement_id: int) -> list[Told]:
    """Everything said of a statement, oldest first. Reads only."""
    return _told(disputes.of_statement(statement_id))


def told_by(expert_id: int | None) -> list[Told]:
    """Everything she has said of her statements, newest first. Raises Missing."""
    if expert_id is None:
        raise Missing("Expert", expert_id)
    return _told(reversed(disputes.of_expert(expert_id)))


def _told(found: Iterable[Dispute]) -> list[Told]:
    return [_one(each) for each in found]


def _one(found: Dispute) -> Told:
    document = putting_right.document_of(found.statement_id)
    if found.answered_at is None:
        return Told(found, "open", document)
    who = users.get(found.answered_by).name if found.answered_by else ""
    if found.answer == Answer.STAYS:
        before = document is not None and document.issued_at <= found.answered_at
        return Told(found, "not_again" if before else "stays", document, who)
    if (promised := disputes.is_promised(found)) or document is None:
        return Told(found, "to_be_put_right", document, who, promised)
    cancelled = document.kind == StatementKind.CREDIT
    return Told(found, "cancelled" if cancelled else "put_right", document, who)
