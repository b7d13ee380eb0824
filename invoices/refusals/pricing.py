"""What is refused when work is priced, and of the prices of a fee table."""

from datetime import date

from invoices.refusals import MoneyRefusal


class NoRateYet(MoneyRefusal):
    """No fee table of the organisation had begun on the day."""

    code = "no_rate_yet"

    def __init__(self, day: date) -> None:
        super().__init__(day=day)


class NoRateForWork(MoneyRefusal):
    """The fee table in force has no price for this work; unpaid work has a price of zero."""

    code = "no_rate_for_work"

    def __init__(self, work: str, request_kind: str | None) -> None:
        super().__init__(work=str(work), request_kind=request_kind)


class TwoRatesForWork(MoneyRefusal):
    code = "two_rates_for_work"

    def __init__(self, work: str, request_kind: str | None) -> None:
        super().__init__(work=str(work), request_kind=request_kind)


class TermsContradict(MoneyRefusal):
    """The terms of a price make no sense; `field` names which."""

    code = "terms_contradict"

    def __init__(self, field: str) -> None:
        super().__init__(field=field)


class ThingNeedsPayCode(MoneyRefusal):
    """What is given has the pay code of what is paid as money, so payroll would pay it again."""

    code = "thing_needs_pay_code"

    def __init__(self, pay_code: str) -> None:
        super().__init__(pay_code=pay_code)


class MoneyNeedsPayCode(MoneyRefusal):
    """What is paid as money has the pay code of what is given, so payroll would not pay it."""

    code = "money_needs_pay_code"

    def __init__(self, pay_code: str) -> None:
        super().__init__(pay_code=pay_code)


class NotAgreedYet(MoneyRefusal):
    """The price is a range, and nobody has written down what was agreed."""

    code = "not_agreed_yet"

    def __init__(self, from_cents: int, to_cents: int) -> None:
        super().__init__(from_cents=from_cents, to_cents=to_cents)
        self.from_cents, self.to_cents = from_cents, to_cents


class OutsideAgreedRange(MoneyRefusal):
    code = "outside_agreed_range"

    def __init__(self, agreed_cents: int, from_cents: int, to_cents: int) -> None:
        super().__init__(agreed_cents=agreed_cents, from_cents=from_cents, to_cents=to_cents)


class ExampleDiffers(MoneyRefusal):
    """A worked example of a price does not come to what its writer says."""

    code = "example_differs"

    def __init__(self, rate: str, expected_cents: int, cents: int) -> None:
        super().__init__(rate=rate, expected_cents=expected_cents, cents=cents)
