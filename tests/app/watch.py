"""Whether anything was stored, seen from the database itself: every table, every row."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, text

NEXT = text("select pg_snapshot_xmax(pg_current_snapshot())::text")
TABLES = text("select tablename from pg_tables where schemaname = 'public' order by 1")


class Watch:
    """A transaction that changed nothing leaves every row in the version it had."""

    def __init__(self, seer: Connection):
        self._seer = seer
        names = list(seer.scalars(TABLES))
        self._question = text(
            " union all ".join(
                f"select '{name}', count(*), coalesce(sum(xmin::text::bigint), 0) from \"{name}\""
                for name in names
            )
        )
        self._next, self._rows = "", {}
        self._look()

    def _look(self) -> dict[str, tuple[int, int]]:
        """Count and versions of the rows by table; asked anew only when something could differ."""
        following = self._seer.scalar(NEXT)
        if following != self._next:
            found = self._seer.execute(self._question)
            self._rows = {name: (count, versions) for name, count, versions in found}
            self._next = following
        return self._rows

    @contextmanager
    def changes(self) -> Iterator[list[str]]:
        """The tables in which something was stored meanwhile."""
        before = self._look()
        stored: list[str] = []
        yield stored
        after = self._look()
        stored += [name for name in after if after[name] != before[name]]
