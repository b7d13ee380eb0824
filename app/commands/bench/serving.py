"""`rinnalla bench serving`: candidates of a request over HTTP, beside a bare hello.

Both are served as `rinnalla web` serves: two processes, each with its own columns.
"""

import os
import secrets
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import timedelta
from statistics import median
from time import monotonic, sleep

from app.access import Role
from app.commands.bench import filled, registry
from app.commands.bench.cases import Case, at_least, at_most
from app.commands.bench.load import Answered, Load, answered
from app.commands.port import HOST
from app.config import Config, setting_name
from app.database import transaction
from app.now import now
from app.sign_in import hashed
from app.storage import tables
from app.storage.occasions import Occasion
from app.storage.requests import ExpertRequest, RequestTheme
from app.storage.units import Unit
from app.storage.users import Membership, Person, User
from app.use_cases import edit_users
from scheduling.lifecycle import RequestState

SHOWN, ROUNDS, WORKERS = 50, 3, 2
REQUEST = 2  # in the filled registry the first one is everybody's
OCCASION = 1_000_000
SECONDS_TO_ANSWER = 60
WEB, BARE = ("app", "web"), ("app.commands.bench.hello",)


class NotAnswering(Exception):
    """The server did not come up."""


def cases(quick: bool) -> Iterator[Case]:
    count = 10_000 if quick else 100_000
    with filled.registry(registry.experts(count)) as config:
        token = _ready()
        with _served(WEB, _environment(config)) as port, _served(BARE, {}) as bare:
            path = f"/api/v1/requests/{REQUEST}/candidates?limit={SHOWN}"
            page = Load(port, path, (f"Authorization: Bearer {token}",))
            hello = Load(bare, "/healthz")
            in_turn = [(answered(page), answered(hello)) for _ in range(ROUNDS)]
    yield from _told(f"{count:,} people, {page.connections} connections", in_turn)


def _told(case: str, in_turn: list[tuple[Answered, Answered]]) -> Iterator[Case]:
    """Figures of one round belong together; the middle one of each is told."""
    pages, hellos = zip(*in_turn, strict=True)
    per_second = median(each.per_second for each in pages)
    part = median(page.per_second / hello.per_second for page, hello in in_turn)
    yield at_least(case, f"pages of {SHOWN} with reasons and counts", per_second, "/s", goal=0)
    yield at_least(case, "beside a bare hello", 100 * part, "%", goal=12)
    yield at_most(case, "p95", median(each.p95 for each in pages), "ms", goal=10)
    busiest = max(100 * each.busy for each in (*pages, *hellos))
    yield at_most(case, "of a processor for the load itself", busiest, "%", goal=80)


def _ready() -> str:
    """A request as it is when people are looked for, and a token of who looks for them."""
    wanted = registry.requests(1, 1)[0]
    token = secrets.token_urlsafe(32)
    with transaction():
        person = tables.add(Person())
        user = tables.add(
            User(person_id=person.id, email="a@example.org", name="Koe", fs_uniquifier="koe")
        )
        tables.add(Membership(user_id=user.id, organisation_id=1, role=Role.COORDINATOR))
        unit = tables.add(Unit(name="Koeyksikkö", municipality_code=wanted.municipality))
        tables.add(
            ExpertRequest(
                id=REQUEST,
                unit_id=unit.id,
                kind=wanted.kind,
                state=RequestState.MATCHING,
                title="Koe",
                language=wanted.language,
                level=wanted.level,
                contact_name="Koe",
                created_at=now(),
            )
        )
        starts = now() + timedelta(days=20)
        ends = starts + timedelta(hours=2)
        tables.add(Occasion(id=OCCASION, request_id=REQUEST, starts_at=starts, ends_at=ends))
        for theme in wanted.themes:
            tables.add(RequestTheme(request_id=REQUEST, theme_id=theme))
    edit_users.create_token(user.id, 1, role=Role.COORDINATOR, token_hash=hashed(token), days=1)
    return token


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
