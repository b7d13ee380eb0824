"""When the money of statements came: what the bank gave back has not come until it is paid anew."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.storage import hand_payments, net_pays, payments
from app.storage.net_pays import NetPay
from app.storage.payments import Payment
from app.storage.statements import Statement
from scheduling.lifecycle import StatementState
from scheduling.payment_states import PaymentState

PAID = (StatementState.PAID, StatementState.CORRECTED)  # a correction moves only the difference


@dataclass(frozen=True)
class _Tries:
    """anew: by net that came back, the statement whose net pays it in its place."""

    own: Mapping[int, Sequence[Payment]]
    nets: Mapping[int, NetPay]
    anew: Mapping[int, Statement]


def paid_days(issued: Sequence[Statement]) -> dict[int, date]:
    """By statement; what was paid too much has no day, as it is never taken off what came.

    issued  all of one person, for a correction may pay what it corrects anew
    """
    tried = payments.of_statements([one.id for one in issued])
    nets = net_pays.by_statement(tried)
    replaced = {one.id: nets[one.id].replaces_id for one in issued if one.id in nets}
    anew = {back: one for one in issued if (back := replaced.get(one.id)) is not None}
    tries = _Tries(tried, nets, anew)
    paid = [one for one in issued if one.state in PAID]
    moved = [one for one in paid if one.total_cents >= 0 or replaced.get(one.id) is not None]
    days = {one.id: _came_on(one, tries) for one in moved}
    days |= hand_payments.paid_days([one.id for one in moved])
    return {statement_id: day for statement_id, day in days.items() if day is not None}


def _came_on(statement: Statement, tries: _Tries) -> date | None:
    if not (own := tries.own.get(statement.id)):
        return statement.paid_on or statement.pay_on
    if own[-1].state == PaymentState.CONFIRMED:
        return own[-1].paid_on
    net = tries.nets.get(statement.id)
    by = tries.anew.get(net.id) if net else None
    return _came_on(by, tries) if by else None
