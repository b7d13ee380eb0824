"""Killed at every boundary of paying by bank: made, approved and taken out whole or not at all.

SCALE=1 dies at every boundary and a thousand times at any moment of the whole way; the everyday
run at some. Variants that keep a half must be caught.
"""

import sys
from functools import partial
from itertools import count
from random import Random

import pytest

from app.database import acting_in, db
from app.gateways import payment_folder
from app.readings.sealed import bank_file_of
from app.storage import bank_batches, net_pays, payments, statements
from app.use_cases import enter_bank_answer, pay_by_bank
from app.use_cases.run_statements import run_statements
from scheduling.lifecycle import StatementState
from scheduling.payment_states import BankBatchState, PaymentState
from tests import build, build_engines, build_money
from tests.faults.killed import KILLED, killed_after, killed_at_line
from tests.faults.wholeness import SCALE, Torn, killed_everywhere, refuse_broken

KILLS = max(4, round(1000 * SCALE))
SEED = 9
LONGEST = 0.12  # seconds; each of the three takes about as long


@pytest.fixture
def finance(house):
    return a_month_to_pay()


def a_month_to_pay():
    """Two people with statements that wait, and two people of finance."""
    one, other = build_engines.where_the_bank_pays()
    for minutes in (60, 95):
        expert = build_engines.payable(one, other, build.an_expert())
        build_money.approved_hours(expert, minutes=minutes)
        build_money.approved_kilometres(expert, tenths=100)
    run_statements(by=one, month="2026-11")
    return one, other


def test_a_batch_is_made_whole_or_not_at_all(house, finance):
    last = killed_everywhere(lambda: pay_by_bank.create(by=finance[0]))

    [batch] = bank_batches.all_batches()
    assert last > 30
    assert (batch.payments, len(payments.of_batch(batch.id))) == (2, 2)
    assert len(net_pays.by_statement([one.id for one in statements.all_issued()])) == 2
    assert house.broken() is None


def test_a_batch_is_approved_whole_or_not_at_all(house, finance):
    batch_id = pay_by_bank.create(by=finance[0]).id

    killed_everywhere(lambda: pay_by_bank.approve(by=finance[1], batch_id=batch_id))

    [batch] = bank_batches.all_batches()
    assert (batch.state, batch.approved_by) == (BankBatchState.APPROVED, finance[1].user_id)
    assert house.broken() is None


def test_a_batch_is_taken_out_whole_or_not_at_all(house, finance):
    batch_id = approved(finance)
    file = bank_file_of(bank_batches.find(batch_id))

    killed_everywhere(lambda: pay_by_bank.export(by=finance[0], batch_id=batch_id))

    assert pay_by_bank.file_of(batch_id)[1] == file
    assert {one.state for one in payments.of_batch(batch_id)} == {PaymentState.EXPORTED}
    assert {one.state for one in statements.all_issued()} == {StatementState.HANDED_OVER}
    assert house.broken() is None


def test_a_batch_is_voided_whole_or_not_at_all(house, finance):
    batch_id = approved(finance)

    killed_everywhere(lambda: pay_by_bank.void(by=finance[0], batch_id=batch_id, reason="Väärä."))

    assert pay_by_bank.create(by=finance[0]).payments == 2
    assert house.broken() is None


def test_what_the_bank_tells_is_read_whole_or_not_at_all(house, finance):
    batch = pay_by_bank.export(by=finance[0], batch_id=approved(finance))
    bounced, paid = payments.of_batch(batch.id)
    words = {bounced.number: "RJCT", paid.number: "ACSC"}
    file = build_engines.a_status_report(batch.number, words)

    killed_everywhere(lambda: enter_bank_answer.read_file(by=finance[0], file=file))

    [batch] = bank_batches.all_batches()
    assert batch.state == BankBatchState.CONFIRMED
    assert sorted(one.state for one in payments.of_batch(batch.id)) == ["bounced", "confirmed"]
    assert house.broken() is None


def test_a_file_for_the_bank_is_there_whole_or_not_at_all(house, finance, tmp_path):
    batch = pay_by_bank.export(by=finance[0], batch_id=approved(finance))
    file, place = pay_by_bank.file_of(batch.id)[1], tmp_path / "batch.xml"
    place.write_bytes(b"of yesterday")

    line, ended = 0, KILLED
    while ended == KILLED:
        line += 1
        ended = killed_at_line(line, lambda: payment_folder.put(place, file), payment_folder)
        assert place.read_bytes() in (b"of yesterday", file), line

    assert line > 8
    assert ended == 0
    assert [one.name for one in tmp_path.iterdir()] == ["batch.xml"]
    assert place.read_bytes() == file


def test_the_way_to_the_bank_killed_at_any_moment(house):
    random, kills = Random(SEED), 0
    while kills < KILLS:
        with acting_in(build.an_organisation().id):
            finance = a_month_to_pay()
            for step in (_make, _approve, _take_out):
                kills += _killed_until_done(partial(step, *finance), random)
            [batch] = bank_batches.all_batches()
            assert (batch.state, batch.payments) == (BankBatchState.EXPORTED, 2), (SEED, kills)

    assert house.broken() is None


def test_a_batch_that_keeps_itself_before_its_payments_is_found_out(ruin, monkeypatch):
    finance = a_month_to_pay()
    _keep_after(monkeypatch, "keep_nets")

    with ruin.without(bank_batches="sum_payments", payments="sum_payments"), pytest.raises(Torn):
        killed_everywhere(lambda: pay_by_bank.create(by=finance[0]))


def test_an_approval_that_keeps_each_payment_by_itself_is_found_out(ruin, monkeypatch):
    finance = a_month_to_pay()
    batch_id = pay_by_bank.create(by=finance[0]).id
    _keep_after(monkeypatch, "step_payment")

    with pytest.raises(Torn):
        killed_everywhere(lambda: pay_by_bank.approve(by=finance[1], batch_id=batch_id))


def test_taking_out_that_keeps_each_payment_by_itself_is_found_out(ruin, monkeypatch):
    finance = a_month_to_pay()
    batch_id = approved(finance)
    _keep_after(monkeypatch, "step_payment")

    with pytest.raises(Torn):
        killed_everywhere(lambda: pay_by_bank.export(by=finance[0], batch_id=batch_id))


def test_a_file_written_in_its_place_is_found_out(house, tmp_path):
    place = tmp_path / "batch.xml"

    def put_in_place():
        with place.open("wb", buffering=0) as new:
            for part in (b"<Docu", b"ment/>"):
                new.write(part)

    halves = 0
    for line in range(1, 8):
        killed_at_line(line, put_in_place, sys.modules[__name__])
        halves += place.exists() and place.read_bytes() != b"<Document/>"

    assert halves > 1


def approved(finance) -> int:
    """The id of a batch that waits to be taken out."""
    batch = pay_by_bank.create(by=finance[0])
    return pay_by_bank.approve(by=finance[1], batch_id=batch.id).id


def _killed_until_done(act, random: Random) -> int:
    """How often it was killed before it was done."""
    for kills in count():
        ended = killed_after(random.uniform(0, LONGEST), act)
        refuse_broken()
        if ended != KILLED:
            assert ended == 0
            return kills
    return 0


def _make(one, other):
    if not bank_batches.all_batches():
        pay_by_bank.create(by=one)


def _approve(one, other):
    [batch] = bank_batches.all_batches()
    pay_by_bank.approve(by=other, batch_id=batch.id)


def _take_out(one, other):
    [batch] = bank_batches.all_batches()
    pay_by_bank.export(by=one, batch_id=batch.id)


def _keep_after(monkeypatch, name):
    """The broken variant: what should be kept together is kept one by one."""
    whole = getattr(pay_by_bank, name)

    def act_and_keep(*about):
        done = whole(*about)
        db.session.commit()
        return done

    monkeypatch.setattr(pay_by_bank, name, act_and_keep)
