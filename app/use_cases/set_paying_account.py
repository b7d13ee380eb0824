"""The organisation's own account is asked by one and confirmed by another before fees leave it."""

from app.access import Actor
from app.database import Refusal, Stale, transaction
from app.now import now
from app.storage import paying_accounts, tables, users
from app.storage.paying_accounts import PayingAccount
from app.storage.tables import FourEyes
from invoices.check_digits import read_iban
from invoices.payment.file import Version, check_bic


class NothingToConfirm(Refusal):
    code = "nothing_to_confirm"


def ask(
    *,
    by: Actor,
    name: str,
    iban: str,
    bic: str | None,
    version: Version,
    transliterate: bool,
    batch_booking: bool,
) -> PayingAccount:
    """The account fees leave from; in force when another person has confirmed it.

    Raises what `read_iban` raises, NotBic.
    """
    account = read_iban(iban)
    with transaction():
        return tables.add(
            PayingAccount(
                name=name,
                iban=account,
                bic=check_bic(bic) if bic else None,
                version=version,
                transliterate=transliterate,
                batch_booking=batch_booking,
                asked_at=now(),
                asked_by=by.user_id,
            )
        )


def confirm(*, by: Actor, seen: int | None = None) -> PayingAccount:
    """seen: the id of the account that was looked at; None: whichever waits.

    Raises NothingToConfirm, Stale when another has been asked for meanwhile, FourEyes.
    """
    with transaction():
        if (asked := paying_accounts.find_asked()) is None:
            raise NothingToConfirm
        if seen not in (None, asked.id):
            raise Stale
        if asked.asked_by in users.of_same_person(by.user_id):
            raise FourEyes
        asked.confirmed_at, asked.confirmed_by = now(), by.user_id
    return asked
