"""Identity codes, business ids, accounts and references: read as written, checked exactly.

Each reader takes written text and gives the one form that is stored. Capitals and spaces do not
matter; anything outside ASCII does, such as a full-width digit or a dash that only looks like one.
"""

import re
from datetime import date

from stdnum import iban, iso11649
from stdnum.exceptions import InvalidChecksum, ValidationError
from stdnum.fi import ytunnus

from invoices.refusals.payment import (
    AccountOutsideSepa,
    ArtificialHetu,
    BusinessIdCheckDiffers,
    HetuCheckDiffers,
    IbanCheckDiffers,
    ImpossibleBirthday,
    NotBusinessId,
    NotHetu,
    NotIban,
    NotReference,
    OldAccountNumber,
    ReferenceCheckDiffers,
)

FINLAND = "FI"
# Source: European Payments Council, list of the SEPA schemes' geographical scope, 2025.
# Guernsey, Jersey and the Isle of Man have British accounts, the Åland Islands Finnish ones.
SEPA_COUNTRIES = {
    *("AD", "AL", "AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB"),
    *("GI", "GR", "HR", "HU", "IE", "IS", "IT", "LI", "LT", "LU", "LV", "MC", "MD", "ME", "MK"),
    *("MT", "NL", "NO", "PL", "PT", "RO", "RS", "SE", "SI", "SK", "SM", "VA"),
}
CENTURIES = {"+": 1800, **dict.fromkeys("-YXWVU", 1900), **dict.fromkeys("ABCDEF", 2000)}
CHECK_CHARACTERS = "0123456789ABCDEFHJKLMNPRSTUVWXY"
FIRST_INDIVIDUAL, FIRST_ARTIFICIAL = 2, 900
LONGEST_LIFE_YEARS = 120
REFERENCE_WEIGHTS = (7, 3, 1)  # from the right, again and again

_SPACES = str.maketrans("", "", " \u00a0\u202f")
_HETU = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{2})([-+ABCDEFUVWXY])([0-9]{3})([0-9A-Y])")
_BUSINESS_ID = re.compile(r"[0-9]{7}-?[0-9]")
_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")
_FINNISH_IBAN = re.compile(r"FI[0-9]{16}")
_OLD_ACCOUNT = re.compile(r"[0-9]{6}-[0-9]{2,8}")
_NATIONAL_REFERENCE = re.compile(r"[1-9][0-9]{3,19}")
_RF_REFERENCE = re.compile(r"RF[0-9]{2}[A-Z0-9]{1,21}")
_CHECKS_NEVER_GIVEN = {"00", "01", "99"}  # they equal 97, 98 and 02 when divided by 97


def read_hetu(written: str, *, on: date, artificial: bool = False) -> str:
    """The personal identity code in its 11 characters; its separator is part of who it is.

    on          the day it is checked: nobody is born later, nor over 120 years before
    artificial  whether 900–999, a temporary or made-up person, will do; for payment it will not
    Raises NotHetu, ImpossibleBirthday, HetuCheckDiffers, ArtificialHetu.
    Source: Digital and Population Data Services Agency, personal identity code.
    """
    found = _HETU.fullmatch(_plain(written))
    if found is None or int(found[5]) < FIRST_INDIVIDUAL:
        raise NotHetu
    birthday = _birthday(found)
    digits = found[1] + found[2] + found[3] + found[5]
    if CHECK_CHARACTERS[int(digits) % len(CHECK_CHARACTERS)] != found[6]:
        raise HetuCheckDiffers
    if not _may_be_alive(birthday, on):
        raise ImpossibleBirthday
    if not artificial and int(found[5]) >= FIRST_ARTIFICIAL:
        raise ArtificialHetu
    return found[0]


def birthday_of(hetu: str) -> date:
    """The birthday in a code, as given by `read_hetu`. Raises NotHetu."""
    found = _HETU.fullmatch(hetu)
    if found is None:
        raise NotHetu
    return _birthday(found)


def read_business_id(written: str) -> str:
    """As 1234567-1. Raises NotBusinessId, BusinessIdCheckDiffers."""
    plain = _plain(written)
    if not _BUSINESS_ID.fullmatch(plain):
        raise NotBusinessId
    try:
        return ytunnus.format(ytunnus.validate(plain))
    except ValidationError:
        raise BusinessIdCheckDiffers from None


def read_iban(written: str) -> str:
    """An account in the SEPA area, without spaces; the word IBAN in front is let go.

    Raises NotIban, OldAccountNumber, AccountOutsideSepa, IbanCheckDiffers.
    """
    plain = re.sub(r"^IBAN:?", "", _plain(written))
    if _OLD_ACCOUNT.fullmatch(plain):
        raise OldAccountNumber
    if not _IBAN.fullmatch(plain):
        raise NotIban
    if plain[:2] not in SEPA_COUNTRIES:
        raise AccountOutsideSepa
    if plain.startswith(FINLAND) and not _FINNISH_IBAN.fullmatch(plain):
        raise NotIban
    if plain[2:4] in _CHECKS_NEVER_GIVEN:
        raise IbanCheckDiffers
    return _iban_of_country(plain)


def needs_confirmation(account: str) -> bool:
    """A foreign account, as given by `read_iban`, is asked about once more before it is paid to."""
    return not account.startswith(FINLAND)


def masked(account: str) -> str:
    """As an account is shown: the country and the last four, FI•• •••• 0785."""
    return f"{account[:2]}•• •••• {account[-4:]}"


def read_reference(written: str) -> str:
    """A Finnish reference of digits or an international one that begins with RF, without spaces.

    Raises NotReference, ReferenceCheckDiffers.
    """
    plain = _plain(written)
    if _NATIONAL_REFERENCE.fullmatch(plain):
        right = national_check_digit(plain[:-1]) == plain[-1]
    elif _RF_REFERENCE.fullmatch(plain):
        right = plain[2:4] not in _CHECKS_NEVER_GIVEN and iso11649.is_valid(plain)
    else:
        raise NotReference
    if not right:
        raise ReferenceCheckDiffers
    return plain


def is_international(reference: str) -> bool:
    """Whether a reference, as given by `read_reference`, is of ISO 11649."""
    return reference.startswith("RF")


def national_check_digit(base: str) -> str:
    """The last digit of a Finnish reference number whose other digits are `base`."""
    weighed = sum(
        int(digit) * REFERENCE_WEIGHTS[place % len(REFERENCE_WEIGHTS)]
        for place, digit in enumerate(reversed(base))
    )
    return str(-weighed % 10)


def _plain(written: str) -> str:
    """Without spaces; capitals only of ASCII, as capitals of others may turn into ASCII."""
    plain = written.translate(_SPACES)
    return plain.upper() if plain.isascii() else plain


def _birthday(found: re.Match[str]) -> date:
    try:
        return date(CENTURIES[found[4]] + int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        raise ImpossibleBirthday from None


def _may_be_alive(birthday: date, on: date) -> bool:
    return birthday <= on and on.year - birthday.year <= LONGEST_LIFE_YEARS


def _iban_of_country(plain: str) -> str:
    """Each country has its length and its order of digits and letters."""
    try:
        return iban.validate(plain)
    except InvalidChecksum:
        raise IbanCheckDiffers from None
    except ValidationError:
        raise NotIban from None
