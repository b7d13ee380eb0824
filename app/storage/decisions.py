"""What the organisation has decided to pay: one person writes it, another one confirms it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, and_
from sqlalchemy.orm import Mapped, mapped_column

from app.storage import personal
from app.storage.tables import OfOrganisation

STANDS = "confirmed_at is not null and withdrawn_at is null"
WAITS = "confirmed_at is null and withdrawn_at is null"


class Decision(OfOrganisation):
    """In force from its first day once confirmed, until the next one's or until withdrawn.

    proposed_by          nobody, where it was written before two were asked for
    withdrawal_asked_by  what has been confirmed takes two to withdraw
    """

    valid_from: Mapped[date]
    decision_number: Mapped[str]
    proposed_at: Mapped[datetime | None]
    proposed_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    proposer_name: Mapped[str | None] = mapped_column(info=personal.DECIDER)
    confirmed_at: Mapped[datetime | None]
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    withdrawal_asked_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    @property
    def waits(self) -> bool:
        """For another person to confirm it."""
        return self.confirmed_at is None and self.withdrawn_at is None

    @property
    def stands(self) -> bool:
        return self.confirmed_at is not None and self.withdrawn_at is None

    @property
    def state(self) -> str:
        """In one word."""
        if self.withdrawn_at is not None:
            return "withdrawn"
        return "confirmed" if self.confirmed_at is not None else "waiting"


def by_two() -> tuple[CheckConstraint, ...]:
    """What the database keeps of every such table."""
    return (
        CheckConstraint("confirmed_by <> proposed_by", name="confirmed_by_another"),
        CheckConstraint(
            "num_nulls(confirmed_at, confirmed_by) in (0, 2) or proposed_by is null",
            name="confirmed_whole",
        ),
        CheckConstraint("num_nulls(withdrawn_at, withdrawn_by) in (0, 2)", name="withdrawn_whole"),
        CheckConstraint(
            "num_nulls(confirmed_at, withdrawn_at) > 0"
            " or coalesce(withdrawn_by <> withdrawal_asked_by, false)",
            name="withdrawn_by_another",
        ),
    )


def once(name: str) -> Index:
    """One decision waits once, however often its form is sent."""
    key = ("organisation_id", "valid_from", "decision_number")
    return Index(name, *key, unique=True, postgresql_where=WAITS)


def standing(kind: type[Any]) -> ColumnElement[bool]:
    """Of a question: those that two have confirmed and nobody has withdrawn."""
    return and_(kind.confirmed_at.is_not(None), kind.withdrawn_at.is_(None))


def waiting(kind: type[Any]) -> ColumnElement[bool]:
    """Of a question: those that wait for another person."""
    return and_(kind.confirmed_at.is_(None), kind.withdrawn_at.is_(None))
