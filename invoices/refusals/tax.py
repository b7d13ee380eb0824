"""What classifying a payment, withholding and deducting refuse."""

from datetime import date

from invoices.refusals import MoneyRefusal


class UnknownIncomeType(MoneyRefusal):
    """The Incomes Register has no such income type on the day of payment."""

    code = "unknown_income_type"

    def __init__(self, income_type: int, day: date) -> None:
        super().__init__(income_type=income_type, day=day)


class UnconfirmedIncomeType(MoneyRefusal):
    """Nobody has confirmed the insurance flags of the income type for that year."""

    code = "unconfirmed_income_type"

    def __init__(self, income_type: int, year: int) -> None:
        super().__init__(income_type=income_type, year=year)


class NoIncomeType(MoneyRefusal):
    """The rules name no income type for this payment: payroll decides it, with a reason."""

    code = "no_income_type"

    def __init__(self, kind: str, contract: str) -> None:
        super().__init__(kind=str(kind), contract=str(contract))


class ReasonMissing(MoneyRefusal):
    code = "reason_missing"


class NotAPayment(MoneyRefusal):
    """The code is of a deduction, or of a sum reported in another way than as pay."""

    code = "not_a_payment"

    def __init__(self, income_type: int) -> None:
        super().__init__(income_type=income_type)


class ForOthersOnly(MoneyRefusal):
    """The income type belongs to elected officials, statutory bodies or non-profits."""

    code = "for_others_only"

    def __init__(self, income_type: int, whose: str) -> None:
        super().__init__(income_type=income_type, whose=whose)


class TaxFreeForWagesOnly(MoneyRefusal):
    """Travel paid with trade income is taxable."""

    code = "tax_free_for_wages_only"

    def __init__(self, income_type: int) -> None:
        super().__init__(income_type=income_type)


class TradeIncomeIsNoWage(MoneyRefusal):
    """A wage code on an assignment contract, or trade income in employment."""

    code = "trade_income_is_no_wage"

    def __init__(self, income_type: int, contract: str) -> None:
        super().__init__(income_type=income_type, contract=str(contract))


class InsuranceIsFixed(MoneyRefusal):
    """The income type's insurance flags cannot be changed one report at a time."""

    code = "insurance_is_fixed"

    def __init__(self, income_type: int) -> None:
        super().__init__(income_type=income_type)


class NonResidentByHand(MoneyRefusal):
    """Tax at source of a person who does not live in Finland is payroll's manual work."""

    code = "non_resident_by_hand"


class TaxCardOfAnotherYear(MoneyRefusal):
    code = "tax_card_of_another_year"

    def __init__(self, first_day: date, pay_on: date) -> None:
        super().__init__(first_day=first_day, pay_on=pay_on)


class TaxCardContradicts(MoneyRefusal):
    """A percentage is outside 0-100, or the limit is negative."""

    code = "tax_card_contradicts"


class DeductionsAbovePay(MoneyRefusal):
    code = "deductions_above_pay"


class AgeByHand(MoneyRefusal):
    """Whether a person of this age is still insured has not been confirmed."""

    code = "age_by_hand"
