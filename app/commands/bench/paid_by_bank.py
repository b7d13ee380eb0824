"""A month of a county's fees: to payroll, or by the bank and told to the Incomes Register.

Two years of such months have gone before.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from time import perf_counter

from app.access import Actor
from app.commands.bench.cases import Case, at_most
from app.commands.bench.earlier_months import make_older
from app.commands.bench.paid_month import MONTH, PaidMonth, paid_month
from app.commands.bench.payees import OTHER, enter_payees, turn_engines_on
from app.database import end_read
from app.now import at, today
from app.storage import payments
from app.storage.bank_batches import BankBatch
from app.storage.register_deliveries import RegisterDelivery
from app.use_cases import (
    enter_bank_answer,
    enter_register_answer,
    hand_over_statements,
    pay_by_bank,
    tell_incomes_register,
)
from app.use_cases.run_statements import run_statements

GOAL_SECONDS = 5
PAID_AT = datetime(2026, 11, 30, 12, tzinfo=UTC)
TOLD = (
    '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>'
    "<OrgnlGrpInfAndSts><OrgnlMsgId>{number}</OrgnlMsgId></OrgnlGrpInfAndSts>"
    "<OrgnlPmtInfAndSts><OrgnlPmtInfId>{number}-1</OrgnlPmtInfId>{rows}"
    "</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>"
)
PAID = "<TxInfAndSts><OrgnlEndToEndId>{}</OrgnlEndToEndId><TxSts>ACSC</TxSts></TxInfAndSts>"


class NotAll(AssertionError):
    """Somebody is missing: no figure of it counts."""


def cases(quick: bool) -> Iterator[Case]:
    people = 200 if quick else 2_000
    with paid_month(people) as month:
        yield from _by_payroll(month, people)
        month.afresh()
        turn_engines_on(month.by)
        enter_payees(people, month.by)
        list(_by_bank(month, people))
        make_older(month)
        yield from _by_bank(month, people)


def _by_payroll(month: PaidMonth, people: int) -> Iterator[Case]:
    run = run_statements(by=month.by, month=MONTH)
    batch = hand_over_statements.hand_over
    yield _case(people, "handed over to payroll", lambda: batch(by=month.by, run_id=run.id))
    with at(PAID_AT):
        paid = hand_over_statements.mark_paid
        yield _case(
            people,
            "paid by payroll, and told to people",
            lambda: paid(by=month.by, run_id=run.id, paid_on=today()),
        )


def _by_bank(month: PaidMonth, people: int) -> Iterator[Case]:
    by = month.by
    run_statements(by=by, month=MONTH)
    made: list[BankBatch] = []
    create = pay_by_bank.create
    yield _case(people, "in a batch for the bank", lambda: made.append(create(by=by)))
    _refuse_fewer(people, made[0].payments)
    batch_id = made[0].id
    approve, export = pay_by_bank.approve, pay_by_bank.export
    yield _case(people, "approved", lambda: approve(by=OTHER, batch_id=batch_id))
    yield _case(people, "taken to the bank", lambda: export(by=by, batch_id=batch_id))
    file = _told_by_bank(batch_id)
    with at(PAID_AT):
        read = enter_bank_answer.read_file
        yield _case(people, "paid by the bank's word", lambda: read(by=by, file=file))
        yield from _told_to_register(people, by)


def _told_to_register(people: int, by: Actor) -> Iterator[Case]:
    made: list[RegisterDelivery] = []
    make = tell_incomes_register.make
    yield _case(people, "in a file for the register", lambda: made.extend(make(by=by)))
    _refuse_fewer(people, sum(delivery.reports for delivery in made))
    delivery_id = made[0].id
    uploaded, accepted = enter_register_answer.mark_delivered, enter_register_answer.accept
    yield _case(people, "uploaded", lambda: uploaded(by=by, delivery_id=delivery_id))
    yield _case(people, "accepted", lambda: accepted(by=by, delivery_id=delivery_id))


def _case(people: int, measure: str, act: Callable[[], object]) -> Case:
    end_read()
    began = perf_counter()
    act()
    seconds = perf_counter() - began
    return at_most(f"{people:,} people", measure, seconds, "s", goal=GOAL_SECONDS)


def _told_by_bank(batch_id: int) -> bytes:
    items = payments.of_batch(batch_id)
    rows = "".join(PAID.format(item.number) for item in items)
    return TOLD.format(number=f"R1-{batch_id}", rows=rows).encode()


def _refuse_fewer(people: int, found: int) -> None:
    if found != people:
        raise NotAll(found, people)
