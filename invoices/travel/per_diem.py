"""Per diems and meal money: the most that is payable without tax, or why nothing."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from invoices.money import share
from invoices.parameters import Figure, value_on
from invoices.refusals import NegativeAmount
from invoices.refusals.trips import TooManyMeals
from invoices.tax.classification import PaymentKind
from invoices.travel.trip import TravelDay, Trip, travel_days

MOST_MEALS = 2


class Why(StrEnum):
    """The reason of a decision; the app makes the sentence."""

    PARTIAL = "over_six_hours"
    FULL = "over_ten_hours"
    LAST_PARTIAL = "last_day_from_two_hours"
    LAST_FULL = "last_day_over_six_hours"
    HALVED = "free_meals_halve"
    TOO_NEAR = "too_near_start"
    TOO_NEAR_HOME = "too_near_home_or_work"
    TOO_SHORT = "too_short"
    LAST_TOO_SHORT = "last_day_too_short"
    MEALS = "meals_without_per_diem"
    NO_MEALS = "no_meals"
    PER_DIEM_INSTEAD = "per_diem_instead"


@dataclass(frozen=True, kw_only=True)
class Allowance:
    """One day's decision: cents at most without tax, 0 when nothing, and why."""

    day: date
    kind: PaymentKind | None
    cents: int
    why: tuple[Why, ...]


def per_diems(trip: Trip, entered: Collection[Figure] = ()) -> tuple[Allowance, ...]:
    """A decision for each day of travel, by the figures of the day it begins.

    Raises NoFigureYet, UnconfirmedFigure.
    """
    return tuple(_per_diem(trip, day, entered) for day in travel_days(trip))


def meal_money(
    meals: int, day: date, *, per_diem_cents: int, entered: Collection[Figure] = ()
) -> Allowance:
    """For one or two meals of a day that has no per diem.

    Raises TooManyMeals, NegativeAmount, NoFigureYet, UnconfirmedFigure.
    """
    if meals < 0:
        raise NegativeAmount(meals)
    if meals > MOST_MEALS:
        raise TooManyMeals(meals)
    if per_diem_cents:
        return _nothing(day, Why.PER_DIEM_INSTEAD)
    if not meals:
        return _nothing(day, Why.NO_MEALS)
    name = "meal_money_two" if meals == MOST_MEALS else "meal_money"
    cents = value_on(name, day, entered)
    return Allowance(day=day, kind=PaymentKind.MEAL_MONEY, cents=cents, why=(Why.MEALS,))


def _per_diem(trip: Trip, day: TravelDay, entered: Collection[Figure]) -> Allowance:
    too_near = _too_near(trip, day.day, entered)
    if too_near:
        return _nothing(day.day, too_near)
    kind, why = _length(day, entered)
    if kind is None:
        return _nothing(day.day, why)
    full = kind == PaymentKind.FULL_PER_DIEM
    name = "full" if full else "partial"
    cents = value_on(f"per_diem_{name}", day.day, entered)
    if day.free_meals < value_on(f"free_meals_halve_{name}", day.day, entered):
        return Allowance(day=day.day, kind=kind, cents=cents, why=(why,))
    return Allowance(day=day.day, kind=kind, cents=share(cents, 1, 2), why=(why, Why.HALVED))


def _too_near(trip: Trip, day: date, entered: Collection[Figure]) -> Why | None:
    """Strictly more than each distance is asked."""
    if trip.from_start_tenths <= value_on("distance_from_start", day, entered):
        return Why.TOO_NEAR
    least = value_on("distance_from_home_and_work", day, entered)
    places = (trip.from_home_tenths, trip.from_work_tenths)
    if any(distance is not None and distance <= least for distance in places):
        return Why.TOO_NEAR_HOME
    return None


def _length(day: TravelDay, entered: Collection[Figure]) -> tuple[PaymentKind | None, Why]:
    def more_than(name: str) -> bool:
        return day.minutes > value_on(name, day.day, entered)

    if day.is_first:
        if more_than("full_per_diem_over"):
            return PaymentKind.FULL_PER_DIEM, Why.FULL
        if more_than("partial_per_diem_over"):
            return PaymentKind.PARTIAL_PER_DIEM, Why.PARTIAL
        return None, Why.TOO_SHORT
    if more_than("last_day_full_over"):
        return PaymentKind.FULL_PER_DIEM, Why.LAST_FULL
    if day.minutes >= value_on("last_day_partial_from", day.day, entered):
        return PaymentKind.PARTIAL_PER_DIEM, Why.LAST_PARTIAL
    return None, Why.LAST_TOO_SHORT


def _nothing(day: date, why: Why) -> Allowance:
    return Allowance(day=day, kind=None, cents=0, why=(why,))
