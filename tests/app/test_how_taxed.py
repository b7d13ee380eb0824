"""What papers say of the tax is what was done at each payment: by payroll, by us, or by nobody."""

from datetime import date

import pytest

from app.access import Role
from app.now import today
from app.readings import my_pay, year_of_pay
from app.storage import payments, statements, withheld
from app.storage.engines import Engine
from app.use_cases import enter_bank_answer
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
    enter_bank_answer.confirm(by=finance[0], batch_id=batch.id, paid_on=today())


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


def all_told(finance, people):
    """What her own year, her money page and her newest statement tell of each person, in cents."""
    for expert in people:
        year = year_of_pay.year_of(expert.id, 2026, finance[0])
        mine = my_pay.pay_of(expert.id)
        [way] = year.taxed.ways
        assert mine.taken == year.taken
        assert sum(each.withheld_cents for each in year.taken) == way.withheld_cents
        assert sum(each.money_cents for each in year.taken) == year.fee_cents + year.tax_free_cents
        yield from year.taken


def month_paid(finance, people, month):
    """Each for another time of work; of the last of three the bank pays nothing."""
    for at_work, expert in enumerate(people, 1):
        build_money.approved_hours(expert, minutes=95 * at_work, cents_an_hour=4111)
        build_money.approved_kilometres(expert, tenths=104)
    run_statements(by=finance[0], month=month)
    batch = build_engines.taken_to_bank(*finance)
    words = {each.number: "RJCT" for each in payments.of_batch(batch.id)[2:]}
    if words:
        file = build_engines.a_status_report(batch.number, words)
        enter_bank_answer.read_file(by=finance[0], file=file)
    enter_bank_answer.confirm(by=finance[0], batch_id=batch.id, paid_on=today())


def test_every_years_sums_are_those_that_are_paid_on_month_by_month(finance):
    people = [build_engines.payable(*finance, build.an_expert()) for _ in range(3)]
    month_paid(finance, people[:2], "2026-11")
    with build_engines.later(days=8):
        month_paid(finance, people, "2026-12")

    told = list(all_told(finance, people[:2]))
    months = withheld.by_month()
    assert [each.month for each in months] == [date(2026, 12, 1), date(2026, 11, 1)]

    for name in ("money_cents", "taxable_cents", "withheld_cents", "shares_cents", "net_cents"):
        cents = [sum(getattr(each, name) for each in rows) for rows in (told, months)]
        assert cents[0] == cents[1] > (0 if name != "shares_cents" else -1), name
    assert sum(each.money_cents - each.withheld_cents - each.shares_cents for each in told) == sum(
        each.net_cents for each in told
    )
    assert year_of_pay.year_of(people[2].id, 2026, finance[0]).taken == []


def test_a_statement_tells_the_year_until_itself_and_papers_agree(app, finance):
    expert = build_engines.payable(*finance, build.an_expert())
    paid_by_bank(finance, expert)
    paid_by_bank(finance, expert, month="2026-12")
    browser = herself(app, expert)
    later, first = statements.of_expert(expert.id)

    def told(address):
        answer = browser.get(address)
        is_pdf = answer.mimetype == "application/pdf"
        return words_of(answer.data) if is_pdf else answer.text.replace("\xa0", " ")

    once = "maksaja on pidättänyt veroa 16,00 € ja maksanut tilille 79,62 €"
    twice = "maksaja on pidättänyt veroa 32,00 € ja maksanut tilille 159,24 €"
    for statement, words in ((first, once), (later, twice)):
        assert words in told(f"/statements/{statement.id}?lang=fi")
        assert words in told(f"/statements/{statement.id}.pdf")
    for address in ("/papers/year.pdf", "/papers/?lang=fi", "/statements/mine?lang=fi"):
        assert "32,00 €" in told(address)
        assert "159,24 €" in told(address)


def test_who_arranges_the_work_sees_no_tax(app, finance):
    expert = build_engines.payable(*finance, build.an_expert())
    paid_by_bank(finance, expert)
    coordinator = signed_in(app)

    page = coordinator.get(f"/papers/{expert.id}?lang=en").text

    assert "The payer withholds the tax." in page
    assert "16,00" not in page
