"""How a person is reached: one e-mail address, one telephone number."""

import re
from typing import Any

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from marshmallow import fields
from phonenumbers import PhoneNumberType

from app.language import lazy
from app.schemas.types.base import Input, Words, example

PHONE = re.compile(r"\+?[0-9][0-9 ()/.-]{4,30}")
SEVERAL = re.compile(r"@.*[,;\s].*@", re.DOTALL)
LINE_BREAK = re.compile("[\r\n\u2028\u2029]")
COSTLY = {PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST}


class Email(Input, fields.String):
    """One address as mail carries it: an international domain becomes punycode."""

    default_error_messages = {
        "type": Words(lazy("This is not an e-mail address."), example("maija.mallikas@example.fi")),
        "several": Words(lazy("Only one e-mail address fits here."), lazy("Choose one of them.")),
        "one_line": Words(lazy("This has to be on one line."), lazy("Take the line breaks out.")),
    }

    def read(self, value: Any) -> str:
        if isinstance(value, str) and LINE_BREAK.search(value.strip(" \t")):
            raise self.make_error("one_line")
        text = self.text(value)
        if SEVERAL.search(text):
            raise self.make_error("several")
        try:
            found = validate_email(
                text,
                strict=True,
                allow_smtputf8=False,
                check_deliverability=False,
                test_environment=True,
            )
        except (EmailNotValidError, UnicodeError):
            raise self.make_error("type") from None
        if "." not in found.domain or not found.ascii_email:
            raise self.make_error("type")
        return found.ascii_email


class Phone(Input, fields.String):
    """A telephone number as "+358401234567"; without a country it is Finnish."""

    default_error_messages = {
        "type": Words(lazy("This is not a telephone number."), example("040 123 4567")),
        "costly": Words(
            lazy("This is a service number that costs extra."),
            lazy("Give the person's own number, for example: 040 123 4567."),
        ),
    }

    def read(self, value: Any) -> str:
        text = self.text(value).replace("(0)", "").translate(DASHES)
        if not PHONE.fullmatch(text):
            raise self.make_error("type")
        try:
            number = phonenumbers.parse(text, "FI")
        except phonenumbers.NumberParseException:
            raise self.make_error("type") from None
        if not phonenumbers.is_possible_number(number):
            raise self.make_error("type")
        if phonenumbers.number_type(number) in COSTLY:
            raise self.make_error("costly")
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


DASHES = str.maketrans("\u2010\u2011\u2012\u2013\u2212", "-----")
