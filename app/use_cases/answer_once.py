"""Answer an unsafe API call by its key once: the same call again has the same answer, no effect.

The key is kept before the call runs and its answer after, each in a transaction of its own, so a
second call meets the first one while it runs. Only what succeeded is kept: a refusal changed
nothing, and its key is free again. A call that never came to its end, for the machine went down,
may be made again after `LONGEST_RUN`; what it had already done is then met by the states and
constraints that allow no step twice.
"""

from datetime import date, timedelta
from typing import NamedTuple

from app.access import Actor
from app.database import AlreadyThere, Refusal, transaction
from app.now import now
from app.storage import idempotency, tables
from app.storage.idempotency import IdempotencyKey
from scheduling.wall_clock import midnight

LONGEST_RUN = timedelta(minutes=2)
KEPT = timedelta(days=30)  # nobody tries the same call again after that


class KeyReused(Refusal):
    """The key has been used for another call."""

    code = "idempotency_key_reused"


class StillRunning(Refusal):
    """The first call with this key has not ended."""

    code = "idempotency_key_running"


class Answer(NamedTuple):
    status: int
    body: bytes


def begin(*, by: Actor, key: str, fingerprint: str) -> Answer | None:
    """The answer kept for this call, or None: then it is to be run now.

    Raises KeyReused, StillRunning.
    """
    try:
        with transaction():
            tables.add(
                IdempotencyKey(
                    user_id=by.user_id, key=key, fingerprint=fingerprint, created_at=now()
                )
            )
    except AlreadyThere:
        return _earlier(by=by, key=key, fingerprint=fingerprint)
    return None


def keep(*, by: Actor, key: str, answer: Answer) -> None:
    """Remember how the call ended."""
    with transaction():
        if (row := idempotency.find(by.user_id or 0, key, lock=True)) is not None:
            row.status, row.body = answer


def let_go(*, by: Actor, key: str) -> None:
    """Nothing came of the call: its key may be used again."""
    with transaction():
        if (row := idempotency.find(by.user_id or 0, key, lock=True)) is not None:
            tables.remove(row)


def forget_answers(day: date) -> None:
    """The daily job: answers hold what was said of people, so they are not kept for ever."""
    with transaction():
        idempotency.forget(midnight(day) - KEPT)


def _earlier(*, by: Actor, key: str, fingerprint: str) -> Answer | None:
    with transaction():
        row = idempotency.find(by.user_id or 0, key, lock=True)
        if row is None:
            raise StillRunning
        if row.fingerprint != fingerprint:
            raise KeyReused
        if row.status is not None:
            return Answer(row.status, row.body or b"")
        if row.created_at > now() - LONGEST_RUN:
            raise StillRunning
        row.created_at = now()
    return None
