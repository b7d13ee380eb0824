"""Tax goes by the year of payment: a batch of December is not paid in January by its old card."""

import csv
import io
from datetime import UTC, datetime

import pytest

from app import checks
from app.access import Role
from app.now import at, today
from app.readings.waiting_payments import waiting_for
from app.storage import (
    bank_batch_files,
    hand_files,
    mended_years,
    net_pays,
    payment_years,
    payments,
    withheld,
)
from app.storage.figures import INCOME_TYPES
from app.storage.tables import FourEyes, MovedOn
from app.use_cases import enter_bank_answer, enter_figures, mend_year, pay_by_bank, pay_by_hand
from app.use_cases.enter_bank_answer import PaidInAnotherYear
from app.use_cases.run_statements import run_statements
from invoices.payroll_files.export_map import Per
from tests import build, build_engines, build_money
from tests.app.test_enter_figures import NEXT_YEAR
from tests.invoices import bank_feedback
from tests.sign_in import caller, signed_in

DECEMBER = datetime(2026, 12, 28, 8, tzinfo=UTC)
JANUARY = datetime(2027, 1, 4, 8, tzinfo=UTC)


@pytest.fixture
def finance(app):
    build.a_fee_table()
    build.a_pay_day("2026-12-31", "2026-12-15")
    return build_engines.engines_on()


@pytest.fixture
def figures_of_next_year(finance):
    one, other = finance
    for family, values in (
        ("withholding", {"no_tax_card_rate": 6000}),
        (INCOME_TYPES, {"income_type_210": 210, "income_type_214": 214}),
    ):
        asked = enter_figures.propose(by=one, family=family, values=values, **NEXT_YEAR)
        enter_figures.confirm(by=other, figure_ids=[each.id for each in asked])


@pytest.fixture
def batch(finance):
    """80 € of work: 20 % is withheld in 2026, and 30 % in 2027."""
    one, other = finance
    expert = build_engines.payable(one, other, build.an_expert())
    build_engines.tax_card(one, expert, first_day="2027-01-01", base=3000)
    build_money.approved_hours(expert, cents_an_hour=4000)
    with at(DECEMBER):
        run_statements(by=one, month="2026-12")
        return build_engines.taken_to_bank(one, other)


def only(batch):
    [item] = payments.of_batch(batch.id)
    return item


def bounce(by, batch):
    file = build_engines.a_status_report(batch.number, {only(batch).number: "RJCT"})
    enter_bank_answer.read_file(by=by, file=file)


def rows(kept) -> dict[str, int]:
    file = kept.file.decode("utf-8-sig")
    found = csv.DictReader(io.StringIO(file, newline=""), delimiter=";")
    return {row["Selite"]: int(row["Summa"].replace(",", "")) for row in found}


def test_a_day_of_the_next_year_is_refused_and_told_what_to_do(app, finance, batch):
    one, _ = finance
    with at(JANUARY):
        with pytest.raises(PaidInAnotherYear):
            enter_bank_answer.confirm(by=one, batch_id=batch.id, paid_on=today())
        browser = signed_in(app, Role.FINANCE)
        address = f"/bank-batches/{batch.id}/paid?lang=en"
        refused = browser.post(address, data={"paid_on": "4.1.2027"})
        enter_bank_answer.confirm(by=one, batch_id=batch.id, paid_on=batch.pay_on)

    assert refused.status_code == 409
    assert "void the batch and make it anew" in refused.text
    assert only(batch).paid_on == batch.pay_on
    assert checks.payment_years.first_broken() is None


def test_what_is_voided_is_counted_by_the_card_of_the_year_it_is_paid_in(
    finance, batch, figures_of_next_year
):
    one, other = finance
    with at(JANUARY):
        pay_by_bank.void(by=other, batch_id=batch.id, reason="Pankki ei maksanut")
        anew = build_engines.taken_to_bank(one, other)
        enter_bank_answer.confirm(by=one, batch_id=anew.id, paid_on=anew.pay_on)

    assert (batch.cents, anew.cents) == (6400, 5600)
    assert anew.pay_on.year == only(anew).paid_on.year == 2027


def test_money_that_comes_back_is_counted_anew_in_another_year_and_the_ledger_told_once(
    finance, batch, figures_of_next_year
):
    one, other = finance
    bounce(one, batch)
    with at(JANUARY):
        anew = build_engines.taken_to_bank(one, other)

    first, second = (rows(bank_batch_files.of_batch(each.id)[Per.LINE]) for each in (batch, anew))

    assert (batch.cents, anew.cents) == (6400, 5600)
    assert second == {"Palautunut maksu uudelleen": 6400, "Ennakonpidätys": -800}
    assert first["Ennakonpidätys"] + second["Ennakonpidätys"] == -2400
    assert checks.bank_files.is_right(batch)
    assert checks.bank_files.is_right(anew)
    assert net_pays.taxable_in(2026, [only(anew).statement.expert_id]) == {}


def test_what_came_back_in_both_years_is_taken_back_whole_when_payroll_pays_it(
    finance, batch, figures_of_next_year
):
    one, other = finance
    bounce(one, batch)
    with at(JANUARY):
        anew = build_engines.taken_to_bank(one, other)
        bounce(one, anew)
        statement = only(anew).statement
        pay_by_hand.ask(by=one, statement_id=statement.id, reason="Tili on lopetettu")
        given = pay_by_hand.give(by=other, statement_id=statement.id)

    hand = rows(hand_files.of_payment(given.id)[Per.LINE])
    assert hand == {"Palautunut maksu uudelleen": 5600, "Ennakonpidätys": 2400}


def test_money_that_came_back_waits_for_the_figures_of_the_year(finance, batch):
    bounce(finance[0], batch)

    with at(JANUARY):
        [waiting] = waiting_for().rows

    assert waiting.kept is None
    assert waiting.refusal.code in ("unconfirmed_figure", "unconfirmed_income_type")


def test_what_the_bank_tells_is_the_truth_and_the_other_year_is_shown(app, finance, batch):
    one, _ = finance
    item = only(batch)
    entry = bank_feedback.entry(bank_feedback.booked(item.number, cents=item.cents), cents=6400)
    late = entry.replace("<NtryDtls>", "<BookgDt><Dt>2027-01-04</Dt></BookgDt><NtryDtls>")
    with at(JANUARY):
        enter_bank_answer.read_file(by=one, file=bank_feedback.notification(late))
        page = signed_in(app, Role.FINANCE).get(f"/bank-batches/{batch.id}?lang=en").text

    assert only(batch).paid_on == today().replace(2027, 1, 4)
    assert "The bank paid these in another year" in page
    assert item.number in checks.payment_years.first_broken().where


def test_a_program_tells_a_day_of_another_year_only_when_the_money_has_moved(app, batch):
    address, day = f"/api/v1/payment-batches/{batch.id}/confirm", {"paid_on": "2027-01-04"}
    with at(JANUARY):
        program = caller(app, Role.FINANCE)
        said = [
            program.post(address, json=day | late, headers={"Idempotency-Key": key})
            for key, late in (("first", {}), ("then", {"is_paid_late": True}))
        ]

    assert [(one.status_code, one.json.get("code")) for one in said] == [
        (409, "paid_in_another_year"),
        (200, None),
    ]
    assert to_put_right() == [only(batch).id]


@pytest.fixture
def paid_late(finance, batch):
    """The bank paid on 4.1.2027; nobody has brought its file."""
    with at(JANUARY):
        enter_bank_answer.confirm(
            by=finance[0], batch_id=batch.id, paid_on=today(), is_paid_late=True
        )
    return only(batch)


def to_put_right() -> list[int]:
    """As verify asks, in this organisation."""
    return [one.id for one in payment_years.paid_in_another(mended=False)]


def test_two_people_say_that_the_tax_is_put_right_and_then_all_holds(app, finance, paid_late):
    one, other = finance
    assert to_put_right() == [paid_late.id]

    mend_year.write_down(by=one, payment_id=paid_late.id, note="Ilmoitettu käsin 8.1.")
    assert to_put_right() == [paid_late.id]
    again = build.an_actor(Role.FINANCE, person_id=one.person_id)
    for herself in (one, again):
        with pytest.raises(FourEyes):
            mend_year.confirm(by=herself, payment_id=paid_late.id)
    mend_year.confirm(by=other, payment_id=paid_late.id)

    assert to_put_right() == []
    with pytest.raises(MovedOn):
        mend_year.refuse(by=other, payment_id=paid_late.id)


def test_what_was_written_down_wrong_is_written_anew(finance, paid_late):
    one, other = finance
    mend_year.write_down(by=one, payment_id=paid_late.id, note="Ilmoitettu")

    mend_year.refuse(by=other, payment_id=paid_late.id)
    anew = mend_year.write_down(by=other, payment_id=paid_late.id, note="Nyt ilmoitettu")
    mend_year.confirm(by=one, payment_id=paid_late.id)

    assert mended_years.find(paid_late.id).id == anew.id
    assert to_put_right() == []


def test_nothing_is_put_right_of_what_was_paid_in_its_year(finance, batch):
    one, _ = finance
    with at(JANUARY):
        enter_bank_answer.confirm(by=one, batch_id=batch.id, paid_on=batch.pay_on)

    with pytest.raises(mend_year.PaidInItsYear):
        mend_year.write_down(by=one, payment_id=only(batch).id, note="Turhaan")


def test_it_counts_in_the_year_it_was_paid_in(finance, paid_late):
    expert_id = paid_late.statement.expert_id

    assert net_pays.taxable_in(2026, [expert_id]) == {}
    [counted] = net_pays.taxable_in(2027, [expert_id])[expert_id]
    assert counted.cents == 8000
    net = net_pays.by_id([paid_late.net_pay_id])[paid_late.net_pay_id]
    assert withheld.in_year_until(net, expert_id).withheld_cents == 1600


def test_the_pages_lead_to_what_has_to_be_put_right(app, finance, paid_late):
    one, other = signed_in(app, Role.FINANCE), signed_in(app, Role.FINANCE)
    page = f"/mended-years/{paid_late.id}/"

    assert page in one.get("/bank-batches/").text
    assert page in one.get(f"/bank-batches/{paid_late.batch_id}").text
    told = one.get(f"{page}?lang=en").text
    for word in ("80,00", "16,00", "4 Jan 2027", "leave 2026 and belong to 2027"):
        assert word in told, word
    assert one.post(page, data={"note": " "}).status_code == 422
    assert one.post(page, data={"note": "Ilmoitettu käsin 8.1."}).status_code == 303
    assert one.post(f"{page}confirm").status_code == 409
    assert "Confirm: it is put right" not in one.get(f"{page}?lang=en").text
    assert "Confirm: it is put right" in other.get(f"{page}?lang=en").text
    assert other.post(f"{page}confirm").status_code == 303
    assert "Ilmoitettu käsin 8.1." in other.get(page).text
    assert page not in one.get("/bank-batches/").text


def test_the_register_page_leads_there_too(app, finance, paid_late):
    build_engines.register_on(finance[0])

    with at(JANUARY):
        page = signed_in(app, Role.FINANCE).get("/incomes-register/?lang=en").text

    assert f"/mended-years/{paid_late.id}/" in page


def test_a_debit_of_the_same_year_leaves_the_day_that_was_promised(finance, batch):
    one, _ = finance
    item = only(batch)
    entry = bank_feedback.entry(bank_feedback.booked(item.number, cents=item.cents), cents=6400)
    early = entry.replace("<NtryDtls>", "<BookgDt><Dt>2026-12-30</Dt></BookgDt><NtryDtls>")
    with at(JANUARY):
        enter_bank_answer.read_file(by=one, file=bank_feedback.notification(early))

    assert only(batch).paid_on == batch.pay_on
