"""`rinnalla bench serving`: the candidates of requests over HTTP, beside a bare hello.

All are served as `rinnalla web` serves: two processes, each with its own columns, while somebody's
record changes ten times a second, which ends what was ranked before it. The goal is for the
answers of matching alone, never stale. Ranking anew at each call is told beside it without a goal:
two processors that only rank, explain and write, without a database or HTTP, do not reach it.
So is the whole answer of the API: who asks, with her role and organisation, is read by a token.
"""

import json
import os
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from itertools import cycle
from random import Random
from statistics import median
from threading import Event
from time import monotonic, sleep
from typing import Any

from flask import current_app

from app.commands.bench import asked, filled, registry
from app.commands.bench.cases import Case, at_least, at_most, told
from app.commands.bench.filled import ORGANISATION
from app.commands.bench.freshness import TOUCH
from app.commands.bench.load import Answered, Load, answered
from app.commands.bench.rank_only import SHOWN
from app.commands.port import HOST
from app.config import Config, setting_name
from app.database import acting_in, transaction
from app.storage import pool

REQUESTS, ROUNDS, WORKERS = 7, 3, 2
CHANGES, BETWEEN_CHANGES = 1000, 0.1  # seconds
WEB, ONLY = ("app", "web"), ("app.commands.bench.rank_only",)
BARE = ("app.commands.bench.hello",)
SECONDS_TO_ANSWER = 60


class NotAnswering(Exception):
    """The server did not come up."""


class Unequal(Exception):
    """Ranking alone is not what the API answers: no figure of it counts."""


def cases(quick: bool) -> Iterator[Case]:
    count = 10_000 if quick else 100_000
    with filled.registry(registry.experts(count)) as config:
        ids, bearer = asked.requests(REQUESTS), f"Authorization: Bearer {asked.token()}"
        ours = _environment(config)
        with _served(BARE, {}) as bare, _served(ONLY, ours) as only, _served(WEB, ours) as web:
            _refuse_unequal(only, web, ids, bearer)
            loads = (
                Load(bare, "/healthz"),
                Load(only, "/rank"),
                Load(only, "/anew"),
                Load(web, _address(ids[0]), (bearer,)),
            )
            with _records_changing(Random(2).choices(range(1, count + 1), k=CHANGES)):
                in_turn = [[answered(each) for each in loads] for _ in range(ROUNDS)]
    yield from _told(f"{count:,} people, {loads[0].connections} connections", in_turn)


def _told(case: str, in_turn: Sequence[Sequence[Answered]]) -> Iterator[Case]:
    """Figures of one round belong together; the middle one of each is told."""
    hellos, ranks, anews, pages = zip(*in_turn, strict=True)
    ranked, page = f"{SHOWN} ranked, with reasons and counts", "whole answer of the API"
    for name, each in (
        ("a bare hello", hellos),
        (ranked, ranks),
        (f"{ranked}, anew each time", anews),
        (page, pages),
    ):
        yield told(case, name, median(one.per_second for one in each), "/s")
        yield told(case, f"{name}, p95", median(one.p95 for one in each), "ms")
    part = median(rank.per_second / hello.per_second for hello, rank, *_ in in_turn)
    yield at_least(case, f"{ranked}, beside a bare hello", 100 * part, "%", goal=12)
    yield at_most(case, f"{ranked}, p95", median(each.p95 for each in ranks), "ms", goal=10)
    busiest = max(100 * one.busy for each in in_turn for one in each)
    yield at_most(case, "of a processor for the load itself", busiest, "%", goal=80)


@contextmanager
def _records_changing(people: Sequence[int]) -> Iterator[None]:
    """One of them after the other, as when somebody is asked or answers."""
    ended = Event()

    def change() -> None:
        with app.app_context(), acting_in(ORGANISATION):
            for expert_id in cycle(people):
                if ended.wait(BETWEEN_CHANGES):
                    return
                with transaction():
                    pool.ask(TOUCH, people=[expert_id])

    app = current_app._get_current_object()  # type: ignore[attr-defined]  # the proxy's own
    with ThreadPoolExecutor(1) as writer:
        changing = writer.submit(change)
        try:
            yield
        finally:
            ended.set()
            changing.result()


def _refuse_unequal(only: int, web: int, ids: Sequence[int], bearer: str) -> None:
    """Raises Unequal."""
    for request_id in ids:
        whole = _answer(f"http://{HOST}:{web}{_address(request_id)}", bearer)
        if _answer(f"http://{HOST}:{only}/rank/{request_id}") != whole:
            raise Unequal(request_id)


def _address(request_id: int) -> str:
    return f"/api/v1/requests/{request_id}/candidates?limit={SHOWN}"


def _answer(address: str, *headers: str) -> Any:
    request = urllib.request.Request(address)
    for name, _, value in (each.partition(": ") for each in headers):
        request.add_header(name, value)
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def _environment(config: Config) -> dict[str, str]:
    """Of a process that serves this registry."""
    given = {
        "database_url": config.database_url,
        "owner_database_url": config.owner_database_url,
        "data": str(config.data),
        "web_workers": str(WORKERS),
    }
    return {setting_name(name): value for name, value in given.items() if value}


@contextmanager
def _served(command: Sequence[str], settings: Mapping[str, str]) -> Iterator[int]:
    """The port where it answers. Raises NotAnswering."""
    port = _free_port()
    environment = os.environ | settings | {setting_name("port"): str(port)}
    process = subprocess.Popen([sys.executable, "-m", *command], env=environment)
    try:
        _wait_for(f"http://{HOST}:{port}/healthz")
        yield port
    finally:
        process.terminate()
        process.wait()


def _free_port() -> int:
    with socket.create_server((HOST, 0)) as free:
        return int(free.getsockname()[1])


def _wait_for(address: str) -> None:
    deadline = monotonic() + SECONDS_TO_ANSWER
    while monotonic() < deadline:
        with suppress(OSError), urllib.request.urlopen(address):
            return
        sleep(0.1)
    raise NotAnswering(address)
