"""`rinnalla bench serving`: the candidates of requests over HTTP, beside a bare hello.

All are served as `rinnalla web` serves: two processes, each with its own columns. The goal is for
ranking alone, which is what was measured beside a hello: columns never stale, everybody ranked,
explained and counted, and JSON. The whole answer of the API is told without a goal: reading who
asks by a token, with her role and organisation, by itself takes about twenty times a hello.
"""

import json
import os
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from statistics import median
from time import monotonic, sleep
from typing import Any

from app.commands.bench import asked, filled, registry
from app.commands.bench.cases import Case, at_least, at_most, told
from app.commands.bench.load import Answered, Load, answered
from app.commands.bench.rank_only import SHOWN
from app.commands.port import HOST
from app.config import Config, setting_name

REQUESTS, ROUNDS, WORKERS = 7, 3, 2
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
                Load(web, _address(ids[0]), (bearer,)),
            )
            in_turn = [[answered(each) for each in loads] for _ in range(ROUNDS)]
    yield from _told(f"{count:,} people, {loads[0].connections} connections", in_turn)


def _told(case: str, in_turn: Sequence[Sequence[Answered]]) -> Iterator[Case]:
    """Figures of one round belong together; the middle one of each is told."""
    hellos, ranks, pages = zip(*in_turn, strict=True)
    per_second = [median(each.per_second for each in these) for these in (hellos, ranks, pages)]
    ranked, page = f"{SHOWN} ranked, with reasons and counts", "whole answer of the API"
    yield told(case, "a bare hello", per_second[0], "/s")
    yield told(case, ranked, per_second[1], "/s")
    part = median(rank.per_second / hello.per_second for hello, rank, _ in in_turn)
    yield at_least(case, f"{ranked}, beside a bare hello", 100 * part, "%", goal=12)
    yield at_most(case, f"{ranked}, p95", median(each.p95 for each in ranks), "ms", goal=10)
    yield told(case, page, per_second[2], "/s")
    yield told(case, f"{page}, p95", median(each.p95 for each in pages), "ms")
    busiest = max(100 * each.busy for each in (*hellos, *ranks, *pages))
    yield at_most(case, "of a processor for the load itself", busiest, "%", goal=80)


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
