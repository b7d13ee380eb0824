"""What a batch of the bank pays, as payroll and the ledger are told it: the same to the cent."""

from collections.abc import Sequence

from app.readings.income_types import codes_of
from app.storage import ledger_accounts, net_pays, payments, statements
from app.storage.bank_batches import BankBatch
from app.storage.net_pays import NetPay
from app.storage.payments import Payment
from invoices.payroll_files.beside import Beside, Net, paid_on, without_lines
from invoices.statements.statement import Statement

DEDUCTED = ("withheld_cents", "pension_cents", "unemployment_cents", "given_cents")


def told_of(batch: BankBatch, items: Sequence[Payment]) -> tuple[list[Statement], Beside]:
    """The statements as they are told, by the day of the batch, and what stands beside them.

    What the bank gave back was told with the batch that tried first: then only its money moves,
    and the tax as far as another year counts it otherwise.
    """
    issued = statements.by_id([item.statement_id for item in items])
    last = _bounced_last(items)
    nets = net_pays.by_id([item.net_pay_id for item in items])
    replaced = [each for net in nets.values() if (each := net.replaces_id)]
    before = net_pays.by_id([*replaced, *last.values()])
    told, beside = [], {}
    for item in items:
        net = nets[item.net_pay_id]
        statement = paid_on(issued[item.statement_id].values(), batch.pay_on)
        told.append(without_lines(statement) if item.id in last else statement)
        earlier = last.get(item.id) or net.replaces_id or 0
        beside[item.statement.printed_number] = _net(item, net, before.get(earlier))
    return told, Beside(ledger_accounts.in_use(), beside, codes_of(issued.values()))


def deducted_anew(net: NetPay, told: NetPay | None) -> dict[str, int]:
    """What is deducted more than was told of the money that came back, and is paid with it."""
    return {name: getattr(net, name) - (getattr(told, name) if told else 0) for name in DEDUCTED}


def _bounced_last(items: Sequence[Payment]) -> dict[int, int]:
    """By payment, the net of the one before it that the bank gave back."""
    bounced = payments.bounced_among([item.statement_id for item in items])
    return {
        item.id: net_pay_id
        for item in items
        for payment_id, net_pay_id in bounced.get(item.statement_id, ())
        if payment_id < item.id
    }


def _net(item: Payment, net: NetPay, told: NetPay | None) -> Net:
    back = told.net_cents if told else 0
    return Net(
        person=_person(item),
        payment=item.number,
        came_back_cents=back,
        **deducted_anew(net, told),
    )


def _person(item: Payment) -> str:
    return str(item.statement.expert_id)
