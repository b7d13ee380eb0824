"""Whether somebody still has pay coming: approved or not, on a statement or not yet."""

from app.readings.money_come_back import paid_anew
from app.storage import entry_lists, statements
from app.storage.corrections import UNPAID
from invoices.payers import goes_on_a_statement
from scheduling.lifecycle import APPROVED, EntryState, StatementState

ON_THE_WAY = (EntryState.REPORTED, EntryState.CONFIRMED, EntryState.CHECKED)


def has_pay_to_come(expert_id: int) -> bool:
    entries = entry_lists.of_expert(expert_id)
    issued = statements.of_expert(expert_id)
    carried = entry_lists.statements_of(entries)
    return (
        any(each.state in ON_THE_WAY for each in entries)
        or any(
            each.state in APPROVED
            and (each.entry_kind, each.id) not in carried
            and goes_on_a_statement(each.assignment.payer, each.assignment.payee)
            for each in entries
        )
        or any(each.state in UNPAID for each in issued)
        or bool(paid_anew([each.id for each in issued if each.state == StatementState.PAID]))
    )
