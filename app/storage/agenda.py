"""What a coordinator's day holds: who comes where soon, and what waits for her."""

from datetime import date, datetime

from sqlalchemy import exists, func, select, union_all
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import joinedload

from app.database import current_organisation, db
from app.storage.assignments import Assignment
from app.storage.expense_entries import ExpenseEntry
from app.storage.hour_entries import HourEntry
from app.storage.messages import Message, MessageState
from app.storage.occasions import Occasion
from app.storage.offers import Offer
from app.storage.outcomes import Outcome
from app.storage.requests import ExpertRequest, RequestMessage
from scheduling.lifecycle import OPEN_OFFER, SEATED, EntryState, OfferState, RequestState

ALIVE = (RequestState.MATCHING, RequestState.FILLED, RequestState.DONE)


def coming(start: datetime, end: datetime) -> list[tuple[Occasion, list[Assignment]]]:
    """Occasions that begin between the two moments, in order, each with those who come."""
    between = (
        select(Occasion)
        .join(Occasion.request)
        .where(
            Occasion.organisation_id == current_organisation(),
            Occasion.starts_at >= start,
            Occasion.starts_at < end,
            Occasion.cancelled_at.is_(None),
            ExpertRequest.state.in_(ALIVE),
        )
        .options(joinedload(Occasion.request).joinedload(ExpertRequest.unit))
    )
    times = list(db.session.scalars(between.order_by(Occasion.starts_at, Occasion.id)))
    seats = seated([one.id for one in times])
    return [(one, seats.get(one.id, [])) for one in times]


def seated(occasion_ids: list[int]) -> dict[int, list[Assignment]]:
    """Who comes, by occasion, in the order accepted."""
    if not occasion_ids:
        return {}
    theirs = (
        select(Assignment)
        .where(
            Assignment.organisation_id == current_organisation(),
            Assignment.occasion_id.in_(occasion_ids),
            Assignment.state.in_(SEATED),
        )
        .options(joinedload(Assignment.expert))
    )
    found: dict[int, list[Assignment]] = {}
    for one in db.session.scalars(theirs.order_by(Assignment.accepted_at, Assignment.id)):
        found.setdefault(one.occasion_id, []).append(one)
    return found


def in_queue(*states: RequestState) -> list[ExpertRequest]:
    """Oldest first, with their units."""
    waiting = (
        select(ExpertRequest)
        .where(
            ExpertRequest.organisation_id == current_organisation(),
            ExpertRequest.state.in_(states),
        )
        .options(joinedload(ExpertRequest.unit))
    )
    order = (ExpertRequest.sent_at.nulls_first(), ExpertRequest.id)
    return list(db.session.scalars(waiting.order_by(*order)))


def unread(start: datetime) -> list[tuple[ExpertRequest, datetime | None]]:
    """New requests, oldest first, and when the first meeting of each begins, from `start` on."""
    begins = (
        select(func.min(Occasion.starts_at))
        .where(
            Occasion.organisation_id == current_organisation(),
            Occasion.request_id == ExpertRequest.id,
            Occasion.cancelled_at.is_(None),
            Occasion.starts_at >= start,
        )
        .scalar_subquery()
    )
    question = (
        select(ExpertRequest, begins)
        .where(
            ExpertRequest.organisation_id == current_organisation(),
            ExpertRequest.state == RequestState.SENT,
        )
        .options(joinedload(ExpertRequest.unit))
        .order_by(ExpertRequest.sent_at.nulls_first(), ExpertRequest.id)
    )
    return [(row[0], row[1]) for row in db.session.execute(question)]


def answered_by_units() -> list[tuple[ExpertRequest, datetime]]:
    """Requests under way whose last word in the thread is the unit's, and when it came."""
    last = (
        select(
            RequestMessage.request_id,
            RequestMessage.from_unit,
            RequestMessage.sent_at,
        )
        .where(RequestMessage.organisation_id == current_organisation())
        .ext(distinct_on(RequestMessage.request_id))
        .order_by(RequestMessage.request_id, RequestMessage.id.desc())
        .subquery()
    )
    question = (
        select(ExpertRequest, last.c.sent_at)
        .join(last, last.c.request_id == ExpertRequest.id)
        .where(
            ExpertRequest.organisation_id == current_organisation(),
            ExpertRequest.state.in_(ALIVE),
            last.c.from_unit,
        )
        .options(joinedload(ExpertRequest.unit))
    )
    return [(row[0], row[1]) for row in db.session.execute(question)]


def without_invitations(moment: datetime) -> list[tuple[ExpertRequest, datetime | None]]:
    """Requests with an empty seat for which nobody has an open offer, and when it begins next."""
    ahead = func.min(Occasion.starts_at).filter(Occasion.starts_at >= moment)
    begins = (
        select(Occasion.request_id, ahead.label("at"))
        .where(
            Occasion.organisation_id == current_organisation(),
            Occasion.cancelled_at.is_(None),
            Occasion.accepted_count < Occasion.seats,
        )
        .group_by(Occasion.request_id)
        .subquery()
    )
    asked = exists().where(
        Offer.organisation_id == ExpertRequest.organisation_id,
        Offer.request_id == ExpertRequest.id,
        Offer.state.in_(OPEN_OFFER),
    )
    question = (
        select(ExpertRequest, begins.c.at)
        .join(begins, begins.c.request_id == ExpertRequest.id)
        .where(
            ExpertRequest.organisation_id == current_organisation(),
            ExpertRequest.state == RequestState.MATCHING,
            ~asked,
        )
        .options(joinedload(ExpertRequest.unit))
        .order_by(ExpertRequest.sent_at, ExpertRequest.id)
    )
    return [(row[0], row[1]) for row in db.session.execute(question)]


def asking_first() -> list[Offer]:
    """Experts who want a call before they answer; one offer of each sending."""
    question = (
        select(Offer)
        .where(
            Offer.organisation_id == current_organisation(),
            Offer.state == OfferState.ASKS_FIRST,
            Offer.said_yes_at.is_(None),
        )
        .options(joinedload(Offer.expert), joinedload(Offer.request).joinedload(ExpertRequest.unit))
    )
    first: dict[tuple[int, int], Offer] = {}
    for offer in db.session.scalars(question.order_by(Offer.id)):
        first.setdefault((offer.round_id, offer.expert_id), offer)
    return list(first.values())


def outcomes_to_ask(day: date) -> list[tuple[ExpertRequest, Outcome]]:
    """Work that is done and whose outcome should have been told by now, oldest first."""
    question = (
        select(ExpertRequest, Outcome)
        .join(
            Outcome,
            (Outcome.organisation_id == ExpertRequest.organisation_id)
            & (Outcome.request_id == ExpertRequest.id),
        )
        .where(
            ExpertRequest.organisation_id == current_organisation(),
            ExpertRequest.state == RequestState.DONE,
            Outcome.kind.is_(None),
            Outcome.due_on <= day,
        )
        .options(joinedload(ExpertRequest.unit))
        .order_by(Outcome.due_on, ExpertRequest.id)
    )
    return [(row[0], row[1]) for row in db.session.execute(question)]


def assignments_in(state: EntryState) -> tuple[int, datetime | None]:
    """How many have hours or costs in a state, and when the oldest of those was reported."""
    theirs = union_all(
        *(
            select(table.assignment_id, table.reported_at).where(
                table.organisation_id == current_organisation(), table.state == state
            )
            for table in (HourEntry, ExpenseEntry)
        )
    ).subquery()
    question = select(func.count(theirs.c.assignment_id.distinct()), func.min(theirs.c.reported_at))
    row = db.session.execute(question).one()
    return row[0], row[1]


def messages_in(state: MessageState) -> tuple[int, datetime | None]:
    """How many messages wait, and since when."""
    question = select(func.count(), func.min(Message.created_at)).where(
        Message.organisation_id == current_organisation(), Message.state == state
    )
    row = db.session.execute(question).one()
    return row[0], row[1]
