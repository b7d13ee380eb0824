"""A month of requests ranked over the columns of a registry: the whole way to a plan."""

from collections.abc import Sequence
from datetime import datetime
from random import Random

import numpy as np

from app.commands.bench import registry
from app.commands.bench.month import FAIRNESS
from scheduling.columns.pool import Columns
from scheduling.columns.ranking import rank
from scheduling.columns.record import pack
from scheduling.facts import RequestFacts
from scheduling.planning import SEAT, Problem, Spans


def warm(count: int, wanted: Sequence[RequestFacts]) -> Columns:
    """As in a process that serves: the ways to each place are known, and the day is counted."""
    columns = Columns([pack(each) for each in registry.experts(count)])
    columns.on(registry.TODAY)
    for request in wanted:
        columns.journey(request.place)
    return columns


def month(columns: Columns, wanted: Sequence[RequestFacts]) -> Problem:
    """Ids of the registry are places from 1 on; a request needs one to four people."""
    random = Random(11)
    ranked = [rank(columns, each, today=registry.TODAY) for each in wanted]
    times = [
        (seat, _minute(time.starts_at), _minute(time.ends_at))
        for seat, request in enumerate(wanted)
        for time in request.occasions
    ]
    seat, start, end = np.array(times, np.int64).T
    return Problem(
        needs=np.array([random.choice([1, 1, 1, 2, 2, 3, 4]) for _ in wanted]),
        seat=np.repeat(np.arange(len(wanted)), [len(each) for each in ranked]),
        expert=np.concatenate([each.ids for each in ranked]) - 1,
        value=np.concatenate([each.points for each in ranked]) + SEAT,
        experts=len(columns),
        spans=Spans(seat, start, end),
        fairness=FAIRNESS,
    )


def _minute(moment: datetime) -> int:
    return int(moment.timestamp()) // 60
