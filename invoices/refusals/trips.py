"""What the rules of per diems, meal money and receipts refuse."""

from invoices.refusals import MoneyRefusal


class TripBackwards(MoneyRefusal):
    """The trip ends before it begins."""

    code = "trip_backwards"


class TooManyMeals(MoneyRefusal):
    code = "too_many_meals"

    def __init__(self, meals: int) -> None:
        super().__init__(meals=meals)


class ReceiptMissing(MoneyRefusal):
    """The organisation pays this much against a receipt only."""

    code = "receipt_missing"

    def __init__(self, limit_cents: int) -> None:
        super().__init__(limit_cents=limit_cents)


class ExplanationMissing(MoneyRefusal):
    code = "explanation_missing"
