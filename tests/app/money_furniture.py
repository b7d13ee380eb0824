"""What stands of money in a furnished organisation: files, answers, reports and invoices."""

import hashlib
import secrets
from dataclasses import replace
from datetime import date

from app.access import Actor, Role
from app.commands.demo.register import House
from app.database import db, transaction
from app.now import now, today
from app.readings.taken_files import TAKEN_ROWS, TakenFile
from app.storage import entry_lists, payments, tables
from app.storage.assignments import Assignment
from app.storage.bank_batches import BankBatch
from app.storage.bank_feedback import BankFeedback
from app.storage.changes import Subject
from app.storage.engines import Engine
from app.storage.experts import Expert
from app.storage.export_maps import StoredMap
from app.storage.hand_payments import HandPayment
from app.storage.invoices import ReceivedInvoice, SentInvoice
from app.storage.mended_years import MendedYear
from app.storage.payment_batches import PaymentBatch
from app.storage.payments import Payment
from app.storage.payroll_answers import PayrollAnswer, PayrollStop
from app.storage.register_deliveries import RegisterDelivery
from app.storage.statements import Statement
from app.use_cases import (
    decide_income_type,
    enter_bank_answer,
    enter_figures,
    enter_payout,
    hand_over_statements,
    keep_files,
    pay_by_bank,
    run_single,
    run_statements,
    switch_engines,
    tell_incomes_register,
)
from app.use_cases.list_income_type import list_income_type
from app.use_cases.set_ledger_accounts import set_ledger_accounts
from app.use_cases.take_file import note_taken
from invoices.payers import Payee
from invoices.payroll_files.beside import AccountOf
from invoices.payroll_files.export_map import FileKind, Per, as_stored, usual_map
from invoices.tax.income_types import Insurance
from scheduling.lifecycle import EntryState
from tests import build_engines, build_money


def taken(by: Actor) -> None:
    """Whoever is in finance has just told that every file is taken down."""
    files = {HandPayment: (Subject.HAND_PAYMENT, TAKEN_ROWS.values())}
    files |= {table: (Subject.PAYMENT_BATCH, TakenFile) for table in (PaymentBatch, BankBatch)}
    files[RegisterDelivery] = Subject.REGISTER_DELIVERY, [TakenFile.REGISTER]
    for table, (subject, kinds) in files.items():
        for row in db.session.query(table).all():
            for what in kinds:
                note_taken(row.id, what, by=by, subject=subject)


def bank(house: House) -> None:
    """Paying by ourselves was tried once and turned off again; what it left stands."""
    one, other = build_engines.engines_on()
    _lists(one)
    long_ago = {"day": "2026-06-02", "approved_at": "2026-06-03 12:00+00"}
    approver_id = house.actors[Role.APPROVER].user_id
    seats = db.session.query(Assignment).order_by(Assignment.id).all()
    by_expert = {seat.expert_id: seat for seat in seats if seat.payee == Payee.PAYROLL}
    hers, his = [
        (db.session.get(Expert, (house.organisation.id, expert_id)), seat)
        for expert_id, seat in list(by_expert.items())[:2]
    ]
    for expert, seat in (hers, his):
        build_money.approved_hours(expert, assignment=seat, approved_by=approver_id, **long_ago)
    expert = build_engines.payable(one, other, hers[0])
    run_statements.run_statements(by=one, month="2026-07")
    enter_payout.ask_account(by=one, expert_id=expert.id, iban=build_engines.an_iban())
    batch = pay_by_bank.create(by=one)
    pay_by_bank.approve(by=other, batch_id=batch.id)
    pay_by_bank.export(by=one, batch_id=batch.id)
    with transaction():
        tables.add(
            BankFeedback(
                sha256=secrets.token_hex(32),
                read_at=now(),
                read_by=one.user_id,
                settled=0,
                doubtful=[{"id": "1", "word": "RJCT", "cents": 1, "doubt": "unknown_id"}],
            )
        )
    _next_year(one, other)
    _register(one, batch)
    decide_income_type.decide(
        by=one, assignment_id=seats[-1].id, reason="Päätös 12/2026", insured=[Insurance.PENSION]
    )
    for engine in reversed(list(Engine)):
        switch_engines.turn(by=one, engine=engine, on=False)
    _as_workbooks()
    his_own = run_single.run_single(by=one, expert_id=his[0].id)
    _by_hand(his_own, one, other)
    hand_over_statements.hand_over(by=one, run_id=his_own.run_id)


def _by_hand(statement: Statement, one: Actor, other: Actor) -> None:
    """Payroll was asked to pay it alone, and then not."""
    with transaction():
        given = tables.add(
            HandPayment(
                statement_id=statement.id,
                reason="Asuu ulkomailla",
                asked_at=now(),
                asked_by=one.user_id,
                given_at=now(),
                given_by=other.user_id,
                withdrawn_at=now(),
                withdrawn_by=one.user_id,
                withdrawn_because="Palkanlaskenta maksaa ajossa",
            )
        )
        keep_files.keep_hand_files(given, statement)


def _mended_year(payment: Payment, by: Actor) -> None:
    """Somebody wrote down that the tax of a payment has been put right."""
    with transaction():
        tables.add(
            MendedYear(
                payment_id=payment.id,
                statement_id=payment.statement_id,
                note="Ilmoitettu käsin",
                asked_at=now(),
                asked_by=by.user_id,
            )
        )


def _next_year(one: Actor, other: Actor) -> None:
    """A figure of the year to come, and one that waits."""
    values = {"kilometre_rate": 58, "passenger_addition": 4}
    decided = {"first_day": date(2027, 1, 1), "source": "VH/1/2026"}
    proposed = enter_figures.propose(by=one, family="kilometres", values=values, **decided)
    enter_figures.confirm(by=other, figure_ids=[proposed[0].id])


def _register(by: Actor, batch: BankBatch) -> None:
    """What the bank paid was told to the Incomes Register."""
    build_engines.register_on(by)
    enter_bank_answer.confirm(by=by, batch_id=batch.id, paid_on=today())
    tell_incomes_register.make(by=by)
    paid = payments.of_batch(batch.id)[0]
    _mended_year(paid, by)
    build_engines.pension(by, paid.statement.expert_id)
    tell_incomes_register.leave_out(
        by=by, payment_id=paid.id, reason="Aineistolla sittenkin.", is_left_out=False
    )


def _lists(by: Actor) -> None:
    """Accounts of the ledger, and what one kind of work is for the tax."""
    accounts = {(AccountOf.PAY_CODE, "3010"): "5010", (AccountOf.WITHHELD, ""): "2545"}
    set_ledger_accounts(by=by, accounts=accounts)
    list_income_type(
        by=by, what="co_work", income_type=201, valid_from=today(), reason="Päätös 3/2026"
    )


def _as_workbooks() -> None:
    """Payroll's files from now on; earlier ones are of the other kind."""
    with transaction():
        for stored in db.session.query(StoredMap):
            stored.chosen = as_stored(replace(usual_map(stored.per), kind=FileKind.XLSX))


def files_and_invoices(house: House) -> None:
    """Columns of payroll's files, what payroll answered, and invoices of work."""
    user_id = house.actors[Role.FINANCE].user_id or 0
    statement = db.session.query(Statement).order_by(Statement.id).first()
    unpaid = entry_lists.in_state(EntryState.HELD)[0].assignment_id
    seats = db.session.query(Assignment).filter(Assignment.id != unpaid)
    with transaction():
        for per in Per:
            tables.add(
                StoredMap(
                    per=per,
                    chosen=as_stored(usual_map(per)),
                    chosen_at=now(),
                    chosen_by=user_id,
                )
            )
        for read_in_at in (None, now()):
            content = f"Erittely;Tila;Syy\n2026-{secrets.randbelow(1000)};odottaa;Tili".encode()
            tables.add(
                PayrollAnswer(
                    sha256=hashlib.sha256(content).hexdigest(),
                    file_name="vastaus.csv",
                    content=None if read_in_at else content,
                    uploaded_at=now(),
                    uploaded_by=user_id,
                    read_in_at=read_in_at,
                )
            )
        tables.add(
            PayrollStop(
                statement_id=statement.id,
                reason="Tili",
                stopped_at=now(),
                stopped_by=user_id,
                ended_at=now(),
            )
        )
        told = {"number": "17", "invoiced_on": today(), "cents": 4_000}
        noted = {"noted_at": now(), "noted_by": user_id}
        tables.add(
            ReceivedInvoice(assignment_id=unpaid, prepayment_checked_on=today(), **told, **noted)
        )
        tables.add(SentInvoice(assignment_id=seats.first().id, **told, **noted))
