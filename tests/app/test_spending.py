"""What a cost centre has spent: to people, and on what was bought for them."""

import csv
import io
from dataclasses import replace
from datetime import timedelta

import pytest

from app.access import Role
from app.now import today
from app.storage import spending, statements
from app.storage.fairness import Period
from app.use_cases.approve_hours import approve_hours
from app.use_cases.check_hours import check_hours
from app.use_cases.confirm_hours import confirm_hours
from app.use_cases.print_statement import pdf_of
from app.use_cases.run_statements import run_statements
from invoices.payers import Payer
from invoices.pricing.fee_table import Work
from invoices.printing.text import text_of
from invoices.travel.costs import ExpenseKind
from scheduling.kinds import OnBehalf
from tests import build, build_money
from tests.app import story_of_corrections as story
from tests.app.hour_story import ACTIVITY, DAY, STARTS, TICKET, a_house, refs
from tests.app.page_story import browser_of
from tests.sign_in import signed_in

DAYS = "first=2026-11-01&last=2026-11-30"
OURS = replace(
    TICKET, kind=ExpenseKind.BOUGHT_BY_US, claimed_cents=4600, explanation="Taksi, saattaja"
)


@pytest.fixture
def house(app):
    build.a_fee_table()
    return a_house()


def checked(house, *said):
    entries = house.reported(*said, by=house.coordinator, how=OnBehalf.PHONE)
    confirm_hours(by=house.unit, refs=refs(entries))
    check_hours(by=house.coordinator, refs=refs(entries))
    return entries


def approved(house, *said):
    bulk = approve_hours(by=house.approver, refs=refs(checked(house, *said)))
    assert not bulk.refused


def test_whoever_approves_sees_what_was_bought_beside_what_is_paid(app, house):
    checked(house, ACTIVITY, OURS)

    page = browser_of(app, house.approver_user).get("/hours/home").text

    assert "80,00" in page
    assert "46,00" in page
    assert "126,00" in page


def test_what_we_bought_is_a_cost_of_the_cost_centre(app, house):
    approved(house, ACTIVITY, OURS)
    finance = signed_in(app, Role.FINANCE)

    page = finance.get(f"/spending/?{DAYS}").text
    file = finance.get(f"/spending/spending.csv?{DAYS}").data.decode("utf-8-sig")

    assert "126,00" in page
    [row] = list(csv.DictReader(io.StringIO(file, newline=""), delimiter=";"))
    told = {name: row[name] for name in ("Palkkiot", "Me ostimme", "Yhteensä")}
    assert told == {"Palkkiot": "80,00", "Me ostimme": "46,00", "Yhteensä": "126,00"}


def test_it_is_counted_by_the_day_it_is_of(app, house):
    approved(house, ACTIVITY, OURS)

    page = signed_in(app, Role.FINANCE).get("/spending/?first=2026-10-01&last=2026-10-31").text

    assert "46,00" not in page


def test_an_approver_sees_only_her_own_cost_centres(app, house):
    approved(house, ACTIVITY, OURS)

    hers = browser_of(app, house.approver_user).get(f"/spending/?{DAYS}").text
    strangers = signed_in(app, Role.APPROVER).get(f"/spending/?{DAYS}").text

    assert "46,00" in hers
    assert "46,00" not in strangers


def test_what_others_pay_for_in_work_is_still_bought_by_us(app):
    build.a_fee_table()
    house = a_house(payer=Payer.OTHER_PAYS)
    approved(house, ACTIVITY, OURS)

    page = signed_in(app, Role.FINANCE).get(f"/spending/?{DAYS}").text

    assert "46,00" in page
    assert "126,00" not in page


def test_a_statement_of_nothing_but_that_says_that_nothing_is_paid(app, house):
    finance = build.an_actor(Role.FINANCE)
    approved(house, OURS)
    pay_on = today() + timedelta(days=9)
    build.a_pay_day(pay_on.isoformat(), today().isoformat())
    run = run_statements(by=finance, month=f"{pay_on:%Y-%m}")
    [issued] = statements.of_run(run.id)

    assert issued.total_cents == 0
    assert "ei makseta mitään" in text_of(pdf_of(issued.id, by=finance)[1])


def fees_of(day):
    return [one.fee_cents for one in spending.spent(Period(day, day))]


def test_work_on_a_statement_costs_what_its_line_says(app):
    build.a_fee_table(
        {"code": "hour", "work": Work.ACTIVITY, "cents": 4000}
        | {"terms": {"caps": [{"per": "day", "cents": 10_000}]}}
    )
    house = a_house(ends_at=STARTS + timedelta(hours=5))
    begins, ends = STARTS + timedelta(hours=3), STARTS + timedelta(hours=5)
    approved(house, ACTIVITY, replace(ACTIVITY, starts_at=begins, ends_at=ends))
    assert fees_of(DAY) == [16_000]
    pay_on = today() + timedelta(days=9)
    build.a_pay_day(pay_on.isoformat(), today().isoformat())

    run = run_statements(by=build.an_actor(Role.FINANCE), month=f"{pay_on:%Y-%m}")

    [issued] = statements.of_run(run.id)
    assert [issued.total_cents] == fees_of(DAY) == [10_000]


def test_a_correction_changes_what_was_spent(app):
    one, other = story.two_in_finance()
    entry = build_money.approved_hours(build.an_expert())
    [statement] = story.paid(one)

    document = story.corrected(one, other, statement, quantity=180)

    assert fees_of(entry.day) == [statement.total_cents + document.total_cents] == [12_000]


def test_what_was_credited_costs_what_was_approved_until_it_is_issued_anew(app):
    one, other = story.two_in_finance()
    entry = build_money.approved_hours(build.an_expert())
    [statement] = story.issued(one)

    story.credited(one, other, statement)

    assert fees_of(entry.day) == [8_000]
