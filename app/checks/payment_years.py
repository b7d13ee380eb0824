"""Names what the bank paid in another year than its tax was counted for, until it is put right."""

from app.database import acting_in
from app.storage import organisations, payment_years
from app.storage.invariants import Broken

RULE = "tax is counted by the card of the year of payment"


def first_broken() -> Broken | None:
    """The first such payment over all organisations."""
    for organisation_id in organisations.ids():
        with acting_in(organisation_id):
            for one in payment_years.paid_in_another(mended=False):
                return Broken(RULE, f"organisation {organisation_id}, payment {one.number}")
    return None
