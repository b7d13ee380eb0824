"""Gives payroll a statement the bank cannot pay: asked by one, given by another, then paid."""

from datetime import date

from app.access import Actor
from app.database import Missing, Refusal, transaction
from app.gateways import mail, public_links, queue
from app.now import now, today
from app.storage import changes, experts, hand_payments, payouts, statements, tables, users
from app.storage.changes import Subject
from app.storage.engines import Engine
from app.storage.hand_payments import HandPayment, HandState
from app.storage.statements import Statement
from app.storage.tables import FourEyes, MovedOn
from app.use_cases import statement_steps
from app.use_cases.keep_files import keep_hand_files
from app.use_cases.pay_by_bank import PayIsHeld
from app.use_cases.statement_steps import PaidBeforeMade, PaidInFuture
from app.use_cases.switch_engines import require
from scheduling.lifecycle import StatementState
from scheduling.wall_clock import day_of


class NotGivenYet(Refusal):
    """Another person has not given the statement to payroll."""

    code = "not_given_to_payroll"


def ask(*, by: Actor, statement_id: int, reason: str) -> HandPayment:
    """Raises EngineIsOff, Missing, PayIsHeld, GivenToPayroll, NotUnpaid."""
    with transaction():
        require(Engine.PAYMENT_FILE)
        statement = statements.get(statement_id, lock=True)
        _refuse_held(statement)
        asked = tables.add(
            HandPayment(
                statement_id=statement.id, reason=reason, asked_at=now(), asked_by=by.user_id
            )
        )
        _note(asked, "hand_asked", by, reason)
    return asked


def give(*, by: Actor, statement_id: int) -> HandPayment:
    """By another person than who asked; payroll counts the tax. A second time: the same.

    What payroll and the ledger are told of it is written here, once.

    Raises Missing, FourEyes, PayIsHeld.
    """
    with transaction():
        found = _get(statement_id)
        if found.state != HandState.ASKED:
            return found
        if found.asked_by in users.of_same_person(by.user_id):
            raise FourEyes
        statement = statements.get(statement_id, lock=True)
        _refuse_held(statement)
        found.given_at, found.given_by = now(), by.user_id
        if statement.state == StatementState.ISSUED:
            statement_steps.step(statement, StatementState.HANDED_OVER, by=by)
            statement.handed_over_at = found.given_at
        keep_hand_files(found, statement)
        _note(found, "hand_given", by)
        queue.later("print_statement", statement_id=statement.id)
    return found


def confirm(*, by: Actor, statement_id: int, paid_on: date) -> HandPayment:
    """Payroll has paid it; the person is told. A second time changes nothing.

    Raises Missing, NotGivenYet, PaidInFuture, PaidBeforeMade.
    """
    if paid_on > today():
        raise PaidInFuture
    with transaction():
        found = _get(statement_id)
        if found.state == HandState.PAID:
            return found
        if found.given_at is None:
            raise NotGivenYet
        if paid_on < day_of(found.given_at):
            raise PaidBeforeMade
        found.paid_on, found.paid_at, found.paid_by = paid_on, now(), by.user_id
        _note(found, "hand_paid", by)
        _tell(statements.get(statement_id, lock=True), paid_on, by)
    return found


def withdraw(*, by: Actor, statement_id: int, reason: str) -> HandPayment:
    """It waits for the bank again. What was given takes another person than who gave it.

    Raises Missing, FourEyes, MovedOn.
    """
    with transaction():
        found = _get(statement_id)
        if found.state == HandState.PAID:
            raise MovedOn
        if found.given_by in users.of_same_person(by.user_id):
            raise FourEyes
        found.withdrawn_at, found.withdrawn_by = now(), by.user_id
        found.withdrawn_because = reason
        _note(found, "hand_withdrawn", by, reason)
    return found


def _get(statement_id: int) -> HandPayment:
    if (found := hand_payments.find(statement_id, lock=True)) is None:
        raise Missing(HandPayment.__name__, statement_id)
    return found


def _refuse_held(statement: Statement) -> None:
    if payouts.held_among({statement.expert_id}):
        raise PayIsHeld(number=statement.printed_number)


def _tell(statement: Statement, paid_on: date, by: Actor) -> None:
    """What the bank gave back was paid once already: its state stays, and the money is told of."""
    if statement.state == StatementState.HANDED_OVER:
        statement_steps.pay(statement, paid_on, None, by=by)
        statement_steps.tell_paid([statement])
        return
    mail.tell_expert(
        experts.get(statement.expert_id),
        "statement_paid",
        event=f"statement_paid_by_hand:{statement.id}",
        statement=statement,
        paid_on=paid_on,
        link=public_links.own_statements(),
    )


def _note(found: HandPayment, became: str, by: Actor, reason: str | None = None) -> None:
    changes.note(Subject.STATEMENT, found.statement_id, became, by=by, reason=reason)
