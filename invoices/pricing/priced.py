"""A price as it is stored with its entry, and read back as quantity x price for a line."""

from collections.abc import Mapping, Sequence
from typing import Any

from invoices.pricing.price import Price, Step

TOTAL = "total"  # the last step: what multiplies to the sum


def write_price(price: Price) -> list[dict[str, Any]]:
    """The steps, and last what multiplies to the sum: quantity, unit and price of one."""
    total = {
        "code": TOTAL,
        "quantity": price.quantity,
        "unit": price.unit,
        "unit_cents": price.unit_cents,
        "cents": price.cents,
        "waived": price.waived,
        "bought_cents": price.bought_cents,
    }
    return [*map(dict, price.breakdown), total]


def read_price(cents: int, breakdown: Sequence[Mapping[str, Any]]) -> Price:
    """The price that `breakdown` tells of; `cents` is what it came to when approved.

    Without its total it is one piece.
    """
    # What was stored as JSON is a Step by what wrote it.
    steps = tuple(Step(**step) for step in breakdown if step["code"] != TOTAL)  # type: ignore[typeddict-item]
    total = next((step for step in breakdown if step["code"] == TOTAL), None)
    if total is None:
        return Price(cents, steps, 1, "piece", cents)
    return Price(
        cents,
        steps,
        total["quantity"],
        total["unit"],
        total["unit_cents"],
        total["waived"],
        total["bought_cents"],
    )
