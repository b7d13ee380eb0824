"""Ids of reports and deliveries: the same payment always gets the same ones."""

import re
from datetime import date

from invoices.refusals.incomes_register import RegisterIdMalformed

_REGISTER_ID = re.compile("[0-9a-fA-F]{32}", re.ASCII)


def report_id(statement_number: object, attempt: int = 1) -> str:
    """Of a statement: its number, which never changes nor comes again.

    attempt  2 and on for a report made anew after the one before was invalidated
    """
    return str(statement_number) if attempt == 1 else f"{statement_number}/{attempt}"


def delivery_id(business_id: str, pay_on: date, serial: int) -> str:
    """serial: the payer's running number of deliveries for the day of payment."""
    return f"{business_id}/{pay_on}/{serial:04d}"


def check_register_id(register_id: str) -> None:
    """What the register gave, as a person copied it; none is fine. Raises RegisterIdMalformed."""
    if register_id and not _REGISTER_ID.fullmatch(register_id):
        raise RegisterIdMalformed()
