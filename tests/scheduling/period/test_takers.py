"""Who may take a seat: columns say it of everybody at once, as the plain rules do one by one."""

from collections import Counter

import numpy as np
from hypothesis import given, settings

from scheduling.columns.pool import Columns
from scheduling.columns.record import pack
from scheduling.eligibility import reasons_against
from scheduling.facts import RequestFacts
from scheduling.fairness import history
from scheduling.figures import figures_of
from scheduling.obstacles import minutes_of_way, month_of
from scheduling.period.days import UNLIMITED
from scheduling.period.seats import OpenTime, Seat
from scheduling.period.takers import room, takers, worked_ever
from scheduling.points import points
from tests.scheduling.strategies import TODAY, pools, requests, weights


def a_seat(request: RequestFacts) -> Seat:
    """All of the request's times together."""
    times = [OpenTime(n, 1, each) for n, each in enumerate(request.occasions)]
    task = OpenTime(0, 1, due_on=request.due_on or TODAY)
    return Seat(1, tuple(times) or (task,), 1, 0)


@settings(max_examples=150, deadline=None)
@given(pools, requests, weights)
def test_columns_find_who_may_take_a_seat(pool, request, weights):
    seat, figures = a_seat(request), figures_of(pool, today=TODAY)
    against = {
        each.id: {
            reason.code for f in seat.facts(request) for reason in reasons_against(each, f, TODAY)
        }
        for each in pool
    }
    ordered = sorted(pool, key=lambda each: each.id)

    found, aside = takers(
        Columns([pack(each) for each in pool]),
        seat,
        request,
        today=TODAY,
        weights=weights,
        figures=figures,
    )

    able = {ordered[place].id: n for n, place in enumerate(found.places.tolist())}
    assert able.keys() == {who for who, reasons in against.items() if not reasons}
    counted = Counter(code for reasons in against.values() for code in reasons)
    assert {code: count for code, count in aside.items() if count} == counted
    for each in pool:
        if (n := able.get(each.id)) is not None:
            way = minutes_of_way(each, request)
            worth = points(each, request, today=TODAY, weights=weights, figures=figures)
            assert found.points[n] == worth
            assert (found.before[n], found.after[n]) == (way, way + each.rest_minutes)


@settings(max_examples=60, deadline=None)
@given(pools, requests)
def test_columns_know_what_is_left_of_a_month_and_who_is_experienced(pool, request):
    columns, ordered = (
        Columns([pack(each) for each in pool]),
        sorted(pool, key=lambda each: each.id),
    )
    months = sorted({month_of(each) for each in request.occasions})

    left, ever = room(columns, months), worked_ever(columns, TODAY)

    assert ever.tolist() == [history(each.past, today=TODAY).worked_ever for each in ordered]
    expected = [[_left(each, month) for each in ordered] for month in months]
    assert np.array_equal(left, np.array(expected, float).reshape(left.shape))


def _left(person, month):
    wish = person.wished_minutes_a_month
    return UNLIMITED if wish is None else max(0, wish - person.promised.get(month, 0))
