"""Who took the tax of what was paid: payroll, the payer by its own engine, or nobody."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from app.gateways.own_papers import HowTaxed, Taxed, TaxedBy
from app.storage import engines, net_pays
from app.storage.engines import Engine
from app.storage.net_pays import NetPay
from app.storage.statements import Statement
from invoices.tax.income_types import TRADE_INCOME

NOT_WITHHELD = "in_prepayment_register"
SHARES = ("given", "pension_share", "unemployment_share")


def how_taxed(paid: Iterable[Statement], days: Mapping[int, date]) -> HowTaxed:
    """Each payment as it was really paid. Of nothing paid: as it would be now.

    days  of payment, by statement
    """
    found: dict[TaxedBy, set[date]] = {}
    own = {each.id: each for each in paid}
    nets = net_pays.by_statement(own)
    for statement_id in own:
        for way in _ways(nets.get(statement_id)):
            found.setdefault(way, set()).add(days[statement_id])
    if not own:
        return HowTaxed(ways=[Taxed(by=_by_now())])
    anew = {net.replaces_id for net in nets.values()}
    withheld = sum(net.withheld_cents for net in nets.values() if net.id not in anew)
    return HowTaxed(
        ways=[
            Taxed(
                by=way,
                days=sorted(found[way]),
                withheld_cents=withheld if way == TaxedBy.PAYER else None,
            )
            for way in TaxedBy
            if way in found
        ],
        trade_costs=any(_has_trade_costs(own[one], net) for one, net in nets.items()),
    )


def without_sums(taxed: HowTaxed) -> HowTaxed:
    """For who sees who withheld, and not how much."""
    return replace(taxed, ways=[replace(way, withheld_cents=None) for way in taxed.ways])


def with_trade_costs(paid: Iterable[Statement]) -> set[int]:
    """Ids of statements some of whose costs are taxed as part of trade income."""
    own = {each.id: each for each in paid}
    nets = net_pays.by_statement(own)
    return {one for one, net in nets.items() if _has_trade_costs(own[one], net)}


def _ways(net: NetPay | None) -> set[TaxedBy]:
    """One payment may be wages and trade income."""
    if net is None:
        return {TaxedBy.PAYROLL}
    codes = {step["code"] for step in net.breakdown}.difference(SHARES)
    ways = {TaxedBy.NOBODY} if NOT_WITHHELD in codes else set()
    return ways | ({TaxedBy.PAYER} if codes - {NOT_WITHHELD} or not ways else set())


def _by_now() -> TaxedBy:
    return TaxedBy.PAYER if Engine.PAYMENT_FILE in engines.switched_on() else TaxedBy.PAYROLL


def _has_trade_costs(statement: Statement, net: NetPay) -> bool:
    costs = {line.position for line in statement.lines if not line.is_taxable}
    return any(
        each["position"] in costs and each["income_type"] in TRADE_INCOME for each in net.lines
    )
