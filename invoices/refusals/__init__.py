"""What the rules of money refuse: facts with a `code`, and the values their sentences need."""

from datetime import date


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


class NoFigureYet(MoneyRefusal):
    """The national figure is not known for so early a day."""

    code = "no_figure_yet"

    def __init__(self, name: str, day: date) -> None:
        super().__init__(name=name, day=day)


class UnconfirmedFigure(MoneyRefusal):
    """The national figure of that year has not been entered and confirmed."""

    code = "unconfirmed_figure"

    def __init__(self, name: str, year: int) -> None:
        super().__init__(name=name, year=year)


class PaidBeforeCutOff(MoneyRefusal):
    code = "paid_before_cut_off"

    def __init__(self, cut_off_on: date, pay_on: date) -> None:
        super().__init__(cut_off_on=cut_off_on, pay_on=pay_on)


class PaysTooFarAhead(MoneyRefusal):
    """Whoever is owed money does not wait for years: it is a slip of the pen."""

    code = "pays_too_far_ahead"

    def __init__(self, pay_on: date) -> None:
        super().__init__(pay_on=pay_on)


class NoPayDayYet(MoneyRefusal):
    """Every cut-off in the pay calendar has passed on the day."""

    code = "no_pay_day_yet"

    def __init__(self, day: date) -> None:
        super().__init__(day=day)


class NoSuchPayMonth(MoneyRefusal):
    code = "no_such_pay_month"

    def __init__(self, month: str) -> None:
        super().__init__(month=month)


class NoLines(MoneyRefusal):
    code = "no_lines"


class EntryTwice(MoneyRefusal):
    code = "entry_twice"

    def __init__(self, entry: str) -> None:
        super().__init__(entry=entry)


class CreditOfCredit(MoneyRefusal):
    code = "credit_of_credit"

    def __init__(self, number: str) -> None:
        super().__init__(number=number)


class DocumentTooHeavy(MoneyRefusal):
    """Printing took more memory or time than one document may."""

    code = "document_too_heavy"
