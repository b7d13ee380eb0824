"""Account numbers and identity codes: checked where they are typed, and never repeated."""

from collections.abc import Callable
from typing import Any

from marshmallow import fields

from app.language import lazy
from app.now import today
from app.schemas.types.base import Input, Words
from invoices.check_digits import read_hetu, read_iban
from invoices.refusals import MoneyRefusal


class Checked(Input, fields.String):  # type: ignore[misc]  # each subclass brings its messages
    """The reasons of a subclass stand under the codes of what its rule refuses."""

    rule: Callable[[str], str]

    def read(self, value: Any) -> str:
        try:
            return type(self).rule(self.text(value))
        except MoneyRefusal as refusal:
            raise self.make_error(refusal.code) from None


class Iban(Checked):
    """In the SEPA area, without spaces."""

    rule = staticmethod(read_iban)
    default_error_messages = {
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
    }


def _hetu(written: str) -> str:
    """Whether a made-up one will do is asked where it is used."""
    return read_hetu(written, on=today(), artificial=True)


class Hetu(Checked):
    """In its 11 characters."""

    rule = staticmethod(_hetu)
    default_error_messages = {
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
    }
