"""Small problems of every kind, and their best plans found by trying everything."""

from itertools import product

import numpy as np
from hypothesis import strategies as st

from scheduling.planning import PairRule, Problem, Spans
from scheduling.planning.check import first_violation, value_of


def numbers(draw, low, high, size):
    listed = st.lists(st.integers(low, high), min_size=size, max_size=size)
    return np.array(draw(listed), np.int64)


@st.composite
def problems(draw, fill_all=None):
    """At most 4 seats, 4 people and 9 pairs; every kind of rule comes and goes."""
    seats, experts = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    possible = list(product(range(seats), range(experts)))
    pairs = draw(st.lists(st.sampled_from(possible), unique=True, min_size=1, max_size=9))
    seat, expert = (np.array(column, np.int64) for column in zip(*pairs, strict=True))
    kinds = (_capacities, _spans, _conflicts, _fairness, _pair_rule, _marks)
    more = {}
    for kind in kinds:
        if draw(st.booleans()):
            more |= kind(draw, seats, experts, len(pairs))
    return Problem(
        needs=numbers(draw, 0, 3, seats),
        seat=seat,
        expert=expert,
        value=numbers(draw, -5, 30, len(pairs)),
        experts=experts,
        fill_all=draw(st.booleans()) if fill_all is None else fill_all,
        **more,
    )


def _capacities(draw, seats, experts, pairs):
    loads, count = draw(st.sampled_from([("seat_loads", seats), ("pair_loads", pairs)]))
    return {
        "capacity": numbers(draw, 0, 9, 2 * experts).reshape(2, experts).astype(float),
        loads: numbers(draw, 0, 5, 2 * count).reshape(2, count).astype(float),
    }


def _spans(draw, seats, experts, pairs):
    count = draw(st.integers(1, 6))
    start = numbers(draw, 0, 9, count)
    return {
        "spans": Spans(
            numbers(draw, 0, seats - 1, count), start, start + numbers(draw, 1, 4, count)
        ),
        "before": draw(st.none() | st.just(numbers(draw, 0, 2, pairs))),
        "after": draw(st.none() | st.just(numbers(draw, 0, 3, pairs))),
    }


def _conflicts(draw, seats, experts, pairs):
    count = draw(st.integers(1, 4))
    return {"conflicts": numbers(draw, 0, seats - 1, 2 * count).reshape(count, 2)}


def _fairness(draw, seats, experts, pairs):
    starts = draw(st.none() | st.just(numbers(draw, 0, 2, experts)))
    return {"fairness": draw(st.integers(1, 9)), "starts": starts}


def _pair_rule(draw, seats, experts, pairs):
    ranks = numbers(draw, 0, 2, experts)
    return {"pair_rule": PairRule(numbers(draw, -1, 1, seats), ranks == 0, ranks == 2)}


def _marks(draw, seats, experts, pairs):
    marks = numbers(draw, 0, 5, pairs)
    return {"locked": np.flatnonzero(marks == 1), "barred": np.flatnonzero(marks == 2)}


def best(problem):
    """Its value, None when nothing keeps all that is demanded."""
    found = None
    for taken in product((False, True), repeat=len(problem.seat)):
        chosen = np.flatnonzero(taken)
        value = value_of(problem, chosen)
        is_better = found is None or value > found
        if is_better and not first_violation(problem, chosen, value, value):
            found = value
    return found
