"""What is told before a yes: to the person of her pay, to the unit of its costs."""

from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Expectation:
    """What is told before a yes. Sums are in cents, before tax.

    travel_cents   tax-free kilometres there and back; 0 also when unknown
    kilometres     there and back by road, an estimate; None: unknown
    pay_on         when the unit and the approver act in good time; None: unknown
    gross_in_month_cents  all fees expected in the month of `pay_on`, this one included
    unknown        codes of what cannot be said; their words stand in `app.errors`
    fee_most_cents more than the fee where the sum is agreed for each assignment
    foreseen       how the fee comes about, as it is kept with an offer: its `parts`, `unknown`,
                   and `late`: the percent that stays payable when called off under a time before
    """

    fee_cents: int
    travel_cents: int
    preparation_minutes: int
    kilometres: int | None
    pay_on: date | None
    gross_in_month_cents: int
    unknown: list[str]
    fee_most_cents: int
    foreseen: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class CostForecast:
    """What a brief would cost the unit, all seats and occasions. Sums are in cents.

    fee_most_cents    more than the fees where the sum is agreed with each person
    travel_cents      what those who come were promised, and a usual journey for each open seat;
                      at the least when not all of it is known
    side_costs_cents  what the unit or the coordinator foresees besides
    unknown           codes of what cannot be said and comes on top
    late              what stays payable when the unit calls off under so many minutes before
    """

    fee_cents: int
    fee_most_cents: int
    travel_cents: int
    travel_is_known: bool
    side_costs_cents: int
    seats: int
    occasions: int
    unknown: list[str]
    late: list[dict[str, Any]]

    @property
    def cents(self) -> int:
        return self.fee_cents + self.travel_cents + self.side_costs_cents

    @property
    def most_cents(self) -> int:
        return self.fee_most_cents + self.travel_cents + self.side_costs_cents
