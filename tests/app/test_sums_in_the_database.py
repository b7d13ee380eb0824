"""Many rows are stored at once, and the database itself refuses what does not add up."""

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import IntegrityError

from app.database import db, transaction
from app.storage import tables
from app.storage.experts import Theme
from app.use_cases import enter_register_answer, pay_by_bank, tell_incomes_register
from tests import build_engines

ANOTHER = 900_000_000  # ids of copies
BATCH = """
insert into bank_batches select (jsonb_populate_record(one, jsonb_build_object(
  'id', one.id + :another, 'number', one.number || 'X', 'state', 'created',
  'payments', one.payments + :more, 'cents', one.cents + :cents))).*
from bank_batches as one"""
PAYMENTS = """
insert into payments select (jsonb_populate_record(one, jsonb_build_object(
  'id', one.id + :another, 'number', one.number || 'X', 'state', 'planned', 'attempt', 9,
  'batch_id', one.batch_id + :batch))).*
from payments as one where id < :another"""
DELIVERY = """
insert into register_deliveries select (jsonb_populate_record(one, jsonb_build_object(
  'id', one.id + :another, 'number', one.number || 'X', 'state', 'made', 'ended_at', null,
  'reports', one.reports + :more, 'paid_cents', one.paid_cents + :cents))).*
from register_deliveries as one"""
REPORTS = """
insert into register_reports select (jsonb_populate_record(one, jsonb_build_object(
  'id', one.id + :another, 'state', 'waiting', 'delivery_id', one.delivery_id + :batch,
  'report_id', one.report_id || 'X'))).*
from register_reports as one where id < :another"""


@pytest.fixture
def finance(app):
    return build_engines.where_the_bank_pays()


@pytest.fixture
def voided(finance):
    build_engines.owed(*finance)
    batch = pay_by_bank.create(by=finance[0])
    pay_by_bank.void(by=finance[0], batch_id=batch.id, reason="Väärä päivä.")


@pytest.fixture
def discarded(finance):
    build_engines.register_on(finance[0])
    build_engines.paid(*finance)
    [delivery] = tell_incomes_register.make(by=finance[0])
    enter_register_answer.discard(by=finance[0], delivery_id=delivery.id, note="Väärä päivä.")


def test_many_new_rows_take_few_statements_and_each_learns_its_own_id(app):
    names = [f"Teema {number}" for number in range(1500)]
    asked = []

    def listen(_connection, _cursor, statement, *_rest):
        asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", listen)
    with transaction():
        themes = tables.add_all(Theme(name=name) for name in names)
    event.remove(db.engine, "before_cursor_execute", listen)

    stored = dict(db.session.execute(text("select id, name from themes")).all())
    assert sum("INSERT" in each for each in asked) == 2
    assert [stored[theme.id] for theme in themes] == names


def test_a_batch_comes_with_what_it_is_the_sum_of(voided):
    kept([BATCH, PAYMENTS])


@pytest.mark.parametrize("wrong", [{"more": 1}, {"more": -1}, {"cents": 1}])
def test_a_batch_that_is_not_the_sum_of_its_payments_is_refused(voided, wrong):
    with pytest.raises(IntegrityError, match="batch_is_the_sum_of_its_payments"):
        kept([BATCH, PAYMENTS], **wrong)


def test_a_batch_without_payments_is_refused(voided):
    with pytest.raises(IntegrityError, match="batch_is_the_sum_of_its_payments"):
        kept([BATCH])


@pytest.mark.parametrize("touched", [(), ("update bank_batches set void_reason = void_reason",)])
def test_nothing_joins_a_batch_that_has_been_made(voided, touched):
    with pytest.raises(IntegrityError, match="batch_is_the_sum_of_its_payments"):
        kept([*touched, PAYMENTS], batch=0)


def test_a_file_for_the_register_comes_with_what_it_is_the_sum_of(discarded):
    kept([DELIVERY, REPORTS])


@pytest.mark.parametrize("wrong", [{"more": 1}, {"cents": -1}])
def test_a_file_for_the_register_that_is_not_the_sum_of_its_reports_is_refused(discarded, wrong):
    with pytest.raises(IntegrityError, match="delivery_is_the_sum_of_its_reports"):
        kept([DELIVERY, REPORTS], **wrong)


def test_nothing_joins_a_file_for_the_register_that_has_been_made(discarded):
    with pytest.raises(IntegrityError, match="delivery_is_the_sum_of_its_reports"):
        kept([REPORTS], batch=0)


def kept(statements: list[str], **said: int) -> None:
    values = {"another": ANOTHER, "batch": ANOTHER, "more": 0, "cents": 0} | said
    with transaction():
        for each in statements:
            db.session.execute(text(each), values)
