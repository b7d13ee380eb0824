"""What most people would write: requests in order, each taking the best who is still free."""

from collections import defaultdict

import numpy as np

from scheduling.planning import Problem
from scheduling.planning.problem import Ints


def in_order(problem: Problem) -> Ints:
    """Positions of the chosen pairs; the problem's pairs stand seat by seat, best first."""
    assert problem.capacity is not None
    assert problem.seat_loads is not None
    loads, left = problem.seat_loads.T.tolist(), problem.capacity.T.copy().tolist()
    times: dict[int, list[list[int]]] = defaultdict(list)
    busy: dict[int, list[list[int]]] = defaultdict(list)
    for seat, *span in zip(*map(np.ndarray.tolist, _spans(problem)), strict=True):
        times[seat].append(span)
    needs, chosen = problem.needs.tolist(), []
    for pair, (seat, expert) in enumerate(
        zip(problem.seat.tolist(), problem.expert.tolist(), strict=True)
    ):
        room = [has - takes for has, takes in zip(left[expert], loads[seat], strict=True)]
        if needs[seat] and min(room) >= 0 and not _meet(busy[expert], times[seat]):
            needs[seat] -= 1
            left[expert] = room
            busy[expert] += times[seat]
            chosen.append(pair)
    return np.array(chosen)


def _spans(problem: Problem) -> tuple[Ints, Ints, Ints]:
    return problem.spans.seat, problem.spans.start, problem.spans.end


def _meet(taken: list[list[int]], wanted: list[list[int]]) -> bool:
    return any(start < until and since < end for since, until in taken for start, end in wanted)
