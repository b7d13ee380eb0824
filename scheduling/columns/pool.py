"""A registry as columns: built from records and kept up by newer ones."""

from collections.abc import Iterable, Sequence
from datetime import date

import numpy as np

from scheduling.columns.codes import Homes
from scheduling.columns.entries import rows_of
from scheduling.columns.journeys import Journey, journey
from scheduling.columns.people import TYPES, people
from scheduling.columns.reading import Records, read
from scheduling.columns.rows import Rows
from scheduling.columns.themes import Lived, Planes
from scheduling.columns.today import Today
from scheduling.figures import Figures
from scheduling.travel_time import Place

_LAST_STAMP = 65535


class Columns:
    """Not for two threads at once: whoever shares it holds a lock while patching and ranking."""

    def __init__(self, records: Sequence[bytes] = ()) -> None:
        """Raises ValueError when a record is of another layout."""
        self.people = {name: np.zeros(0, kind) for name, kind in TYPES.items()}
        self.homes = Homes()
        self.themes, self.languages = Planes(bits_each=1), Planes(bits_each=2)
        self.lived = Lived()
        self.rows = {
            "trainings": Rows("<i4", "<i4"),
            "unsuited": Rows("<i8"),
            "busy": Rows("<i8", "<i8"),
            "blocked": Rows("<i4", "<i4"),
            "room": Rows("<i8"),
            "minors": Rows("<i4", "<i4"),
            "asked": Rows("<u2", is_read_daily=True),
            "worked": Rows("<u2", is_read_daily=True),
        }
        self.stamps = np.zeros(0, np.uint16)
        self.longest = {"busy": 0, "blocked": 0, "rest": 0}
        self._today: Today | None = None
        self._journeys: dict[Place | None, Journey] = {}
        self.patch(records)

    def __len__(self) -> int:
        return len(self.stamps)

    @property
    def nbytes(self) -> int:
        """Of all columns and rows."""
        arrays = [*self.people.values(), *self.themes.planes, *self.languages.planes, self.stamps]
        of_rows = sum(rows.nbytes for rows in self.rows.values())
        of_today = self._today.nbytes if self._today else 0
        return sum(each.nbytes for each in arrays) + of_rows + self.lived.nbytes + of_today

    def patch(self, records: Sequence[bytes], gone: Iterable[int] = ()) -> None:
        """Newer records, one of each person at most, and the ids of those who have left."""
        away = self.find(gone)
        if len(away):
            self._leave(away)
        if not records:
            return
        found = read(records)
        ids = found.headers["id"]
        self._append(ids)
        where = np.searchsorted(self.people["id"], ids)
        if self._today is not None:
            self._today.count(where, self.themes.planes, -1)
        self._write(found, where)

    def find(self, ids: Iterable[int]) -> np.ndarray:
        """Places of those who are in the pool."""
        wanted = np.array(sorted(ids), np.int64)
        places = np.searchsorted(self.people["id"], wanted)
        inside = places < len(self)
        inside[inside] = self.people["id"][places[inside]] == wanted[inside]
        return places[inside]

    def figures(self, today: date) -> Figures:
        """Of the whole active pool."""
        return self.on(today).figures(self.themes.codes.values())

    def journey(self, place: Place | None) -> Journey:
        found = self._journeys.get(place)
        if found is None or len(found.takes) != len(self.homes):
            found = self._journeys[place] = journey(self.homes, place)
        return found

    def on(self, day: date) -> Today:
        """Counted anew when the day changes."""
        if self._today is None or self._today.day != day:
            today, everybody = Today(day), np.arange(len(self))
            today.append(len(self))
            asked, worked = (self.rows[name].all(self.stamps) for name in ("asked", "worked"))
            today.set(everybody, self.people, (asked[0], asked[1]), (worked[0], worked[1]))
            today.count(everybody, self.themes.planes, 1)
            self._today = today
        return self._today

    def _write(self, found: Records, where: np.ndarray) -> None:
        """Owners in `found` are places in `where`."""
        for name, column in people(found, self.homes).items():
            self.people[name][where] = column
        themes, languages = found.parts["themes"], found.parts["languages"]
        self.themes.write(len(self), where, themes, 1)
        self.languages.write(len(self), where, languages, languages.numbers[1].astype(np.int64))
        self.lived.write(where, themes)
        rest = int(found.headers["rest_minutes"].max())
        self.longest["rest"] = max(self.longest["rest"], rest)
        self._write_rows(found, where)
        if self._today is not None:
            asked, worked = found.parts["asked"], found.parts["worked"]
            self._today.set(
                where,
                self.people,
                (asked.numbers[0], asked.owner),
                (worked.numbers[0], worked.owner),
            )
            self._today.count(where, self.themes.planes, 1)

    def _write_rows(self, found: Records, where: np.ndarray) -> None:
        """Whoever had rows gets a new stamp, which ends them."""
        is_first = len(where) == len(self)
        if not is_first:
            self.stamps[where] += np.uint16(1)
        for name, (key, owner, *more) in rows_of(found).items():
            if name in self.longest and len(key):
                self.longest[name] = max(self.longest[name], int((more[0] - key).max()))
            if is_first:
                self.rows[name].fill(key, where[owner], *more)
            else:
                self.rows[name].add(key, where[owner], self.stamps, *more)
        if is_first:
            self.stamps[:] = 0
        elif self.stamps[where].max() == _LAST_STAMP:
            self._renew(np.arange(len(self)))

    def _renew(self, places: np.ndarray) -> None:
        for rows in self.rows.values():
            rows.renew(self.stamps, places)
        self.stamps[:] = 0

    def _append(self, ids: np.ndarray) -> None:
        """Make room for those not known yet, in the order of ids."""
        spots = np.minimum(np.searchsorted(self.people["id"], ids), max(0, len(self) - 1))
        fresh = np.sort(ids[self.people["id"][spots] != ids] if len(self) else ids)
        if not len(fresh):
            return
        more, last = len(fresh), self.people["id"][-1:]
        for name, column in self.people.items():
            self.people[name] = np.concatenate([column, np.zeros(more, column.dtype)])
        self.people["id"][-more:] = fresh
        self.themes.append(more)
        self.languages.append(more)
        self.lived.append(more)
        if self._today is not None:
            self._today.append(more)
        self.stamps = np.concatenate([self.stamps, np.zeros(more, np.uint16)])
        if len(last) and last[0] > fresh[0]:
            self._move(np.argsort(self.people["id"], kind="stable"))

    def _leave(self, away: np.ndarray) -> None:
        if self._today is not None:
            self._today.count(away, self.themes.planes, -1)
        self._move(np.delete(np.arange(len(self)), away))

    def _move(self, order: np.ndarray) -> None:
        """Only those in `order` stay, in this order."""
        places = np.full(len(self), -1, np.int32)
        places[order] = np.arange(len(order))
        self._renew(places)
        for name, column in self.people.items():
            self.people[name] = column[order]
        self.themes.move(order)
        self.languages.move(order)
        self.lived.move(order)
        if self._today is not None:
            self._today.move(order)
        self.stamps = self.stamps[order]
