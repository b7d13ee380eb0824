"""What is refused of pay days and the calendar they stand in."""

from datetime import date

from invoices.refusals import MoneyRefusal


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
