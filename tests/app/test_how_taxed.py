"""What papers say of the tax is what was done at each payment: by payroll, by us, or by nobody."""

from datetime import date

import pytest

from app.access import Role
from app.now import today
from app.readings import year_of_pay
from app.storage.engines import Engine
from app.use_cases import settle_payments
from app.use_cases.run_statements import run_statements
from app.use_cases.switch_engines import turn
from invoices.printing.text import text_of
from invoices.tax.classification import Contract
from tests import build, build_engines, build_money
from tests.app import story_of_corrections as story
from tests.sign_in import signed_in


@pytest.fixture
def finance(app):
    build.a_fee_table()
    build.a_pay_day("2026-11-30", "2026-11-15")
    build.a_pay_day("2026-12-15", "2026-11-23")
    return build_engines.engines_on()


def herself(app, expert):
    return signed_in(app, Role.EXPERT, person_id=expert.person_id)


def words_of(pdf):
    return " ".join(text_of(pdf).split()).replace("\xa0", " ")


def paid_by_bank(finance, expert, month="2026-11"):
    build_money.approved_hours(expert)
    build_money.approved_kilometres(expert)
    run_statements(by=finance[0], month=month)
    batch = build_engines.taken_to_bank(*finance)
    settle_payments.confirm(by=finance[0], batch_id=batch.id, paid_on=today())


@pytest.mark.parametrize(
    ("code", "said", "unsaid"),
    [
        ("fi", "Maksaja pidätti veroa 16,00 €.", "Palkanlaskenta"),
        ("sv", "Betalaren innehöll 16,00 € i skatt.", "Löneräkningen"),
        ("en", "The payer withheld 16,00 € of tax.", "Payroll"),
    ],
)
def test_what_our_own_bank_file_paid_was_taxed_by_us(app, finance, code, said, unsaid):
    expert = build_engines.payable(*finance, build.an_expert())
    paid_by_bank(finance, expert)

    words = words_of(herself(app, expert).get(f"/papers/year.pdf?language={code}").data)

    assert said in words
    assert unsaid not in words


def test_trade_income_in_the_prepayment_register_is_taxed_by_nobody_and_its_costs_are_taxed(
    app, finance
):
    expert = build_engines.payable(*finance, build.an_expert())
    build_engines.identity(finance[0], expert, contract=Contract.ASSIGNMENT, in_register=True)
    paid_by_bank(finance, expert)
    browser = herself(app, expert)

    year, page = words_of(browser.get("/papers/year.pdf").data), browser.get("/statements/mine")
    letter = words_of(browser.get("/papers/letter.pdf").data)

    for words in (year, page.text):
        assert "työkorvauksesta ei pidätetä veroa" in words
        assert "Palkanlaskenta" not in words
        assert "Matkat ja kulut ovat verottomia" not in words
    assert "nekin ovat veronalaisia" in letter
    assert "verottomia" not in letter


def test_a_year_of_two_ways_tells_each_with_its_days(finance):
    expert = build_engines.payable(*finance, build.an_expert())
    for engine in reversed(build_engines.PAYING_ENGINES):
        turn(by=finance[0], engine=engine, on=False)
    build_money.approved_hours(expert)
    story.paid(finance[0])
    for engine in build_engines.PAYING_ENGINES:
        turn(by=finance[0], engine=engine, on=True)
    paid_by_bank(finance, expert, month="2026-12")

    year = year_of_pay.year_of(expert.id, 2026, finance[0])

    ways = [(way.by, way.days, way.withheld_cents) for way in year.taxed.ways]
    assert ways == [("payroll", [date(2026, 11, 23)], None), ("payer", [today()], 1600)]


def test_what_is_to_come_is_told_by_how_it_is_paid_now(app, finance):
    browser = herself(app, build.an_expert())

    assert "Maksaja pidättää veron." in browser.get("/statements/mine").text
    for engine in reversed((Engine.WITHHOLDING, Engine.PAYMENT_FILE)):
        turn(by=finance[0], engine=engine, on=False)
    assert "Palkanlaskenta pidättää veron." in browser.get("/statements/mine").text
