"""Sixteen processes that act at the same moment."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from app import create_app
from app.config import Config
from app.database import acting_in, db
from app.storage import organisations
from tests.faults.forked import PROCESSES

SO_MANY = 16
PATIENCE = 120  # seconds; the machine may be busy with other tests

# In which organisation, what, with which arguments; says what came of it.
Act = tuple[int, Callable[..., str], dict[str, Any]]
AllAtOnce = Callable[[Sequence[Act]], "Counter[str]"]


@contextmanager
def crowd(config: Config) -> Iterator[AllAtOnce]:
    """A function that lets all processes act at once, and counts what came of it."""
    ready, told = PROCESSES.Barrier(SO_MANY), PROCESSES.Queue()
    inboxes = [PROCESSES.Queue() for _ in range(SO_MANY)]
    started = [
        PROCESSES.Process(target=_act_when_told, args=(config, inbox, ready, told), daemon=True)
        for inbox in inboxes
    ]
    for process in started:
        process.start()

    def all_at_once(acts: Sequence[Act]) -> Counter[str]:
        db.session.rollback()
        for inbox, act in zip(inboxes, acts, strict=True):
            inbox.put(act)
        return Counter(told.get(timeout=PATIENCE) for _ in inboxes)

    try:
        yield all_at_once
    finally:
        for inbox in inboxes:
            inbox.put(None)
        for process in started:
            process.join(PATIENCE)
            process.close()


def _act_when_told(config, inbox, ready, told) -> None:
    """One process of its own: at each round waits for the others, then acts."""
    service = create_app(config)
    for organisation_id, act, arguments in iter(inbox.get, None):
        with service.app_context(), acting_in(organisation_id):
            organisations.get(organisation_id)  # the connection is open before the race begins
            ready.wait(PATIENCE)
            try:
                told.put(act(**arguments))
            except Exception as refusal:
                told.put(getattr(refusal, "code", repr(refusal)))
