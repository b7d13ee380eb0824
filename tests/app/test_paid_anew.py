"""Money that came back from the bank after its statement was corrected is paid anew, once."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text

from app.access import Role
from app.database import db, transaction
from app.now import now
from app.readings import my_pay, way_of_entries, year_of_pay
from app.readings.money_come_back import CameBackInPart
from app.readings.waiting_corrections import overpaid
from app.readings.waiting_payments import waiting_for
from app.storage import (
    entry_lists,
    experts,
    invariants,
    net_pays,
    payments,
    receipts,
    statements,
)
from app.storage.corrections import OverpaidDecision
from app.storage.payments import KeptAsItIs, NotPayable
from app.storage.receipts import Receipt
from app.use_cases import enter_bank_answer, pay_by_bank
from app.use_cases.correct_statement import NotOverpaid, settle_overpaid
from app.use_cases.enter_bank_answer import read_file
from app.use_cases.keep_receipts import expire_receipts
from app.use_cases.print_statement import print_statement
from invoices.printing.text import text_of
from invoices.travel.receipts import KEPT_AFTER_PAYMENT
from scheduling.lifecycle import StatementState
from scheduling.payment_states import PaymentState
from tests import build, build_engines
from tests.app import story_of_corrections as story
from tests.invoices.bank_feedback import booked, entry, notification
from tests.sign_in import signed_in

TODAY = date(2026, 11, 24)


@pytest.fixture
def finance(app):
    build.a_fee_table()
    build.a_pay_day("2026-11-30", "2026-11-15")
    build.a_pay_day("2026-12-15", "2026-11-23")
    return build_engines.engines_on()


@pytest.fixture
def paid(finance):
    """An hour of 40 € and a drive of 5,72 €: 20 % withheld, 37,72 € paid by the bank."""
    [statement] = build_engines.paid(*finance, 60)
    return statement


def the_bank_gives_back(by, statement):
    [*_, item] = payments.of_statements([statement.id])[statement.id]
    row = booked(item.number, cents=item.cents, returned="AC04", direction="CRDT")
    file = notification(entry(row, cents=item.cents, direction="CRDT"))
    read_file(by=by, file=file)
    assert item.state == PaymentState.BOUNCED


def pay_again(finance):
    batch = build_engines.taken_to_bank(*finance)
    enter_bank_answer.confirm(by=finance[0], batch_id=batch.id, paid_on=TODAY)
    return payments.of_batch(batch.id)


def net_of(statement):
    return net_pays.by_statement([statement.id])[statement.id]


def everything_holds():
    story.everything_holds()
    for rule, _, question in invariants.bank.QUESTIONS:
        assert db.session.execute(text(question)).all() == [], rule


def test_a_receipt_is_kept_until_money_that_came_back_is_paid(finance, paid):
    [drive] = [line.expense_entry_id for line in paid.lines if line.expense_entry_id]
    with transaction():
        receipts.keep(
            Receipt(
                expense_entry_id=drive,
                expert_id=paid.expert_id,
                media_type="image/jpeg",
                content=b"kuitti",
                pages=1,
                sha256="",
                added_at=now(),
            )
        )
    later = TODAY + KEPT_AFTER_PAYMENT + timedelta(days=30)
    the_bank_gives_back(finance[0], paid)

    assert expire_receipts(later) == 0
    pay_again(finance)
    assert expire_receipts(later) == 1


def test_a_correction_upwards_pays_all_that_stands(finance, paid):
    the_bank_gives_back(finance[0], paid)
    document = story.corrected(*finance, paid, quantity=120)

    [item] = pay_again(finance)

    assert (item.statement_id, item.cents) == (document.id, 6400 + 572)
    assert net_of(document).replaces_id == net_of(paid).id
    assert net_of(document).earlier_cents == 0
    assert (paid.state, document.state) == (StatementState.CORRECTED, StatementState.PAID)
    assert waiting_for().rows == []
    everything_holds()


def test_a_correction_that_pays_all_anew_is_counted_anew_when_its_batch_is_voided(finance, paid):
    the_bank_gives_back(finance[0], paid)
    document = story.corrected(*finance, paid, quantity=120)
    batch = pay_by_bank.create(by=finance[0])
    pay_by_bank.void(by=finance[0], batch_id=batch.id, reason="Väärä päivä")

    [item] = pay_again(finance)

    assert (item.statement_id, item.cents, item.attempt) == (document.id, 6400 + 572, 2)
    assert net_of(document).replaces_id == net_of(paid).id
    everything_holds()


def test_a_correction_downwards_pays_what_is_left_and_nothing_was_overpaid(finance, paid):
    the_bank_gives_back(finance[0], paid)
    document = story.corrected(*finance, paid, quantity=30)
    assert document.total_cents == -2000
    assert overpaid() == []
    with pytest.raises(NotOverpaid):
        settle_overpaid(
            by=finance[0],
            statement_id=document.id,
            decision=OverpaidDecision.COLLECTED,
            note="Peritty",
        )

    [item] = pay_again(finance)

    assert (item.statement_id, item.cents) == (document.id, 1600 + 572)
    everything_holds()


def test_what_the_correction_pays_is_not_paid_by_itself_too(finance, paid):
    the_bank_gives_back(finance[0], paid)
    story.corrected(*finance, paid, quantity=120)
    pay_again(finance)
    [first] = payments.of_statements([paid.id])[paid.id]

    with pytest.raises(NotPayable), transaction():
        db.session.execute(
            text(
                "insert into payments (organisation_id, batch_id, statement_id, net_pay_id,"
                " attempt, number, state, cents, name, iban, masked)"
                " select organisation_id, batch_id, statement_id, net_pay_id, 2, number || '-2',"
                " 'planned', cents, name, iban, masked from payments where id = :id"
            ),
            {"id": first.id},
        )
    with pytest.raises(KeptAsItIs), transaction():
        db.session.execute(text("update net_pays set replaces_id = null"))


def test_a_correction_that_comes_back_is_paid_by_the_next(finance, paid):
    the_bank_gives_back(finance[0], paid)
    second = story.corrected(*finance, paid, quantity=120)
    pay_again(finance)
    the_bank_gives_back(finance[0], second)
    third = story.corrected(*finance, second, position=3, quantity=180)

    [item] = pay_again(finance)

    assert (item.statement_id, item.cents) == (third.id, 9600 + 572)
    assert net_of(third).replaces_id == net_of(second).id
    everything_holds()


def test_what_comes_back_after_its_correction_was_paid_is_paid_by_itself(finance, paid):
    document = story.corrected(*finance, paid, quantity=120)
    [difference] = pay_again(finance)
    assert (difference.statement_id, difference.cents) == (document.id, 3200)
    the_bank_gives_back(finance[0], paid)

    [item] = pay_again(finance)

    assert (item.statement_id, item.cents, item.attempt) == (paid.id, 3200 + 572, 2)
    assert statements.get(paid.id).state == StatementState.CORRECTED
    everything_holds()


def test_a_difference_that_came_back_is_for_payroll_to_count(finance, paid):
    second = story.corrected(*finance, paid, quantity=120)
    pay_again(finance)
    the_bank_gives_back(finance[0], second)
    story.corrected(*finance, second, position=3, quantity=180)

    assert [type(one.refusal) for one in waiting_for().rows] == [CameBackInPart]
    with pytest.raises(pay_by_bank.NoPayments):
        pay_by_bank.create(by=finance[0])


def test_a_paper_of_less_waits_for_the_tax_and_says_nothing_of_too_much(finance, paid):
    the_bank_gives_back(finance[0], paid)
    document = story.corrected(*finance, paid, quantity=30)

    assert print_statement(document.id) is None
    pay_again(finance)
    words = " ".join(text_of(print_statement(document.id).pdf).split()).replace("\xa0", " ")
    assert "Tilillesi 21,72 €" in words
    assert "liikaa" not in words


def test_its_paper_tells_what_came_back(finance, paid):
    the_bank_gives_back(finance[0], paid)
    document = story.corrected(*finance, paid, quantity=120)
    pay_again(finance)

    words = " ".join(text_of(print_statement(document.id).pdf).split()).replace("\xa0", " ")

    assert "Aiempi summa, joka palautui pankista 45,72 €" in words
    assert "Tilillesi 69,72 €" in words
    assert "kaikki maksetaan nyt" in words


def test_papers_tell_of_money_on_the_day_it_came_to_stay(app, finance, paid):
    expert_id, coordinator = paid.expert_id, build.an_actor()
    period = {"first": date(2026, 1, 1), "last": date(2026, 12, 31), "by": coordinator}
    assert my_pay.pay_of(expert_id).paid_fee_cents == 4000

    the_bank_gives_back(finance[0], paid)

    assert year_of_pay.payments(expert_id, **period) == []
    mine = my_pay.pay_of(expert_id)
    assert (mine.paid_fee_cents, mine.on_its_way_cents) == (0, 4572)
    assert mine.came_back == {paid.id: None}
    herself = signed_in(app, Role.EXPERT, person_id=experts.get(expert_id).person_id)
    assert "Palautui pankista" in herself.get("/statements/mine").text
    with build_engines.later(days=8):
        batch = build_engines.taken_to_bank(*finance)
        enter_bank_answer.confirm(by=finance[0], batch_id=batch.id, paid_on=date(2026, 12, 2))
        [payment] = year_of_pay.payments(expert_id, **period)
        year = year_of_pay.year_of(expert_id, 2026, coordinator)
        assert my_pay.pay_of(expert_id).paid_fee_cents == 4000
    assert payment.paid_on == date(2026, 12, 2)
    assert [(each.month, each.fee_cents) for each in year.by_payment] == [(date(2026, 12, 1), 4000)]


@pytest.mark.parametrize(("minutes", "cents"), [(120, 8000), (30, 2000)])
def test_the_year_has_all_that_a_correction_paid_anew(finance, paid, minutes, cents):
    the_bank_gives_back(finance[0], paid)
    story.corrected(*finance, paid, quantity=minutes)
    coordinator = build.an_actor()
    assert year_of_pay.year_of(paid.expert_id, 2026, coordinator).fee_cents == 0

    pay_again(finance)

    year = year_of_pay.year_of(paid.expert_id, 2026, coordinator)
    assert (year.fee_cents, year.tax_free_cents, year.overpaid_cents) == (cents, 572, 0)


def test_nobody_is_told_that_money_the_bank_gave_back_was_paid(app, finance, paid):
    entries = entry_lists.of_expert(paid.expert_id)
    herself = signed_in(app, Role.EXPERT, person_id=experts.get(paid.expert_id).person_id)

    def standing():
        return way_of_entries.standings(entries)[entries[0].ref]

    assert (standing().state, standing().pay_on) == ("paid", TODAY)

    the_bank_gives_back(finance[0], paid)

    assert (standing().state, standing().pay_on) == ("came_back", None)
    hers = herself.get(f"/statements/{paid.id}").text
    assert "Palautui pankista" in hers
    assert "kun tilinumero on tarkistettu" in hers
    batch = build_engines.taken_to_bank(*finance)
    assert (standing().state, standing().pay_on) == ("came_back", batch.pay_on)
    assert "Se maksetaan uudelleen" in herself.get("/statements/mine").text
    with build_engines.later(days=8):
        enter_bank_answer.confirm(by=finance[0], batch_id=batch.id, paid_on=date(2026, 12, 2))
    assert (standing().state, standing().pay_on) == ("paid", date(2026, 12, 2))
