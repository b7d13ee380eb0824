"""What a brief or an offer promises: expected fee, preparation and travel by the same rules."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from invoices.parameters import Figure
from invoices.pricing.fee_table import FeeTable, PriceUnit, Work, rate_for, table_on
from invoices.pricing.fees import price_hours
from invoices.pricing.price import Clock, FeeChoice, Hours, Price, in_one_piece
from invoices.refusals import MoneyRefusal
from invoices.refusals.pricing import NotAgreedYet
from invoices.travel.pieces import drive_pieces
from invoices.travel.travel_terms import TravelTerms


@dataclass(frozen=True, kw_only=True)
class Foreseen:
    """One occasion as it is planned. What is 0 is not expected, activity excepted.

    clocks are when the activity is, for supplements; role for what is added to it; agreed_cents
    where the price is a range.
    own_kilometre_cents is the organisation's own price of a kilometre, if it has one.
    later_occasion says that an earlier occasion of the assignment carries its lump sum.
    """

    day: date
    request_kind: str | None
    activity_minutes: int
    preparation_minutes: int = 0
    follow_up_minutes: int = 0
    travel_minutes: int = 0
    kilometre_tenths: int = 0
    own_kilometre_cents: int | None = None
    later_occasion: bool = False
    clocks: tuple[Clock, ...] = ()
    agreed_cents: int | None = None
    role: str | None = None


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """Prices by what they are for (the four kinds of work, "kilometres", and
    "kilometres_above" for what goes above the national maximum and is pay).

    most holds what those would come to at most that are agreed for each assignment; `prices` has
    them at the least. unknown holds the refusals of what cannot be said yet, such as next year's
    kilometre rate.
    """

    prices: dict[str, Price]
    unknown: dict[str, MoneyRefusal]
    most: dict[str, Price] = field(default_factory=dict)

    @property
    def fee_cents(self) -> int:
        """Taxable fee, all work together; at the least where a sum is still to be agreed."""
        return sum(price.cents for name, price in self.prices.items() if name != "kilometres")

    @property
    def fee_most_cents(self) -> int:
        return self.fee_cents + sum(
            price.cents - self.prices[name].cents for name, price in self.most.items()
        )

    def parts(self) -> list[dict[str, Any]]:
        """How it comes about, as it is kept with an offer: what each part is for, its cents and
        steps; `most_cents` where the sum is agreed for each assignment."""
        return [
            {"part": name, "cents": price.cents, "steps": list(price.breakdown)}
            | ({"most_cents": self.most[name].cents} if name in self.most else {})
            for name, price in self.prices.items()
            if price.cents or price.waived
        ]

    @property
    def travel_cents(self) -> int:
        """Tax-free kilometres; 0 also when they are unknown."""
        return sum(price.cents for name, price in self.prices.items() if name == "kilometres")


def forecast(
    tables: Iterable[FeeTable],
    foreseen: Foreseen,
    fee_choice: FeeChoice = FeeChoice.FULL,
    entered: Collection[Figure] = (),
) -> Forecast:
    """Never raises for a missing price: it is said to be unknown, not guessed.

    entered  national figures that the organisation has confirmed itself
    """
    tables = tuple(tables)
    prices: dict[str, Price] = {}
    most: dict[str, Price] = {}
    unknown: dict[str, MoneyRefusal] = {}
    for name, price in _parts(tables, foreseen, fee_choice, entered).items():
        try:
            prices[name] = price(foreseen.agreed_cents)
        except NotAgreedYet as still_open:
            prices[name] = price(still_open.from_cents)
            most[name] = price(still_open.to_cents)
        except MoneyRefusal as refusal:
            unknown[name] = refusal
    return Forecast(prices=prices, unknown=unknown, most=most)


def _parts(
    tables: tuple[FeeTable, ...],
    foreseen: Foreseen,
    fee_choice: FeeChoice,
    entered: Collection[Figure],
) -> dict[str, Callable[[int | None], Price]]:
    """By what they are for, prices that still ask for the sum agreed."""

    def hours(work: Work, minutes: int) -> Callable[[int | None], Price]:
        def price(agreed_cents: int | None) -> Price:
            rate = rate_for(table_on(tables, foreseen.day), work, foreseen.request_kind)
            carried = foreseen.later_occasion and rate.unit == PriceUnit.LUMP
            is_activity = work == Work.ACTIVITY
            entry = Hours(
                minutes=minutes,
                already_priced=carried,
                clocks=foreseen.clocks if is_activity else (),
                role=foreseen.role if is_activity else None,
                agreed_cents=agreed_cents,
            )
            return price_hours(entry, rate, fee_choice)

        return price

    minutes = {
        Work.PREPARATION: foreseen.preparation_minutes,
        Work.TRAVEL: foreseen.travel_minutes,
        Work.FOLLOW_UP: foreseen.follow_up_minutes,
    }
    parts = {str(Work.ACTIVITY): hours(Work.ACTIVITY, foreseen.activity_minutes)}
    parts |= {str(work): hours(work, expected) for work, expected in minutes.items() if expected}
    if foreseen.kilometre_tenths:
        parts["kilometres"] = lambda _: _drive(foreseen, fee_choice, entered)[0]
        if foreseen.own_kilometre_cents is not None:
            parts["kilometres_above"] = lambda _: _drive(foreseen, fee_choice, entered)[1]
    return parts


def _drive(
    foreseen: Foreseen, fee_choice: FeeChoice, entered: Collection[Figure]
) -> tuple[Price, Price]:
    """What is free of tax, and what goes above the national maximum."""
    terms = TravelTerms(valid_from=foreseen.day, kilometre_cents=foreseen.own_kilometre_cents)
    tax_free, *above = drive_pieces(
        foreseen.kilometre_tenths, foreseen.day, terms, fee_choice=fee_choice, entered=entered
    )
    return tax_free.price, above[0].price if above else in_one_piece(())
