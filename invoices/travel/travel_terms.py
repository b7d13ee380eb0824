"""What an organisation has decided to pay of travel, from a day on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from invoices.refusals import NegativeAmount


@dataclass(frozen=True, kw_only=True)
class TravelTerms:
    """Where a sum is None the national maximum is paid.

    kilometre_cents  the organisation's own price of a kilometre by own car
    meal_cents       of one meal
    own_word_cents   the most that is paid without a receipt; None: no limit has been decided
    Raises NegativeAmount.
    """

    valid_from: date
    decision_number: str = ""
    kilometre_cents: int | None = None
    pays_per_diems: bool = False
    full_cents: int | None = None
    partial_cents: int | None = None
    pays_meals: bool = False
    meal_cents: int | None = None
    own_word_cents: int | None = None

    def __post_init__(self) -> None:
        sums = (self.kilometre_cents, self.full_cents, self.partial_cents, self.meal_cents)
        for cents in (*sums, self.own_word_cents):
            if cents is not None and cents < 0:
                raise NegativeAmount(cents)

    @property
    def pays_allowances(self) -> bool:
        return self.pays_per_diems or self.pays_meals


NOTHING_DECIDED = TravelTerms(valid_from=date.min)


def terms_on(terms: Iterable[TravelTerms], day: date) -> TravelTerms:
    """In force on the day; before the first decision no per diems and no meals are paid."""
    begun = (each for each in terms if each.valid_from <= day)
    return max(begun, key=lambda each: each.valid_from, default=NOTHING_DECIDED)
