"""A stored price read back from its breakdown, as quantity x price, for a line."""

from collections.abc import Mapping, Sequence

from invoices.fee_table import PriceUnit
from invoices.fees import Price, Step

KILOMETRES = "kilometres"


def read_price(cents: int, breakdown: Sequence[Mapping[str, object]]) -> Price:
    """The price that `breakdown` tells of; `cents` is what it came to when approved.

    A price without steps is one piece.
    """
    if not breakdown:
        return Price(cents, (), 1, "piece", cents)
    steps = tuple(Step(**step) for step in breakdown)  # type: ignore[typeddict-item]
    waived = any(step["code"] == "waived" for step in steps)
    quantity, unit, unit_cents = _product(steps[0])
    return Price(cents, steps, quantity, unit, 0 if waived else unit_cents, waived)


def _product(step: Step) -> tuple[int, str, int]:
    """Quantity, unit and price of one unit in cents."""
    code = step["code"]
    if code == "hourly":
        return step["minutes"], str(PriceUnit.HOUR), step["rate_cents"]
    if code == KILOMETRES:
        addition = step.get("passengers", 0) * step.get("passenger_cents", 0)
        return step["kilometre_tenths"], "kilometre", step["kilometre_cents"] + addition
    if code in (PriceUnit.MEETING, PriceUnit.LUMP):
        return 1, code, step["rate_cents"]
    if code == "priced_once":
        return 0, step["unit"], 0
    if code == "absent":
        return 0, str(PriceUnit.MEETING), 0
    return 1, "piece", step["cents"]
