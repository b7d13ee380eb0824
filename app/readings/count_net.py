"""From gross to net of issued statements, or the sentence that says why one cannot be counted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from app.database import Refusal
from app.readings.sealed import hetu_of
from app.storage import figures, income_decisions, line_kinds, net_pays, payouts
from app.storage.line_kinds import LineKind
from app.storage.net_pays import NetPay
from app.storage.payouts import PayoutIdentity, TaxCardEntry
from app.storage.statement_lines import StatementLine
from app.storage.statements import Statement
from invoices.check_digits import birthday_of
from invoices.incomes_register.lines import Paid
from invoices.refusals import MoneyRefusal
from invoices.tax import net_pay
from invoices.tax.classification import (
    RULES,
    Classification,
    Contract,
    Override,
    PaymentKind,
    classify,
    contract_after,
)
from invoices.tax.income_types import Confirmed
from invoices.tax.withholding import TaxCard, Taxpayer
from invoices.travel.costs import ExpenseKind
from scheduling.kinds import RequestKind

FEES = {
    RequestKind.TALK: PaymentKind.LECTURE,
    RequestKind.TRAINING: PaymentKind.LECTURE,
    RequestKind.DEVELOPMENT: PaymentKind.MEETING,
    RequestKind.PANEL_MEETING: PaymentKind.MEETING,
}
COSTS = {
    ExpenseKind.KILOMETRES: PaymentKind.KILOMETRES,
    ExpenseKind.KILOMETRES_ABOVE: PaymentKind.KILOMETRES_ABOVE,
    ExpenseKind.MEAL: PaymentKind.MEAL_MONEY,
    ExpenseKind.PER_DIEM: PaymentKind.FULL_PER_DIEM,
    ExpenseKind.PARTIAL_PER_DIEM: PaymentKind.PARTIAL_PER_DIEM,
    ExpenseKind.ALLOWANCE_ABOVE: PaymentKind.ALLOWANCE_ABOVE,
}


class NoIdentity(Refusal):
    """Finance has not entered the person's identity code."""

    code = "no_payout_identity"


@dataclass(frozen=True)
class Counted:
    """A statement's net, or why it cannot be counted; exactly one of the two."""

    statement: Statement
    net: net_pay.NetPay | None = None
    refusal: Exception | None = None
    card: TaxCardEntry | None = None
    lines: Sequence[dict[str, Any]] = ()
    earlier_cents: int = 0
    replaced: NetPay | None = None


def count(
    statements: Sequence[Statement], pay_on: date, replaced: Mapping[int, NetPay] | None = None
) -> list[Counted]:
    """Reads only. In the given order, which has to be that of payment within a person.

    replaced  by correction, the net of what it corrects where that money came back: all that
              stands is counted then, not only the difference
    """
    replaced = replaced or {}
    kinds = line_kinds.of_statements([each.id for each in statements])
    before: dict[int, int] = {}
    counted = []
    for statement in statements:
        earlier = before.get(statement.expert_id, 0)
        one = _counted(statement, pay_on, kinds, earlier, replaced.get(statement.id))
        taxable = one.net.taxable_cents if one.net else 0
        before[statement.expert_id] = before.get(statement.expert_id, 0) + taxable
        counted.append(one)
    return counted


def classification_of(
    line: LineKind,
    contract: Contract,
    pay_on: date,
    *,
    override: Override | None = None,
    checked: Confirmed = (),
) -> Classification:
    """What a line is for the tax and the insurer: by finance's decision, if there is one.

    A decision holds for the work, and for a cost that the rules name no income type for: what goes
    above the maximum or has no receipt is pay like the fee.
    Raises what `classify` raises.
    """
    kind, holds = _kind(line), contract_after(contract, override)
    is_decided = line.expense is None or kind not in RULES[holds]
    return classify(
        kind,
        holds,
        pay_on,
        override=override if is_decided else None,
        confirmed=checked,
    )


def _counted(
    statement: Statement,
    pay_on: date,
    kinds: Mapping[int, LineKind],
    together_cents: int,
    replaced: NetPay | None,
) -> Counted:
    """together_cents: taxable pay of what is counted in the same act."""
    try:
        identity = payouts.find_identity(statement.expert_id)
        if identity is None:
            raise NoIdentity
        lines = [line for line in statement.lines if not (replaced and line.mirrors_id)]
        paid = _paid(lines, identity, kinds, pay_on)
        card = payouts.find_tax_card(statement.expert_id, pay_on)
        stored = net_pays.taxable_before(statement, pay_on.year, but=replaced)
        earlier = stored + together_cents
        net = net_pay.net_pay(
            [one for _, one in paid],
            _taxpayer(identity, card),
            pay_on,
            born=birthday_of(hetu_of(identity)),
            earlier_cents=earlier,
            entered=figures.in_force(),
        )
    except (MoneyRefusal, Refusal) as refusal:
        return Counted(statement, refusal=refusal)
    told = [_line(position, one) for position, one in paid]
    return Counted(statement, net, card=card, lines=told, earlier_cents=earlier, replaced=replaced)


def _paid(
    lines: Sequence[StatementLine],
    identity: PayoutIdentity,
    kinds: Mapping[int, LineKind],
    pay_on: date,
) -> list[tuple[int, Paid]]:
    found, checked = [], figures.checked_income_types()
    decisions = income_decisions.in_force({kinds[line.id].assignment_id for line in lines})
    for line in lines:
        if not line.amount_cents:
            continue
        kind = kinds[line.id]
        decision = decisions.get(kind.assignment_id)
        classified = classification_of(
            kind,
            identity.contract,
            pay_on,
            override=decision.values() if decision else None,
            checked=checked,
        )
        by_kilometre = kind.expense == ExpenseKind.KILOMETRES
        one = Paid(
            classification=classified,
            cents=line.amount_cents,
            kilometre_tenths=line.quantity if by_kilometre else 0,
            in_register=identity.in_register,
        )
        found.append((line.position, one))
    return found


def _kind(line: LineKind) -> PaymentKind:
    """Neither a talk nor a meeting is work: outside employment finance decides what its fee is."""
    if line.expense is None:
        return FEES.get(line.request, PaymentKind.WORK)
    if line.expense in COSTS:
        return COSTS[line.expense]
    return PaymentKind.NO_RECEIPT if line.explained else PaymentKind.RECEIPT


def _taxpayer(identity: PayoutIdentity, card: TaxCardEntry | None) -> Taxpayer:
    read = (
        None
        if card is None
        else TaxCard(
            base=Decimal(card.base) / 100,
            additional=Decimal(card.additional) / 100,
            limit_cents=card.limit_cents,
            first_day=card.first_day,
        )
    )
    return Taxpayer(
        tax_card=read,
        in_register=identity.in_register,
        non_resident=identity.non_resident,
    )


def _line(position: int, one: Paid) -> dict[str, Any]:
    """As it is reported later, whatever the person's details are by then."""
    what = one.classification
    return {
        "position": position,
        "income_type": what.income_type,
        "insured": sorted(str(each) for each in what.insured),
        "changed": [[str(each), included] for each, included in what.changed],
        "allowance": what.allowance,
        "reported": one.is_reported,
    }
