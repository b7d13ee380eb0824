"""What changed because of a request, when it was asked for, and when the experts were told."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, current_organisation, db
from app.storage import personal
from app.storage.tables import OfOrganisation, Versioned, belongs_to
from scheduling.kinds import OnBehalf
from scheduling.wall_clock import day_of


class OutcomeKind(StrEnum):
    CHANGED = "changed"
    NOTHING_CHANGED = "nothing_changed"  # and why
    TAKEN_ALONG = "taken_along"  # one line after a talk or a training
    NO_ANSWER = "no_answer"  # closed by the coordinator after three chases


class Outcome(OfOrganisation, Versioned, Base):
    __tablename__ = "outcomes"
    __table_args__ = (
        belongs_to("expert_requests", "request_id"),
        UniqueConstraint("organisation_id", "request_id"),
        CheckConstraint("(kind is null) = (told_at is null)", name="told_when_it_has_a_kind"),
        CheckConstraint(
            "kind is null or kind = 'no_answer' or text is not null", name="an_answer_has_words"
        ),
        CheckConstraint("kind <> 'no_answer' or chases >= 3", name="three_chases_first"),
    )

    request_id: Mapped[int]
    due_on: Mapped[date]
    chases: Mapped[int] = mapped_column(default=0)
    chased_at: Mapped[datetime | None]
    kind: Mapped[OutcomeKind | None]
    text: Mapped[str | None] = mapped_column(info=personal.TOLD)
    told_by: Mapped[str | None] = mapped_column(info=personal.TOLD)
    told_how: Mapped[OnBehalf | None]
    told_at: Mapped[datetime | None]
    experts_told_at: Mapped[datetime | None]


def find(request_id: int) -> Outcome | None:
    question = select(Outcome).where(
        Outcome.organisation_id == current_organisation(), Outcome.request_id == request_id
    )
    return db.session.scalar(question)


def was_asked_on(outcome: Outcome, day: date) -> bool:
    return outcome.chased_at is not None and day_of(outcome.chased_at) == day
