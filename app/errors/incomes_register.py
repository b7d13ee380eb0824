"""Words of what reporting to the Incomes Register is refused for."""

from app.language import lazy
from app.schemas.types.base import Words

WORDS: dict[str, Words] = {
    "needs_payment_file": Words(
        lazy("Only what is paid from here is reported from here."),
        lazy("Turn the payment file on first and off last."),
    ),
    "no_register_payer": Words(
        lazy("It is not known who reports to the Incomes Register."),
        lazy("Enter the business ID and the contact person first."),
    ),
    "nothing_to_tell": Words(
        lazy("There is nothing to report now."),
        lazy("Look at the page again; somebody else may have made the file."),
    ),
    "reported_twice": Words(
        lazy("The payment is in a file already."), lazy("Look at the page again.")
    ),
    "not_paid_yet": Words(
        lazy("Only what has been paid is reported."), lazy("Look at the page again.")
    ),
    "not_of_this_file": Words(
        lazy("A report marked as rejected is in another file."), lazy("Look at the page again.")
    ),
    "register_answer_awaited": Words(
        lazy("The register's answer to the earlier report is awaited."),
        lazy("Enter the answer, or throw the file away if it was never uploaded."),
    ),
    "ends_before_it_starts": Words(
        lazy("Employment ends on the day it starts or later."),
        lazy("Check the days; a reason is told only of what has ended."),
    ),
    "payment_not_confirmed": Words(
        lazy("The pay day has passed, but the bank's word is missing."),
        lazy("Confirm the payment batch first."),
    ),
    "corrected_by_hand": Words(
        lazy("The correction cannot be told by a file."),
        lazy("Enter it in the register's own service and mark it here as reported by hand."),
    ),
}
