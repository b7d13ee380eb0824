"""What finance sees of the bank, of the Incomes Register and of a wrong year is for everyone."""

from datetime import UTC, datetime

import pytest

from app.access import Role
from app.now import at
from app.storage import fee_tables, payments, register_deliveries, register_payers, register_reports
from app.use_cases import enter_bank_answer, enter_register_answer, mend_year, tell_incomes_register
from app.use_cases.run_statements import run_statements
from tests import build, build_engines, build_money
from tests.sign_in import signed_in

NEW_YEAR = datetime(2027, 1, 4, 8, tzinfo=UTC)


@pytest.fixture
def finance(app):
    return build_engines.where_the_bank_pays()


def test_what_the_bank_is_given_and_tells(app, finance, is_for_everyone):
    one, _ = finance
    build_engines.owed(*finance)
    hers = signed_in(app, Role.FINANCE)
    is_for_everyone(hers, "/bank-batches/")
    batch = build_engines.taken_to_bank(*finance)
    first, second = payments.of_batch(batch.id)
    words = {first.number: "RJCT", second.number: "ACSC"}
    enter_bank_answer.read_file(by=one, file=build_engines.a_status_report(batch.number, words))

    is_for_everyone(hers, f"/bank-batches/{batch.id}")
    is_for_everyone(hers, "/bank-batches/")
    is_for_everyone(hers, "/bank-batches/withheld")
    is_for_everyone(hers, f"/payouts/{first.statement.expert_id}")
    is_for_everyone(hers, f"/statements/{second.statement_id}")
    is_for_everyone(hers, "/inbox/")


def test_what_the_register_is_told_and_answers(app, finance, is_for_everyone):
    one, _ = finance
    build_engines.register_on(one)
    build_engines.paid(*finance)
    hers = signed_in(app, Role.FINANCE)
    is_for_everyone(hers, "/incomes-register/")
    [waiting, _] = register_reports.to_look_at(register_payers.find().first_day)
    is_for_everyone(hers, f"/incomes-register/payments/{waiting.id}")
    [delivery] = tell_incomes_register.make(by=one)
    is_for_everyone(hers, f"/incomes-register/{delivery.id}")
    enter_register_answer.mark_delivered(by=one, delivery_id=delivery.id)
    is_for_everyone(hers, f"/incomes-register/{delivery.id}")
    enter_register_answer.accept(by=one, delivery_id=delivery.id)

    is_for_everyone(hers, f"/incomes-register/{register_deliveries.all_of_them()[0].id}")
    is_for_everyone(hers, "/incomes-register/payer")
    is_for_everyone(hers, "/incomes-register/")


def test_a_tax_of_another_year_is_put_right_by_two(app, is_for_everyone):
    build.a_fee_table()
    build.a_pay_day("2026-12-31", "2026-12-15")
    one, other = build_engines.engines_on()
    expert = build_engines.payable(one, other, build.an_expert())
    build_money.approved_hours(expert, cents_an_hour=4000)
    with at(datetime(2026, 12, 28, 8, tzinfo=UTC)):
        run_statements(by=one, month="2026-12")
        batch = build_engines.taken_to_bank(one, other)
    [item] = payments.of_batch(batch.id)
    with at(NEW_YEAR):
        enter_bank_answer.confirm(
            by=one, batch_id=batch.id, paid_on=NEW_YEAR.date(), is_paid_late=True
        )
        hers = signed_in(app, Role.FINANCE)
        page = f"/mended-years/{item.id}/"
        is_for_everyone(hers, page)
        mend_year.write_down(by=one, payment_id=item.id, note="Ilmoitettu käsin 4.1.2027.")
        is_for_everyone(hers, page)
        mend_year.confirm(by=other, payment_id=item.id)
        is_for_everyone(hers, page)
        is_for_everyone(hers, f"/bank-batches/{batch.id}")


def test_a_price_found_wrong(app, finance, is_for_everyone):
    build_engines.owed(*finance)
    [table] = fee_tables.all_tables()
    hers = signed_in(app, Role.FINANCE)

    for rate in table.rates[:2]:
        is_for_everyone(hers, f"/price-corrections/{rate.id}")
    is_for_everyone(hers, f"/rates/{table.id}")
    is_for_everyone(hers, "/rates/travel")
