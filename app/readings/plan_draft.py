"""A plan worked out: the world gathered, what was said kept, all of it solved and checked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from time import perf_counter

import numpy as np

from app.database import Refusal
from app.storage import matching_weights, periods
from app.storage.periods import Period
from app.storage.plans import Mark, PlanPlace
from scheduling import planning
from scheduling.facts import ExpertFacts
from scheduling.period import advice, proof
from scheduling.period.advice import OneMore
from scheduling.period.pool import Pool, Wishes, problem_of
from scheduling.period.proposal import Place, places_of
from scheduling.period.seats import Seat
from scheduling.planning import Plan, Problem

BEST_UP_TO = 50_000  # pairs; the best possible is looked for, beyond it this share of it
NEAR = 1e-4
SECONDS = 0.6  # a plan is looked at while it is changed; longer only when it would
LONGER = 3.0
FAR = 0.01  # be further than this from what is proven possible
KEEPS = (Mark.LOCKED, Mark.CHOSEN)


class NothingToPlan(Refusal):
    """No open place in that time."""

    code = "nothing_to_plan"


class PlanIsWrong(RuntimeError):
    """The checker does not accept what the planner made: a programming error."""


@dataclass(frozen=True, eq=False)
class Draft:
    """`people` are those in it; `fallen` are proposals that cannot be kept any more."""

    period: Period
    people: Mapping[int, ExpertFacts]
    problem: Problem
    plan: Plan
    places: Sequence[Place]
    advice: Sequence[OneMore]
    most: int
    milliseconds: int
    proof: proof.Proof
    fallen: Sequence[PlanPlace]


def work_out(first: date, last: date, today: date, said: Sequence[PlanPlace] = ()) -> Draft:
    """`said` are the places of the plan so far. Raises NothingToPlan, CannotPlan."""
    began = perf_counter()
    weights = matching_weights.on(today)
    period = periods.of_period(first, last, today=today, weights=weights)
    pool = period.pool
    if not pool.seats:
        raise NothingToPlan
    wishes, fallen = _wishes(pool, said)
    problem = problem_of(pool, weights, wishes)
    found = _solved(problem)
    kept = proof.proof_of(pool, problem, found)
    people = period.people(pool.people.ids[pool.pairs.person[found.chosen]].tolist())
    if wrong := proof.broken(kept) or _unfit(period, people, found.chosen, today):
        raise PlanIsWrong(wrong)
    is_full = len(found.chosen) == int(problem.needs.sum())
    return Draft(
        period=period,
        people=people,
        problem=problem,
        plan=found,
        places=places_of(pool, problem, found),
        advice=[] if is_full else advice.one_more(problem, found, period.facts),
        most=len(found.chosen) if is_full else advice.most_filled(problem),
        milliseconds=round(1000 * (perf_counter() - began)),
        proof=kept,
        fallen=fallen,
    )


def _solved(problem: Problem) -> Plan:
    gap = 0 if len(problem.value) <= BEST_UP_TO else NEAR
    found = planning.solve(problem, gap=gap, seconds=SECONDS)
    return found if found.gap <= FAR else planning.solve(problem, gap=gap, seconds=LONGER)


def _wishes(pool: Pool, said: Iterable[PlanPlace]) -> tuple[Wishes, list[PlanPlace]]:
    """As positions of this pool; and what cannot be kept."""
    seats = {(each.request_id, each.occasion_ids): n for n, each in enumerate(pool.seats)}
    emptied = np.zeros(len(pool.seats), np.int64)
    locked, barred, freed, fallen = set[int](), set[int](), set[int](), list[PlanPlace]()
    for place in said:
        seat = seats.get((place.request_id, tuple(place.occasion_ids)))
        if seat is None:
            continue
        found = (pool.pair_of(seat, each) for each in place.barred_ids)
        barred |= {pair for pair in found if pair is not None}
        if place.mark is Mark.EMPTY:
            emptied[seat] += 1
        elif place.mark in KEEPS:
            pair = pool.pair_of(seat, place.expert_id)
            if pair is None:
                fallen.append(place)
                continue
            locked.add(pair)
            freed |= {pool.seats[seat].team} if place.mark is Mark.CHOSEN else set()
    needs = np.array([each.needs for each in pool.seats], np.int64)
    wishes = Wishes(
        locked=np.array(sorted(locked), np.int64),
        barred=np.array(sorted(barred - locked), np.int64),
        emptied=np.minimum(emptied, needs),
        freed=frozenset(freed),
    )
    return wishes, fallen


def _unfit(
    period: Period, people: Mapping[int, ExpertFacts], chosen: Iterable[int], today: date
) -> str:
    """Everybody in the plan judged once more, by the plain rules and one by one."""
    pool, seated = period.pool, list[tuple[int, Seat]]()
    for pair in chosen:
        seat, expert_id = int(pool.pairs.seat[pair]), int(pool.people.ids[pool.pairs.person[pair]])
        facts = period.facts[seat]
        if against := periods.may_take(pool.seats[seat], people[expert_id], facts, today):
            return f"Expert {expert_id} may not take seat {seat}: {', '.join(sorted(against))}."
        seated.append((expert_id, pool.seats[seat]))
    if found := periods.overworked(period, people, seated):
        who, day = found
        return f"Expert {who} would work longer on {day} than the guardian has agreed to."
    return ""
