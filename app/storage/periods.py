"""The seats of a period and who may take them: everybody of the registry against every request."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

import numpy as np

from app.storage import candidates, open_seats
from app.storage.occasions import Occasion
from app.storage.offers import Offer
from app.storage.requests import ExpertRequest
from scheduling.availability import busy_interval
from scheduling.eligibility import reasons_against
from scheduling.facts import ExpertFacts, RequestFacts
from scheduling.fairness import history
from scheduling.figures import figures_of
from scheduling.obstacles import minutes_of_way, month_of
from scheduling.period.pool import EXPERIENCED, UNLIMITED, Pairs, People, Pool
from scheduling.period.seats import Seat
from scheduling.points import points
from scheduling.reasons import Against
from scheduling.wall_clock import minutes_between
from scheduling.weights import Weights


@dataclass(frozen=True, eq=False)
class Period:
    """`facts` are of each seat's request; `waiting` places are left to those asked already."""

    pool: Pool
    requests: Sequence[ExpertRequest]
    facts: Sequence[RequestFacts]
    people: Mapping[int, ExpertFacts]
    waiting: int


def of_period(first: date, last: date, *, today: date, weights: Weights) -> Period:
    """Open places of requests people are looked for, from three days on.

    An open invitation keeps its place, and the time of whoever it was sent to.
    """
    found = open_seats.open_occasions(first, last)
    by_request: dict[ExpertRequest, list[Occasion]] = defaultdict(list)
    for each in found:
        by_request[each.request].append(each)
    facts = {each.id: candidates.facts_of_request(each) for each in by_request}
    asked = open_seats.open_offers()
    everybody = _everybody(found, asked)
    seats, waiting = open_seats.seats(by_request, asked, _experienced(everybody.values(), today))
    judged = [_judge(seat, facts[seat.request_id], everybody.values(), today) for seat in seats]
    figures = figures_of(everybody.values(), today=today)
    worth = partial(points, today=today, weights=weights, figures=figures)
    pool = Pool(
        seats=seats,
        people=_people(everybody, seats, open_seats.taken(asked, first, last), today),
        pairs=_pairs(seats, facts, [able for able, _ in judged], everybody, worth),
        against=[against for _, against in judged],
    )
    requests = {each.id: each for each in by_request}
    return Period(
        pool=pool,
        requests=[requests[each.request_id] for each in seats],
        facts=[facts[each.request_id] for each in seats],
        people=everybody,
        waiting=waiting,
    )


def may_take(seat: Seat, person: ExpertFacts, facts: RequestFacts, today: date) -> set[Against]:
    """What is against her, at any of its times; nothing when she may."""
    return {
        Against(reason.code)
        for each in seat.facts(facts)
        for reason in reasons_against(person, each, today)
    }


def _everybody(found: Iterable[Occasion], asked: Iterable[Offer]) -> dict[int, ExpertFacts]:
    """Whoever has not answered yet is busy then: she may still say yes."""
    times = [time for each in found if (time := open_seats.time_of(each))]
    people = {each.id: each for each in candidates.facts_of_experts(times)}
    requests: dict[int, RequestFacts] = {}
    for offer in asked:
        time, person = open_seats.time_of(offer.occasion), people.get(offer.expert_id)
        if time is None or person is None:
            continue
        if offer.request_id not in requests:
            requests[offer.request_id] = candidates.facts_of_request(offer.request)
        way = minutes_of_way(person, requests[offer.request_id])
        takes = busy_interval(time, travel_minutes=way, rest_minutes=person.rest_minutes)
        month = month_of(time)
        minutes = person.promised.get(month, 0) + minutes_between(*time)
        people[person.id] = replace(
            person, busy=(*person.busy, takes), promised={**person.promised, month: minutes}
        )
    return people


def _experienced(people: Iterable[ExpertFacts], today: date) -> set[int]:
    return {
        each.id for each in people if history(each.past, today=today).worked_ever >= EXPERIENCED
    }


def _judge(
    seat: Seat, facts: RequestFacts, people: Iterable[ExpertFacts], today: date
) -> tuple[list[ExpertFacts], Counter[Against]]:
    able, against = list[ExpertFacts](), Counter[Against]()
    for each in people:
        found = may_take(seat, each, facts, today)
        against.update(found)
        if not found:
            able.append(each)
    return able, against


def _people(
    everybody: Mapping[int, ExpertFacts], seats: Iterable[Seat], taken: Counter[int], today: date
) -> People:
    months = sorted({month_of(each) for seat in seats for each in seat.intervals})
    ever = [history(each.past, today=today).worked_ever for each in everybody.values()]
    room = [[_room(each, month) for each in everybody.values()] for month in months]
    return People(
        ids=np.array(list(everybody), np.int64),
        first_timer=np.array([times == 0 for times in ever], bool),
        experienced=np.array([times >= EXPERIENCED for times in ever], bool),
        taken=np.array([taken[each] for each in everybody], np.int64),
        months=months,
        room=np.array(room, float).reshape(len(months), len(everybody)),
    )


def _room(person: ExpertFacts, month: date) -> float:
    wish = person.wished_minutes_a_month
    return UNLIMITED if wish is None else max(0, wish - person.promised.get(month, 0))


def _pairs(
    seats: Iterable[Seat],
    facts: Mapping[int, RequestFacts],
    able: Iterable[Iterable[ExpertFacts]],
    everybody: Mapping[int, ExpertFacts],
    worth: Callable[[ExpertFacts, RequestFacts], int],
) -> Pairs:
    at = {expert_id: n for n, expert_id in enumerate(everybody)}
    rows = []
    for n, (seat, people) in enumerate(zip(seats, able, strict=True)):
        request = facts[seat.request_id]
        for person in people:
            way = minutes_of_way(person, request)
            rows.append((n, at[person.id], worth(person, request), way, way + person.rest_minutes))
    return Pairs(*np.array(rows, np.int64).reshape(-1, 5).T)
