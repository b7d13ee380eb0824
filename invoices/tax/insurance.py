"""The person's own shares of insurance: what is deducted from pay that is insured."""

from collections.abc import Collection, Iterable
from datetime import date
from decimal import Decimal

from invoices.money import percent_of
from invoices.parameters import Figure, value_on
from invoices.pricing.price import Step
from invoices.refusals import NegativeAmount
from invoices.refusals.tax import AgeByHand
from invoices.tax.income_types import Insurance

OLDER_RATE_FROM, OLDER_RATE_UNTIL = 53, 63  # years; one rate for every age from 2026
LAST_COHORT_TO_68 = 1957  # the pension ages of those born later are not confirmed here
MONTHS_IN_YEAR = 12


def own_shares(
    insured: Collection[Insurance],
    gross_cents: int,
    *,
    born: date,
    pay_on: date,
    entered: Iterable[Figure] = (),
) -> tuple[Step, ...]:
    """Pension and unemployment shares, each rounded half up to a cent, once; by day of payment.

    Outside the insured ages nothing is deducted. The other insurances have no share of the
    person's own. Floors are not looked at: whether the pay is insured at all was decided before.
    Raises AgeByHand, NegativeAmount, NoFigureYet, UnconfirmedFigure.
    """
    if gross_cents < 0:
        raise NegativeAmount(gross_cents)
    known = tuple(entered)
    steps = []
    if Insurance.PENSION in insured and _in_pension_age(born, pay_on, known):
        rate = _pension_rate(born, pay_on, known)
        steps.append(_share("pension_share", gross_cents, rate))
    if Insurance.UNEMPLOYMENT in insured and _in_unemployment_age(born, pay_on, known):
        rate = value_on("employee_unemployment_rate", pay_on, known)
        steps.append(_share("unemployment_share", gross_cents, rate))
    return tuple(steps)


def _in_pension_age(born: date, pay_on: date, entered: tuple[Figure, ...]) -> bool:
    """From the month after the first birthday to the end of the month of the last."""
    months = _months_of_life(born, pay_on)
    if months <= value_on("pension_age_from", pay_on, entered) * MONTHS_IN_YEAR:
        return False
    if months <= value_on("pension_age_to", pay_on, entered) * MONTHS_IN_YEAR:
        return True
    if born.year > LAST_COHORT_TO_68:
        raise AgeByHand()
    return False


def _in_unemployment_age(born: date, pay_on: date, entered: tuple[Figure, ...]) -> bool:
    """In the month of either birthday it is not certain from which day; payroll says."""
    months = _months_of_life(born, pay_on)
    first = value_on("unemployment_age_from", pay_on, entered) * MONTHS_IN_YEAR
    last = value_on("unemployment_age_to", pay_on, entered) * MONTHS_IN_YEAR
    if months in (first, last):
        raise AgeByHand()
    return first < months < last


def _pension_rate(born: date, pay_on: date, entered: tuple[Figure, ...]) -> int:
    """While the rates differ, payroll says from which day of the birthday month each holds."""
    months = _months_of_life(born, pay_on)
    rate = value_on("employee_pension_rate", pay_on, entered)
    older = value_on("employee_pension_rate_53_to_62", pay_on, entered)
    first, last = OLDER_RATE_FROM * MONTHS_IN_YEAR, OLDER_RATE_UNTIL * MONTHS_IN_YEAR
    if rate != older and months in (first, last):
        raise AgeByHand()
    return older if first < months < last else rate


def _months_of_life(born: date, pay_on: date) -> int:
    """Whole calendar months between the month of birth and the month of payment."""
    return (pay_on.year - born.year) * MONTHS_IN_YEAR + pay_on.month - born.month


def _share(code: str, gross_cents: int, hundredths: int) -> Step:
    percent = Decimal(hundredths) / 100
    cents = percent_of(gross_cents, percent)
    return Step(code=code, part_cents=gross_cents, percent=f"{percent:f}", cents=-cents)
