"""The chain that shows whether an issued statement has been changed afterwards."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

VERSION = b"1"
FIRST = "0" * 64  # what stands before the first statement of a series and year


def next_hash(previous: str, columns: Mapping[str, object]) -> str:
    """SHA-256 over version, the previous statement's hash and the canonical JSON, as hex.

    columns  all business columns: text, whole numbers, true or false, days, None, lists of such
    """
    return next_hash_of(previous, canonical_json(columns))


def next_hash_of(previous: str, canonical: bytes) -> str:
    """The same where the canonical JSON has been written already."""
    return hashlib.sha256(VERSION + bytes.fromhex(previous) + canonical).hexdigest()


def chain(statements: Iterable[Mapping[str, object]]) -> Iterator[str]:
    """The hash of each statement, in the order of their numbers."""
    return chain_of(map(canonical_json, statements), after=FIRST)


def chain_of(canonicals: Iterable[bytes], *, after: str) -> Iterator[str]:
    """The same where the canonical JSON has been written already. after: the hash before."""
    for canonical in canonicals:
        after = next_hash_of(after, canonical)
        yield after


def canonical_json(value: object) -> bytes:
    """One value, one spelling: sorted keys, no spaces, UTF-8, ISO days. Raises TypeError."""
    text = json.dumps(_checked(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def _checked(value: object) -> object:
    """A float has no one spelling and money has none, so it is refused."""
    if isinstance(value, Mapping):
        return {str(key): _checked(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_checked(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, str | int):
        return value
    raise TypeError(f"{type(value).__name__} has no place in a statement")
