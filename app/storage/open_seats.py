"""The open seats of a period: times with places nobody holds or is being asked about."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from app.database import current_organisation, db
from app.now import now
from app.storage.assignments import Assignment
from app.storage.occasions import Occasion
from app.storage.offers import Offer
from app.storage.requests import ExpertRequest
from scheduling.kinds import RequestKind
from scheduling.lifecycle import OPEN_OFFER, SEATED, RequestState
from scheduling.offers import CALL_ROUND_UNDER
from scheduling.period.days import Minutes, minutes_by_day
from scheduling.period.seats import OpenTime, Seat, seats_of
from scheduling.wall_clock import day_of, midnight

DAY = timedelta(days=1)


def open_occasions(first: date, last: date) -> list[Occasion]:
    soonest = max(midnight(first), now() + CALL_ROUND_UNDER)
    coming = (
        select(Occasion)
        .join(Occasion.request)
        .where(
            Occasion.organisation_id == current_organisation(),
            ExpertRequest.state == RequestState.MATCHING,
            Occasion.cancelled_at.is_(None),
            Occasion.accepted_count < Occasion.seats,
            Occasion.starts_at.between(soonest, midnight(last + DAY))
            | Occasion.due_on.between(max(first, day_of(soonest)), last),
        )
        .options(contains_eager(Occasion.request).joinedload(ExpertRequest.unit))
    )
    return list(
        db.session.scalars(coming.order_by(Occasion.starts_at, Occasion.due_on, Occasion.id))
    )


def count(first: date, last: date) -> int:
    """Of open places, those that wait for an answer too."""
    return sum(each.free_seats for each in open_occasions(first, last))


def open_offers() -> Sequence[Offer]:
    """Of the whole organisation: they take places, and people's time."""
    waiting = select(Offer).where(
        Offer.organisation_id == current_organisation(), Offer.state.in_(OPEN_OFFER)
    )
    waiting = waiting.options(
        joinedload(Offer.occasion), joinedload(Offer.request).joinedload(ExpertRequest.unit)
    )
    return list(db.session.scalars(waiting.order_by(Offer.id)))


def seats(
    by_request: Mapping[ExpertRequest, Sequence[Occasion]],
    asked: Iterable[Offer],
    experienced: set[int],
) -> tuple[list[Seat], int]:
    """And how many places wait for an answer."""
    waiting, there = Counter[int](), _holders()
    for offer in asked:
        waiting[offer.occasion_id] += 1
        there[offer.occasion_id].add(offer.expert_id)
    found, left = list[Seat](), 0
    for request, times in by_request.items():
        left += sum(min(each.free_seats, waiting[each.id]) for each in times)
        open_times = [
            OpenTime(
                occasion_id=each.id,
                places=max(0, each.free_seats - waiting[each.id]),
                time=each.during,
                due_on=each.due_on,
                teamed=len(there[each.id]),
                guided=bool(there[each.id] & experienced),
            )
            for each in times
        ]
        found += seats_of(request.id, RequestKind(request.kind), open_times, len(found))
    return found, left


def _holders() -> dict[int, set[int]]:
    """Who has a seat, by occasion."""
    seated = select(Assignment.occasion_id, Assignment.expert_id).where(
        Assignment.organisation_id == current_organisation(), Assignment.state.in_(SEATED)
    )
    found: dict[int, set[int]] = defaultdict(set)
    for occasion_id, expert_id in db.session.execute(seated):
        found[occasion_id].add(expert_id)
    return found


def minutes_promised(
    expert_ids: Iterable[int], asked: Iterable[Offer], first: date, last: date
) -> dict[int, Minutes]:
    """What each has, or may still say yes to, by day."""
    wanted = set(expert_ids)
    held = (
        select(Assignment)
        .join(Assignment.occasion)
        .where(
            Assignment.organisation_id == current_organisation(),
            Assignment.expert_id.in_(wanted),
            Assignment.state.in_(SEATED),
            Occasion.starts_at.between(midnight(first), midnight(last + DAY)),
        )
        .options(contains_eager(Assignment.occasion))
    )
    found: dict[int, Minutes] = {each: Minutes() for each in wanted}
    seats = [*db.session.scalars(held)] if wanted else []
    for each in (*seats, *asked):
        if each.expert_id in wanted and (time := each.occasion.during):
            found[each.expert_id].update(minutes_by_day([time]))
    return found


def taken(asked: Iterable[Offer], first: date, last: date) -> Counter[int]:
    """How many seats of the period each has or is being asked to."""
    held = (
        select(Assignment.expert_id, Assignment.request_id)
        .join(Assignment.occasion)
        .where(
            Assignment.organisation_id == current_organisation(),
            Assignment.state.in_(SEATED),
            Occasion.starts_at.between(midnight(first), midnight(last + DAY))
            | Occasion.due_on.between(first, last),
        )
    )
    seats = {tuple(row) for row in db.session.execute(held)}
    for offer in asked:
        if first <= offer.occasion.day <= last:
            seats.add((offer.expert_id, offer.request_id))
    return Counter(expert_id for expert_id, _ in seats)
