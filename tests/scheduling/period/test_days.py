"""A minor's day is as long as her guardian has agreed to, over all the seats of it."""

from datetime import UTC, date, datetime, timedelta
from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.availability import Interval
from scheduling.period import days, proof
from scheduling.period.days import DayLimit, Minutes
from scheduling.period.pool import Pairs, People, Pool, Wishes, problem_of, seat_worth, step_cost
from scheduling.period.seats import OpenTime, Seat
from scheduling.planning import solve
from scheduling.weights import Weights

MONDAY = date(2026, 12, 7)
MORNING = datetime(2026, 12, 7, 7, tzinfo=UTC)
EVEN = Weights(**dict.fromkeys(Weights.__dataclass_fields__, 1))


def a_seat(number, hour, minutes, day=0):
    starts = MORNING + timedelta(days=day, hours=hour)
    time = Interval(starts, starts + timedelta(minutes=minutes))
    return Seat(number, (OpenTime(number, 1, time),), 1, number)


def a_pool(seats, people, limits, points=None):
    """Everybody may take every seat; limits are kept as the registry does."""
    seat, person = (each.ravel() for each in np.indices((len(seats), people)))
    points = np.full(len(seat), 100) if points is None else points
    pairs = Pairs(seat, person, points, np.zeros_like(seat), np.zeros_like(seat))
    long = days.too_long(seats, seat, person, limits)
    pairs = Pairs(*(each[~long] for each in vars(pairs).values()))
    tight = days.tight(seats, pairs.seat, pairs.person, limits)
    none = np.zeros(people, bool)
    unlimited = np.full((1, people), days.UNLIMITED)
    room = np.vstack([unlimited, days.room(tight, people, limits)])
    everybody = People(
        np.arange(people), none, none, np.zeros(people, int), [MONDAY.replace(day=1)], room, tight
    )
    return Pool(seats, everybody, pairs, [{} for _ in seats])


def planned(pool):
    empty = np.empty(0, np.int64)
    problem = problem_of(pool, EVEN, Wishes(empty, empty, np.zeros(len(pool.seats), np.int64)))
    return problem, solve(problem, gap=0)


def seated(pool, plan):
    """Who, and when."""
    return [
        (int(pool.pairs.person[pair]), pool.seats[pool.pairs.seat[pair]].intervals)
        for pair in plan.chosen
    ]


def test_two_visits_that_fit_one_by_one_are_too_much_on_the_same_day():
    seats = [a_seat(0, 0, 120), a_seat(1, 4, 120), a_seat(2, 0, 120, day=1)]
    limits = {0: DayLimit(180, Minutes())}

    pool = a_pool(seats, 1, limits)
    _, plan = planned(pool)

    assert pool.people.days == [MONDAY]
    assert len(plan.chosen) == 2
    assert days.first_overworked(seated(pool, plan), limits) is None


def test_what_she_has_promised_that_day_already_counts():
    seats = [a_seat(0, 0, 60), a_seat(1, 4, 120)]

    pool = a_pool(seats, 1, {0: DayLimit(180, Minutes({MONDAY: 90}))})

    assert pool.pairs.seat.tolist() == [0]


def test_where_nobody_is_limited_no_day_is_watched():
    assert a_pool([a_seat(0, 0, 500), a_seat(1, 9, 500)], 2, {}).people.days == []


def test_a_plan_made_without_the_limit_is_caught_by_the_checkers():
    seats = [a_seat(0, 0, 120), a_seat(1, 4, 120)]
    limits = {0: DayLimit(180, Minutes())}
    careless = a_pool(seats, 1, {})
    _, plan = planned(careless)

    assert days.first_overworked(seated(careless, plan), limits) == (0, MONDAY)

    watched = a_pool(seats, 1, limits)
    problem, _ = planned(watched)
    kept = proof.proof_of(watched, problem, plan)
    assert "carries 240 of resource 1, not 180" in proof.broken(kept)


minutes = st.sampled_from([30, 60, 120])
some_seats = st.lists(
    st.tuples(st.integers(0, 8), minutes, st.integers(0, 1)), min_size=1, max_size=4
).map(lambda rows: [a_seat(n, *row) for n, row in enumerate(rows)])
some_limits = st.dictionaries(
    st.integers(0, 1),
    st.builds(
        DayLimit,
        st.sampled_from([60, 90, 150, 240]),
        st.sampled_from([Minutes(), Minutes({MONDAY: 60})]),
    ),
)


@settings(deadline=None, max_examples=150)
@given(some_seats, some_limits, st.data())
def test_the_plan_is_the_best_of_all_that_keep_every_minors_day(seats, limits, data):
    size = 2 * len(seats)
    points = np.array(data.draw(st.lists(st.integers(0, 999), min_size=size, max_size=size)))
    pool = a_pool(seats, 2, limits, points)
    asked = list(zip(*(np.indices((len(seats), 2)).reshape(2, -1)), points, strict=True))

    problem, plan = planned(pool)

    assert proof.broken(proof.proof_of(pool, problem, plan)) == ""
    assert days.first_overworked(seated(pool, plan), limits) is None
    assert plan.value == max(
        worth(seats, some)
        for size in range(len(asked) + 1)
        for some in combinations(asked, size)
        if keeps(seats, some, limits)
    )


def keeps(seats, some, limits):
    """One person a seat, nobody in two places, and no minor's day too long: said plainly."""
    if len({seat for seat, _, _ in some}) < len(some):
        return False
    for who in (0, 1):
        times = sorted(seats[seat].intervals[0] for seat, person, _ in some if person == who)
        if any(one.ends_at > other.starts_at for one, other in zip(times, times[1:], strict=False)):
            return False
        limit = limits.get(who)
        for day in (MONDAY, MONDAY + timedelta(days=1)) if limit else ():
            here = [each for each in times if each.starts_at.date() == day]
            work = sum((each.ends_at - each.starts_at).seconds // 60 for each in here)
            if here and work + limit.promised[day] > limit.longest:
                return False
    return True


def worth(seats, some):
    whole = sum(int(points) + seat_worth(EVEN) for _, _, points in some)
    times = [sum(person == who for _, person, _ in some) for who in (0, 1)]
    return whole - step_cost(EVEN) * sum(each * (each - 1) // 2 for each in times)
