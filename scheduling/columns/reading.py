"""Many records read at once: the headers as a table, each part as entries with their owners."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from scheduling.columns.record import HEADER, LAYOUT, PARTS


class Part(NamedTuple):
    """Entry by entry: whose it is, by place in the list of records, and its numbers."""

    owner: np.ndarray
    numbers: tuple[np.ndarray, ...]


class Records(NamedTuple):
    headers: np.ndarray
    parts: dict[str, Part]


def read(records: Sequence[bytes]) -> Records:
    """Raises ValueError when one is of another layout."""
    size = HEADER.itemsize
    headers = np.frombuffer(b"".join([each[:size] for each in records]), HEADER)
    if not (headers["layout"] == LAYOUT).all():
        raise ValueError("A record is of another layout.")
    body = np.frombuffer(b"".join([each[size:] for each in records]), "<u4")
    counts = {name: headers[f"n_{name}"].astype(np.int64) for name in PARTS}
    lengths = sum(counts[name] * width for name, width in PARTS.items())
    starts = np.cumsum(lengths) - lengths
    parts = {}
    for name, width in PARTS.items():
        parts[name] = _part(body, starts, counts[name], width)
        starts = starts + counts[name] * width
    return Records(headers, parts)


def _part(body: np.ndarray, starts: np.ndarray, counts: np.ndarray, width: int) -> Part:
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    if total == 0:
        empty = np.empty(0, np.uint32)
        return Part(np.empty(0, np.int32), (empty,) * width)
    owner = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
    first = np.repeat(starts - (ends - counts) * width, counts)
    places = first + np.arange(0, total * width, width)
    return Part(owner, tuple(body[places + n] for n in range(width)))


def whole(low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Numbers of eight bytes from their halves."""
    return (low.astype(np.uint64) | high.astype(np.uint64) << np.uint64(32)).view(np.int64)
