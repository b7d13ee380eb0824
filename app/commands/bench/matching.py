"""`rinnalla bench matching`: one request ranked over a whole registry, beside other ways.

A sample has half the goals where few people take nearly as long as many.
"""

import gc
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from random import Random
from statistics import median
from time import perf_counter

import numpy as np

from app.commands.bench import filled, prefiltered, registry
from app.commands.bench.cases import Case, at_least, at_most
from app.commands.bench.registry import TODAY
from app.storage.pool import MOST_KEPT
from scheduling import matching
from scheduling.columns.pool import Columns
from scheduling.columns.ranking import rank
from scheduling.columns.record import pack
from scheduling.facts import ExpertFacts, RequestFacts
from scheduling.matching import PUBLISHED

SHOWN, CHANGES, WHOLE = 50, 100, 100_000


class Unequal(Exception):
    """Two ways do not rank alike: no figure of them counts."""


def cases(quick: bool) -> Iterator[Case]:
    count = 10_000 if quick else WHOLE
    people, requests = registry.experts(count), registry.requests(40 if quick else 400, count)
    records = [pack(each) for each in people]
    columns = Columns(records)
    with filled.registry(people):
        _refuse_unequal(columns, people, requests[: 2 if quick else 5])
        gc.collect()
        gc.disable()
        try:
            yield from _speed(columns, requests, f"{count:,} people")
            yield from _beside_orm(columns, requests[: 3 if quick else 7], f"{count:,} people")
            yield from _freshness(columns, records, f"{count:,} people")
            yield _memory(columns, requests[:MOST_KEPT], f"{count:,} people")
        finally:
            gc.enable()


def _speed(columns: Columns, requests: Sequence[RequestFacts], case: str) -> Iterator[Case]:
    """Warm, as a process that serves is: the ways to each place are known."""
    for request in requests:
        _whole(columns, request)
    in_turn = [
        (
            _fastest(partial(_whole, columns, each), 5),
            _fastest(partial(_order, columns, each), 5),
            _fastest(partial(_read, columns), 5),
        )
        for each in requests
    ]
    whole, order, one_pass = (sorted(seconds) for seconds in zip(*in_turn, strict=True))
    yield at_most(
        case,
        "order, reasons of all, counts and 50 explanations, p95",
        1000 * whole[int(len(whole) * 0.95)],
        "ms",
        goal=0.8,
    )
    yield at_most(
        case,
        "the same over one pass of the columns",
        median(whole) / median(one_pass),
        "×",
        goal=15,
    )
    yield at_most(
        case,
        "order only over one pass of the columns",
        median(order) / median(one_pass),
        "×",
        goal=10,
    )


def _beside_orm(columns: Columns, requests: Sequence[RequestFacts], case: str) -> Iterator[Case]:
    ratios = []
    for request in requests:
        plain = _fastest(partial(_orm, columns, request), 2)
        ratios.append(plain / _fastest(partial(_whole, columns, request), 5))
    goal = 200 if len(columns) >= WHOLE else 50
    yield at_least(case, "sooner than objects prefiltered in SQL", median(ratios), "×", goal=goal)


def _freshness(columns: Columns, records: Sequence[bytes], case: str) -> Iterator[Case]:
    random = Random(1)
    changed = [random.sample(records, CHANGES) for _ in range(41)]
    patches = [_fastest(partial(columns.patch, each), 3) for each in changed]
    yield at_most(case, f"patch of {CHANGES} changes", 1000 * median(patches), "ms", goal=0.7)
    built = _fastest(lambda: Columns(records).on(TODAY), 3)
    goal = 150 if len(records) >= WHOLE else 30
    yield at_most(case, "built from records", 1000 * built, "ms", goal=goal)
    yield at_most(
        case, "in the database for each", sum(map(len, records)) / len(records), "B", goal=176
    )


def _memory(columns: Columns, requests: Sequence[RequestFacts], case: str) -> Case:
    kept = sum(rank(columns, each, today=TODAY).nbytes for each in requests)
    size = (columns.nbytes + kept) / len(columns)
    return at_most(case, "in memory for each, with the rankings kept", size, "B", goal=200)


def _whole(columns: Columns, request: RequestFacts) -> object:
    """The order, how often each reason stands, and explanations; who is out why lies ready."""
    ranked = rank(columns, request, today=TODAY)
    return ranked.counts, ranked.first(SHOWN)


def _order(columns: Columns, request: RequestFacts) -> np.ndarray:
    return rank(columns, request, today=TODAY).ids


def _orm(columns: Columns, request: RequestFacts) -> prefiltered.Order:
    return prefiltered.rank(
        request,
        today=TODAY,
        weights=PUBLISHED,
        figures=columns.figures(TODAY),
        shown=SHOWN,
    )


def _read(columns: Columns) -> None:
    """Every column that rules, points and reasons look at, once, and three bytes each written."""
    people, today = columns.people, columns.on(TODAY)
    planes = [columns.themes.planes[0], columns.languages.planes[0], today.absent]
    turns = [today.last, today.asked, today.worked, people["id"]]  # as wide as the kept turn
    for column in (*people.values(), *planes, *turns):
        column.max()
    np.zeros((3, len(columns)), np.uint8)[:] = 1


def _refuse_unequal(
    columns: Columns, people: Sequence[ExpertFacts], requests: Sequence[RequestFacts]
) -> None:
    """Raises Unequal."""
    for request in requests:
        quick = rank(columns, request, today=TODAY)
        plain = matching.rank(people, request, today=TODAY)
        order, first = _orm(columns, request)
        alike = (
            tuple(quick.first()) == plain.candidates
            and quick.counts == plain.counts
            and quick.adds == plain.adds
            and list(zip(quick.ids.tolist(), quick.points.tolist(), strict=True)) == order
            and quick.first(SHOWN) == first
        )
        if not alike:
            raise Unequal(f"The ways differ for {request}.")


def _fastest(act: Callable[[], object], repeats: int) -> float:
    """The least seconds: what others do on the machine only adds."""
    return min(_seconds(act) for _ in range(repeats))


def _seconds(act: Callable[[], object]) -> float:
    began = perf_counter()
    act()
    return perf_counter() - began
