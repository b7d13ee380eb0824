"""Turns the engines of an organisation without a payroll office on and off, and its own account."""

from app.access import Actor
from app.database import Refusal, Stale, transaction
from app.now import now
from app.storage import engines, register_payers, tables
from app.storage.engines import Engine, EngineSwitch, PayingAccount
from app.storage.tables import FourEyes
from invoices.check_digits import read_iban
from invoices.payment.file import Version, check_bic


class NeedsWithholding(Refusal):
    """Nothing is paid or reported by what has not been counted from gross to net."""

    code = "needs_withholding"


class NeedsPaymentFile(Refusal):
    """Only what was paid here is reported from here; payroll reports what it pays."""

    code = "needs_payment_file"


class NoRegisterPayer(Refusal):
    """Nobody has entered who the organisation is to the register and who answers for it."""

    code = "no_register_payer"


class EngineIsOff(Refusal):
    """The organisation has not turned this on: its payroll does it."""

    code = "engine_is_off"


class NothingToConfirm(Refusal):
    code = "nothing_to_confirm"


WITHOUT: dict[Engine, type[Refusal]] = {
    Engine.WITHHOLDING: NeedsWithholding,
    Engine.PAYMENT_FILE: NeedsPaymentFile,
}


def turn(*, by: Actor, engine: Engine, on: bool) -> None:
    """Each by itself, but what one needs comes first and goes last. Turned already: nothing.

    Raises NeedsWithholding, NeedsPaymentFile, NoRegisterPayer.
    """
    with transaction():
        running = engines.switched_on()
        if (engine in running) == on:
            return
        if on:
            _refuse_unready(engine, running)
        elif any(engine in engines.NEEDS[other] for other in running):
            raise WITHOUT[engine]
        tables.add(
            EngineSwitch(engine=engine, is_on=on, at=now(), by_id=by.user_id, by_name=by.name)
        )


def _refuse_unready(engine: Engine, running: frozenset[Engine]) -> None:
    for needed in engines.NEEDS[engine]:
        if needed not in running:
            raise WITHOUT[needed]
    if engine == Engine.INCOMES_REGISTER and register_payers.find() is None:
        raise NoRegisterPayer


def ask_paying_account(
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


def confirm_paying_account(*, by: Actor, seen: int | None = None) -> PayingAccount:
    """seen: the id of the account that was looked at; None: whichever waits.

    Raises NothingToConfirm, Stale when another has been asked for meanwhile, FourEyes.
    """
    with transaction():
        if (asked := engines.find_asked_account()) is None:
            raise NothingToConfirm
        if seen not in (None, asked.id):
            raise Stale
        if asked.asked_by == by.user_id:
            raise FourEyes
        asked.confirmed_at, asked.confirmed_by = now(), by.user_id
    return asked


def require(engine: Engine) -> None:
    """Raises EngineIsOff."""
    if engine not in engines.switched_on():
        raise EngineIsOff
