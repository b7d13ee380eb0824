"""What a printed statement tells of the tax: each deduction and what reaches the account."""

from collections.abc import Collection
from typing import Any

from app.access import Actor, Permission
from app.storage import engines, net_pays, withheld
from app.storage.engines import Engine
from app.storage.net_pays import NetPay
from app.storage.statements import Statement
from invoices.statements.document import Deduction, Net

# Told as what they take away.
SHARES = frozenset({"given", "pension_share", "unemployment_share"})


def sees_tax(by: Actor) -> bool:
    """What a person's tax card says is for finance and for herself."""
    return by.may(Permission.RUN_STATEMENTS) or by.may(Permission.OWN_STATEMENTS)


def net_of(statement: Statement) -> Net | None:
    """None: payroll counts it, or it is not counted now."""
    found = net_pays.by_statement([statement.id]).get(statement.id)
    if found is None:
        return None
    year = withheld.in_year_until(found, statement.expert_id)
    return Net(
        pay_on=found.pay_on,
        taxable_cents=found.taxable_cents,
        tax_free_cents=found.tax_free_cents,
        deductions=(
            *_come_back(found),
            *(_deduction(step) for step in found.breakdown),
        ),
        net_cents=found.net_cents,
        year_withheld_cents=year.withheld_cents,
        year_shares_cents=year.shares_cents,
        year_net_cents=year.net_cents,
    )


def _come_back(found: NetPay) -> list[Deduction]:
    """What an earlier payment was of that the bank gave back: it is paid by this one."""
    if found.replaces_id is None:
        return []
    cents = net_pays.by_id([found.replaces_id])[found.replaces_id].gross_cents
    return [Deduction(code="came_back", percent="", part_cents=0, cents=-cents)]


def _deduction(step: dict[str, Any]) -> Deduction:
    return Deduction(
        code=step["code"],
        percent=step.get("percent", ""),
        part_cents=step.get("part_cents", 0),
        cents=-step["cents"] if step["code"] in SHARES else step["cents"],
    )


def waiting_for_net(statement_ids: Collection[int]) -> set[int]:
    """Those that the bank will pay, and that tell what was withheld once it has."""
    if Engine.PAYMENT_FILE not in engines.switched_on():
        return set()
    return net_pays.unpaid(statement_ids)
