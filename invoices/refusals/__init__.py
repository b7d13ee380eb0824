"""What the rules of money refuse: facts with a `code`, and the values their sentences need."""


class MoneyRefusal(Exception):
    """`values` fill the placeholders of the sentence that belongs to `code`."""

    code = "money_refusal"

    def __init__(self, **values: object) -> None:
        super().__init__(self.code, values)
        self.values = values


class NegativeTime(MoneyRefusal):
    code = "negative_time"

    def __init__(self, minutes: int) -> None:
        super().__init__(minutes=minutes)


class NegativeAmount(MoneyRefusal):
    code = "negative_amount"

    def __init__(self, amount: int) -> None:
        super().__init__(amount=amount)
