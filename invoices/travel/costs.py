"""What travelling to an assignment is worth, and what it cost the unit."""

from collections.abc import Collection
from datetime import date
from enum import StrEnum

from invoices.money import share
from invoices.parameters import Figure, value_on
from invoices.pricing.price import FeeChoice, Price, Step, waive
from invoices.refusals import NegativeAmount

TENTHS_PER_KILOMETRE = 10


class ExpenseKind(StrEnum):
    KILOMETRES = "kilometres"
    TICKET = "ticket"
    OTHER = "other"
    BOUGHT_BY_US = "bought_by_us"
    MEAL = "meal"
    PER_DIEM = "per_diem"  # a claim as it is told; when approved, a full one
    PARTIAL_PER_DIEM = "partial_per_diem"
    KILOMETRES_ABOVE = "kilometres_above"  # above the national maximum: pay
    ALLOWANCE_ABOVE = "allowance_above"
    NO_RECEIPT = "no_receipt"  # a ticket or other cost on the person's own word: pay


TOLD_KINDS = (  # what a person tells; the others come of it when it is approved
    *(ExpenseKind.KILOMETRES, ExpenseKind.TICKET, ExpenseKind.OTHER),
    *(ExpenseKind.BOUGHT_BY_US, ExpenseKind.MEAL, ExpenseKind.PER_DIEM),
)
DRIVES = (ExpenseKind.KILOMETRES, ExpenseKind.KILOMETRES_ABOVE)
TRIPS = (
    *(ExpenseKind.PER_DIEM, ExpenseKind.PARTIAL_PER_DIEM),
    *(ExpenseKind.MEAL, ExpenseKind.ALLOWANCE_ABOVE),
)
TAXED = (ExpenseKind.KILOMETRES_ABOVE, ExpenseKind.ALLOWANCE_ABOVE, ExpenseKind.NO_RECEIPT)


def price_kilometres(
    kilometre_tenths: int,
    day: date,
    *,
    passengers: int = 0,
    fee_choice: FeeChoice = FeeChoice.FULL,
    entered: Collection[Figure] = (),
) -> Price:
    """Driving one's own car: tenths of a kilometre, the figures of the day of travel.

    A trip is counted in tenths so that 12,5 km is paid as driven; rounded half up to a cent, once.
    Raises NegativeAmount, NoFigureYet, UnconfirmedFigure.
    """
    _not_negative(kilometre_tenths, passengers)
    rate = value_on("kilometre_rate", day, entered)
    addition = value_on("passenger_addition", day, entered) if passengers else 0
    per_kilometre = rate + passengers * addition
    cents = share(per_kilometre, kilometre_tenths, TENTHS_PER_KILOMETRE)
    step = Step(
        code="kilometres",
        kilometre_tenths=kilometre_tenths,
        kilometre_cents=rate,
        passengers=passengers,
        passenger_cents=addition,
        cents=cents,
    )
    price = Price(cents, (step,), kilometre_tenths, "kilometre", per_kilometre)
    return _chosen(price, fee_choice)


def price_expense(
    kind: ExpenseKind, claimed_cents: int, *, fee_choice: FeeChoice = FeeChoice.FULL
) -> Price:
    """A ticket or other cost as claimed; what we bought is 0 to the person, a cost to the unit.

    Raises NegativeAmount.
    """
    _not_negative(claimed_cents)
    if kind == ExpenseKind.BOUGHT_BY_US:
        step = Step(code="bought_by_us", cents=0)
        return Price(0, (step,), 1, "piece", 0, bought_cents=claimed_cents)
    step = Step(code=str(kind), cents=claimed_cents)
    return _chosen(Price(claimed_cents, (step,), 1, "piece", claimed_cents), fee_choice)


def _chosen(price: Price, fee_choice: FeeChoice) -> Price:
    """Costs are waived only by the one who wants nothing at all."""
    return waive(price, fee_choice) if fee_choice == FeeChoice.NOTHING else price


def _not_negative(*amounts: int) -> None:
    for amount in amounts:
        if amount < 0:
            raise NegativeAmount(amount)
