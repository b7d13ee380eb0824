"""Identity, account and tax card of a person the organisation pays itself.

No value of these is ever written to a log, a reason or a page: only the account's last digits are.
"""

from datetime import date, timedelta

from app.access import Actor
from app.database import Missing, Refusal, transaction
from app.gateways import identity as settings
from app.gateways import sealing
from app.now import now, today
from app.readings.own import refuse_own
from app.readings.sealed import ACCOUNT, HETU, account_place, identity_place
from app.storage import changes, experts, payouts, tables, users
from app.storage.changes import Subject
from app.storage.engines import Engine
from app.storage.payouts import PayoutAccount, PayoutIdentity
from app.storage.tables import FourEyes
from app.storage.tax_cards import TaxCardEntry
from app.use_cases.switch_engines import require
from invoices.check_digits import masked, needs_confirmation, read_hetu, read_iban
from invoices.refusals.tax import TaxCardContradicts
from invoices.tax.classification import Contract

HOLD = timedelta(hours=72)
MOST_PERCENT = 100_00


class HetuIsHere(Refusal):
    """Another person here has the identity code; it is not said who."""

    code = "hetu_is_here"


class ForeignAccount(Refusal):
    """An account abroad is asked about once more."""

    code = "foreign_account"


class AccountAnswered(Refusal):
    """Somebody has confirmed or refused it already."""

    code = "account_answered"


class AskedBeforeAnother(Refusal):
    """Another account was confirmed after this one was asked for, so this has not waited."""

    code = "asked_before_another"


class SameAccount(Refusal):
    code = "same_account"


def enter_identity(
    *,
    by: Actor,
    expert_id: int,
    hetu: str | None,
    contract: Contract,
    in_register: bool,
    non_resident: bool,
) -> PayoutIdentity:
    """A code left empty stays as it was. Raises EngineIsOff, Missing, OwnEntry, HetuIsHere and
    what `read_hetu` raises."""
    code = read_hetu(hetu, on=today(), artificial=settings.may_be_made_up()) if hetu else None
    with transaction():
        require(Engine.WITHHOLDING)
        refuse_own(by, experts.get(expert_id, lock=True))
        found = payouts.find_identity(expert_id, lock=True)
        if found is None and code is None:
            raise Missing(PayoutIdentity.__name__, expert_id)
        if code and payouts.is_here(sealing.indexes_of(code, HETU), but=expert_id):
            raise HetuIsHere
        entered = found or PayoutIdentity(id=tables.next_id(PayoutIdentity), expert_id=expert_id)
        if code:
            entered.hetu = sealing.seal(code, identity_place(entered.id))
            entered.hetu_index = sealing.index_of(code, HETU)
        entered.contract = contract
        entered.in_register, entered.non_resident = in_register, non_resident
        entered.entered_at, entered.entered_by = now(), by.user_id or 0
        changes.note(Subject.EXPERT, expert_id, "payout_identity", by=by)
        return tables.add(entered)


def enter_tax_card(
    *,
    by: Actor,
    expert_id: int,
    first_day: date,
    base: int,
    additional: int,
    limit_cents: int,
) -> TaxCardEntry:
    """Percentages in hundredths, as 2050.

    Raises EngineIsOff, Missing, OwnEntry, TaxCardContradicts.
    """
    if not (0 <= base <= MOST_PERCENT and 0 <= additional <= MOST_PERCENT):
        raise TaxCardContradicts
    with transaction():
        require(Engine.WITHHOLDING)
        refuse_own(by, experts.get(expert_id))
        changes.note(Subject.EXPERT, expert_id, "tax_card", by=by)
        return tables.add(
            TaxCardEntry(
                expert_id=expert_id,
                first_day=first_day,
                base=base,
                additional=additional,
                limit_cents=limit_cents,
                entered_at=now(),
                entered_by=by.user_id,
            )
        )


def ask_account(*, by: Actor, expert_id: int, iban: str, abroad: bool = False) -> PayoutAccount:
    """A new account waits for another person; one that replaces an older waits 72 hours besides.

    abroad  the account is known to be in another country
    Raises EngineIsOff, Missing, ForeignAccount, SameAccount and what `read_iban` raises.
    """
    account = read_iban(iban)
    if needs_confirmation(account) and not abroad:
        raise ForeignAccount
    with transaction():
        require(Engine.PAYMENT_FILE)
        experts.get(expert_id, lock=True)
        earlier = [one for one in payouts.accounts_of(expert_id) if one.refused_at is None]
        if earlier and earlier[0].iban_index in sealing.indexes_of(account, ACCOUNT):
            raise SameAccount
        asked = PayoutAccount(
            id=tables.next_id(PayoutAccount),
            expert_id=expert_id,
            iban_index=sealing.index_of(account, ACCOUNT),
            masked=masked(account),
            asked_at=now(),
            asked_by=by.user_id,
            holds_until=now() + HOLD if any(one.confirmed_at for one in earlier) else now(),
        )
        asked.iban = sealing.seal(account, account_place(asked.id))
        changes.note(Subject.EXPERT, expert_id, "payout_account_asked", by=by)
        return tables.add(asked)


def confirm_account(*, by: Actor, account_id: int) -> PayoutAccount:
    """Raises Missing, AccountAnswered, FourEyes, OwnEntry, AskedBeforeAnother."""
    with transaction():
        asked = _waiting(account_id, by)
        if any(_stands_before(asked, one) for one in payouts.accounts_of(asked.expert_id)):
            raise AskedBeforeAnother
        asked.confirmed_at, asked.confirmed_by = now(), by.user_id
        changes.note(Subject.EXPERT, asked.expert_id, "payout_account_confirmed", by=by)
    return asked


def refuse_account(*, by: Actor, account_id: int) -> PayoutAccount:
    """The earlier one stays in force. Raises Missing, AccountAnswered."""
    with transaction():
        asked = tables.get(PayoutAccount, account_id, lock=True)
        if not asked.waits_for_another:
            raise AccountAnswered
        asked.refused_at, asked.refused_by = now(), by.user_id
        changes.note(Subject.EXPERT, asked.expert_id, "payout_account_refused", by=by)
    return asked


def _waiting(account_id: int, by: Actor) -> PayoutAccount:
    asked = tables.get(PayoutAccount, account_id, lock=True)
    if not asked.waits_for_another:
        raise AccountAnswered
    if asked.asked_by in users.of_same_person(by.user_id):
        raise FourEyes
    refuse_own(by, experts.get(asked.expert_id, lock=True))
    return asked


def _stands_before(asked: PayoutAccount, other: PayoutAccount) -> bool:
    if other.confirmed_at is None:
        return False
    has_waited = asked.holds_until > asked.asked_at
    return other.confirmed_at > asked.asked_at or not has_waited
