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


INVOICING = (Payee.OWN_COMPANY, Payee.NGO)


def goes_on_a_statement(payer: Payer, payee: Payee) -> bool:
    return payer != Payer.OTHER_PAYS and payee == Payee.PAYROLL


def is_invoiced(payer: Payer, payee: Payee) -> bool:
    """Somebody sends us an invoice: it is compared to our own sum."""
    return payer != Payer.OTHER_PAYS and payee in INVOICING
