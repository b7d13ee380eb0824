"""What payroll pays by hand, as payroll and the ledger are told it: the same to the cent."""

from app.readings.income_types import codes_of
from app.readings.paid_by_bank import deducted_anew
from app.storage import hand_files, ledger_accounts, net_pays
from app.storage.statements import Statement
from invoices.payroll_files.beside import Beside, Net, without_lines
from invoices.payroll_files.export_map import Per
from invoices.statements.statement import Statement as Issued


def told_by_hand(statement: Statement, per: Per) -> tuple[Issued, Beside]:
    """To payroll the whole statement, of which it counts the tax; to the ledger what moves.

    Of what the bank gave back the ledger was told with the batch that tried: only its money moves,
    and what was deducted then is taken back. Both sum to the money of the statement, before tax.
    """
    accounts, types = ledger_accounts.in_use(), codes_of([statement])
    issued = statement.values()
    if per is Per.PERSON:
        return issued, Beside(accounts, income_types=types)
    taken_back = _taken_back(statement.id)
    net = Net(
        person=str(statement.expert_id),
        payment="",
        given_cents=0 if taken_back else issued.given_cents,
        came_back_cents=issued.money_cents + sum(taken_back.values()) if taken_back else 0,
        **taken_back,
    )
    told = without_lines(issued) if taken_back else issued
    return told, Beside(accounts, {statement.printed_number: net}, types)


def _taken_back(statement_id: int) -> dict[str, int]:
    """What was deducted when the bank tried, with the opposite sign; empty if it never did."""
    if (net := hand_files.bounced_net(statement_id)) is None:
        return {}
    replaced = net_pays.by_id([net.replaces_id] if net.replaces_id else []).get(
        net.replaces_id or 0
    )
    deducted = deducted_anew(net, replaced)
    del deducted["given_cents"]  # no money then, and none now
    return {name: -cents for name, cents in deducted.items()}
