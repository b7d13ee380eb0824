"""A stored price read back from its breakdown, as quantity x price, for a line."""

from collections.abc import Mapping, Sequence
from typing import Any

from invoices.pricing.price import Price, Step

TOTAL = "total"  # the last step: what multiplies to the sum


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
