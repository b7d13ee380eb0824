"""An independent look at a plan: reads the problem itself, pair by pair, and names what is wrong.

It shares nothing with the search but the problem; it is slow and plain on purpose.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

from scheduling.planning.problem import Problem


def first_violation(problem: Problem, chosen: Iterable[int], value: float, bound: float) -> str:
    """One sentence; empty when the plan keeps everything and is worth what it says."""
    pairs = [int(pair) for pair in chosen]
    for broken in (
        _pairs(problem, pairs),
        _needs(problem, pairs),
        _capacities(problem, pairs),
        _meetings(problem, pairs),
        _teams(problem, pairs),
        _figures(problem, pairs, value, bound),
    ):
        for sentence in broken:
            return sentence
    return ""


def value_of(problem: Problem, chosen: Iterable[int]) -> float:
    """Seat by seat, as the problem tells it."""
    total, times = 0.0, Counter[int]()
    for pair in chosen:
        expert = int(problem.expert[pair])
        climbed = 0 if problem.starts is None else int(problem.starts[expert])
        total += float(problem.value[pair]) - problem.fairness * (climbed + times[expert])
        times[expert] += 1
    return total


def _pairs(problem: Problem, pairs: list[int]) -> Iterator[str]:
    known = len(problem.value)
    locked, barred = set(problem.locked.tolist()), set(problem.barred.tolist())
    for pair in pairs:
        if not 0 <= pair < known:
            yield f"Pair {pair} does not exist."
        if pair in barred:
            yield f"Pair {pair} is barred."
    for pair in sorted(locked - set(pairs)):
        yield f"Pair {pair} is locked and missing."
    seated = Counter((int(problem.seat[pair]), int(problem.expert[pair])) for pair in pairs)
    for (seat, expert), times in sorted(seated.items()):
        if times > 1:
            yield f"Expert {expert} sits {times} times in seat {seat}."


def _needs(problem: Problem, pairs: list[int]) -> Iterator[str]:
    seated = Counter(int(problem.seat[pair]) for pair in pairs)
    for seat, need in enumerate(problem.needs.tolist()):
        if seated[seat] > need or (problem.fill_all and seated[seat] < need):
            yield f"Seat {seat} has {seated[seat]} people and needs {need}."


def _capacities(problem: Problem, pairs: list[int]) -> Iterator[str]:
    if problem.capacity is None:
        return
    for resource, capacity in enumerate(problem.capacity.tolist()):
        carried: dict[int, float] = defaultdict(float)
        for pair in pairs:
            carried[int(problem.expert[pair])] += _load(problem, resource, pair)
        for expert, load in sorted(carried.items()):
            if load > capacity[expert] + 1e-6:
                most = capacity[expert]
                yield f"Expert {expert} carries {load:g} of resource {resource}, not {most:g}."


def _load(problem: Problem, resource: int, pair: int) -> float:
    if problem.pair_loads is not None:
        return float(problem.pair_loads[resource][pair])
    assert problem.seat_loads is not None
    return float(problem.seat_loads[resource][int(problem.seat[pair])])


def _meetings(problem: Problem, pairs: list[int]) -> Iterator[str]:
    of_seat: dict[int, list[tuple[int, int]]] = defaultdict(list)
    spans = problem.spans
    for seat, start, end in zip(spans.seat, spans.start, spans.end, strict=True):
        of_seat[int(seat)].append((int(start), int(end)))
    apart = {frozenset(map(int, each)) for each in problem.conflicts}
    of_expert: dict[int, list[int]] = defaultdict(list)
    for pair in pairs:
        of_expert[int(problem.expert[pair])].append(pair)
    for expert, own in sorted(of_expert.items()):
        for one, other in combinations(own, 2):
            seats = int(problem.seat[one]), int(problem.seat[other])
            if frozenset(seats) in apart:
                yield f"Expert {expert} sits in seats {seats[0]} and {seats[1]}, which conflict."
            if _meet(_widened(problem, one, of_seat), _widened(problem, other, of_seat)):
                yield f"Expert {expert} is in seats {seats[0]} and {seats[1]} at the same time."


def _widened(
    problem: Problem, pair: int, of_seat: dict[int, list[tuple[int, int]]]
) -> list[tuple[int, int]]:
    before = 0 if problem.before is None else int(problem.before[pair])
    after = 0 if problem.after is None else int(problem.after[pair])
    return [(start - before, end + after) for start, end in of_seat[int(problem.seat[pair])]]


def _meet(one: list[tuple[int, int]], other: list[tuple[int, int]]) -> bool:
    return any(a < d and c < b for a, b in one for c, d in other)


def _teams(problem: Problem, pairs: list[int]) -> Iterator[str]:
    rule = problem.pair_rule
    if rule is None:
        return
    sitting: dict[int, list[int]] = defaultdict(list)
    for pair in pairs:
        group = int(rule.group[problem.seat[pair]])
        if group >= 0:
            sitting[group].append(int(problem.expert[pair]))
    for group, people in sorted(sitting.items()):
        new = [each for each in people if rule.first_timer[each]]
        old = [each for each in people if rule.experienced[each] and not rule.first_timer[each]]
        if new and not old:
            yield f"Expert {new[0]} is a first-timer without anybody experienced in team {group}."


def _figures(problem: Problem, pairs: list[int], value: float, bound: float) -> Iterator[str]:
    worth = value_of(problem, pairs)
    slack = 1e-6 * max(1.0, abs(worth))
    if abs(worth - value) > slack:
        yield f"The plan is worth {worth:g}, not {value:g}."
    if bound < worth - slack:
        yield f"The plan is worth {worth:g}, above its bound {bound:g}."
