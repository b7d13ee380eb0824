"""Many records read at once: the headers as a table, each part as entries with their owners."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from scheduling.columns.record import HEADER, LAYOUT, PARTS

_WIDTHS = np.array(list(PARTS.values()))


class Part(NamedTuple):
    """Entry by entry: whose it is, by place in the list of records, and its numbers.

    counts  how many entries each record has
    """

    counts: np.ndarray
    owner: np.ndarray
    numbers: np.ndarray


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
    return Records(headers, _parts(body, headers["counts"].astype(np.int64)))


def _parts(body: np.ndarray, counts: np.ndarray) -> dict[str, Part]:
    """The numbers stand record by record: they are put in the order of the parts all at once."""
    lengths = counts * _WIDTHS
    starts = (np.cumsum(lengths) - lengths.ravel()).reshape(lengths.shape)
    counts, lengths = counts.T, lengths.T.ravel()
    first = starts.T.ravel() - (np.cumsum(lengths) - lengths)
    numbers = body[np.repeat(first, lengths) + np.arange(len(body))]
    everybody = np.tile(np.arange(counts.shape[1], dtype=np.int32), len(PARTS))
    owner = np.repeat(everybody, counts.ravel())
    parts: dict[str, Part] = {}
    entries = places = 0
    for part, width, total in zip(PARTS, PARTS.values(), counts.sum(axis=1).tolist(), strict=True):
        mine = numbers[places : places + total * width].reshape(total, width).T
        parts[part] = Part(counts[len(parts)], owner[entries : entries + total], mine)
        entries, places = entries + total, places + total * width
    return parts


def whole(low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Numbers of eight bytes from their halves."""
    return (low.astype(np.uint64) | high.astype(np.uint64) << np.uint64(32)).view(np.int64)
