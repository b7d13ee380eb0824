"""Turns the engines of an organisation without a payroll office on and off."""

from app.access import Actor
from app.database import Refusal, transaction
from app.now import now
from app.storage import engines, register_payers, tables
from app.storage.engines import Engine, EngineSwitch


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


def require(engine: Engine) -> None:
    """Raises EngineIsOff."""
    if engine not in engines.switched_on():
        raise EngineIsOff
