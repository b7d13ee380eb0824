"""The rows of sparse facts that records hold: key, owner and what else belongs to each."""

import numpy as np

from scheduling.columns.reading import Records, whole
from scheduling.columns.record import NONE, Flag

ANY_MONTH = 0


def rows_of(found: Records) -> dict[str, tuple[np.ndarray, ...]]:
    """By name of the rows; owners are places in the list of records.

    trainings  first day; last day; only of those who have more than one
    unsuited   what it is and its number
    busy       first moment; last moment
    blocked    first day; last day
    room       month (or any) and the minutes that still fit in it
    minors     by which minute of the day work has ended; how many minutes a day at most
    asked      day
    worked     day
    """
    parts = found.parts
    busy = parts["busy"].numbers
    kind, number = parts["unsuited"].numbers
    rows = {
        "busy": (whole(*busy[:2]), parts["busy"].owner, whole(*busy[2:])),
        "unsuited": (whole(number, kind), parts["unsuited"].owner),
        "room": _room(found),
        "minors": _minors(found.headers),
    }
    for name in ("trainings", "blocked", "asked", "worked"):
        key, *more = parts[name].numbers.astype(np.int64)
        rows[name] = (key, parts[name].owner, *more)
    several = parts["trainings"].counts[parts["trainings"].owner] > 1
    rows["trainings"] = tuple(each[several] for each in rows["trainings"])
    return rows


def room_key(month: int, minutes: int) -> int:
    return month << 32 | minutes


def _room(found: Records) -> tuple[np.ndarray, np.ndarray]:
    """Only of those with a wish: what is left of it in months with promises, and the whole."""
    wish = found.headers["wish"].astype(np.int64)
    month, promised = found.parts["promised"].numbers.astype(np.int64)
    owner = found.parts["promised"].owner
    mine = wish[owner] != NONE
    left = np.maximum(0, wish[owner[mine]] - promised[mine])
    wishers = np.flatnonzero(wish != NONE).astype(np.int32)
    keys = np.concatenate([month[mine] << 32 | left, np.maximum(0, wish[wishers])])
    return keys, np.concatenate([owner[mine], wishers])


def _minors(headers: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    minors = np.flatnonzero(headers["flags"] & np.uint16(Flag.IS_MINOR)).astype(np.int32)
    return headers["guardian_latest"][minors], minors, headers["guardian_day"][minors]
