"""What is sent to people: written in the business transaction, sent after it, printed or shown."""

from collections.abc import Collection, Iterable
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint, select, update
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Missing, current_organisation, db
from app.storage import personal, tables
from app.storage.tables import OfOrganisation, belongs_to
from scheduling.kinds import Channel


class MessageState(StrEnum):
    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"
    TO_PRINT = "to_print"
    PRINTED = "printed"
    TO_RING = "to_ring"
    RUNG = "rung"


WAITING = frozenset({MessageState.QUEUED, MessageState.TO_PRINT, MessageState.TO_RING})
ON_PAPER = frozenset({MessageState.TO_PRINT, MessageState.PRINTED})


class Message(OfOrganisation, Base):
    """One recipient, one channel, one event: the same event is never told twice."""

    __tablename__ = "messages"
    __table_args__ = (
        belongs_to("experts", "expert_id"),
        UniqueConstraint("organisation_id", "event", "recipient", "channel"),
        Index(None, "organisation_id", "state"),
    )

    event: Mapped[str]  # what happened, as "offer_sent:17"
    recipient: Mapped[str] = mapped_column(info=personal.MESSAGE)  # as "expert:5", "unit:3"
    expert_id: Mapped[int | None]
    channel: Mapped[Channel]
    address: Mapped[str | None] = mapped_column(info=personal.CONTACT)
    language: Mapped[str]
    subject: Mapped[str] = mapped_column(info=personal.MESSAGE)
    body: Mapped[str] = mapped_column(info=personal.MESSAGE)
    state: Mapped[MessageState]
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    failed_because: Mapped[str | None]


def get(message_id: int, *, lock: bool = False) -> Message:
    """Raises Missing."""
    return tables.get(Message, message_id, lock=lock)


def in_state(state: MessageState) -> list[Message]:
    """Oldest first."""
    waiting = select(Message).where(
        Message.organisation_id == current_organisation(), Message.state == state
    )
    return list(db.session.scalars(waiting.order_by(Message.id)))


def on_paper(message_ids: Collection[int], *, lock: bool = False) -> list[Message]:
    """Letters that wait or have been printed, oldest first; those of a stopped person are none.

    Raises Missing when one of them is not there at all.
    """
    named = select(Message).where(
        Message.organisation_id == current_organisation(), Message.id.in_(message_ids)
    )
    if lock:
        named = named.with_for_update().execution_options(populate_existing=True)
    found = list(db.session.scalars(named.order_by(Message.id)))
    if len(found) < len(message_ids):
        raise Missing(Message.__name__)
    return [each for each in found if each.state in ON_PAPER]


def find(event: str, recipient: str) -> Message | None:
    """What was already told of an event, by whatever channel."""
    told = select(Message).where(
        Message.organisation_id == current_organisation(),
        Message.event == event,
        Message.recipient == recipient,
    )
    return db.session.scalar(told.limit(1))


def told_of(events: Collection[str]) -> set[tuple[str, str]]:
    """Event and recipient of what was already told of them."""
    told = select(Message.event, Message.recipient).where(
        Message.organisation_id == current_organisation(), Message.event.in_(events)
    )
    return {(event, recipient) for event, recipient in db.session.execute(told)}


def forget_words(before: datetime) -> None:
    """That somebody was told stays, so that nobody is told twice; a letter that waits is kept."""
    old = update(Message).where(
        Message.organisation_id == current_organisation(),
        Message.created_at < before,
        Message.state.not_in(WAITING),
        (Message.body != "") | (Message.subject != "") | Message.address.is_not(None),
    )
    db.session.execute(old.values(address=None, subject="", body=""))


def add(message: Message) -> Message:
    return tables.add(message)


def add_all(written: Iterable[Message]) -> None:
    tables.add_all(written)
