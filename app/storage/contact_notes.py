"""Contacts with an expert or about a request; support time is work that is counted."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, select, update
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, current_organisation, db
from app.storage import personal
from app.storage.tables import OfOrganisation, belongs_to


class ContactNote(OfOrganisation, Base):
    __tablename__ = "contact_notes"
    __table_args__ = (
        belongs_to("experts", "expert_id"),
        belongs_to("expert_requests", "request_id"),
        CheckConstraint("minutes >= 0", name="minutes_not_negative"),
        CheckConstraint("num_nonnulls(expert_id, request_id) > 0", name="about_something"),
        Index(None, "organisation_id", "expert_id"),
    )

    expert_id: Mapped[int | None]
    request_id: Mapped[int | None]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    day: Mapped[date]
    minutes: Mapped[int]
    note: Mapped[str] = mapped_column(info=personal.SUPPORT)


def about_expert(expert_id: int) -> list[ContactNote]:
    """Newest first."""
    notes = select(ContactNote).where(
        ContactNote.organisation_id == current_organisation(), ContactNote.expert_id == expert_id
    )
    return list(db.session.scalars(notes.order_by(ContactNote.day.desc(), ContactNote.id.desc())))


def texts() -> set[tuple[int | None, str]]:
    """Every note about an expert, as the expert's id and what was written."""
    notes = select(ContactNote.expert_id, ContactNote.note).where(
        ContactNote.organisation_id == current_organisation(), ContactNote.expert_id.is_not(None)
    )
    return {(expert_id, note) for expert_id, note in db.session.execute(notes)}


def forget_words(before: date) -> None:
    """The time that it took stays."""
    old = update(ContactNote).where(
        ContactNote.organisation_id == current_organisation(),
        ContactNote.day < before,
        ContactNote.note != "",
    )
    db.session.execute(old.values(note=""))
