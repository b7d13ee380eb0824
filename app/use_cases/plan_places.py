"""The rows of a plan: planned anew, each place keeps its row and what was said of it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from app.now import today
from app.readings.plan_draft import Draft
from app.storage import tables
from app.storage.plans import Mark, Plan, PlanPlace
from scheduling.facts import ExpertFacts, RequestFacts
from scheduling.merits import reasons_for
from scheduling.period.proposal import Place
from scheduling.period.seats import Seat

Rows = Mapping[tuple[int, tuple[int, ...]], Sequence[PlanPlace]]


def write_places(plan: Plan, draft: Draft, rows: Iterable[PlanPlace]) -> None:
    """`rows` are the places of the plan so far; those that are no open places any more go."""
    for each in draft.fallen:
        each.mark, each.expert_id = None, None
    before: dict[tuple[int, tuple[int, ...]], list[PlanPlace]] = defaultdict(list)
    for row in rows:
        before[row.request_id, tuple(row.occasion_ids)].append(row)
    by_seat: dict[int, list[Place]] = defaultdict(list)
    for place in draft.places:
        by_seat[place.seat].append(place)
    kept = set[int]()
    for n, seat in enumerate(draft.period.pool.seats):
        told = before[seat.request_id, seat.occasion_ids]
        for number, found in enumerate(_arranged(draft, seat, by_seat[n], told), start=1):
            row = next((each for each in told if each.number == number), None)
            row = row or _new_row(plan, seat, number)
            kept.add(row.id)
            _fill(row, seat, found, draft)
    for row in [each for found in before.values() for each in found]:
        if row.id not in kept:
            tables.remove(row)


def _arranged(
    draft: Draft, seat: Seat, found: Sequence[Place], told: Iterable[PlanPlace]
) -> Iterator[Place | None]:
    """Place by place, by number: whoever was in a place before stays in it; None: left empty."""
    left, by_number = list(found), {row.number: row for row in told}
    stays: dict[int, Place | None] = {}
    for number, row in by_number.items():
        if row.mark is Mark.EMPTY:
            stays[number] = None
        elif same := next((each for each in left if _holds(draft, each, row.expert_id)), None):
            stays[number] = same
            left.remove(same)
    for number in range(1, seat.needs + 1):
        yield stays[number] if number in stays else left.pop(0) if left else None


def _expert_id(draft: Draft, place: Place) -> int | None:
    pool = draft.period.pool
    return None if place.pair is None else int(pool.people.ids[pool.pairs.person[place.pair]])


def _holds(draft: Draft, place: Place, expert_id: int | None) -> bool:
    return expert_id is not None and _expert_id(draft, place) == expert_id


def _new_row(plan: Plan, seat: Seat, number: int) -> PlanPlace:
    return tables.add(
        PlanPlace(
            plan_id=plan.id,
            request_id=seat.request_id,
            occasion_ids=list(seat.occasion_ids),
            number=number,
            starts_at=min((each.starts_at for each in seat.intervals), default=None),
            due_on=seat.first_day,
        )
    )


def _fill(row: PlanPlace, seat: Seat, found: Place | None, draft: Draft) -> None:
    expert_id = _expert_id(draft, found) if found else None
    if expert_id != row.expert_id and row.mark is not Mark.EMPTY:
        row.mark = None
    row.expert_id = expert_id
    row.runner_up_id = found.runner_up_id if found else None
    row.before, row.elsewhere = (found.before, found.elsewhere) if found else (0, 0)
    row.empty = asdict(found.empty) if found and found.empty else None
    row.points, row.reasons = None, []
    if found and expert_id is not None:
        facts = draft.period.facts[found.seat]
        person = draft.people[expert_id]
        row.points = int(draft.period.pool.pairs.points[found.pair])
        row.reasons = _reasons(person, seat, facts, today())


def _reasons(person: ExpertFacts, seat: Seat, facts: RequestFacts, day: date) -> list[Any]:
    """As JSON keeps them: code and values."""
    asked = replace(facts, occasions=seat.intervals)
    return [[str(each.code), dict(each.values)] for each in reasons_for(person, asked, day)]
