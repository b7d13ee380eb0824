"""What is withheld from one payment: tax card, no tax card, prepayment register, trade income."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from invoices.money import HUNDRED, to_cents
from invoices.parameters import Figure, value_on
from invoices.pricing.price import Step
from invoices.refusals import NegativeAmount
from invoices.refusals.tax import (
    DeductionsAbovePay,
    NonResidentByHand,
    TaxCardContradicts,
    TaxCardOfAnotherYear,
)

NOTHING = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class TaxCard:
    """base until this payer's income limit of the year is full, additional on what goes above.

    Percentages as printed on the card, as 20.0. The limit is of the whole year, never a part.
    Raises TaxCardContradicts.
    """

    base: Decimal
    additional: Decimal
    limit_cents: int
    first_day: date

    def __post_init__(self) -> None:
        percents = (self.base, self.additional)
        if self.limit_cents < 0 or not all(NOTHING <= percent <= HUNDRED for percent in percents):
            raise TaxCardContradicts()


@dataclass(frozen=True, kw_only=True)
class Taxpayer:
    """The payee on the day of payment. in_register: in the prepayment register."""

    tax_card: TaxCard | None = None
    in_register: bool = False
    non_resident: bool = False


@dataclass(frozen=True)
class Withholding:
    """cents withheld, and how it came about; the cents of the steps sum to it.

    A payment that is not `reported` is no business of the Incomes Register's.
    """

    cents: int
    breakdown: tuple[Step, ...]
    reported: bool = True


def withhold_from_wage(
    gross_cents: int,
    payee: Taxpayer,
    pay_on: date,
    *,
    earlier_cents: int = 0,
    deductions_cents: int = 0,
    entered: Collection[Figure] = (),
) -> Withholding:
    """From wages, meeting and lecture fees, in the prepayment register or not.

    gross_cents       taxable pay; tax-exempt travel is no part of it
    earlier_cents     this payer's taxable pay to the person earlier in the year of payment
    deductions_cents  pension and other shares, and what was given as things: they do not lower the
                      base, but only the money that is left of the pay can be withheld
    Rounds half up to a whole cent, once.
    Raises NonResidentByHand, TaxCardOfAnotherYear, DeductionsAbovePay, NegativeAmount,
    NoFigureYet, UnconfirmedFigure.
    """
    _check(gross_cents, earlier_cents, payee)
    no_card = value_on("no_tax_card_rate", pay_on, entered)  # a year not confirmed is refused
    if payee.tax_card:
        steps = _by_card(payee.tax_card, gross_cents, earlier_cents, pay_on)
    else:
        steps = (_step("no_tax_card", gross_cents, _percent(no_card)),)
    return _from_what_is_left(steps, gross_cents, deductions_cents)


def withhold_from_trade_income(
    net_of_vat_cents: int,
    payee: Taxpayer,
    pay_on: date,
    *,
    earlier_cents: int = 0,
    deductions_cents: int = 0,
    entered: Collection[Figure] = (),
) -> Withholding:
    """Nothing from a payee in the prepayment register: not even reported by that reason.

    Others by the tax card, without one by a percentage: a person's, for a company invoices.
    Raises as `withhold_from_wage`.
    """
    _check(net_of_vat_cents, earlier_cents, payee)
    value_on("no_tax_card_rate", pay_on, entered)
    if payee.in_register:
        return Withholding(0, (Step(code="in_prepayment_register", cents=0),), reported=False)
    if payee.tax_card:
        steps = _by_card(payee.tax_card, net_of_vat_cents, earlier_cents, pay_on)
    else:
        rate = value_on("trade_no_tax_card_rate", pay_on, entered)
        steps = (_step("no_tax_card", net_of_vat_cents, _percent(rate)),)
    return _from_what_is_left(steps, net_of_vat_cents, deductions_cents)


def _by_card(card: TaxCard, cents: int, earlier_cents: int, pay_on: date) -> tuple[Step, ...]:
    """The whole is rounded once; the step above the limit takes what rounding leaves."""
    if card.first_day > pay_on or card.first_day.year != pay_on.year:
        raise TaxCardOfAnotherYear(card.first_day, pay_on)
    within = min(cents, max(card.limit_cents - earlier_cents, 0))
    above = cents - within
    whole = to_cents((within * card.base + above * card.additional) / HUNDRED)
    base = _step("tax_card_base", within, card.base, limit_cents=card.limit_cents)
    if not above:
        return (base,)
    additional = _step("tax_card_additional", above, card.additional)
    if not within:
        return (additional,)
    additional["cents"] = whole - base["cents"]
    return base, additional


def _from_what_is_left(
    steps: tuple[Step, ...], gross_cents: int, deductions_cents: int
) -> Withholding:
    if not 0 <= deductions_cents <= gross_cents:
        raise DeductionsAbovePay()
    cents = sum(step["cents"] for step in steps)
    left = gross_cents - deductions_cents
    if cents > left:
        limited = Step(code="limited_to_pay", limit_cents=left, cents=left - cents)
        return Withholding(left, (*steps, limited))
    return Withholding(cents, steps)


def _check(gross_cents: int, earlier_cents: int, payee: Taxpayer) -> None:
    if payee.non_resident:
        raise NonResidentByHand()
    for cents in (gross_cents, earlier_cents):
        if cents < 0:
            raise NegativeAmount(cents)


def _step(code: str, part_cents: int, percent: Decimal, **more: int) -> Step:
    cents = to_cents(part_cents * percent / HUNDRED)
    step = Step(code=code, part_cents=part_cents, percent=f"{percent:f}", cents=cents)
    # Keys of Step, which the caller writes out.
    step.update(more)  # type: ignore[typeddict-item]
    return step


def _percent(hundredths: int) -> Decimal:
    return Decimal(hundredths) / HUNDRED
