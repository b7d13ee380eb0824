"""Invoices of work: noted with what was checked, never beside a fee for the same event."""

from datetime import date

import pytest

from app.access import Role
from app.database import acting_in
from app.readings.invoiced_work import invoiced_to_us, to_invoice
from app.storage import changes, invoices
from app.storage.changes import Subject
from app.storage.invoices import AlreadyInvoiced, FeeAndInvoice
from app.use_cases import note_invoices
from app.use_cases.note_invoices import ChecksMissing, NotInvoicedWork
from app.use_cases.run_statements import run_statements
from invoices.payers import Payee, Payer
from scheduling.lifecycle import AssignmentState
from tests import build, build_money
from tests.sign_in import signed_in

TOLD = {
    "number": "L-2026-17",
    "invoiced_on": "16.11.2026",
    "cents": "80,00",
    "prepayment_checked_on": "17.11.2026",
    "yel_checked_on": "17.11.2026",
}


@pytest.fixture
def house(app):
    build.a_fee_table()
    build.a_pay_day("2026-11-30", "2026-11-15")
    return app


def an_event(expert=None, **changes):
    """Approved work of one assignment."""
    expert = expert or build.an_expert()
    occasion = changes.pop("occasion", None) or build_money.a_paid_occasion()
    seat = build.an_assignment(expert, occasion, **changes)
    build_money.approved_hours(expert, assignment=seat)
    return seat


def noted(seat, **changes):
    values = {
        "number": "L-1",
        "invoiced_on": date(2026, 11, 16),
        "cents": 8000,
        "prepayment_checked_on": date(2026, 11, 17),
        "yel_not_needed": True,
    }
    return note_invoices.note_received(
        by=build.an_actor(Role.FINANCE), assignment_id=seat.id, **(values | changes)
    )


def test_an_invoice_is_noted_with_what_was_checked(house):
    seat = an_event(payee=Payee.OWN_COMPANY)
    finance = signed_in(house, Role.FINANCE)
    page = finance.get(f"/invoicing/received/{seat.id}?lang=en").text

    answer = finance.post(f"/invoicing/received/{seat.id}", data=TOLD | {"cents": "90,00"})
    after = finance.get("/statements/invoiced?lang=en").text

    assert "YEL" in page
    assert answer.status_code == 303
    assert "L-2026-17" in after
    assert "10,00" in after
    assert "17 Nov 2026" in finance.get(f"/invoicing/received/{seat.id}?lang=en").text
    [one] = invoiced_to_us()
    assert (one.cents, one.events[0].difference_cents) == (8000, 1000)


def test_people_of_one_name_are_told_apart(house):
    both = [build.an_expert(last_name="Aho", phone=f"+35840555010{n}") for n in range(2)]
    seats = [an_event(each, payee=Payee.OWN_COMPANY) for each in both]
    finance = signed_in(house, Role.FINANCE)

    listed = finance.get("/statements/invoiced").text
    received = finance.get(f"/invoicing/received/{seats[1].id}").text

    assert [f"tel:{each.phone}" in listed for each in both] == [True, True]
    assert [f"tel:{each.phone}" in received for each in both] == [False, True]


def test_an_association_is_not_asked_for_its_yel(house):
    seat = an_event(payee=Payee.NGO)
    finance = signed_in(house, Role.FINANCE)

    assert "yel_checked_on" not in finance.get(f"/invoicing/received/{seat.id}").text
    assert noted(seat, yel_checked_on=date(2026, 11, 17)).yel_checked_on is None


def test_work_that_payroll_pays_takes_no_invoice(house):
    with pytest.raises(NotInvoicedWork):
        noted(an_event())


def test_one_event_is_on_one_invoice(house):
    seat = an_event(payee=Payee.NGO)
    noted(seat)
    with pytest.raises(AlreadyInvoiced):
        noted(seat, number="L-2")


def test_an_invoice_of_an_event_that_was_paid_as_a_fee_is_refused(house):
    expert = build.an_expert()
    occasion = build_money.a_paid_occasion(seats=2)
    an_event(expert, occasion=occasion, state=AssignmentState.CANCELLED)
    run_statements(by=build.an_actor(Role.FINANCE), month="2026-11")
    seat = an_event(expert, occasion=occasion, payee=Payee.OWN_COMPANY)

    with pytest.raises(FeeAndInvoice):
        noted(seat)


def test_a_fee_of_an_event_that_is_on_an_invoice_is_refused(house):
    expert = build.an_expert()
    occasion = build_money.a_paid_occasion(seats=2)
    noted(an_event(expert, occasion=occasion, payee=Payee.NGO))
    an_event(expert, occasion=occasion, state=AssignmentState.CANCELLED)

    with pytest.raises(FeeAndInvoice):
        run_statements(by=build.an_actor(Role.FINANCE), month="2026-11")


def test_what_we_pay_and_invoice_is_listed_by_unit_and_marked(house):
    seat, other = (an_event(payer=Payer.WE_PAY_AND_INVOICE) for _ in range(2))
    an_event()
    finance = signed_in(house, Role.FINANCE)

    assert [one.waiting_cents for one in to_invoice()] == [8000, 8000]
    file = finance.get("/invoicing/to-invoice.csv").data.decode("utf-8-sig")
    assert file.count("80,00") == 2
    said = {"assignment_ids": [seat.id], "number": "55", "invoiced_on": "20.11.2026"}
    assert finance.post("/invoicing/to-invoice", data=said).status_code == 303

    assert sorted(one.waiting_cents for one in to_invoice()) == [0, 8000]
    assert finance.post("/invoicing/to-invoice", data=said).status_code == 409
    assert finance.get("/invoicing/to-invoice.csv").data.count(b"80,00") == 1
    wrong = {"assignment_ids": [other.id], "number": "", "invoiced_on": "20.11.2026"}
    answer = finance.post("/invoicing/to-invoice", data=wrong)
    assert (answer.status_code, answer.text.count('id="number"')) == (422, 1)


def test_another_organisation_finds_no_event(house):
    seat_id = an_event(payee=Payee.NGO).id
    with acting_in(build.an_organisation().id):
        stranger = signed_in(house, Role.FINANCE)
        assert stranger.get(f"/invoicing/received/{seat_id}").status_code == 404
        assert stranger.post(f"/invoicing/received/{seat_id}", data=TOLD).status_code == 404


def steps(seat):
    return [(one.became, one.reason) for one in changes.of(Subject.ASSIGNMENT, seat.id)]


def test_an_association_needs_no_register_and_a_company_tells_of_its_yel(house):
    assert noted(an_event(payee=Payee.NGO), prepayment_checked_on=None).number == "L-1"
    with pytest.raises(ChecksMissing):
        noted(an_event(payee=Payee.OWN_COMPANY), yel_not_needed=False)
    with pytest.raises(ChecksMissing):
        noted(an_event(payee=Payee.OWN_COMPANY), prepayment_checked_on=None)

    finance, seat = signed_in(house, Role.FINANCE), an_event(payee=Payee.OWN_COMPANY)
    path = f"/invoicing/received/{seat.id}"
    assert finance.post(path, data=TOLD | {"yel_checked_on": ""}).status_code == 422
    without = TOLD | {"yel_checked_on": "", "yel_not_needed": "true"}
    assert finance.post(path, data=without).status_code == 303


def test_a_noted_invoice_is_mended_with_a_reason_and_what_stood_there(house):
    seat, finance = an_event(payee=Payee.NGO), signed_in(house, Role.FINANCE)
    noted(seat)
    path = f"/invoicing/received/{seat.id}"
    mended = {"number": "L-2", "invoiced_on": "16.11.2026", "cents": "85,00"}

    assert finance.post(f"{path}/mend", data=mended).status_code == 422
    assert finance.post(f"{path}/mend", data=mended | {"reason": "Väärä"}).status_code == 303

    [one] = invoiced_to_us()
    assert (one.events[0].invoice.number, one.events[0].invoice.cents) == ("L-2", 8500)
    assert steps(seat)[-1] == ("invoice_mended", "Väärä (L-1, 2026-11-16, 80.00 €)")


def test_a_withdrawn_invoice_makes_room_for_another(house):
    seat, finance = an_event(payee=Payee.NGO), signed_in(house, Role.FINANCE)
    noted(seat)

    path = f"/invoicing/received/{seat.id}/withdraw"
    assert finance.post(path, data={"why": ""}).status_code == 422
    assert finance.post(path, data={"why": "Toisen työn lasku"}).status_code == 303

    assert steps(seat)[-1][0] == "invoice_withdrawn"
    assert noted(seat, number="L-2").number == "L-2"


def test_an_invoice_of_ours_is_mended_whole_and_taken_off_one_by_one(house):
    first, second = (an_event(payer=Payer.WE_PAY_AND_INVOICE) for _ in range(2))
    finance = signed_in(house, Role.FINANCE)
    note_invoices.note_sent(
        by=build.an_actor(Role.FINANCE),
        assignment_ids=[first.id, second.id],
        number="M-1",
        invoiced_on=date(2026, 11, 20),
    )
    assert f'href="/invoicing/sent/{first.id}"' in finance.get("/invoicing/to-invoice").text
    assert "M-1" in finance.get(f"/invoicing/sent/{first.id}").text

    mended = {"number": "M-2", "invoiced_on": "21.11.2026", "reason": "Väärä numero"}
    assert finance.post(f"/invoicing/sent/{first.id}/mend", data=mended).status_code == 303
    assert {each.number for each in invoices.sent([first.id, second.id]).values()} == {"M-2"}

    path = f"/invoicing/sent/{first.id}"
    assert finance.post(f"{path}/withdraw", data={"why": "Hyvitetty"}).status_code == 303
    assert set(invoices.sent([first.id, second.id])) == {second.id}
    assert finance.get(path).status_code == 404
