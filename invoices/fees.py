"""How much reported work is worth, step by step."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypedDict

from invoices.fee_table import PriceUnit, Rate
from invoices.money import share
from invoices.refusals import NegativeTime

MINUTES_PER_HOUR = 60


class FeeChoice(StrEnum):
    """What the expert chose before the work."""

    FULL = "full"  # fee and costs
    COSTS_ONLY = "costs_only"
    NOTHING = "nothing"


class Step(TypedDict, total=False):
    """One step of a breakdown: a code and its values. The app makes the sentence."""

    code: str
    rate: str
    minutes: int
    rate_cents: int
    fee_choice: str
    waived_cents: int
    unit: str
    kilometre_tenths: int
    kilometre_cents: int
    passengers: int
    passenger_cents: int
    cents: int


@dataclass(frozen=True)
class Price:
    """What the person is paid, and how it came about.

    quantity, unit and unit_cents multiply to `cents` (see `statement.amount_of`)
    bought_cents is the unit's cost paid straight to a seller, never the person's money.
    """

    cents: int
    breakdown: tuple[Step, ...]
    quantity: int
    unit: str
    unit_cents: int
    waived: bool = False
    bought_cents: int = 0


@dataclass(frozen=True, kw_only=True)
class Hours:
    """An hour entry as the price sees it.

    already_priced says that another entry carries the meeting's or the assignment's one fee.
    """

    minutes: int
    attended: bool = True
    already_priced: bool = False


def price_hours(hours: Hours, rate: Rate, fee_choice: FeeChoice = FeeChoice.FULL) -> Price:
    """The fee of one entry.

    hour     minutes x cents / 60, rounded half up to a whole cent, once
    meeting  the fixed fee, once an occasion, whatever the minutes
    lump     the fixed fee, once an assignment
    The rate is the one in force on the day of work. A waived fee is 0 and says what was waived.
    Raises NegativeTime.
    Source: the organisation's fee decision.
    """
    if hours.minutes < 0:
        raise NegativeTime(hours.minutes)
    price = _unwaived(hours, rate)
    if fee_choice == FeeChoice.FULL or price.cents == 0:
        return price
    return waive(price, fee_choice)


def waive(price: Price, fee_choice: FeeChoice) -> Price:
    """Nothing to pay, and the breakdown says so."""
    step = Step(code="waived", fee_choice=str(fee_choice), waived_cents=price.cents, cents=0)
    return Price(
        cents=0,
        breakdown=(*price.breakdown, step),
        quantity=price.quantity,
        unit=price.unit,
        unit_cents=0,
        waived=True,
        bought_cents=price.bought_cents,
    )


def _unwaived(hours: Hours, rate: Rate) -> Price:
    if not hours.attended:
        return Price(0, (Step(code="absent", cents=0),), 0, str(rate.unit), rate.cents)
    if rate.unit == PriceUnit.HOUR:
        return _hourly(hours.minutes, rate)
    return _fixed(hours, rate)


def _hourly(minutes: int, rate: Rate) -> Price:
    cents = share(rate.cents, minutes, MINUTES_PER_HOUR)
    step = Step(code="hourly", rate=rate.code, minutes=minutes, rate_cents=rate.cents, cents=cents)
    return Price(cents, (step,), minutes, str(rate.unit), rate.cents)


def _fixed(hours: Hours, rate: Rate) -> Price:
    unit = str(rate.unit)
    if hours.already_priced:
        step = Step(code="priced_once", rate=rate.code, unit=unit, cents=0)
        return Price(0, (step,), 0, unit, rate.cents)
    step = Step(code=unit, rate=rate.code, rate_cents=rate.cents, cents=rate.cents)
    return Price(rate.cents, (step,), 1, unit, rate.cents)
