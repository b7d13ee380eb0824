"""Who opened what is sensitive of whom, and when. Rows are only ever added."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, select
from sqlalchemy.orm import Mapped, mapped_column

from app.access import Actor, Role
from app.database import Base, current_organisation, db
from app.now import now
from app.storage import personal
from app.storage.tables import OfOrganisation, belongs_to


class Opened(StrEnum):
    RECEIPT = "receipt"
    PAYOUT = "payout"  # the account and the tax card
    NEEDS = "needs"  # what helps in the work
    ABOUT = "about"  # age and a group the person speaks for
    NOTES = "notes"  # of contacts
    THEMES = "themes"  # whose experience, and in what words
    LIMITS = "limits"  # what is never proposed, and units the person is a client of or works in
    REGISTRY = "registry"  # written out as a file
    EVERYTHING = "everything"  # all that is stored of the person


class Opening(OfOrganisation, Base):
    __tablename__ = "openings"
    __table_args__ = (
        belongs_to("experts", "expert_id"),
        Index(None, "organisation_id", "expert_id"),
    )

    expert_id: Mapped[int]
    what: Mapped[Opened]
    role: Mapped[Role]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    actor_name: Mapped[str] = mapped_column(info=personal.DECIDER)
    at: Mapped[datetime]


def note(what: Opened, expert_id: int, *, by: Actor) -> None:
    """Write down one opening, in the transaction of the use case that lets it happen."""
    db.session.add(
        Opening(
            expert_id=expert_id,
            what=what,
            role=by.role,
            user_id=by.user_id,
            actor_name=by.name,
            at=now(),
        )
    )


def note_each(what: Opened, expert_ids: Iterable[int], *, by: Actor) -> None:
    """The same of many people, once each."""
    for expert_id in expert_ids:
        note(what, expert_id, by=by)


def of_expert(expert_id: int) -> list[Opening]:
    """Newest first."""
    hers = select(Opening).where(
        Opening.organisation_id == current_organisation(), Opening.expert_id == expert_id
    )
    return list(db.session.scalars(hers.order_by(Opening.id.desc())))
