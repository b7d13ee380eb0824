"""Arithmetic over runs: many short ranges handled as one array."""

import numpy as np

from scheduling.planning.problem import Ints


def spread(first: Ints, counts: Ints) -> Ints:
    """first[0], first[0]+1, … counts[0] of them, then the next run."""
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    return np.arange(total) + np.repeat(first - (ends - counts), counts)


def starts_of(sorted_keys: Ints) -> Ints:
    """Where each new key begins."""
    if not len(sorted_keys):
        return np.empty(0, np.int64)
    return np.flatnonzero(np.r_[True, sorted_keys[1:] != sorted_keys[:-1]])
