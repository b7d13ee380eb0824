"""Work above the sum that needs two approvals: who has approved it, and who may. Only reads."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.access import Actor, Permission
from app.now import today
from app.readings import look_at_hours
from app.readings.look_at_hours import Matter
from app.storage import approver_lists, units, users
from app.storage.entry_lists import AnyEntry


@dataclass(frozen=True)
class Large:
    """One row. others: who may be the second besides finance; is_mine: the reader was the first."""

    matter: Matter
    first: str
    second: str
    others: list[str]
    is_mine: bool

    @property
    def entry(self) -> AnyEntry:
        return self.matter.entries[0]

    @property
    def waits(self) -> bool:
        return self.entry.waits_for_second_approval


def rows(by: Actor) -> list[Large]:
    """What no statement carries yet, oldest approval first: of all for finance, of the own cost
    centres for an approver."""
    whose = None if by.may(Permission.RUN_STATEMENTS) else by.user_id or 0
    found = approver_lists.above_the_sum(whose, today())
    return [_row(entry, by) for entry in sorted(found, key=_approved)]


def count_waiting(by: Actor) -> int:
    """What the reader may approve as the second person."""
    return sum(one.waits and not one.is_mine for one in rows(by))


def _row(entry: AnyEntry, by: Actor) -> Large:
    [matter] = look_at_hours.matters([entry])
    return Large(
        matter=matter,
        first=_name(entry.approved_by),
        second=_name(entry.second_approved_by),
        others=[users.get(user_id).name for user_id in _others(entry)],
        is_mine=entry.approved_by == by.user_id,
    )


def _others(entry: AnyEntry) -> Iterable[int]:
    in_force = units.approvers_on(entry.cost_centre_id or 0, today())
    return sorted({row.user_id for row in in_force} - {entry.approved_by})


def _name(user_id: int | None) -> str:
    return "" if user_id is None else users.get(user_id).name


def _approved(entry: AnyEntry) -> tuple[object, int]:
    return entry.approved_at, entry.id
