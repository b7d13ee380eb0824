"""Words of what paying by oneself is refused for: switches, payout details, batches, feedback."""

from app.language import lazy
from app.schemas.types.base import Words

WORDS: dict[str, Words] = {
    "needs_withholding": Words(
        lazy("Payment files and reports need the withholding of tax."),
        lazy("Turn withholding on first and off last."),
    ),
    "engine_is_off": Words(
        lazy("Payroll does this in your organisation."),
        lazy("An administrator or finance can turn it on under Paying by ourselves."),
    ),
    "given_to_payroll": Words(
        lazy("Payroll has been asked to pay this statement by hand."),
        lazy("Look under Payment batches at what is paid by hand."),
    ),
    "not_unpaid": Words(
        lazy("This statement is being paid another way already."),
        lazy("Look at its state under Money on its way."),
    ),
    "not_given_to_payroll": Words(
        lazy("Another person has not given this to payroll yet."),
        lazy("Ask a colleague to give it first."),
    ),
    "nothing_to_confirm": Words(
        lazy("No account waits for confirmation."), lazy("Look at the page again.")
    ),
    "hetu_is_here": Words(
        lazy("This personal identity code is on another person here."),
        lazy("Check the code; if it is right, ask the coordinator about a double entry."),
    ),
    "no_payout_identity": Words(
        lazy("The personal identity code is missing."),
        lazy("Finance enters it on the person's page."),
    ),
    "foreign_account": Words(
        lazy("The account is abroad."),
        lazy("Check it with the person and tick that it is abroad."),
    ),
    "account_answered": Words(
        lazy("Somebody has already answered about this account."), lazy("Look at the page again.")
    ),
    "asked_before_another": Words(
        lazy("Another account has been confirmed since this one was asked for."),
        lazy("Refuse this one. If it is the right one, ask for it again: it then waits 72 hours."),
    ),
    "same_account": Words(
        lazy("This account is already there."), lazy("Nothing needs to be changed.")
    ),
    "sign_in_again": Words(
        lazy("This needs a fresh sign-in."),
        lazy("Sign out and in again, and do it within ten minutes."),
    ),
    "no_payout_account": Words(
        lazy("No account is in force yet."),
        lazy("It needs to be confirmed by another person, and a changed one waits 72 hours."),
    ),
    "held_by_finance": Words(
        lazy("The pay is kept back."), lazy("It goes once finance lets it go.")
    ),
    "net_of_another_year": Words(
        lazy("The tax was counted for another year."),
        lazy("Payroll counts this payment by hand."),
    ),
    "came_back_in_part": Words(
        lazy("Part of what was paid came back, and it was corrected since."),
        lazy("Payroll counts this payment by hand."),
    ),
    "no_paying_account": Words(
        lazy("The account that fees leave from is missing."),
        lazy("Enter it, and let another person confirm it."),
    ),
    "account_changed": Words(
        lazy("The account of %(number)s has changed since the batch was made."),
        lazy("Void the batch and make it again."),
    ),
    "pay_is_held": Words(
        lazy("The pay of %(number)s is kept back."), lazy("Void the batch and make it again.")
    ),
    "paid_twice": Words(
        lazy("A payment of the statement is already on its way or done."),
        lazy("Wait for the bank, or void the batch it is in."),
    ),
    "not_payable": Words(
        lazy("A statement in the batch can no longer be paid."),
        lazy("Look at what waits and make the batch again."),
    ),
    "kept_as_it_is": Words(
        lazy("What money has moved by does not change."), lazy("Make a new one beside it.")
    ),
    "not_exported": Words(
        lazy("The bank has not been given the file yet."),
        lazy("Release the file for the bank first."),
    ),
    "paid_before_made": Words(
        lazy("The batch was made after that day."), lazy("Check the day of payment.")
    ),
    "paid_in_its_year": Words(
        lazy("The bank paid this in the year its tax was counted for."),
        lazy("Nothing has to be put right."),
    ),
    "paid_in_another_year": Words(
        lazy("The tax of this batch was counted for another year than that of the payment."),
        lazy(
            "If the bank has not paid, void the batch and make it anew: then the tax is counted by"
            " the card of the right year. If it has paid, read the bank's file (camt.054), or"
            " tick that it has paid on this day already."
        ),
    ),
    "paid_by_bank": Words(
        lazy("Your organisation pays by its own payment file."),
        lazy("Make a payment batch instead."),
    ),
    "figure_is_used": Words(
        lazy("Something has already been paid by the figure of that day."),
        lazy("Let the new figure begin on a later day."),
    ),
    "figure_waits": Words(
        lazy("The figure of that day waits for another person already."),
        lazy("Let it be answered or take it back first."),
    ),
    "figure_answered": Words(
        lazy("Somebody has already answered about this figure."), lazy("Look at the page again.")
    ),
    "nothing_proposed": Words(
        lazy("No figure was given."), lazy("Fill in at least one figure, or tick one.")
    ),
}
