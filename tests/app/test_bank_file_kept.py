"""The file of a bank batch is kept sealed, byte by byte as it was approved."""

import hashlib

import pytest

from app import checks
from app.database import db, transaction
from app.gateways import sealing
from app.readings.sealed import bank_file_of, bank_file_place
from app.storage import payments
from app.use_cases import pay_by_bank
from app.use_cases.run_statements import run_statements
from tests import build, build_engines, build_money


@pytest.fixture
def finance(app):
    build.a_fee_table()
    build.a_pay_day("2026-11-30", "2026-11-15")
    return build_engines.engines_on()


@pytest.fixture
def run(finance):
    one, other = finance
    for minutes in (60, 95):
        expert = build_engines.payable(one, other, build.an_expert())
        build_money.approved_hours(expert, minutes=minutes, cents_an_hour=4000)
        build_money.approved_kilometres(expert, tenths=100)
    return run_statements(by=one, month="2026-11")


def test_the_file_of_a_batch_never_changes(finance, run):
    batch = build_engines.taken_to_bank(*finance)

    with pytest.raises(payments.KeptAsItIs), transaction():
        batch.file, batch.sha256 = b"other", hashlib.sha256(b"other").hexdigest()


def test_a_file_that_pays_something_else_than_its_batch_is_found(finance, run):
    batch = build_engines.taken_to_bank(*finance)
    assert checks.bank_files.is_right(batch)

    db.session.expunge(batch)
    other = bank_file_of(batch).replace(b"<CtrlSum>", b"<CtrlSum>1", 1)
    batch.file = sealing.seal(other.decode(), bank_file_place(batch.id))
    assert not checks.bank_files.is_right(batch)
    batch.sha256 = hashlib.sha256(other).hexdigest()
    assert not checks.bank_files.is_right(batch)
    batch.file = other
    assert not checks.bank_files.is_right(batch)


def test_no_account_lies_open_in_what_is_kept(finance, run):
    batch = build_engines.taken_to_bank(*finance)
    taken = pay_by_bank.file_of(batch.id)[1]

    assert b"<IBAN>" in taken
    assert b"IBAN" not in batch.file
    assert batch.sha256 == hashlib.sha256(taken).hexdigest()


def test_a_file_written_before_files_were_sealed_is_read_as_it_is(finance, run):
    batch = build_engines.taken_to_bank(*finance)
    _, file = pay_by_bank.file_of(batch.id)

    db.session.expunge(batch)
    batch.file = file

    assert bank_file_of(batch) == file
    assert checks.bank_files.is_right(batch)
