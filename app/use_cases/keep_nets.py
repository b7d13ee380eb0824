"""Keeps the nets that payments rest on, inside the transaction that pays by them."""

from collections.abc import Iterable
from datetime import date

from app.access import Actor
from app.now import now
from app.readings.count_net import Counted, NoIdentity
from app.readings.waiting_payments import Waiting
from app.storage import tables
from app.storage.net_pays import NetPay
from invoices.refusals.payment import NothingToPay


def keep_nets(rows: Iterable[Waiting], pay_on: date, by: Actor) -> dict[int, NetPay]:
    """By statement. What was withheld once in a year is not counted anew. Raises NothingToPay."""
    nets = [one.kept or _net(one, pay_on, by) for one in rows]
    return {net.statement_id: net for net in tables.add_all(nets)}


def _net(one: Waiting, pay_on: date, by: Actor) -> NetPay:
    if one.counted is None:
        raise NothingToPay(one.statement.printed_number)
    return _of(one.counted, pay_on, by)


def _of(one: Counted, pay_on: date, by: Actor) -> NetPay:
    net = one.net
    if net is None:
        raise one.refusal or NoIdentity
    return NetPay(
        statement_id=one.statement.id,
        tax_card_id=one.card.id if one.card else None,
        replaces_id=one.replaced.id if one.replaced else None,
        pay_on=pay_on,
        earlier_cents=one.earlier_cents,
        taxable_cents=net.taxable_cents,
        tax_free_cents=net.tax_free_cents,
        withheld_cents=net.withheld_cents,
        pension_cents=net.pension_cents,
        unemployment_cents=net.unemployment_cents,
        given_cents=net.given_cents,
        net_cents=net.net_cents,
        breakdown=[dict(step) for step in net.breakdown],
        lines=list(one.lines),
        counted_at=now(),
        counted_by=by.user_id,
    )
