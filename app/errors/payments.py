"""Words of what identities, accounts, payment files and bank feedback are refused for."""

from app.language import lazy
from app.schemas.types.base import Words

WORDS: dict[str, Words] = {
    "file_not_taken": Words(
        lazy("Nobody has told that this file is taken down."),
        lazy("Tell it by the call that ends in /take. Then the file is given for an hour."),
    ),
    "not_hetu": Words(
        lazy("This is not a personal identity code."),
        lazy("Write all 11 characters: birthday, sign, three digits and check character."),
    ),
    "impossible_birthday": Words(
        lazy("The day of birth in the code cannot be right."),
        lazy("Check the first six digits and the sign after them."),
    ),
    "hetu_check_differs": Words(
        lazy("The check character of the personal identity code does not match."),
        lazy("Compare it with the person's card, one character at a time."),
    ),
    "artificial_hetu": Words(
        lazy("This personal identity code is temporary or made up."),
        lazy("Payment needs the permanent code; ask the person for it."),
    ),
    "not_business_id": Words(
        lazy("This is not a business ID."),
        lazy("Write seven digits, a hyphen and the check digit, such as 1234567-1."),
    ),
    "business_id_check_differs": Words(
        lazy("The check digit of the business ID does not match."),
        lazy("Compare it with the invoice, one digit at a time."),
    ),
    "not_iban": Words(
        lazy("This is not an account number."),
        lazy("Write the whole IBAN; a Finnish one is FI and 16 digits."),
    ),
    "iban_check_differs": Words(
        lazy("The check digits of the account number do not match."),
        lazy("Compare it with the bank's paper, four characters at a time."),
    ),
    "old_account_number": Words(
        lazy("This account number is from the time before IBAN."),
        lazy("Write the IBAN; it stands in the online bank and on the bank's papers."),
    ),
    "account_outside_sepa": Words(
        lazy("The account is outside the SEPA area."),
        lazy("Ask for an account within the SEPA area."),
    ),
    "not_reference": Words(
        lazy("This is not a reference number."),
        lazy("Write 4–20 digits, or an international reference with RF in front."),
    ),
    "reference_check_differs": Words(
        lazy("The check digit of the reference number does not match."),
        lazy("Compare it with the invoice, one digit at a time."),
    ),
    "no_payments": Words(
        lazy("Nothing can be paid on that day."),
        lazy("Choose a day by which something falls due, and look at why the rest waits."),
    ),
    "nothing_to_pay": Words(
        lazy("%(number)s leaves nothing to pay."),
        lazy("Leave it out of the batch; payroll decides about an overpayment."),
    ),
    "payment_twice": Words(
        lazy("%(number)s would be paid twice."), lazy("Leave only one payment of it in the batch.")
    ),
    "unsafe_id": Words(
        lazy("A bank does not take an identifier of this shape."),
        lazy("Use at most 35 letters a–z, digits and hyphens."),
    ),
    "text_bank_refuses": Words(
        lazy("A bank does not take the name or the message of %(number)s."),
        lazy("Write them with letters, digits and ordinary punctuation."),
    ),
    "message_too_long": Words(
        lazy("The message of %(number)s is too long for a bank."),
        lazy("Shorten it to 140 characters."),
    ),
    "not_bic": Words(
        lazy("This is not the BIC of a bank."),
        lazy("Write its 8 or 11 characters, or leave it empty."),
    ),
    "no_debit_day": Words(
        lazy("Money cannot leave the account on that day."),
        lazy("Choose a banking day that is still ahead."),
    ),
    "unreadable_feedback": Words(
        lazy("This file is not feedback from a bank."),
        lazy("Fetch the file from the bank again and give it as it is."),
    ),
}
