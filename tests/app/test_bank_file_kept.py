"""The file of a bank batch is kept sealed, byte by byte as it was approved."""

import hashlib

import pytest

from app import checks
from app.database import db, transaction
from app.gateways import sealing
from app.readings.sealed import bank_file_of, bank_file_place
from app.storage import payments
from app.use_cases import pay_by_bank
from tests import build_engines


@pytest.fixture
def finance(app):
    return build_engines.where_the_bank_pays()


@pytest.fixture
def run(finance):
    return build_engines.a_run_of_two(*finance)


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
