"""Who has not been paid for ten years is paid no more by the account and the card of then."""

from datetime import date

from app.database import transaction
from app.storage import forgotten_payouts
from scheduling.retention import accounting_kept_from


def forget_payouts(day: date) -> int:
    """The daily job: how many identity codes, accounts and tax cards were forgotten.

    Statements, payments and files stay until two people destroy them.
    """
    with transaction():
        return forgotten_payouts.forget(accounting_kept_from(day))
