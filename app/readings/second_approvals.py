"""Work above the sum that needs two approvals: who has approved it, and who may. Only reads."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.access import Actor, Permission
from app.now import today
from app.readings import large_sums, reported_matters
from app.readings.reported_matters import Matter
from app.storage import approver_lists, units, users
from app.storage.entry_lists import AnyEntry
from invoices.statements.held import needs_second_approval


@dataclass(frozen=True)
class Large:
    """One row. others: who may be the second besides finance; is_mine: the reader was the first.

    cents: what it comes to when paid, perhaps more than alone
    """

    matter: Matter
    cents: int
    first: str
    second: str
    others: list[str]
    is_mine: bool

    @property
    def entry(self) -> AnyEntry:
        return self.matter.entries[0]

    @property
    def waits(self) -> bool:
        return needs_second_approval(self.cents, self.entry.second_approved_cents)

    @property
    def is_more_together(self) -> bool:
        return self.cents > (self.entry.price_cents or 0)


def rows(by: Actor) -> list[Large]:
    """What no statement carries yet, oldest approval first: of all for finance, of the own cost
    centres for an approver."""
    whose = None if by.may(Permission.RUN_STATEMENTS) else by.user_id or 0
    found = approver_lists.perhaps_above_the_sum(whose, today())
    sums = large_sums.sums_of(found)
    mine = users.of_same_person(by.user_id)
    return [
        _row(entry, sums[entry.ref], mine)
        for entry in sorted(found, key=_approved)
        if needs_second_approval(sums[entry.ref])
    ]


def count_waiting(by: Actor) -> int:
    """What the reader may approve as the second person."""
    return sum(one.waits and not one.is_mine for one in rows(by))


def _row(entry: AnyEntry, cents: int, mine: set[int]) -> Large:
    [matter] = reported_matters.matters([entry])
    return Large(
        matter=matter,
        cents=cents,
        first=_name(entry.approved_by),
        second=_name(entry.second_approved_by),
        others=[users.get(user_id).name for user_id in _others(entry)],
        is_mine=entry.approved_by in mine,
    )


def _others(entry: AnyEntry) -> Iterable[int]:
    in_force = units.approvers_on(entry.cost_centre_id or 0, today())
    return sorted({row.user_id for row in in_force} - users.of_same_person(entry.approved_by))


def _name(user_id: int | None) -> str:
    return "" if user_id is None else users.get(user_id).name


def _approved(entry: AnyEntry) -> tuple[object, int]:
    return entry.approved_at, entry.id
