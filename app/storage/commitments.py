"""What a person was asked, has promised and has coming: it ends when everything stops."""

from datetime import date, datetime

from sqlalchemy import or_, select, update

from app.database import current_organisation, db
from app.storage import earnings
from app.storage.assignments import Assignment
from app.storage.entry_lists import AnyEntry
from app.storage.expense_entries import ExpenseEntry
from app.storage.experts import Consent
from app.storage.hour_entries import HourEntry
from app.storage.messages import Message, MessageState
from app.storage.occasions import Occasion
from app.storage.offers import Call, Offer
from invoices.statements.held import HeldReason
from scheduling.lifecycle import COMING, OPEN_OFFER, EntryState

UNSENT = (MessageState.QUEUED, MessageState.TO_PRINT, MessageState.TO_RING)


def open_offers(expert_id: int) -> list[Offer]:
    """Oldest first."""
    theirs = select(Offer).where(
        Offer.organisation_id == current_organisation(),
        Offer.expert_id == expert_id,
        Offer.state.in_(OPEN_OFFER),
    )
    return list(db.session.scalars(theirs.order_by(Offer.id)))


def promised(expert_id: int, *, moment: datetime, day: date) -> list[Assignment]:
    """Those that have not begun by `moment`, or are due on `day` or later; oldest first."""
    theirs = (
        select(Assignment)
        .join(Assignment.occasion)
        .where(
            Assignment.organisation_id == current_organisation(),
            Assignment.expert_id == expert_id,
            Assignment.state.in_(COMING),
            or_(Occasion.starts_at > moment, Occasion.due_on >= day),
        )
    )
    return list(db.session.scalars(theirs.order_by(Assignment.id)))


def approved_unpaid(expert_id: int) -> list[AnyEntry]:
    """Approved hours and expenses that no statement carries yet."""
    return [
        *_entries(HourEntry, expert_id, HourEntry.state == EntryState.APPROVED),
        *_entries(ExpenseEntry, expert_id, ExpenseEntry.state == EntryState.APPROVED),
    ]


def held_as_stopped(expert_id: int) -> list[AnyEntry]:
    return [
        *_entries(HourEntry, expert_id, HourEntry.held_because == HeldReason.STOPPED),
        *_entries(ExpenseEntry, expert_id, ExpenseEntry.held_because == HeldReason.STOPPED),
    ]


def unsent_messages(expert_id: int) -> list[Message]:
    theirs = select(Message).where(
        Message.organisation_id == current_organisation(),
        Message.expert_id == expert_id,
        Message.state.in_(UNSENT),
    )
    return list(db.session.scalars(theirs.order_by(Message.id).with_for_update()))


def consents_in_force(expert_id: int) -> list[Consent]:
    theirs = select(Consent).where(
        Consent.organisation_id == current_organisation(),
        Consent.expert_id == expert_id,
        Consent.withdrawn_on.is_(None),
    )
    return list(db.session.scalars(theirs.order_by(Consent.id)))


def ring_no_more(expert_id: int) -> None:
    """Calls that were to be tried again."""
    theirs = update(Call).where(
        Call.organisation_id == current_organisation(), Call.expert_id == expert_id
    )
    db.session.execute(theirs.values(ring_again_at=None))


def _entries(kind, expert_id: int, condition) -> list:
    theirs = select(kind).where(
        kind.organisation_id == current_organisation(),
        kind.expert_id == expert_id,
        condition,
        ~earnings.on_a_statement(kind),
    )
    return list(db.session.scalars(theirs.order_by(kind.id).with_for_update()))
