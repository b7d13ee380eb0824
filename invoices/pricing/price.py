"""A price and how it came about, and what of an entry it depends on."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypedDict

from invoices.pricing.terms import DayKind


class FeeChoice(StrEnum):
    """What the expert chose before the work."""

    FULL = "full"  # fee and costs
    COSTS_ONLY = "costs_only"
    NOTHING = "nothing"


class Step(TypedDict, total=False):
    """One step of a breakdown: a code, its values, and the cents it adds or takes away.

    The app makes the sentence.
    """

    code: str
    rate: str
    minutes: int
    rate_cents: int
    fee_choice: str
    waived_cents: int
    unit: str
    name: str
    percent: str
    part_cents: int
    limit_cents: int
    alone_cents: int
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
class Clock:
    """When an activity was on one day, by the clock on the wall: minutes of the day.

    An activity over midnight has two.
    """

    day_kind: DayKind
    starts: int
    ends: int


@dataclass(frozen=True, kw_only=True)
class Hours:
    """An hour entry as the price sees it.

    already_priced says that another entry carries the meeting's or the assignment's one fee.
    notice_minutes is how long before it was called off, when it was; agreed_cents what was agreed
    where the price is a range. Work without clocks gets no supplement by the clock.
    """

    minutes: int
    attended: bool = True
    already_priced: bool = False
    clocks: tuple[Clock, ...] = ()
    role: str | None = None
    notice_minutes: int | None = None
    agreed_cents: int | None = None


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


def in_one_piece(steps: tuple[Step, ...]) -> Price:
    """A price that no quantity multiplies to."""
    cents = sum(step["cents"] for step in steps)
    return Price(cents, steps, 1, "piece", cents)
