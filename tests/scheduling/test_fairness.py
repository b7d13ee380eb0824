"""Whose turn it is."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from scheduling.fairness import Asking, History, a_year_before, fair_order, history, past
from scheduling.lifecycle import OfferState

TODAY = date(2026, 5, 4)

pasts = st.builds(
    History,
    last_asked_on=st.none() | st.dates(date(2024, 1, 1), TODAY),
    asked=st.integers(0, 20),
    worked=st.integers(0, 20),
)
pools = st.dictionaries(st.integers(1, 1000), pasts, max_size=25)
askings = st.builds(
    Asking,
    day=st.dates(date(2024, 1, 1), TODAY),
    state=st.sampled_from(OfferState),
    reached=st.booleans(),
)


def asked(days_ago, **counts):
    return History(last_asked_on=TODAY - timedelta(days=days_ago), **counts)


def ids(pool):
    return [turn.expert_id for turn in fair_order(pool, today=TODAY)]


def test_who_has_waited_longest_is_asked_first():
    assert ids({1: asked(10), 2: asked(300), 3: asked(40)}) == [2, 3, 1]


def test_a_newcomer_starts_in_the_middle():
    assert ids({1: asked(10), 2: asked(300), 3: History(), 4: asked(20), 5: asked(200)}) == [
        *(2, 5, 3, 4, 1)
    ]


def test_of_equal_waits_the_less_asked_then_the_less_worked_comes_first():
    pool = {
        1: asked(10, asked=3, worked=0),
        2: asked(10, asked=2, worked=2),
        3: asked(10, asked=2, worked=1),
        4: asked(10, asked=2, worked=1),
    }

    assert ids(pool) == [3, 4, 2, 1]


def test_a_pool_of_newcomers_has_a_settled_order_too():
    assert ids({9: History(), 2: History(), 5: History()}) == [2, 5, 9]


def test_what_counts_is_the_last_twelve_months():
    whole = past(
        [
            Asking(date(2025, 5, 4), OfferState.ACCEPTED),
            Asking(date(2025, 5, 5), OfferState.ACCEPTED),
            Asking(date(2026, 2, 1), OfferState.NOT_CHOSEN),
        ],
        [date(2025, 5, 4), date(2025, 6, 1)],
    )

    assert history(whole, today=TODAY) == History(
        last_asked_on=date(2026, 2, 1), asked=2, worked=1, worked_ever=2
    )


def test_a_year_before_a_leap_day_is_the_last_of_february():
    assert a_year_before(date(2028, 2, 29)) == date(2027, 2, 28)


@given(pools, st.randoms())
def test_the_order_does_not_depend_on_who_is_listed_first(pool, random):
    shuffled = list(pool.items())
    random.shuffle(shuffled)

    assert ids(dict(shuffled)) == ids(pool)
    assert sorted(ids(pool)) == sorted(pool)


@given(pools)
def test_at_most_half_of_those_asked_before_stand_on_either_side_of_a_newcomer(pool):
    pool[0] = History()
    waits = {turn.expert_id: turn.waited for turn in fair_order(pool, today=TODAY)}
    others = [waits[each] for each, past in pool.items() if past.last_asked_on]

    assert sum(wait > waits[0] for wait in others) <= len(others) / 2
    assert sum(wait < waits[0] for wait in others) <= len(others) / 2


@given(st.lists(askings), st.lists(st.dates(date(2024, 1, 1), TODAY)))
def test_declines_and_calls_that_did_not_reach_anyone_change_nothing(offers, missed):
    with_declines = offers + [Asking(day, OfferState.DECLINED) for day in missed]
    with_missed = offers + [Asking(day, OfferState.EXPIRED, reached=False) for day in missed]

    plain = past(offers, [])

    assert past(with_declines, []) == plain
    assert past(with_missed, []) == plain


@given(pools.filter(bool))
def test_who_is_asked_today_comes_after_everyone_asked_before(pool):
    first = ids(pool)[0]
    waiting = [
        each for each, past in pool.items() if past.last_asked_on and past.last_asked_on < TODAY
    ]
    pool[first] = asked(0, asked=pool[first].asked + 1)

    order = ids(pool)

    assert all(order.index(each) < order.index(first) for each in waiting if each != first)
