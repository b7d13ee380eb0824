"""From gross to net: own shares, withholding and tax-exempt allowances of one payment."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from invoices.incomes_register.lines import Paid
from invoices.parameters import Figure
from invoices.pricing.price import Step
from invoices.tax.income_types import TRADE_INCOME, Insurance
from invoices.tax.insurance import own_shares
from invoices.tax.withholding import Taxpayer, withhold_from_trade_income, withhold_from_wage

WITH_OWN_SHARE = (Insurance.PENSION, Insurance.UNEMPLOYMENT)


@dataclass(frozen=True)
class NetPay:
    """taxable - given - withheld - pension - unemployment + tax_free = net; never below zero.

    given  what things handed over are worth: taxed with the rest, from the money there is
    breakdown tells things given, the shares and then the tax, wages before trade income.
    """

    taxable_cents: int
    tax_free_cents: int
    withheld_cents: int
    pension_cents: int
    unemployment_cents: int
    breakdown: tuple[Step, ...]
    given_cents: int = 0

    @property
    def net_cents(self) -> int:
        deducted = self.withheld_cents + self.pension_cents + self.unemployment_cents
        return self.taxable_cents + self.tax_free_cents - self.given_cents - deducted


@dataclass(frozen=True)
class _Part:
    cents: int
    shares: tuple[Step, ...]
    withheld_cents: int
    steps: tuple[Step, ...]


def net_pay(
    paid: Sequence[Paid],
    payee: Taxpayer,
    pay_on: date,
    *,
    born: date,
    earlier_cents: int = 0,
    entered: Collection[Figure] = (),
) -> NetPay:
    """What reaches the account of what one statement pays.

    earlier_cents  this payer's taxable pay to the person earlier in the year of payment
    Raises as `withholding` and `insurance` do.
    """
    taxable = [one for one in paid if one.classification.is_taxable]
    trade = [one for one in taxable if one.classification.income_type in TRADE_INCOME]
    wages = [one for one in taxable if one.classification.income_type not in TRADE_INCOME]
    parts: list[_Part] = []
    for lines, withhold in ((wages, withhold_from_wage), (trade, withhold_from_trade_income)):
        if not lines:
            continue
        cents = sum(one.cents for one in lines)
        shares = _shares(lines, born, pay_on, entered)
        withheld = withhold(
            cents,
            payee,
            pay_on,
            earlier_cents=earlier_cents + sum(part.cents for part in parts),
            deductions_cents=_given(lines) - sum(step["cents"] for step in shares),
            entered=entered,
        )
        parts.append(_Part(cents, shares, withheld.cents, withheld.breakdown))
    return _together(parts, sum(one.cents for one in paid), _given(paid))


def _given(lines: Iterable[Paid]) -> int:
    return sum(one.cents for one in lines if one.is_given)


def _shares(
    lines: Sequence[Paid], born: date, pay_on: date, entered: Collection[Figure]
) -> tuple[Step, ...]:
    """Each share of all that is insured for it, rounded once."""
    steps: tuple[Step, ...] = ()
    for insurance in WITH_OWN_SHARE:
        insured = [one.cents for one in lines if insurance in one.classification.insured]
        if insured:
            steps += own_shares(
                [insurance], sum(insured), born=born, pay_on=pay_on, entered=entered
            )
    return steps


def _together(parts: Sequence[_Part], paid_cents: int, given_cents: int) -> NetPay:
    shares = [step for part in parts for step in part.shares]
    taxable = sum(part.cents for part in parts)
    given = (Step(code="given", cents=-given_cents),) if given_cents else ()
    return NetPay(
        taxable_cents=taxable,
        tax_free_cents=paid_cents - taxable,
        withheld_cents=sum(part.withheld_cents for part in parts),
        pension_cents=_sum_of(shares, "pension_share"),
        unemployment_cents=_sum_of(shares, "unemployment_share"),
        breakdown=(*given, *shares, *(step for part in parts for step in part.steps)),
        given_cents=given_cents,
    )


def _sum_of(shares: Sequence[Step], code: str) -> int:
    return -sum(step["cents"] for step in shares if step["code"] == code)
