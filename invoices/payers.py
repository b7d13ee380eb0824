"""Who pays and who is paid: facts of an assignment, known before the work."""

from enum import StrEnum


class Payer(StrEnum):
    WE_PAY = "we_pay"
    OTHER_PAYS = "other_pays"  # directly; hours and statistics only
    WE_PAY_AND_INVOICE = "we_pay_and_invoice"


class Payee(StrEnum):
    PAYROLL = "payroll"
    OWN_COMPANY = "own_company"  # invoices us: a checking list, no statement
    NGO = "ngo"  # invoices us for its own expert
    NOTHING = "nothing"


def goes_on_a_statement(payer: Payer, payee: Payee) -> bool:
    return payer != Payer.OTHER_PAYS and payee == Payee.PAYROLL
