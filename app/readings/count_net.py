"""From gross to net of issued statements, or the sentence that says why one cannot be counted."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from app.database import Refusal
from app.readings import income_types
from app.readings.sealed import hetu_of
from app.storage import figures, net_pays, payouts, tax_cards
from app.storage.net_pays import NetPay, Taxable
from app.storage.payouts import PayoutIdentity
from app.storage.statement_lines import StatementLine
from app.storage.statements import Statement
from app.storage.tax_cards import TaxCardEntry
from invoices.check_digits import birthday_of
from invoices.incomes_register.lines import Paid
from invoices.parameters import Figure
from invoices.refusals import MoneyRefusal
from invoices.tax import net_pay
from invoices.tax.withholding import TaxCard, Taxpayer
from invoices.travel.costs import ExpenseKind


class NoIdentity(Refusal):
    """Finance has not entered the person's identity code."""

    code = "no_payout_identity"


@dataclass(frozen=True)
class Counted:
    """A statement's net, or why it cannot be counted; exactly one of the two.

    assignment_id  whose income type has to be decided first, where that is why
    """

    statement: Statement
    net: net_pay.NetPay | None = None
    refusal: Exception | None = None
    card: TaxCardEntry | None = None
    lines: Sequence[dict[str, Any]] = ()
    earlier_cents: int = 0
    replaced: NetPay | None = None
    assignment_id: int | None = None


class _Unclassified(Exception):
    """The rules name no income type for something of the assignment; `refusal` says why."""

    def __init__(self, assignment_id: int, refusal: MoneyRefusal) -> None:
        super().__init__(assignment_id)
        self.assignment_id, self.refusal = assignment_id, refusal


@dataclass(frozen=True)
class _Known:
    """What every statement of one count is counted by, asked at once; by expert, by line."""

    pay_on: date
    identities: Mapping[int, PayoutIdentity]
    cards: Mapping[int, TaxCardEntry]
    taxable: Mapping[int, Sequence[Taxable]]
    income: income_types.Known
    entered: Collection[Figure]


def count(
    statements: Sequence[Statement], pay_on: date, replaced: Mapping[int, NetPay] | None = None
) -> list[Counted]:
    """Reads only. In the given order, which has to be that of payment within a person.

    replaced  by correction, the net of what it corrects where that money came back: all that
              stands is counted then, not only the difference
    """
    replaced = replaced or {}
    known = _know(statements, pay_on)
    before: dict[int, int] = {}
    counted = []
    for statement in statements:
        earlier = before.get(statement.expert_id, 0)
        one = _counted(statement, known, earlier, replaced.get(statement.id))
        taxable = one.net.taxable_cents if one.net else 0
        before[statement.expert_id] = before.get(statement.expert_id, 0) + taxable
        counted.append(one)
    return counted


def _know(statements: Sequence[Statement], pay_on: date) -> _Known:
    people = {each.expert_id for each in statements}
    return _Known(
        pay_on=pay_on,
        identities=payouts.identities_of(people),
        cards=tax_cards.in_force_on(people, pay_on),
        taxable=net_pays.taxable_in(pay_on.year, people),
        income=income_types.know([each.id for each in statements]),
        entered=figures.in_force(),
    )


def _counted(
    statement: Statement, known: _Known, together_cents: int, replaced: NetPay | None
) -> Counted:
    """together_cents: taxable pay of what is counted in the same act."""
    try:
        identity = known.identities.get(statement.expert_id)
        if identity is None:
            raise NoIdentity
        lines = [line for line in statement.lines if not (replaced and line.mirrors_id)]
        paid = _paid(lines, identity, known)
        card = known.cards.get(statement.expert_id)
        earlier = _earlier(statement, known, replaced) + together_cents
        net = net_pay.net_pay(
            [one for _, one in paid],
            _taxpayer(identity, card),
            known.pay_on,
            born=birthday_of(hetu_of(identity)),
            earlier_cents=earlier,
            entered=known.entered,
        )
    except _Unclassified as found:
        return Counted(statement, refusal=found.refusal, assignment_id=found.assignment_id)
    except (MoneyRefusal, Refusal) as refusal:
        return Counted(statement, refusal=refusal)
    told = [_line(position, one) for position, one in paid]
    return Counted(statement, net, card=card, lines=told, earlier_cents=earlier, replaced=replaced)


def _earlier(statement: Statement, known: _Known, replaced: NetPay | None) -> int:
    """Counted for others. What was counted first was paid first, whatever its number: a statement
    may have waited.
    """
    return sum(
        one.cents
        for one in known.taxable.get(statement.expert_id, ())
        if one.statement_id != statement.id and (replaced is None or one.net_pay_id != replaced.id)
    )


def _paid(
    lines: Sequence[StatementLine], identity: PayoutIdentity, known: _Known
) -> list[tuple[int, Paid]]:
    found = []
    for line in lines:
        if not line.amount_cents:
            continue
        kind = known.income.kinds[line.id]
        try:
            classified = known.income.of(line.id, identity.contract, known.pay_on)
        except MoneyRefusal as refusal:
            raise _Unclassified(kind.assignment_id, refusal) from refusal
        by_kilometre = kind.expense == ExpenseKind.KILOMETRES
        one = Paid(
            classification=classified,
            cents=line.amount_cents,
            kilometre_tenths=line.quantity if by_kilometre else 0,
            in_register=identity.in_register,
            is_given=kind.is_given,
        )
        found.append((line.position, one))
    return found


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
