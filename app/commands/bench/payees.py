"""What paying the made-up people oneself needs: engines on, identities, accounts and tax cards."""

from datetime import date, datetime

from app.access import Actor, Role
from app.database import transaction
from app.gateways import sealing
from app.now import now
from app.readings.sealed import ACCOUNT, HETU, account_place, identity_place
from app.storage import tables
from app.storage.engines import Engine
from app.storage.payouts import PayoutAccount, PayoutIdentity
from app.storage.tax_cards import TaxCardEntry
from app.use_cases import set_paying_account, switch_engines
from app.use_cases.enter_register_payer import enter_register_payer
from invoices.check_digits import CHECK_CHARACTERS, masked
from invoices.payment.file import Version

FIRST_DAY = date(2026, 1, 1)
OTHER = Actor(user_id=1, role=Role.FINANCE, name="tarkastaja", organisation_id=1)


def turn_engines_on(by: Actor) -> None:
    """All three, with an account that another person has confirmed."""
    enter_register_payer(
        by=by,
        business_id="1234567-1",
        contact_name="Talous",
        contact_phone="040 123 4567",
        contact_email=None,
        sub_org=None,
        is_public=True,
        in_production=False,
        first_day=FIRST_DAY,
    )
    for engine in Engine:
        switch_engines.turn(by=by, engine=engine, on=True)
    set_paying_account.ask(
        by=by,
        name="Mitattava",
        iban="FI2112345600000785",
        bic="NDEAFIHH",
        version=Version.OF_2019,
        transliterate=False,
        batch_booking=True,
    )
    set_paying_account.confirm(by=OTHER)


def enter_payees(people: int, by: Actor) -> None:
    """For the experts 1 to `people`."""
    moment = now()
    each = range(1, people + 1)
    with transaction():
        ids = tables.next_ids(PayoutIdentity, people)
        tables.add_all(_identity(*one, moment, by) for one in zip(ids, each, strict=True))
        ids = tables.next_ids(PayoutAccount, people)
        tables.add_all(_account(*one, moment, by) for one in zip(ids, each, strict=True))
        tables.add_all(_tax_card(expert_id, moment, by) for expert_id in each)


def _identity(row_id: int, expert_id: int, moment: datetime, by: Actor) -> PayoutIdentity:
    hetu = _hetu(expert_id)
    return PayoutIdentity(
        id=row_id,
        expert_id=expert_id,
        hetu=sealing.seal(hetu, identity_place(row_id)),
        hetu_index=sealing.index_of(hetu, HETU),
        entered_at=moment,
        entered_by=by.user_id,
    )


def _account(row_id: int, expert_id: int, moment: datetime, by: Actor) -> PayoutAccount:
    iban = _iban(expert_id)
    return PayoutAccount(
        id=row_id,
        expert_id=expert_id,
        iban=sealing.seal(iban, account_place(row_id)),
        iban_index=sealing.index_of(iban, ACCOUNT),
        masked=masked(iban),
        asked_at=moment,
        asked_by=by.user_id,
        holds_until=moment,
        confirmed_at=moment,
        confirmed_by=OTHER.user_id,
    )


def _tax_card(expert_id: int, moment: datetime, by: Actor) -> TaxCardEntry:
    return TaxCardEntry(
        expert_id=expert_id,
        first_day=FIRST_DAY,
        base=2000,
        additional=4000,
        limit_cents=10_000_00,
        entered_at=moment,
        entered_by=by.user_id,
    )


def _hetu(number: int) -> str:
    """Of nobody: 900–999 are never given to a real person."""
    years, serial = divmod(number, 100)
    birthday, serial = f"0101{50 + years % 40:02d}", 900 + serial
    if years >= 40:
        birthday = f"{2 + years // 40:02d}{birthday[2:]}"
    return f"{birthday}-{serial}{CHECK_CHARACTERS[int(f'{birthday}{serial}') % 31]}"


def _iban(number: int) -> str:
    body = f"{number:014d}"
    return f"FI{98 - int(body + '151800') % 97:02d}{body}"
