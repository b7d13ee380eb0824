"""The registry as columns in this process, brought up to date each time it is asked.

Asking whether anything is newer is one tiny question; then only newer records are read. Whoever
is still waiting to be packed is worked out for this once and never kept: the change may not have
been committed. What was ranked last is kept until anybody's record changes: one request is looked
at again and again before somebody is asked.
"""

from collections import OrderedDict, deque
from collections.abc import Mapping
from datetime import date
from threading import local
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine

from app.database import current_organisation, db
from app.storage import match_records
from scheduling.columns.pool import Columns
from scheduling.columns.ranking import Ranked, rank
from scheduling.facts import RequestFacts
from scheduling.weights import Weights

MOST_POOLS = 16  # of organisations, in one thread; the one not asked for longest goes
MOST_KEPT = 8  # rankings of a pool; each takes some four bytes a person

STATE = """
    select version, exists (select from match_changes where organisation_id = %(mine)s)
    from match_versions where organisation_id = %(mine)s"""
NOBODY_PACKED = (0, True)  # whoever there is waits
EVERYBODY = """
    select record from match_records
    where organisation_id = %(mine)s and record is not null order by expert_id"""
NEWER = """
    select expert_id, record from match_records
    where organisation_id = %(mine)s and version > %(known)s"""
OF_THESE = """
    select expert_id, record from match_records
    where organisation_id = %(mine)s and expert_id = any(%(people)s)"""


class Pool:
    """One organisation's columns as of `version`, but for those in `guests`."""

    def __init__(self) -> None:
        self.version = -1
        self.columns = Columns()
        self.guests: set[int] = set()
        self._kept: deque[tuple[tuple[RequestFacts, date, Weights], Ranked]] = deque(
            maxlen=MOST_KEPT
        )

    def refresh(self) -> Columns:
        """As everything is now for whoever asks. To be read before the next refresh."""
        db.session.flush()
        version, is_late = state()
        if version == self.version and not is_late and not self.guests:
            return self.columns
        self._kept.clear()
        known, self.version = self.version, -1  # should anything fail, all is read anew
        waiting = match_records.waiting() if is_late else set()
        if known < 0 or version < known:
            self.columns = Columns([record for (record,) in ask(EVERYBODY)])
        else:
            left = ask(OF_THESE, people=list(self.guests)) if self.guests else []
            newer = ask(NEWER, known=known)
            self._patch(dict.fromkeys(self.guests) | dict(left) | dict(newer))
        self._patch(dict(match_records.packed(waiting)))
        self.version, self.guests = version, waiting
        return self.columns

    def ranked(self, facts: RequestFacts, today: date, weights: Weights) -> Ranked:
        """As everything is now. To be read before the next refresh."""
        columns, asked = self.refresh(), (facts, today, weights)
        for known, found in self._kept:
            if known == asked:
                return found
        found = rank(columns, facts, today=today, weights=weights)
        self._kept.append((asked, found))
        return found

    def _patch(self, records: Mapping[int, bytes | None]) -> None:
        gone = [expert_id for expert_id, record in records.items() if record is None]
        self.columns.patch([each for each in records.values() if each is not None], gone)


class _Pools(local):
    """Of one thread: columns are changed in place while they are brought up to date."""

    def __init__(self) -> None:
        self.of: WeakKeyDictionary[Engine, OrderedDict[int, Pool]] = WeakKeyDictionary()


_pools = _Pools()


def columns() -> Columns:
    """Of the organisation acted in."""
    return _mine().refresh()


def ranked(facts: RequestFacts, *, today: date, weights: Weights) -> Ranked:
    """Everybody in the organisation acted in, in order or with what stands in the way."""
    return _mine().ranked(facts, today, weights)


def _mine() -> Pool:
    pools = _pools.of.setdefault(db.engine, OrderedDict())
    mine = current_organisation()
    if mine not in pools:
        pools[mine] = Pool()
    pools.move_to_end(mine)
    if len(pools) > MOST_POOLS:
        pools.popitem(last=False)
    return pools[mine]


def state() -> tuple[int, bool]:
    """The newest version, and whether anybody waits to be packed. Asked at every ranking."""
    connection = db.session.connection().connection
    if (cursor := connection.info.get(STATE)) is None:
        cursor = connection.info[STATE] = connection.driver_connection.cursor(binary=True)
    found = cursor.execute(STATE, {"mine": current_organisation()}).fetchone()
    return found or NOBODY_PACKED


def ask(question: str, **values: Any) -> list[Any]:
    """By the driver itself: what is asked may be a hundred thousand records."""
    connection = db.session.connection().connection.driver_connection
    with connection.cursor(binary=True) as cursor:
        return cursor.execute(question, {"mine": current_organisation(), **values}).fetchall()
