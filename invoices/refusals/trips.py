"""What the rules of per diems, meal money and receipts refuse."""

from invoices.refusals import MoneyRefusal


class TripBackwards(MoneyRefusal):
    """The trip ends before it begins."""

    code = "trip_backwards"


class TripTooLong(MoneyRefusal):
    code = "trip_too_long"

    def __init__(self, most_days: int) -> None:
        super().__init__(most_days=most_days)


class AllowancesNotPaid(MoneyRefusal):
    """The organisation has decided to pay neither per diems nor meals, or nothing yet."""

    code = "allowances_not_paid"


class NothingPayable(MoneyRefusal):
    """By the facts of the trip; `why` says it day by day, as `invoices.travel.per_diem.Why`."""

    code = "nothing_payable"

    def __init__(self, why: tuple[str, ...]) -> None:
        super().__init__()
        self.why = why


class TripTwice(MoneyRefusal):
    """Another claim of the same person covers some of the same time."""

    code = "trip_twice"


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
