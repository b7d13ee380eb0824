"""A gift card is pay: it is taxed and told, and never paid again as money."""

import csv
import io
from dataclasses import replace
from datetime import date

import pytest

from app import checks
from app.access import Role
from app.language import euros
from app.now import today
from app.readings.waiting_payments import waiting_for
from app.storage import fee_tables, invariants, net_pays, payments, statements
from app.use_cases import ask_correction, correct_statement, decide_income_type, pay_by_bank
from app.use_cases.hand_over_statements import hand_over, mark_paid
from app.use_cases.print_statement import pdf_of, print_statement
from app.use_cases.run_statements import run_statements
from app.use_cases.set_prices import Price, add_fee_table, name_pay_code, set_expense_pay_codes
from invoices.pricing.fee_table import PriceUnit, Work
from invoices.printing.text import text_of
from invoices.refusals.pricing import MoneyNeedsPayCode, ThingNeedsPayCode
from invoices.statements.correction import Mend
from tests import build, build_engines, build_money

CARD = "lahjakortti"


def prices():
    """An hour is 40 €; reading in advance is thanked by a gift card of 20 €."""
    build.a_fee_table(
        {"code": "hour", "work": Work.ACTIVITY, "cents": 4000},
        {
            "code": "reading",
            "work": Work.PREPARATION,
            "cents": 2000,
            "given": CARD,
            "pay_code": "3900",
        },
    )
    build.a_pay_day("2026-11-30", "2026-11-15")


def worked(expert):
    """Two hours of 40 € and an hour for a gift card of 20 €."""
    hours = build_money.approved_hours(expert)
    reading = {"work": Work.PREPARATION, "given": CARD, "pay_code": "3900"}
    build_money.approved_hours(
        expert, minutes=60, cents_an_hour=2000, assignment=hours.assignment, **reading
    )
    return hours.assignment


@pytest.fixture
def finance(app):
    prices()
    return build.an_actor(Role.FINANCE)


@pytest.fixture
def run(finance):
    worked(build.an_expert())
    return run_statements(by=finance, month="2026-11")


def holds():
    assert invariants.first_broken() is None
    assert not any(checks.statements.violations())
    assert checks.printed.find_wrong() is None


def test_a_statement_counts_the_card_as_pay_and_leaves_it_out_of_the_money(run):
    [issued] = statements.of_run(run.id)

    assert [line.kind for line in issued.lines] == ["activity", "given"]
    assert (issued.fee_cents, issued.given_cents, issued.money_cents) == (10_000, 2_000, 8_000)
    assert issued.values().lines[1].given == CARD


def test_payroll_is_told_of_the_card_and_pays_the_rest(finance, run):
    batch = hand_over(by=finance, run_id=run.id)

    [person], lines = rows(batch.per_person), rows(batch.per_line)
    assert batch.total_cents == 8_000
    assert (person["Yhteensä"], person["Annettu rahan sijasta"]) == ("80,00", "20,00")
    assert {line["Palkkalaji"]: line["Annettu rahan sijasta"] for line in lines} == {
        "3010": "",
        "3900": CARD,
    }
    mark_paid(by=finance, run_id=run.id, paid_on=today())
    holds()


def test_the_paper_says_what_was_given_and_what_is_paid(finance, run):
    [issued] = statements.of_run(run.id)
    print_statement(issued.id)

    text = text_of(pdf_of(issued.id, by=finance)[1])

    assert "Annettu: lahjakortti." in text
    assert euros(8_000) in text
    holds()


def test_the_bank_pays_the_money_and_the_tax_of_the_card_comes_out_of_it(app):
    prices()
    one, other = build_engines.engines_on()
    expert = build_engines.payable(one, other, build.an_expert())
    assignment = worked(expert)
    run_statements(by=one, month="2026-11")
    [refused] = waiting_for().rows
    assert refused.refusal.code == "no_income_type"  # what a gift card is, finance decides

    decide_income_type.decide(
        by=one, assignment_id=assignment.id, income_type=214, reason="Luentopalkkio"
    )
    batch = pay_by_bank.create(by=one)
    [item] = payments.of_batch(batch.id)
    net = net_pays.by_statement([item.statement_id])[item.statement_id]

    assert (net.taxable_cents, net.withheld_cents, net.given_cents) == (10_000, 2_000, 2_000)
    assert net.net_cents == item.cents == 6_000
    print_statement(item.statement_id)
    holds()


def test_a_correction_of_a_card_says_again_that_it_is_one(finance, run):
    hand_over(by=finance, run_id=run.id)
    mark_paid(by=finance, run_id=run.id, paid_on=today())
    [issued] = statements.of_run(run.id)
    mends = [Mend(position=2, measure="minutes", quantity=60, price_cents=2500)]
    asked = ask_correction.ask_correction(
        by=finance, statement_id=issued.id, mends=mends, reason="Kortti oli 25 euron."
    )

    other = build.an_actor(Role.FINANCE)
    done = correct_statement.correct_statement(by=other, correction_id=asked.id)
    document = statements.get(done.document_id or 0)

    assert (document.total_cents, document.given_cents, document.money_cents) == (500, 500, 0)
    assert document.values().lines[-1].given == CARD
    holds()


@pytest.mark.parametrize(
    ("position", "pay_code", "refusal"),
    [
        (2, "3010", ThingNeedsPayCode),
        (2, "5310", ThingNeedsPayCode),
        (1, "3900", MoneyNeedsPayCode),
    ],
)
def test_a_correction_makes_no_money_of_a_card_and_no_card_of_money(
    finance, run, position, pay_code, refusal
):
    set_expense_pay_codes(by=finance, pay_codes={"kilometres": "5310"})
    issued, mend = a_paid_one(finance, run), booked_at(position, pay_code)

    with pytest.raises(refusal):
        ask_correction.ask_correction(
            by=finance, statement_id=issued.id, mends=[mend], reason="Väärä palkkalaji."
        )


def test_what_has_become_a_code_of_money_since_it_was_asked_is_refused_too(finance, run):
    issued = a_paid_one(finance, run)
    asked = ask_correction.ask_correction(
        by=finance, statement_id=issued.id, mends=[booked_at(2, "3950")], reason="Väärä palkkalaji."
    )
    set_expense_pay_codes(by=finance, pay_codes={"kilometres": "3950"})

    with pytest.raises(ThingNeedsPayCode):
        correct_statement.correct_statement(by=build.an_actor(Role.FINANCE), correction_id=asked.id)


def test_the_pay_code_of_a_card_is_mended_to_another_of_what_is_given(finance, run):
    issued = a_paid_one(finance, run)
    asked = ask_correction.ask_correction(
        by=finance, statement_id=issued.id, mends=[booked_at(2, "3950")], reason="Väärä palkkalaji."
    )

    done = correct_statement.correct_statement(
        by=build.an_actor(Role.FINANCE), correction_id=asked.id
    )

    document = statements.get(done.document_id or 0)
    assert (document.total_cents, document.lines[-1].pay_code) == (0, "3950")
    holds()


def a_paid_one(finance, run):
    hand_over(by=finance, run_id=run.id)
    mark_paid(by=finance, run_id=run.id, paid_on=today())
    [issued] = statements.of_run(run.id)
    return issued


def booked_at(position, pay_code):
    """The lines of `worked` as they are, but for a pay code."""
    minutes, cents = {1: (120, 4000), 2: (60, 2000)}[position]
    return Mend(
        position=position,
        measure="minutes",
        quantity=minutes,
        price_cents=cents,
        pay_code=pay_code,
    )


def test_a_card_has_a_pay_code_that_no_money_has(finance):
    money = Price(work=Work.ACTIVITY, unit=PriceUnit.HOUR, cents=4000, pay_code="3010")
    card = Price(
        work=Work.PREPARATION, unit=PriceUnit.MEETING, cents=2000, pay_code="3010", given=CARD
    )

    with pytest.raises(ThingNeedsPayCode):
        add_fee_table(
            by=finance, valid_from=date(2027, 1, 1), decision_number="§ 2", rates=[money, card]
        )


def test_a_pay_code_named_later_is_no_code_of_money_either(app):
    build.a_fee_table(
        {"code": "hour", "work": Work.ACTIVITY, "cents": 4000},
        {
            "code": "reading",
            "work": Work.PREPARATION,
            "cents": 2000,
            "given": CARD,
            "pay_code": None,
        },
    )
    card = next(rate for rate in fee_tables.all_tables()[0].rates if rate.given)

    with pytest.raises(ThingNeedsPayCode):
        name_pay_code(by=build.an_actor(Role.FINANCE), rate_id=card.id, pay_code="3010")


def test_a_cost_never_gets_the_pay_code_of_a_card_nor_a_card_that_of_a_cost(app):
    finance = build.an_actor(Role.FINANCE)
    card = Price(
        work=Work.PREPARATION, unit=PriceUnit.MEETING, cents=2000, pay_code="3900", given=CARD
    )
    decision = {"valid_from": date(2027, 1, 1), "decision_number": "§ 2"}
    set_expense_pay_codes(by=finance, pay_codes={"ticket": "5320"})

    with pytest.raises(ThingNeedsPayCode):
        add_fee_table(by=finance, rates=[replace(card, pay_code="5320")], **decision)
    add_fee_table(by=finance, rates=[card], **decision)
    with pytest.raises(MoneyNeedsPayCode):
        set_expense_pay_codes(by=finance, pay_codes={"meal": "5340", "ticket": "3900"})

    assert fee_tables.expense_pay_codes() == {"ticket": "5320"}


def rows(file):
    return list(csv.DictReader(io.StringIO(file.decode("utf-8-sig"), newline=""), delimiter=";"))
