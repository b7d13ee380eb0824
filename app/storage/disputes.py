"""What experts say is not right on their own statements, and what was answered."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, exists, func, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, current_organisation, db
from app.storage import personal, tables
from app.storage.corrections import Correction, CorrectionState
from app.storage.earnings import on_a_statement
from app.storage.expense_entries import ExpenseEntry
from app.storage.hour_entries import HourEntry
from app.storage.statements import Statement
from app.storage.tables import OfOrganisation, belongs_to
from scheduling.kinds import OnBehalf
from scheduling.wall_clock import TIME_ZONE


class Answer(StrEnum):
    STAYS = "stays"  # it is as it should be, and why
    PUT_RIGHT = "put_right"  # by a credit or a correction


class Dispute(OfOrganisation, Base):
    """position: the line it is about; None: the whole statement, or something that is missing."""

    __tablename__ = "disputes"
    __table_args__ = (
        belongs_to("statements", "statement_id"),
        belongs_to("experts", "expert_id"),
        CheckConstraint(
            "num_nonnulls(answer, answered_because, answered_at, answered_by) in (0, 4)",
            name="answered_whole",
        ),
        Index(None, "organisation_id", "statement_id"),
        Index(
            "one_open_dispute_of_a_line",
            "organisation_id",
            "statement_id",
            "position",
            unique=True,
            postgresql_where="answered_at is null",
            postgresql_nulls_not_distinct=True,
        ),
    )

    statement_id: Mapped[int]
    expert_id: Mapped[int]
    position: Mapped[int | None]
    said: Mapped[str] = mapped_column(info=personal.PAY)
    said_at: Mapped[datetime]
    entered_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    on_behalf_how: Mapped[OnBehalf | None]
    answer: Mapped[Answer | None]
    answered_because: Mapped[str | None] = mapped_column(info=personal.PAY)
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    statement: Mapped[Statement] = relationship(viewonly=True)


def get(dispute_id: int, *, lock: bool = False) -> Dispute:
    """Raises Missing."""
    return tables.get(Dispute, dispute_id, lock=lock)


def of_statement(statement_id: int) -> list[Dispute]:
    """Oldest first."""
    return _found(Dispute.statement_id == statement_id)


def of_expert(expert_id: int) -> list[Dispute]:
    """Oldest first."""
    return _found(Dispute.expert_id == expert_id)


def unanswered() -> list[Dispute]:
    """Oldest first."""
    return _found(Dispute.answered_at.is_(None))


def promised(*about: ColumnElement[bool]) -> list[Dispute]:
    """To be put right and not under way, as nobody has asked for it or the wish was declined;
    oldest first.
    """
    asked = exists().where(
        Correction.organisation_id == Dispute.organisation_id,
        Correction.statement_id == Dispute.statement_id,
        Correction.state != CorrectionState.DECLINED,
    )
    document = exists().where(
        Statement.organisation_id == Dispute.organisation_id,
        Statement.refers_to_id == Dispute.statement_id,
    )
    return _found(Dispute.answer == Answer.PUT_RIGHT, ~asked, ~document, ~_has_come(), *about)


def is_promised(dispute: Dispute) -> bool:
    return bool(promised(Dispute.id == dispute.id))


def has_come(dispute: Dispute) -> bool:
    """Whether what was missing has been reported since and is on a statement."""
    return bool(_found(Dispute.id == dispute.id, _has_come()))


def _has_come() -> ColumnElement[bool]:
    """What is missing from a whole statement comes with a later one."""
    return Dispute.position.is_(None) & or_(_added(HourEntry), _added(ExpenseEntry))


def _added(kind: type[HourEntry | ExpenseEntry]) -> ColumnElement[bool]:
    """Hers, of a day that the statement could have had, reported since she said it."""
    issued_on = func.date(func.timezone(TIME_ZONE, Statement.issued_at))
    return exists().where(
        kind.organisation_id == Dispute.organisation_id,
        kind.expert_id == Dispute.expert_id,
        kind.reported_at > Dispute.said_at,
        on_a_statement(kind),
        Statement.organisation_id == Dispute.organisation_id,
        Statement.id == Dispute.statement_id,
        kind.day <= issued_on,
    )


def find_open(statement_id: int, position: int | None) -> Dispute | None:
    about = Dispute.position.is_not_distinct_from(position)
    found = _found(Dispute.statement_id == statement_id, about, Dispute.answered_at.is_(None))
    return found[0] if found else None


def _found(*conditions: ColumnElement[bool]) -> list[Dispute]:
    mine = select(Dispute).where(Dispute.organisation_id == current_organisation(), *conditions)
    return list(db.session.scalars(mine.order_by(Dispute.id)))
