"""What a batch of the bank pays, as payroll and the ledger are told it: the same to the cent."""

from collections.abc import Sequence

from app.readings.income_types import codes_of
from app.storage import batch_files, ledger_accounts, net_pays
from app.storage.net_pays import NetPay
from app.storage.payments import BankBatch, Payment
from invoices.payroll_files.beside import Beside, Net, paid_on, without_lines
from invoices.statements.statement import Statement

DEDUCTED = ("withheld_cents", "pension_cents", "unemployment_cents", "given_cents")


def told_of(batch: BankBatch, items: Sequence[Payment]) -> tuple[list[Statement], Beside]:
    """The statements as they are told, by the day of the batch, and what stands beside them.

    What the bank gave back was told with the batch that tried first: then only its money moves.
    """
    issued = batch_files.statements_among([item.statement_id for item in items])
    nets = net_pays.by_id([item.net_pay_id for item in items])
    before = net_pays.by_id([each for net in nets.values() if (each := net.replaces_id)])
    bounced = batch_files.first_bounced_by(nets)
    told, beside = [], {}
    for item in items:
        net = nets[item.net_pay_id]
        statement = paid_on(issued[item.statement_id].values(), batch.pay_on)
        is_anew = bounced.get(net.id, item.id) < item.id
        told.append(without_lines(statement) if is_anew else statement)
        beside[item.statement.printed_number] = (
            _anew(item) if is_anew else _first(item, net, before.get(net.replaces_id or 0))
        )
    return told, Beside(ledger_accounts.in_use(), beside, codes_of(issued.values()))


def deducted_first(net: NetPay, replaced: NetPay | None) -> dict[str, int]:
    """Of a correction that pays what came back: what is deducted more than then."""
    return {
        name: getattr(net, name) - (getattr(replaced, name) if replaced else 0) for name in DEDUCTED
    }


def _anew(item: Payment) -> Net:
    return Net(person=_person(item), payment=item.number, came_back_cents=item.cents)


def _first(item: Payment, net: NetPay, replaced: NetPay | None) -> Net:
    deducted = deducted_first(net, replaced)
    back = replaced.net_cents if replaced else 0
    return Net(person=_person(item), payment=item.number, came_back_cents=back, **deducted)


def _person(item: Payment) -> str:
    return str(item.statement.expert_id)
