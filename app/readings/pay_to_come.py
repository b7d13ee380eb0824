"""What somebody still has coming: on a statement or not yet, and who has it now."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from app.readings.money_come_back import paid_anew
from app.storage import entry_lists, statements
from app.storage.assignments import Assignment
from app.storage.corrections import UNPAID
from app.storage.entry_lists import AnyEntry
from app.storage.statements import Statement
from invoices.payers import goes_on_a_statement
from scheduling.lifecycle import APPROVED, EntryState, StatementState


class WaitsFor(StrEnum):
    """Whoever takes the next step."""

    UNIT = "unit"
    CHECK = "check"
    APPROVER = "approver"
    RUN = "run"
    RELEASE = "release"  # held
    PAYMENT = "payment"
    NEXT_TRY = "next_try"  # the bank gave it back


ON_THE_WAY = {
    EntryState.REPORTED: WaitsFor.UNIT,
    EntryState.CONFIRMED: WaitsFor.CHECK,
    EntryState.CHECKED: WaitsFor.APPROVER,
}


@dataclass(frozen=True)
class ToCome:
    """assignment: of work on no statement yet; statement: of what is on one."""

    waits_for: WaitsFor
    assignment: Assignment | None = None
    statement: Statement | None = None


def pay_to_come(expert_id: int) -> list[ToCome]:
    """Work of an assignment once for each step it waits for, then statements."""
    entries = entry_lists.of_expert(expert_id)
    issued = statements.of_expert(expert_id)
    back = paid_anew([each.id for each in issued if each.state == StatementState.PAID])
    return [
        *_work(entries),
        *(ToCome(WaitsFor.PAYMENT, statement=each) for each in issued if each.state in UNPAID),
        *(ToCome(WaitsFor.NEXT_TRY, statement=each) for each in issued if each.id in back),
    ]


def has_pay_to_come(expert_id: int) -> bool:
    return bool(pay_to_come(expert_id))


def _work(entries: list[AnyEntry]) -> Iterable[ToCome]:
    carried = entry_lists.statements_of(entries)
    found: dict[tuple[int, WaitsFor], ToCome] = {}
    for each in entries:
        waits_for = ON_THE_WAY.get(each.state)
        if each.state in APPROVED and (each.entry_kind, each.id) not in carried:
            waits_for = _approved(each)
        if waits_for is not None:
            found[each.assignment_id, waits_for] = ToCome(waits_for, assignment=each.assignment)
    return found.values()


def _approved(entry: AnyEntry) -> WaitsFor | None:
    if not goes_on_a_statement(entry.assignment.payer, entry.assignment.payee):
        return None
    return WaitsFor.RELEASE if entry.state == EntryState.HELD else WaitsFor.RUN
