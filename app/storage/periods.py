"""The seats of a period and who may take them: the whole registry against every request."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from app.storage import candidates, open_seats, pool
from app.storage.occasions import Occasion
from app.storage.offers import Offer
from app.storage.requests import ExpertRequest
from scheduling.availability import Interval, busy_interval
from scheduling.columns.pool import Columns
from scheduling.columns.record import pack
from scheduling.eligibility import reasons_against
from scheduling.facts import ExpertFacts, RequestFacts
from scheduling.figures import Figures
from scheduling.obstacles import minutes_of_way, month_of
from scheduling.period import days
from scheduling.period.days import DayLimit, Minutes
from scheduling.period.pool import Pairs, People, Pool
from scheduling.period.seats import Seat
from scheduling.period.takers import longest_days, room, takers, worked_ever
from scheduling.planning.problem import Ints
from scheduling.reasons import Against
from scheduling.team import experienced_from
from scheduling.wall_clock import minutes_between
from scheduling.weights import Weights


@dataclass(frozen=True, eq=False)
class Period:
    """`facts` are of each seat's request; `waiting` places are left to those asked already.

    promised  what minors have on each day, where their guardians limit it
    """

    pool: Pool
    facts: Sequence[RequestFacts]
    waiting: int
    times: Sequence[Interval]
    asked: Sequence[Offer]
    requests: Mapping[int, RequestFacts]
    promised: Mapping[int, Minutes]

    def people(self, expert_ids: Iterable[int]) -> dict[int, ExpertFacts]:
        """All that the plain rules know of them, with what they may still say yes to."""
        return _with_open_offers(self.times, self.asked, self.requests, set(expert_ids))


def of_period(first: date, last: date, *, today: date, weights: Weights) -> Period:
    """Open places of requests people are looked for, from three days on.

    An open invitation keeps its place, and the time of whoever it was sent to.
    """
    found, asked = open_seats.open_occasions(first, last), open_seats.open_offers()
    by_request: dict[ExpertRequest, list[Occasion]] = defaultdict(list)
    for each in found:
        by_request[each.request].append(each)
    facts = candidates.facts_of_requests({*by_request, *(each.request for each in asked)})
    times = [time for each in found if (time := each.during)]
    # They are judged by themselves: nothing of what they may say yes to is known to the registry.
    waiting = _with_open_offers(times, asked, facts, {each.expert_id for each in asked})
    teams = sum(any(time.seats > 1 for time in times) for times in by_request.values())
    everybody = _Everybody(pool.columns(), waiting, today, weights, teams)
    seats, left = open_seats.seats(by_request, asked, everybody.experienced)
    of_seats = [facts[each.request_id] for each in seats]
    promised = open_seats.minutes_promised(everybody.limited, asked, first, last)
    pairs, against = everybody.pairs(seats, of_seats)
    pairs, limits = everybody.within_days(seats, pairs, against, promised)
    taken = open_seats.taken(asked, first, last)
    tight = days.tight(seats, pairs.seat, pairs.person, limits)
    people = everybody.as_people(seats, taken, limits, tight)
    whole = Pool(seats, people, pairs, against)
    return Period(whole, of_seats, left, times, asked, facts, promised)


def overworked(
    period: Period, people: Mapping[int, ExpertFacts], chosen: Iterable[tuple[int, Seat]]
) -> tuple[int, date] | None:
    """Which minor would do more on a day than her guardian has agreed to, by the plain facts."""
    limits = {
        each.id: DayLimit(each.guardian_day_minutes, period.promised.get(each.id, Minutes()))
        for each in people.values()
        if each.is_minor and each.guardian_day_minutes is not None
    }
    return days.first_overworked(((who, seat.intervals) for who, seat in chosen), limits)


def may_take(seat: Seat, person: ExpertFacts, facts: RequestFacts, today: date) -> set[Against]:
    """What is against her, at any of its times; nothing when she may."""
    return {
        Against(reason.code)
        for each in seat.facts(facts)
        for reason in reasons_against(person, each, today)
    }


class _Everybody:
    """The registry, and after it those again who have not answered yet, in columns of their own."""

    def __init__(
        self,
        registry: Columns,
        waiting: Mapping[int, ExpertFacts],
        today: date,
        weights: Weights,
        teams: int,
    ) -> None:
        """teams: how many may need somebody experienced."""
        self._today, self._weights = today, weights
        self._figures: Figures = registry.figures(today)
        self._parts = [registry, Columns([pack(each) for each in waiting.values()])]
        self._is_waiting = np.zeros(len(registry), bool)
        self._is_waiting[registry.find(waiting)] = True
        self._ids = np.concatenate([each.people["id"] for each in self._parts])
        self._ever = np.concatenate([worked_ever(each, today) for each in self._parts])
        self._is_experienced = self._ever >= experienced_from(self._ever.tolist(), enough=teams)

        offsets = (0, len(registry))
        self._longest = {
            place + offset: minutes
            for each, offset in zip(self._parts, offsets, strict=True)
            for place, minutes in longest_days(each).items()
        }

    @property
    def limited(self) -> set[int]:
        """Minors whose guardians limit their days."""
        return set(self._ids[list(self._longest)].tolist())

    @property
    def experienced(self) -> set[int]:
        return set(self._ids[self._is_experienced].tolist())

    def pairs(
        self, seats: Iterable[Seat], facts: Iterable[RequestFacts]
    ) -> tuple[Pairs, list[Counter[Against]]]:
        """Seat by seat, the most points first."""
        rows, against = [[np.empty(0, np.int64)] * 5], list[Counter[Against]]()
        for n, (seat, request) in enumerate(zip(seats, facts, strict=True)):
            row, aside = self._of_seat(seat, request)
            order = np.argsort(-row[1], kind="stable")
            rows.append([np.full(len(order), n), *(each[order] for each in row)])
            against.append(Counter(aside))
        return Pairs(*(np.concatenate(each) for each in zip(*rows, strict=True))), against

    def _of_seat(
        self, seat: Seat, request: RequestFacts
    ) -> tuple[list[Ints], Mapping[Against, int]]:
        """Person, points, minutes before and after."""
        of_parts = [
            takers(
                each,
                seat,
                request,
                today=self._today,
                weights=self._weights,
                figures=self._figures,
            )
            for each in self._parts
        ]
        (known, aside), (waiting, _) = of_parts
        firm = ~self._is_waiting[known.places]
        first = [each[firm] for each in known]
        second = [waiting.places + len(self._is_waiting), *waiting[1:]]
        return [np.concatenate(each) for each in zip(first, second, strict=True)], aside

    def within_days(
        self,
        seats: Sequence[Seat],
        pairs: Pairs,
        against: Sequence[Counter[Against]],
        promised: Mapping[int, Minutes],
    ) -> tuple[Pairs, dict[int, DayLimit]]:
        """Without what is too long for a minor beside what she has that day, counted too."""
        limits = {
            place: DayLimit(minutes, promised[int(self._ids[place])])
            for place, minutes in self._longest.items()
        }
        long = days.too_long(seats, pairs.seat, pairs.person, limits)
        for seat in pairs.seat[long].tolist():
            against[seat][Against.MINORS_TIME] += 1
        return Pairs(*(each[~long] for each in vars(pairs).values())), limits

    def as_people(
        self,
        seats: Iterable[Seat],
        taken: Counter[int],
        limits: Mapping[int, DayLimit],
        tight: Sequence[date],
    ) -> People:
        """taken: how many seats of the period each has already."""
        months = sorted({month_of(each) for seat in seats for each in seat.intervals})
        return People(
            ids=self._ids,
            first_timer=self._ever == 0,
            experienced=self._is_experienced,
            taken=np.array([taken[each] for each in self._ids.tolist()], np.int64),
            months=months,
            room=np.vstack(
                [
                    np.concatenate([room(each, months) for each in self._parts], axis=1),
                    days.room(tight, len(self._ids), limits),
                ]
            ),
            days=tight,
        )


def _with_open_offers(
    times: Sequence[Interval],
    asked: Iterable[Offer],
    requests: Mapping[int, RequestFacts],
    ids: set[int],
) -> dict[int, ExpertFacts]:
    """Whoever has not answered yet is busy then: she may still say yes."""
    people = {each.id: each for each in candidates.facts_of_experts(times, only=ids)}
    for offer in asked:
        time, person = offer.occasion.during, people.get(offer.expert_id)
        if time is None or person is None:
            continue
        way = minutes_of_way(person, requests[offer.request_id])
        takes = busy_interval(time, travel_minutes=way, rest_minutes=person.rest_minutes)
        month = month_of(time)
        minutes = person.promised.get(month, 0) + minutes_between(*time)
        people[person.id] = replace(
            person, busy=(*person.busy, takes), promised={**person.promised, month: minutes}
        )
    return people
