"""The history of every step: who, on whose behalf, when and why. Rows are only ever added."""

from collections.abc import Collection, Mapping
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, and_, false, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from app.access import Actor, Role
from app.database import Base, current_organisation, db
from app.now import now
from app.storage import personal
from app.storage.tables import OfOrganisation
from scheduling.kinds import OnBehalf

TAKEN_BACK = "taken_back"  # what an entry "became" when its approval was taken back
ATTENDANCE = "attendance"  # why an entry was confirmed: it is on the list of a group
PAY_DAY_CHOSEN = "pay_day_chosen"  # what an assignment "became" when its pay day was put off


class Subject(StrEnum):
    EXPERT = "expert"
    REQUEST = "request"
    OCCASION = "occasion"
    OFFER = "offer"
    ASSIGNMENT = "assignment"
    HOUR_ENTRY = "hour_entry"
    EXPENSE_ENTRY = "expense_entry"
    STATEMENT = "statement"
    STATEMENT_RUN = "statement_run"
    RATE = "rate"
    OUTCOME = "outcome"
    PLAN = "plan"
    UNIT = "unit"
    USER = "user"
    WEIGHTS = "weights"
    FIGURE = "figure"
    PAYMENT_BATCH = "payment_batch"  # of payroll or the bank: numbered in one series
    REGISTER_DELIVERY = "register_delivery"
    HAND_PAYMENT = "hand_payment"
    DISPOSAL = "disposal"


class Change(OfOrganisation, Base):
    __tablename__ = "changes"
    __table_args__ = (Index(None, "organisation_id", "subject", "subject_id"),)

    subject: Mapped[Subject]
    subject_id: Mapped[int]
    became: Mapped[str]  # a state, or what was done
    role: Mapped[Role]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    actor_name: Mapped[str] = mapped_column(info=personal.STEPPED)  # empty for the person herself
    on_behalf_how: Mapped[OnBehalf | None]
    said_at: Mapped[datetime | None]  # when the person said it, if somebody wrote it down later
    reason: Mapped[str | None] = mapped_column(info=personal.TOLD)
    at: Mapped[datetime]


def note(
    subject: Subject,
    subject_id: int,
    became: str,
    *,
    by: Actor,
    reason: str | None = None,
    how: OnBehalf | None = None,
    said_at: datetime | None = None,
) -> None:
    """Write down one step, in the transaction that takes it.

    History is never changed, so a person who may one day be erased is not named in it.
    """
    db.session.add(
        Change(
            subject=subject,
            subject_id=subject_id,
            became=became,
            role=by.role,
            user_id=by.user_id,
            actor_name="" if by.role is Role.EXPERT else by.name,
            on_behalf_how=how,
            said_at=said_at,
            reason=reason,
            at=now(),
        )
    )


def of(subject: Subject, subject_id: int) -> list[Change]:
    """Oldest first."""
    steps = select(Change).where(
        Change.organisation_id == current_organisation(),
        Change.subject == subject,
        Change.subject_id == subject_id,
    )
    return list(db.session.scalars(steps.order_by(Change.id)))


def of_many(ids: Mapping[Subject, Collection[int]], became: Collection[str]) -> list[Change]:
    """Those steps of all of these, oldest first."""
    theirs = (
        and_(Change.subject == subject, Change.subject_id.in_(those))
        for subject, those in ids.items()
    )
    steps = select(Change).where(
        Change.organisation_id == current_organisation(),
        Change.became.in_(became),
        or_(false(), *theirs),
    )
    return list(db.session.scalars(steps.order_by(Change.id)))


def that_became(subject: Subject, ids: Collection[int], steps: Collection[str]) -> set[int]:
    """Of these, those that took one of the steps."""
    theirs = select(Change.subject_id).where(
        Change.organisation_id == current_organisation(),
        Change.subject == subject,
        Change.subject_id.in_(ids),
        Change.became.in_(steps),
    )
    return set(db.session.scalars(theirs))
