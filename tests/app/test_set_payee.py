"""Who is paid is settled before approval; what comes by invoice stays out of payroll."""

import pytest

from app.access import Role
from app.database import Missing, Stale, acting_in
from app.gateways.assignment_papers import sheet_of
from app.readings.entry_prices import read_prices
from app.readings.invoiced_work import invoiced_to_us
from app.readings.way_of_entries import standings
from app.storage import assignments, changes, earnings, statements
from app.storage.changes import Subject
from app.use_cases.run_statements import run_statements
from app.use_cases.set_payee import PayeeSettled, set_payee
from invoices.payers import Payee, Payer
from tests import build, build_money
from tests.sign_in import caller, signed_in


@pytest.fixture
def house(app):
    build.a_fee_table()
    build.a_pay_day("2026-11-30", "2026-11-15")
    return app


def a_seat(expert=None):
    return build.an_assignment(expert or build.an_expert(), build_money.a_paid_occasion())


def paid_to(seat, payee, payer=Payer.WE_PAY, **changed):
    return set_payee(
        by=build.an_actor(), assignment_id=seat.id, payer=payer, payee=payee, **changed
    )


def test_the_coordinator_says_who_is_paid_and_it_is_written_down(house):
    seat = a_seat()

    paid_to(seat, Payee.NGO, Payer.WE_PAY_AND_INVOICE)
    paid_to(seat, Payee.NGO, Payer.WE_PAY_AND_INVOICE, version=1)  # a second click

    found = assignments.get(seat.id)
    assert (found.payer, found.payee) == (Payer.WE_PAY_AND_INVOICE, Payee.NGO)
    steps = [step.became for step in changes.of(Subject.ASSIGNMENT, seat.id)]
    assert steps == ["we_pay_and_invoice", "ngo"]


def test_somebody_elses_change_is_not_overwritten_unseen(house):
    seat = a_seat()
    paid_to(seat, Payee.NGO, version=1)
    with pytest.raises(Stale):
        paid_to(seat, Payee.OWN_COMPANY, version=1)


def test_another_organisation_does_not_find_the_assignment(house):
    seat_id = a_seat().id
    with acting_in(build.an_organisation().id):
        with pytest.raises(Missing):
            set_payee(
                by=build.an_actor(), assignment_id=seat_id, payer=Payer.WE_PAY, payee=Payee.NGO
            )
        stranger = signed_in(house, Role.COORDINATOR)
        said = {"payer": "we_pay", "payee": "ngo"}
        assert stranger.post(f"/assignments/{seat_id}/payee", data=said).status_code == 404
    assert assignments.get(seat_id).payee == Payee.PAYROLL


def test_after_the_first_approval_it_is_settled(house):
    entry = build_money.approved_hours(build.an_expert())
    seat = entry.assignment
    coordinator = signed_in(house, Role.COORDINATOR)

    page = coordinator.get(f"/assignments/{seat.id}?lang=en").text
    said = {"payer": "we_pay", "payee": "own_company"}
    answer = coordinator.post(f"/assignments/{seat.id}/payee?lang=en", data=said)

    assert "so these stay as they are" in page
    assert 'name="payee"' not in page
    assert answer.status_code == 409
    assert "approved already" in answer.text
    with pytest.raises(PayeeSettled):
        paid_to(seat, Payee.OWN_COMPANY)


@pytest.mark.parametrize("payee", [Payee.OWN_COMPANY, Payee.NGO, Payee.NOTHING])
def test_a_run_leaves_out_what_payroll_does_not_pay(house, payee):
    expert, other = build.an_expert(), build.an_expert()
    seat = a_seat(expert)
    paid_to(seat, payee)
    entry = build_money.approved_hours(expert, assignment=seat)
    build_money.approved_hours(other)

    run = run_statements(by=build.an_actor(Role.FINANCE), month="2026-11")

    assert [each.expert_id for each in statements.of_run(run.id)] == [other.id]
    assert run.held == 0
    assert earnings.approved(expert.id) == []
    by_invoice = payee != Payee.NOTHING
    state = "invoiced" if by_invoice else "nobody_is_paid"
    assert standings([entry])[entry.ref].state == state
    assert read_prices().of(entry).price.cents == (8000 if by_invoice else 0)
    assert [one.expert.id for one in invoiced_to_us()] == ([expert.id] if by_invoice else [])


def test_what_another_pays_is_not_invoiced_from_us(house):
    seat = a_seat()
    paid_to(seat, Payee.NGO, Payer.OTHER_PAYS)
    build_money.approved_hours(seat.expert, assignment=seat)
    assert invoiced_to_us() == []


def test_finance_compares_an_invoice_to_the_list(house):
    expert = build.an_expert(first_name="Aino")
    seat = a_seat(expert)
    paid_to(seat, Payee.OWN_COMPANY)
    build_money.approved_hours(expert, assignment=seat, minutes=90)
    build_money.approved_kilometres(expert, assignment=seat)
    finance = signed_in(house, Role.FINANCE)

    page = finance.get("/statements/invoiced?lang=en").text

    assert "/statements/invoiced" in finance.get("/statements/home").text
    for words in (expert.name, "Own company invoices", seat.request.unit.name, "1 h 30 min"):
        assert words in page
    for sum_of_it in ("60,00", "15,62", "75,62"):
        assert sum_of_it in page
    with acting_in(build.an_organisation().id):
        theirs = signed_in(house, Role.FINANCE).get("/statements/invoiced").text
        assert "75,62" not in theirs


def test_the_coordinator_chooses_on_the_page(house):
    seat = a_seat()
    coordinator = signed_in(house, Role.COORDINATOR)

    before = coordinator.get(f"/assignments/{seat.id}?lang=en").text
    said = {"payer": "we_pay", "payee": "own_company", "version": "1"}
    answer = coordinator.post(f"/assignments/{seat.id}/payee", data=said)
    after = coordinator.get(f"/assignments/{seat.id}?lang=en").text

    assert "Who is paid?" in before
    assert answer.status_code == 303
    assert "Who is paid? Own company invoices" in after
    wrong = coordinator.post(f"/assignments/{seat.id}/payee", data=said | {"payee": "friend"})
    assert wrong.status_code == 422


def test_the_sheet_promises_no_pay_day_for_invoiced_work(house):
    seat = build.an_assignment(build.an_expert(), build_money.a_paid_occasion(), fee_cents=8000)
    promised = sheet_of(seat)

    paid_to(seat, Payee.NGO)

    assert (promised.fee_cents, promised.is_invoiced) == (8000, False)
    sheet = sheet_of(assignments.get(seat.id))
    assert (sheet.fee_cents, sheet.is_invoiced) == (None, True)


def test_a_program_chooses_it_too(house):
    seat = a_seat()
    said = {"payer": "we_pay", "payee": "nothing", "version": seat.version}

    answer = caller(house).post(f"/api/v1/assignments/{seat.id}/payee", json=said)

    assert (answer.status_code, answer.json["payee"]) == (200, "nothing")
