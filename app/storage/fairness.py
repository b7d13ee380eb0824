"""How work and invitations were spread over people, and who was chosen against the order."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from app.database import current_organisation, db
from app.storage.assignments import Assignment
from app.storage.changes import Change, Subject
from app.storage.experts import Expert, is_here
from app.storage.occasions import Occasion
from app.storage.offers import Offer, OfferRound
from app.storage.requests import ExpertRequest
from app.storage.users import User
from scheduling.fairness import a_year_before
from scheduling.kinds import Channel, TurnReason
from scheduling.lifecycle import AssignmentState, OfferState, RequestState
from scheduling.wall_clock import midnight

DAY = timedelta(days=1)
# An invitation counts whatever was answered; not one taken back, nor a call that reached nobody.
REACHED = and_(
    Offer.state != OfferState.WITHDRAWN,
    or_(Offer.channel != Channel.PHONE, Offer.answered_at.is_not(None)),
)


class Period(NamedTuple):
    """Whole days, both ends belong to it."""

    first: date
    last: date

    @classmethod
    def until(cls, last: date) -> "Period":
        """12 months."""
        return cls(a_year_before(last) + DAY, last)

    def has(self, moment: Any) -> ColumnElement[bool]:
        """Of a column of moments."""
        return and_(moment >= midnight(self.first), moment < midnight(self.last + DAY))


class Counted(NamedTuple):
    """How many times one person was asked and worked."""

    expert_id: int
    asked: int
    worked: int


@dataclass(frozen=True)
class AgainstTheOrder:
    """One choice of somebody whose turn it was not: why, by whom, and for whom."""

    at: datetime
    request: ExpertRequest
    reason: TurnReason
    note: str | None
    by: str
    experts: tuple[Expert, ...]


@dataclass(frozen=True)
class Choosing:
    """sendings and named are of all requests of the period."""

    sendings: int
    requests: int
    named: int


def counts(period: Period) -> list[Counted]:
    """Everybody in the registry, and those who have left it if they were asked or worked."""
    asked, worked = _asked(period), _worked(period)
    here = select(Expert.id).where(
        Expert.organisation_id == current_organisation(), is_here(), Expert.joined_on <= period.last
    )
    everybody = {*db.session.scalars(here), *asked, *worked}
    return [Counted(each, asked.get(each, 0), worked.get(each, 0)) for each in sorted(everybody)]


def never_asked() -> list[Expert]:
    """Neither asked nor booked as long as they have been here, the longest time first."""
    mine = Expert.organisation_id == current_organisation()
    asked = exists().where(
        Offer.organisation_id == Expert.organisation_id, Offer.expert_id == Expert.id, REACHED
    )
    booked = exists().where(
        Assignment.organisation_id == Expert.organisation_id, Assignment.expert_id == Expert.id
    )
    question = select(Expert).where(mine, is_here(), ~asked, ~booked)
    return list(db.session.scalars(question.order_by(Expert.joined_on, Expert.id)))


def against_the_order(period: Period) -> list[AgainstTheOrder]:
    """Sendings and seats given out of turn, newest first."""
    found = [*_sendings(period), *_seats(period)]
    return sorted(found, key=lambda each: each.at, reverse=True)


def choosing(period: Period) -> Choosing:
    sendings = select(func.count(OfferRound.id)).where(
        OfferRound.organisation_id == current_organisation(), period.has(OfferRound.sent_at)
    )
    asked_for = select(func.count(ExpertRequest.id), func.count(ExpertRequest.asked_by_name)).where(
        ExpertRequest.organisation_id == current_organisation(),
        ExpertRequest.state != RequestState.DRAFT,
        period.has(ExpertRequest.created_at),
    )
    return Choosing(db.session.scalar(sendings) or 0, *db.session.execute(asked_for).one())


def _asked(period: Period) -> dict[int, int]:
    """Sendings, however many times each of them asked about."""
    theirs = select(Offer.expert_id, func.count(Offer.round_id.distinct())).where(
        Offer.organisation_id == current_organisation(), REACHED, period.has(Offer.sent_at)
    )
    grouped = db.session.execute(theirs.group_by(Offer.expert_id))
    return {each: times for each, times in grouped}


def _worked(period: Period) -> dict[int, int]:
    """Occasions somebody came to."""
    theirs = (
        select(Assignment.expert_id, func.count(Assignment.id))
        .join(Assignment.occasion)
        .where(
            Assignment.organisation_id == current_organisation(),
            Assignment.state == AssignmentState.DONE,
            or_(
                period.has(Occasion.starts_at),
                Occasion.due_on.between(period.first, period.last),
            ),
        )
        .group_by(Assignment.expert_id)
    )
    return {each: times for each, times in db.session.execute(theirs)}


def _sendings(period: Period) -> list[AgainstTheOrder]:
    question = (
        select(OfferRound, ExpertRequest, User.name)
        .join(
            ExpertRequest,
            and_(
                ExpertRequest.organisation_id == OfferRound.organisation_id,
                ExpertRequest.id == OfferRound.request_id,
            ),
        )
        .join(User, User.id == OfferRound.sent_by)
        .where(
            OfferRound.organisation_id == current_organisation(),
            OfferRound.turn_reason.is_not(None),
            period.has(OfferRound.sent_at),
        )
    )
    rows = db.session.execute(question.order_by(OfferRound.id)).all()
    people = _people(expert_id for sending, *_ in rows for expert_id in sending.chosen_ids)
    return [
        AgainstTheOrder(
            at=sending.sent_at,
            request=request,
            reason=sending.turn_reason,
            note=sending.turn_note,
            by=name,
            experts=tuple(people[each] for each in sending.chosen_ids if each in people),
        )
        for sending, request, name in rows
    ]


def _seats(period: Period) -> list[AgainstTheOrder]:
    """By whom: who wrote the first step of the seat."""
    given_by = (
        select(Change.actor_name)
        .where(
            Change.organisation_id == Assignment.organisation_id,
            Change.subject == Subject.ASSIGNMENT,
            Change.subject_id == Assignment.id,
        )
        .order_by(Change.id)
        .limit(1)
        .correlate(Assignment)
        .scalar_subquery()
    )
    question = select(Assignment, given_by).where(
        Assignment.organisation_id == current_organisation(),
        Assignment.turn_reason.is_not(None),
        period.has(Assignment.accepted_at),
    )
    return [
        AgainstTheOrder(
            at=seat.accepted_at,
            request=seat.request,
            reason=seat.turn_reason,
            note=seat.turn_note,
            by=name or "",
            experts=(seat.expert,),
        )
        for seat, name in db.session.execute(question.order_by(Assignment.id))
    ]


def _people(expert_ids: Any) -> dict[int, Expert]:
    theirs = select(Expert).where(
        Expert.organisation_id == current_organisation(), Expert.id.in_(set(expert_ids))
    )
    return {each.id: each for each in db.session.scalars(theirs)}
