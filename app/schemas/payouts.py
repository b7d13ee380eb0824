"""What finance and the expert write of a payout, and what turns an engine on.

What is secret is checked here: a refusal of it never repeats it.
"""

from app.language import lazy
from app.schemas import Schema
from app.schemas.types import Cents, Choice, Day, Flag, Hetu, Iban, Id, LongText, Text
from app.schemas.types.base import Words, example
from app.storage.engines import Engine
from invoices.payment.file import LONGEST_NAME, Version
from invoices.tax.classification import Contract


class Percent(Cents):
    """As a tax card says it: 20,5 in a form, hundredths in JSON."""

    maximum = 100_00
    default_error_messages = {
        "amount": Words(lazy("This is not a percentage."), example("20,5")),
        "type": Words(lazy("This is not a percentage."), example("2050")),
        "decimals": Words(lazy("A percentage has at most two decimals."), example("20,5")),
        "negative": Words(lazy("A percentage cannot be negative."), example("20,5")),
        "too_large": Words(lazy("A percentage is at most 100."), example("20,5")),
    }


class SwitchSchema(Schema):
    engine = Choice(Engine, required=True)
    on = Flag(load_default=False)


class PayingAccountSchema(Schema):
    name = Text(required=True, max_length=LONGEST_NAME)
    iban = Iban(required=True)
    bic = Text(max_length=11, allow_none=True, load_default=None)
    version = Choice(Version, load_default=Version.OF_2019)
    transliterate = Flag(load_default=False)
    batch_booking = Flag(load_default=False)


class SeenAccountSchema(Schema):
    """seen: the account that stood on the page."""

    seen = Id(required=True)


class IdentitySchema(Schema):
    """hetu: left empty it stays as it was."""

    hetu = Hetu(allow_none=True, load_default=None)
    contract = Choice(Contract, load_default=Contract.FEE)
    in_register = Flag(load_default=False)
    non_resident = Flag(load_default=False)


class TaxCardSchema(Schema):
    first_day = Day(required=True)
    base = Percent(required=True)
    additional = Percent(required=True)
    limit_cents = Cents(required=True)


class AccountSchema(Schema):
    iban = Iban(required=True)
    abroad = Flag(load_default=False)


class NewBankBatchSchema(Schema):
    pay_on = Day(allow_none=True, load_default=None)
    run_id = Id(allow_none=True, load_default=None)


class MendedYearSchema(Schema):
    note = LongText(required=True)


class VoidSchema(Schema):
    reason = Text(required=True, max_length=300)
