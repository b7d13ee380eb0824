"""From approval to payroll: what was approved is what is paid, for whom and on which day."""

import csv
import io
from dataclasses import replace
from datetime import timedelta

import pytest

from app.access import Role
from app.database import transaction
from app.now import today
from app.readings import way_of_entries
from app.storage import messages, payment_batches, statements, tables
from app.storage.entries import Locked
from app.storage.fee_tables import ExpensePayCode
from app.storage.requests import ExpertRequest
from app.use_cases import after_run
from app.use_cases.approve_hours import approve_hours
from app.use_cases.hand_over_statements import hand_over, mark_paid
from app.use_cases.hold_hours import hold
from app.use_cases.run_statements import run_statements
from invoices.pricing.price import FeeChoice
from invoices.refusals.pay_days import PaidBeforeCutOff
from invoices.statements.held import HeldReason
from invoices.travel.costs import ExpenseKind
from tests import build, build_money
from tests.app.hour_story import ACTIVITY, DRIVE, a_house, refs
from tests.sign_in import caller, signed_in


@pytest.fixture
def house(app):
    build.a_fee_table()
    with transaction():
        tables.add(ExpensePayCode(kind=ExpenseKind.KILOMETRES, pay_code="5310"))
    pay_on = today() + timedelta(days=9)
    build.a_pay_day(pay_on.isoformat(), today().isoformat())
    return a_house()


@pytest.fixture
def finance(app):
    return build.an_actor(Role.FINANCE)


def the_month():
    return f"{today() + timedelta(days=9):%Y-%m}"


def approved(house, *said):
    bulk = approve_hours(by=house.approver, refs=refs(house.checked(*said)))
    assert not bulk.refused
    return bulk.done


def lines_of(run):
    file = payment_batches.find_of_run(run.id).per_line.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(file, newline=""), delimiter=";"))


def change_request(house, **values):
    with transaction():
        request = tables.get(ExpertRequest, house.assignment.request_id, lock=True)
        for name, value in values.items():
            setattr(request, name, value)


def test_money_goes_to_the_cost_centre_and_project_it_was_approved_for(house, finance):
    change_request(house, project_code="P-1")
    approved(house)
    change_request(house, cost_centre_id=build.a_cost_centre().id, project_code="P-2")

    run = run_statements(by=finance, month=the_month())
    hand_over(by=finance, run_id=run.id)

    found = {(row["Kustannuspaikka"], row["Projekti"]) for row in lines_of(run)}
    assert found == {(house.centre.code, "P-1")}


def test_a_drive_tells_payroll_day_purpose_route_and_kilometres(house, finance):
    approved(house, DRIVE)

    run = run_statements(by=finance, month=the_month())
    hand_over(by=finance, run_id=run.id)

    (row,) = lines_of(run)
    told = (row["Päivä"], row["Määrä"], row["Yksikkö"], row["Hinta"], row["Summa"])
    assert told == ("3.11.2026", "12,50", "km", "0,55", "6,88")
    assert (row["Tarkoitus"], row["Reitti"]) == ("Puheenvuoro", "Kempele–Oulu–Kempele")


def test_what_is_on_a_statement_is_no_longer_held(house, finance):
    entries = approved(house)
    run_statements(by=finance, month=the_month())

    with pytest.raises(Locked):
        hold(by=finance, ref=refs(entries)[0], reason=HeldReason.BY_FINANCE)


def test_nobody_who_gave_up_the_fee_is_told_that_money_comes(app, finance):
    build.a_fee_table()
    build.a_pay_day((today() + timedelta(days=9)).isoformat(), today().isoformat())
    house = a_house(fee_choice=FeeChoice.NOTHING)
    approved(house)

    run = run_statements(by=finance, month=the_month())

    (issued,) = statements.of_run(run.id)
    after_run.tell_of_statements(run.id, issued.number, issued.number)
    assert issued.total_cents == 0
    assert messages.find(f"statement_issued:{issued.id}", f"expert:{house.expert.id}") is None


def test_a_payment_is_not_told_to_be_before_the_cut_off(house, finance):
    approved(house)
    run = run_statements(by=finance, month=the_month())
    hand_over(by=finance, run_id=run.id)

    with pytest.raises(PaidBeforeCutOff):
        mark_paid(by=finance, run_id=run.id, paid_on=today() - timedelta(days=365))


def test_work_approved_after_the_run_is_promised_for_the_next_pay_day(house, finance):
    following = today() + timedelta(days=40)
    build.a_pay_day(following.isoformat(), (today() + timedelta(days=30)).isoformat())
    run_statements(by=finance, month=the_month())

    entries = approved(house)

    standing = way_of_entries.standings(entries)[entries[0].ref]
    assert standing.pay_on == following


def test_work_approved_in_time_is_promised_for_its_own_pay_day_though_the_run_waits(app):
    yesterday, pay_on = today() - timedelta(days=1), today() + timedelta(days=9)
    build.a_pay_day(pay_on.isoformat(), yesterday.isoformat())
    expert = build.an_expert()
    entry = build_money.approved_hours(expert, approved_at=f"{yesterday} 12:00+00")

    assert way_of_entries.standings([entry])[entry.ref].pay_on == pay_on


def test_finance_reads_hours_and_not_what_was_written_beside_them(app, house):
    entries = approved(house, replace(ACTIVITY, note="Puhuin masennuksesta."))
    path = f"/api/v1/hour-entries/{entries[0].id}"

    answers = {role: caller(app, role).get(path) for role in (Role.COORDINATOR, Role.FINANCE)}
    hold(by=build.an_actor(Role.FINANCE), ref=refs(entries)[0], reason=HeldReason.BY_FINANCE)
    page = signed_in(app, Role.FINANCE).get("/hours/held")

    assert answers[Role.COORDINATOR].json["note"] == "Puhuin masennuksesta."
    assert answers[Role.FINANCE].json["minutes"] == 120
    assert "masennu" not in answers[Role.FINANCE].text + page.text
    assert house.expert.last_name in page.text
