"""What one travel claim comes to, in the pieces that each are a line of their own.

A day's allowance is a piece, and so is what goes above the national maximum, for it is pay.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from invoices.money import share
from invoices.parameters import Figure, value_on
from invoices.pricing.price import FeeChoice, Price, Step, in_one_piece, waive
from invoices.refusals.trips import AllowancesNotPaid, NothingPayable, TooManyMeals
from invoices.tax.classification import PaymentKind
from invoices.travel.above_maximum import Split, split_allowance, split_kilometres
from invoices.travel.costs import ExpenseKind, price_kilometres
from invoices.travel.per_diem import MOST_MEALS, Allowance, Why, meal_money, per_diems
from invoices.travel.travel_terms import TravelTerms
from invoices.travel.trip import HELSINKI, Trip, travel_days

KINDS = {
    PaymentKind.FULL_PER_DIEM: ExpenseKind.PER_DIEM,
    PaymentKind.PARTIAL_PER_DIEM: ExpenseKind.PARTIAL_PER_DIEM,
    PaymentKind.MEAL_MONEY: ExpenseKind.MEAL,
}


@dataclass(frozen=True)
class Piece:
    kind: ExpenseKind
    day: date
    price: Price


def drive_pieces(
    kilometre_tenths: int,
    day: date,
    terms: TravelTerms,
    *,
    passengers: int = 0,
    fee_choice: FeeChoice = FeeChoice.FULL,
    entered: Collection[Figure] = (),
) -> tuple[Piece, ...]:
    """Own car, at the national price unless the organisation has its own.

    Passengers bring the national addition on top of either.
    Raises NegativeAmount, NoFigureYet, UnconfirmedFigure.
    """
    if terms.kilometre_cents is None:
        price = price_kilometres(
            kilometre_tenths, day, passengers=passengers, fee_choice=fee_choice, entered=entered
        )
        return (Piece(ExpenseKind.KILOMETRES, day, price),)
    addition = passengers * value_on("passenger_addition", day, entered) if passengers else 0
    split = split_kilometres(
        kilometre_tenths,
        day,
        paid_cents=terms.kilometre_cents + addition,
        passengers=passengers,
        entered=entered,
    )
    kinds = (ExpenseKind.KILOMETRES, ExpenseKind.KILOMETRES_ABOVE)
    return _chosen(split, kinds, day, fee_choice)


def trip_allowances(
    trip: Trip, meals: tuple[int, ...], terms: TravelTerms, entered: Collection[Figure] = ()
) -> list[Allowance]:
    """What each day of the trip brings at most without tax, or why nothing.

    meals  that the traveller paid herself, day of travel by day
    Raises AllowancesNotPaid, TooManyMeals, NoFigureYet, UnconfirmedFigure.
    """
    if not terms.pays_allowances:
        raise AllowancesNotPaid()
    if any(count > MOST_MEALS for count in meals):
        raise TooManyMeals(max(meals))
    found = per_diems(trip, entered) if terms.pays_per_diems else (None,) * len(travel_days(trip))
    return [
        _of_day(per_diem, day.day, meals[n] if n < len(meals) else 0, terms, entered)
        for n, (day, per_diem) in enumerate(zip(travel_days(trip), found, strict=True))
    ]


def trip_pieces(
    trip: Trip,
    meals: tuple[int, ...],
    terms: TravelTerms,
    *,
    fee_choice: FeeChoice = FeeChoice.FULL,
    entered: Collection[Figure] = (),
) -> tuple[Piece, ...]:
    """A per diem, or meal money where there is none, of each day that brings something.

    Raises AllowancesNotPaid, NothingPayable, TooManyMeals, NoFigureYet, UnconfirmedFigure.
    """
    allowances = trip_allowances(trip, meals, terms, entered)
    pieces: list[Piece] = []
    for n, allowance in enumerate(allowances):
        if allowance.kind is not None:
            own = _own_cents(allowance, meals[n] if n < len(meals) else 0, terms)
            kinds = (KINDS[allowance.kind], ExpenseKind.ALLOWANCE_ABOVE)
            split = _split(allowance, own)
            pieces += _chosen(split, kinds, allowance.day, fee_choice)
    if not pieces:
        raise NothingPayable(tuple(why for each in allowances for why in each.why))
    return tuple(pieces)


def first_day(leaves_at: datetime) -> date:
    """The day a trip is decided by, on a Finnish wall."""
    return leaves_at.astimezone(HELSINKI).date()


def nothing_above(kind: ExpenseKind, day: date, kilometre_tenths: int | None) -> Piece:
    """What a row comes to that the claim no longer brings, as the decision was put right since."""
    step = Step(code="nothing_above_maximum", cents=0)
    if kilometre_tenths is None:
        return Piece(kind, day, in_one_piece((step,)))
    return Piece(kind, day, Price(0, (step,), kilometre_tenths, "kilometre", 0))


def _of_day(
    per_diem: Allowance | None,
    day: date,
    meals: int,
    terms: TravelTerms,
    entered: Collection[Figure],
) -> Allowance:
    if per_diem is not None and (per_diem.kind is not None or not (meals and terms.pays_meals)):
        return per_diem
    return meal_money(meals, day, per_diem_cents=0, entered=entered)


def _own_cents(allowance: Allowance, meals: int, terms: TravelTerms) -> int | None:
    """What the organisation pays instead of the national maximum; free meals halve it too."""
    own = {
        PaymentKind.FULL_PER_DIEM: terms.full_cents,
        PaymentKind.PARTIAL_PER_DIEM: terms.partial_cents,
        PaymentKind.MEAL_MONEY: None if terms.meal_cents is None else meals * terms.meal_cents,
    }.get(allowance.kind or PaymentKind.MEAL_MONEY)
    return share(own, 1, 2) if own and Why.HALVED in allowance.why else own


def _split(allowance: Allowance, own_cents: int | None) -> Split:
    why = tuple(Step(code=str(each), cents=0) for each in allowance.why)
    if own_cents is None:
        last = Step(code=why[-1]["code"], cents=allowance.cents)
        steps = (*why[:-1], last)
        return Split(Price(allowance.cents, steps, 1, "piece", allowance.cents))
    split = split_allowance(own_cents, allowance.cents)
    within = split.tax_free
    told = Price(within.cents, (*why, *within.breakdown), 1, "piece", within.cents)
    return Split(told, split.taxable)


def _chosen(
    split: Split, kinds: tuple[ExpenseKind, ExpenseKind], day: date, fee_choice: FeeChoice
) -> tuple[Piece, ...]:
    """Costs are waived only by the one who wants nothing at all."""
    prices = [split.tax_free, *([split.taxable] if split.taxable else [])]
    if fee_choice == FeeChoice.NOTHING:
        prices = [waive(price, fee_choice) for price in prices]
    return tuple(Piece(kind, day, price) for kind, price in zip(kinds, prices, strict=False))
