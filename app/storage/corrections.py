"""What somebody asks to be put right on issued statements, and what another person decided."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.access import Actor, Permission
from app.database import Base, Refusal, current_organisation, db, refused_by
from app.storage import personal, tables, users
from app.storage.changes import Subject
from app.storage.fee_tables import Rate
from app.storage.tables import OfOrganisation, belongs_to
from scheduling.lifecycle import StatementState

OF = ("statement_id", "rate_id", "assignment_id", "travel_decision_id")
UNPAID = (StatementState.ISSUED, StatementState.HANDED_OVER)


class CorrectionState(StrEnum):
    WAITING = "waiting"
    DONE = "done"
    DECLINED = "declined"


class OverpaidDecision(StrEnum):
    """What payroll does about money that was paid too much; it is never netted silently."""

    COLLECTED = "collected"  # the person pays it back
    DEDUCTED = "deducted"  # payroll takes it off a later pay, as agreed with the person
    WRITTEN_OFF = "written_off"


class NoSuchCostCentre(Refusal):
    """The organisation has no cost centre of that code."""

    code = "no_such_cost_centre"


class AnotherWaits(Refusal):
    """A correction of the same statement or price waits for its decision."""

    code = "another_correction_waits"


class Correction(OfOrganisation, Base):
    """Of one statement; of a price, the sum agreed for an assignment or what was decided on
    travel, and with it of all statements that used it.

    lines        after payment: position, quantity and price of each line that was wrong
    cents        the right price or sum
    terms, examples  of the price, where they were wrong too
    travel       the right sums of the decision; None is the national maximum
    document_id  the credit or the correcting statement that came of it
    """

    __tablename__ = "corrections"
    __table_args__ = (
        belongs_to("statements", "statement_id"),
        belongs_to("statements", "document_id"),
        belongs_to("rates", "rate_id"),
        belongs_to("assignments", "assignment_id"),
        belongs_to("travel_decisions", "travel_decision_id"),
        CheckConstraint(
            "num_nonnulls(statement_id, rate_id, assignment_id, travel_decision_id) = 1"
            " and (cents is null) = (num_nonnulls(statement_id, travel_decision_id) = 1)"
            " and (travel is null) = (travel_decision_id is null)"
            " and (rate_id is not null or num_nonnulls(terms, examples) = 0)",
            name="of_a_statement_or_a_price",
        ),
        CheckConstraint("decided_by <> asked_by", name="two_people"),
        CheckConstraint("cents >= 0", name="price_not_negative"),
        CheckConstraint(
            "(state = 'waiting') = (decided_at is null)"
            " and (state <> 'done' or decided_by is not null)"
            " and (state = 'declined') = (declined_because is not null)",
            name="decided_by_somebody",
        ),
        CheckConstraint(
            "num_nonnulls(overpaid_decision, overpaid_note, overpaid_by, overpaid_at) in (0, 4)",
            name="overpaid_is_decided_whole",
        ),
        *(
            Index(
                f"one_waiting_correction_of_{noun}",
                "organisation_id",
                f"{noun}_id",
                unique=True,
                postgresql_where=f"state = 'waiting' and {noun}_id is not null",
            )
            for noun in ("statement", "rate", "assignment", "travel_decision")
        ),
    )

    statement_id: Mapped[int | None]
    rate_id: Mapped[int | None]
    assignment_id: Mapped[int | None]
    travel_decision_id: Mapped[int | None]
    cents: Mapped[int | None]
    travel: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    terms: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    examples: Mapped[list[Any] | None] = mapped_column(JSONB(none_as_null=True))
    lines: Mapped[list[Any]] = mapped_column(JSONB, default=list, info=personal.PAY)
    reason: Mapped[str] = mapped_column(info=personal.PAY)
    state: Mapped[CorrectionState] = mapped_column(default=CorrectionState.WAITING)
    asked_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    asked_at: Mapped[datetime]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None]
    declined_because: Mapped[str | None] = mapped_column(info=personal.PAY)
    document_id: Mapped[int | None]
    overpaid_decision: Mapped[OverpaidDecision | None]
    overpaid_note: Mapped[str | None] = mapped_column(info=personal.PAY)
    overpaid_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    overpaid_at: Mapped[datetime | None]


for _noun in ("statement", "rate", "assignment", "travel_decision"):
    refused_by(f"one_waiting_correction_of_{_noun}", AnotherWaits)


def get(correction_id: int, *, lock: bool = False) -> Correction:
    """Raises Missing."""
    return tables.get(Correction, correction_id, lock=lock)


def waiting() -> list[Correction]:
    """Oldest first."""
    mine = select(Correction).where(
        Correction.organisation_id == current_organisation(),
        Correction.state == CorrectionState.WAITING,
    )
    return list(db.session.scalars(mine.order_by(Correction.id)))


def of_statement(statement_id: int) -> list[Correction]:
    """What was asked of it, oldest first."""
    theirs = select(Correction).where(
        Correction.organisation_id == current_organisation(),
        Correction.statement_id == statement_id,
    )
    return list(db.session.scalars(theirs.order_by(Correction.id)))


def answered_since(at: datetime) -> list[Correction]:
    """What was asked of a statement and has been decided, newest first."""
    decided = select(Correction).where(
        Correction.organisation_id == current_organisation(),
        Correction.statement_id.is_not(None),
        Correction.decided_at >= at,
    )
    return list(db.session.scalars(decided.order_by(Correction.decided_at.desc(), Correction.id)))


def find_waiting(**about: int | None) -> Correction | None:
    """about: the one of `OF` that it is of."""
    [(name, value)] = about.items()
    return db.session.scalar(
        select(Correction).where(
            Correction.organisation_id == current_organisation(),
            Correction.state == CorrectionState.WAITING,
            getattr(Correction, name) == value,
        )
    )


def find_of_document(document_id: int) -> Correction | None:
    """Which wish a credit or a correcting statement answers."""
    mine = select(Correction).where(
        Correction.organisation_id == current_organisation(),
        Correction.document_id == document_id,
    )
    return db.session.scalar(mine)


def subject_of(correction: Correction) -> tuple[Subject, int]:
    """What its steps are noted of: of a price, its fee table."""
    if correction.statement_id is not None:
        return Subject.STATEMENT, correction.statement_id
    if correction.assignment_id is not None:
        return Subject.ASSIGNMENT, correction.assignment_id
    if correction.travel_decision_id is not None:
        return Subject.RATE, correction.travel_decision_id
    return Subject.RATE, tables.get(Rate, correction.rate_id or 0).fee_table_id


def may_decide(by: Actor, correction: Correction) -> bool:
    own = users.of_same_person(by.user_id)
    return by.may(Permission.RUN_STATEMENTS) and correction.asked_by not in own
