"""Ids of reports and deliveries: the same payment always gets the same ones."""

from datetime import date


def report_id(statement_number: object, attempt: int = 1) -> str:
    """Of a statement: its number, which never changes nor comes again.

    attempt  2 and on for a report made anew after the one before was invalidated
    """
    return str(statement_number) if attempt == 1 else f"{statement_number}/{attempt}"


def delivery_id(business_id: str, pay_on: date, serial: int) -> str:
    """serial: the payer's running number of deliveries for the day of payment."""
    return f"{business_id}/{pay_on}/{serial:04d}"
