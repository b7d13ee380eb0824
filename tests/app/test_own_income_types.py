"""The organisation's own list of income types, and what payroll is told of each line."""

import csv
import io
from dataclasses import replace
from datetime import date

import pytest

from app.access import Role
from app.database import current_organisation, transaction
from app.readings.income_types import classification_of, codes_of, house
from app.storage import line_kinds, organisations, statements
from app.storage.income_decisions import IncomeTypePaid
from app.storage.line_kinds import LineKind
from app.storage.organisations import OrganisationKind
from app.use_cases import decide_income_type
from app.use_cases.hand_over_statements import hand_over
from app.use_cases.list_income_type import list_income_type
from app.use_cases.run_statements import run_statements
from app.use_cases.set_export_map import set_export_map
from invoices.payroll_files.export_map import Column, Per, usual_map
from invoices.refusals.tax import ForOthersOnly, NoIncomeType, ReasonMissing
from invoices.tax.classification import Contract, Override
from invoices.travel.costs import ExpenseKind
from scheduling.kinds import RequestKind
from tests import build, build_money
from tests.sign_in import signed_in

NOVEMBER, PAY_DAY = date(2026, 11, 1), date(2026, 11, 30)
WHY = "Päätös 12/2026"
GROUP = LineKind(RequestKind("group"), None, False, 1)
NO_RECEIPT = LineKind(RequestKind("talk"), ExpenseKind.NO_RECEIPT, False, 1)
DRIVE = LineKind(RequestKind("group"), ExpenseKind.KILOMETRES, False, 1)
CARD = LineKind(RequestKind("talk"), None, False, 1, is_given=True)


@pytest.fixture
def finance(app):
    return build.an_actor(Role.FINANCE)


def listed(by, what, income_type, **changes):
    usual = {"valid_from": NOVEMBER, "reason": WHY}
    return list_income_type(by=by, what=what, income_type=income_type, **(usual | changes))


def type_of(line, pay_on=PAY_DAY, contract=Contract.FEE, override=None):
    """Where payroll knows the insurance."""
    ours = house().with_sure_flags(pay_on.year)
    return classification_of(line, contract, pay_on, override=override, house=ours).income_type


def test_a_kind_of_work_that_the_rules_leave_open_goes_by_the_list_from_its_day_of_payment(finance):
    listed(finance, "group", 210)
    listed(finance, "group", 336, valid_from=date(2026, 12, 1))
    listed(finance, "group", None, valid_from=date(2026, 12, 10))

    assert type_of(GROUP) == 210
    assert type_of(GROUP, date(2026, 12, 1)) == 336
    for day in (date(2026, 10, 31), date(2026, 12, 10)):
        with pytest.raises(NoIncomeType):
            type_of(GROUP, day)


def test_a_decision_on_the_assignment_and_employment_go_before_the_list(finance):
    listed(finance, "group", 210)

    assert type_of(GROUP, override=Override(reason=WHY, income_type=214)) == 214
    assert type_of(GROUP, contract=Contract.EMPLOYMENT) == 201


def test_costs_and_things_have_places_of_their_own(finance):
    listed(finance, "no_receipt", 214)
    listed(finance, "thing", 317)

    assert (type_of(NO_RECEIPT), type_of(CARD)) == (214, 317)


def test_work_listed_as_trade_income_takes_its_costs_with_it(finance):
    listed(finance, "group", 336)

    assert (type_of(GROUP), type_of(DRIVE)) == (336, 353)
    assert type_of(replace(DRIVE, request=RequestKind("talk"))) == 311


def test_the_list_needs_a_reason_and_what_is_ours_to_pay(finance):
    with pytest.raises(ReasonMissing):
        listed(finance, "group", 210, reason=" ")
    with pytest.raises(ForOthersOnly):
        listed(finance, "group", 215)


def test_only_a_non_profit_pays_its_volunteers_costs_as_such(finance):
    drive = replace(DRIVE, request=RequestKind("talk"))
    with pytest.raises(ForOthersOnly):
        type_of(drive, contract=Contract.VOLUNTEER)

    with transaction():
        organisations.get(current_organisation()).kind = OrganisationKind.NGO

    assert type_of(drive, contract=Contract.VOLUNTEER) == 357
    trip = replace(drive, expense=ExpenseKind.PER_DIEM)
    assert type_of(trip, contract=Contract.VOLUNTEER) == 358


@pytest.fixture
def run(finance):
    build.a_fee_table()
    build.a_pay_day("2026-11-30", "2026-11-15")
    hours = build_money.approved_hours(build.an_expert())
    build_money.approved_kilometres(hours.expert, assignment=hours.assignment)
    return run_statements(by=finance, month="2026-11")


def test_payroll_reads_the_income_type_of_each_line_without_any_engine(finance, run):
    usual = usual_map(Per.LINE)
    column = Column("income_type", "Tulolaji")
    set_export_map(by=finance, chosen=replace(usual, columns=(*usual.columns, column)))
    [issued] = statements.of_run(run.id)
    assignment = _assignment_of(issued)
    decide_income_type.decide(by=finance, assignment_id=assignment, income_type=210, reason=WHY)

    assert sorted(codes_of([issued]).values()) == ["210", "311"]
    batch = hand_over(by=finance, run_id=run.id)

    file = io.StringIO(batch.per_line.decode("utf-8-sig"), newline="")
    assert [row["Tulolaji"] for row in csv.DictReader(file, delimiter=";")] == ["210", "311"]
    with pytest.raises(IncomeTypePaid):  # payroll was told so
        decide_income_type.decide(by=finance, assignment_id=assignment, reason=WHY)


def test_finance_sees_the_type_on_the_statement_and_lists_it_on_a_page(app, run):
    browser = signed_in(app, Role.FINANCE)
    [issued] = statements.of_run(run.id)

    assert "Tulolaji 214" in browser.get(f"/statements/{issued.id}").text
    assert browser.get("/income-types/").status_code == 200
    assert browser.post("/income-types/", data={"what": "boat"}).status_code == 422
    said = {"what": "group", "income_type": "210", "valid_from": "1.1.2027", "reason": WHY}
    assert browser.post("/income-types/", data=said).status_code == 303
    assert WHY in browser.get("/income-types/").text


def _assignment_of(issued):
    return next(iter(line_kinds.of_statements([issued.id]).values())).assignment_id
