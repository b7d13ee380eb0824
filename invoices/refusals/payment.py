"""What identities, accounts, payment files and bank feedback are refused for, as facts.

No value that identifies a person or an account is carried along: sentences name the rule alone.
"""

from datetime import date

from invoices.refusals import MoneyRefusal


class NotHetu(MoneyRefusal):
    code = "not_hetu"


class ImpossibleBirthday(MoneyRefusal):
    """No such day, a day ahead, or longer ago than anybody has lived."""

    code = "impossible_birthday"


class HetuCheckDiffers(MoneyRefusal):
    code = "hetu_check_differs"


class ArtificialHetu(MoneyRefusal):
    """Individual numbers 900–999 are temporary or made up."""

    code = "artificial_hetu"


class NotBusinessId(MoneyRefusal):
    code = "not_business_id"


class BusinessIdCheckDiffers(MoneyRefusal):
    code = "business_id_check_differs"


class NotIban(MoneyRefusal):
    code = "not_iban"


class IbanCheckDiffers(MoneyRefusal):
    code = "iban_check_differs"


class OldAccountNumber(MoneyRefusal):
    """A Finnish account number from the time before IBAN."""

    code = "old_account_number"


class AccountOutsideSepa(MoneyRefusal):
    code = "account_outside_sepa"


class NotReference(MoneyRefusal):
    code = "not_reference"


class ReferenceCheckDiffers(MoneyRefusal):
    code = "reference_check_differs"


class NoPayments(MoneyRefusal):
    code = "no_payments"


class _OfOnePayment(MoneyRefusal):
    """`number` is that of the statement paid, or of the batch when its payer is wrong."""

    def __init__(self, number: str) -> None:
        super().__init__(number=number)


class NothingToPay(_OfOnePayment):
    code = "nothing_to_pay"


class PaymentTwice(_OfOnePayment):
    code = "payment_twice"


class TextBankRefuses(_OfOnePayment):
    code = "text_bank_refuses"


class MessageTooLong(_OfOnePayment):
    code = "message_too_long"


class UnsafeId(MoneyRefusal):
    code = "unsafe_id"


class NotBic(MoneyRefusal):
    code = "not_bic"


class NoDebitDay(MoneyRefusal):
    """Banks are closed on the day, or it has passed when the file is made."""

    code = "no_debit_day"

    def __init__(self, day: date) -> None:
        super().__init__(day=day)


class UnreadableFeedback(MoneyRefusal):
    code = "unreadable_feedback"
