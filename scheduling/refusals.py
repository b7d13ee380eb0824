"""What the rules of time refuse: facts with a `code`, and the values their sentences need."""


class TimeRefusal(Exception):
    """`values` fill the placeholders of the sentence that belongs to `code`."""

    code = "time_refusal"

    def __init__(self, **values: object) -> None:
        super().__init__(self.code, values)
        self.values = values


class WrongStep(TimeRefusal):
    code = "wrong_step"

    def __init__(self, current: str, wanted: str) -> None:
        super().__init__(current=str(current), wanted=str(wanted))
