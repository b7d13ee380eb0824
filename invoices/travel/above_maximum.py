"""What is paid above the national maximum of travel: split off, because it is pay and taxed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from invoices.parameters import Figure, value_on
from invoices.pricing.price import Price, Step
from invoices.refusals import NegativeAmount
from invoices.statements.statement import amount_of


@dataclass(frozen=True)
class Split:
    """taxable is None when nothing goes above the maximum. Each part is a line of its own."""

    tax_free: Price
    taxable: Price | None = None

    @property
    def cents(self) -> int:
        return self.tax_free.cents + (self.taxable.cents if self.taxable else 0)


def split_kilometres(
    kilometre_tenths: int,
    day: date,
    *,
    paid_cents: int,
    passengers: int = 0,
    entered: Collection[Figure] = (),
) -> Split:
    """Driving at the organisation's own price a kilometre, passengers included in it.

    The maximum is the national price and addition of the day of travel. Each part is rounded
    half up to a cent, once.
    Raises NegativeAmount, NoFigureYet, UnconfirmedFigure.
    """
    _not_negative(kilometre_tenths, paid_cents, passengers)
    most = value_on("kilometre_rate", day, entered)
    if passengers:
        most += passengers * value_on("passenger_addition", day, entered)
    within = min(paid_cents, most)
    tax_free = _kilometres("kilometres_within_maximum", kilometre_tenths, within)
    if paid_cents <= most:
        return Split(tax_free)
    above = _kilometres("kilometres_above_maximum", kilometre_tenths, paid_cents - most)
    return Split(tax_free, above)


def split_allowance(paid_cents: int, most_cents: int) -> Split:
    """A per diem or meal money as the organisation pays it, beside what the rules allow that day.

    Where nothing is payable without tax, everything is pay. Raises NegativeAmount.
    """
    _not_negative(paid_cents, most_cents)
    within = min(paid_cents, most_cents)
    tax_free = _piece("allowance_within_maximum", within, most_cents)
    if paid_cents <= most_cents:
        return Split(tax_free)
    return Split(tax_free, _piece("allowance_above_maximum", paid_cents - within, most_cents))


def _kilometres(code: str, kilometre_tenths: int, kilometre_cents: int) -> Price:
    cents = amount_of(kilometre_tenths, "kilometre", kilometre_cents)
    step = Step(
        code=code, kilometre_tenths=kilometre_tenths, kilometre_cents=kilometre_cents, cents=cents
    )
    return Price(cents, (step,), kilometre_tenths, "kilometre", kilometre_cents)


def _piece(code: str, cents: int, most_cents: int) -> Price:
    return Price(cents, (Step(code=code, limit_cents=most_cents, cents=cents),), 1, "piece", cents)


def _not_negative(*amounts: int) -> None:
    for amount in amounts:
        if amount < 0:
            raise NegativeAmount(amount)
