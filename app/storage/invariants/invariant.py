"""One thing that must always hold, and the first place where it does not."""

from typing import NamedTuple


class Invariant(NamedTuple):
    """`question` selects organisation_id and id of `table` where `rule` is broken."""

    rule: str
    table: str
    question: str


class Broken(NamedTuple):
    rule: str
    where: str
