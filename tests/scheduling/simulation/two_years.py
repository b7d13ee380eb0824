"""Two years of asking and answering in a made-up county, by the real rules of ranking."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from random import Random

from scheduling.availability import busy_interval
from scheduling.eligibility import reasons_against
from scheduling.facts import ExpertFacts, RequestFacts
from scheduling.fairness import Asking, history, past
from scheduling.figures import Figures, figures_of
from scheduling.lifecycle import OfferState
from scheduling.obstacles import minutes_of_way, month_of
from scheduling.points import parts, points, waited
from scheduling.wall_clock import day_of, minutes_between
from scheduling.weights import Weights
from tests.scheduling.simulation.world import Person, Wish, World

PUBLISHED = Weights()
FIT_FIRST = Weights(wait=0, asked=0, worked=0, learning=0, continuity=0)


@dataclass
class Told:
    """What came of it: gigs and invitations by person, and how well each gig fits, 0 to 1,000."""

    gigs: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    asked_on: dict[int, list[date]] = field(default_factory=lambda: defaultdict(list))
    fits: list[Fraction] = field(default_factory=list)
    empty_seats: int = 0


class Pool:
    """Everybody's facts as they stand, changed by each asking and each yes."""

    def __init__(self, people: tuple[Person, ...], *, joining_counts: bool) -> None:
        self.joining_counts = joining_counts
        self.people = {each.facts.id: each for each in people}
        self.askings = {
            each.facts.id: [Asking(day, OfferState.ACCEPTED) for day in each.asked_before]
            for each in people
        }
        self.works = {each.facts.id: list(each.asked_before) for each in people}
        self.facts = {each.facts.id: self._with_past(each.facts) for each in people}
        self.counted: tuple[date, Figures] | None = None

    def joined(self, today: date) -> list[ExpertFacts]:
        return [self.facts[each] for each, one in self.people.items() if one.joined_on <= today]

    def figures(self, today: date) -> Figures:
        """Counted once a day."""
        if self.counted is None or self.counted[0] != today:
            self.counted = today, figures_of(self.joined(today), today=today)
        return self.counted[1]

    def ask(self, expert: ExpertFacts, today: date, state: OfferState) -> None:
        self.askings[expert.id].append(Asking(today, state))
        self.facts[expert.id] = self._with_past(self.facts[expert.id])

    def book(self, expert: ExpertFacts, request: RequestFacts) -> None:
        facts, [occasion] = self.facts[expert.id], request.occasions
        way, month = minutes_of_way(expert, request), month_of(occasion)
        taken = busy_interval(occasion, travel_minutes=way, rest_minutes=expert.rest_minutes)
        minutes = facts.promised.get(month, 0) + minutes_between(*occasion)
        self.works[expert.id].append(day_of(occasion.starts_at))
        self.facts[expert.id] = self._with_past(
            replace(facts, busy=(*facts.busy, taken), promised={**facts.promised, month: minutes})
        )

    def _with_past(self, facts: ExpertFacts) -> ExpertFacts:
        since = self.people[facts.id].joined_on if self.joining_counts else None
        return replace(facts, past=past(self.askings[facts.id], self.works[facts.id], since))


def live_through(world: World, weights: Weights, *, joining_counts: bool = True) -> Told:
    """Each wish on the day it came: in turn until its seats are filled or nobody is left.

    joining_counts  False: the rules do not know since when a person has been there
    """
    pool = Pool(world.people, joining_counts=joining_counts)
    told, holders = Told(), defaultdict(set)
    for wish in world.wishes:
        request = replace(wish.facts, continues=frozenset(holders[wish.follows]))
        order = _order(pool, request, wish, weights)
        for expert in order:
            if len(holders[wish.id]) == request.seats:
                break
            answer = _answer(pool.people[expert.id], wish)
            told.asked_on[expert.id].append(wish.came_on)
            pool.ask(expert, wish.came_on, answer)
            if answer == OfferState.ACCEPTED:
                holders[wish.id].add(expert.id)
                told.gigs[expert.id] += 1
                told.fits.append(fit(expert, request, wish.came_on, pool.figures(wish.came_on)))
                pool.book(expert, request)
        told.empty_seats += request.seats - len(holders[wish.id])
    return told


def fit(expert: ExpertFacts, request: RequestFacts, today: date, figures: Figures) -> Fraction:
    """Theme, level and distance by the published weights, 0 to 1,000."""
    found, weigh = parts(expert, request, today=today, figures=figures), PUBLISHED
    weighed = (
        found.theme * weigh.theme + found.level * weigh.level + found.distance * weigh.distance
    )
    return Fraction(weighed, weigh.theme + weigh.level + weigh.distance)


def _order(pool: Pool, request: RequestFacts, wish: Wish, weights: Weights) -> list[ExpertFacts]:
    """The order of scheduling.matching without its sentences; a named person goes first."""
    today, figures = wish.came_on, pool.figures(wish.came_on)

    def place(expert: ExpertFacts) -> tuple[bool, int, int, int]:
        earned = points(expert, request, today=today, weights=weights, figures=figures)
        wait = waited(history(expert.past, today=today), today=today, figures=figures)
        return expert.id != wish.named, -earned, -wait if weights.wait else 0, expert.id

    able = (each for each in pool.joined(today) if not reasons_against(each, request, today))
    return sorted(able, key=place)


def _answer(person: Person, wish: Wish) -> OfferState:
    """The same to the same wish in every way of asking."""
    said = Random(person.facts.id * 1_000_003 + wish.id).random()
    if said < person.yes:
        return OfferState.ACCEPTED
    return OfferState.EXPIRED if said < person.yes + person.silence else OfferState.DECLINED
