"""What experts say is not right on their own statements, and what was answered."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, exists, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, current_organisation, db
from app.storage import personal, tables
from app.storage.corrections import Correction, CorrectionState
from app.storage.statements import Statement
from app.storage.tables import OfOrganisation, belongs_to
from scheduling.kinds import OnBehalf


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
    oldest first. Whether what was missing has come with a later statement, or a price mended for
    many put this right too, only a person can say: by answering anew.
    """
    asked = exists().where(
        Correction.organisation_id == Dispute.organisation_id,
        Correction.statement_id == Dispute.statement_id,
        Correction.state != CorrectionState.DECLINED,
    )
    was_put_right = exists().where(
        Statement.organisation_id == Dispute.organisation_id,
        Statement.refers_to_id == Dispute.statement_id,
        Statement.issued_at <= Dispute.answered_at,
    )
    return _found(Dispute.answer == Answer.PUT_RIGHT, ~asked, ~was_put_right, *about)


def is_promised(dispute: Dispute) -> bool:
    return bool(promised(Dispute.id == dispute.id))


def find_open(statement_id: int, position: int | None) -> Dispute | None:
    about = Dispute.position.is_not_distinct_from(position)
    found = _found(Dispute.statement_id == statement_id, about, Dispute.answered_at.is_(None))
    return found[0] if found else None


def _found(*conditions: ColumnElement[bool]) -> list[Dispute]:
    mine = select(Dispute).where(Dispute.organisation_id == current_organisation(), *conditions)
    return list(db.session.scalars(mine.order_by(Dispute.id)))
