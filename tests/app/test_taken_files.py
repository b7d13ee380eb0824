"""A file of payroll or the bank may be taken again: it is the same, and the page says so."""

from datetime import timedelta

import pytest

from app.access import Role
from app.now import at, now
from app.readings.taken_files import taken_files
from app.storage import payment_batches
from app.use_cases import tell_incomes_register
from app.use_cases.hand_over_statements import hand_over
from app.use_cases.run_statements import run_statements
from tests import build, build_engines, build_money
from tests.sign_in import caller, signed_in

TWICE = "Taken down more than once"
LOOK_OUT = "the same file twice would pay twice"


@pytest.fixture
def priced(app):
    build.a_fee_table()
    build.a_pay_day("2026-11-30", "2026-11-15")


@pytest.fixture
def handed_over(priced):
    build_money.approved_hours(build.an_expert())
    finance = build.an_actor(Role.FINANCE)
    run = run_statements(by=finance, month="2026-11")
    return hand_over(by=finance, run_id=run.id)


@pytest.fixture
def exported(priced):
    one, other = build_engines.engines_on()
    build_engines.owed(one, other)
    return build_engines.taken_to_bank(one, other)


def test_each_time_a_file_of_payroll_is_taken_is_told_with_who_and_when(app, handed_over):
    run = f"/statement-runs/{handed_over.run_id}"
    first = signed_in(app, Role.FINANCE, name="Pirkko Palkanlaskija")
    second = signed_in(app, Role.FINANCE, name="Maija Maksaja")

    untouched = first.get(f"{run}?lang=en").text
    files = [first.post(f"{run}/lines.csv").data]
    once = first.get(f"{run}?lang=en").text
    files += [second.post(f"{run}/lines.csv").data for _ in range(2)]
    thrice = first.get(f"{run}?lang=en").text

    assert len(set(files)) == 1
    assert "Taken down" not in untouched
    assert "Taken down 1 time, by Pirkko Palkanlaskija on " in once
    assert LOOK_OUT not in untouched
    assert (LOOK_OUT in once, TWICE in once) == (True, False)
    assert "Taken down 3 times, last by Maija Maksaja on " in thrice
    assert thrice.count(TWICE) == 1


def test_the_banks_file_and_its_ledger_are_counted_each_by_itself(app, exported):
    browser, address = signed_in(app, Role.FINANCE), f"/bank-batches/{exported.id}"

    files = {browser.post(f"{address}/file.xml").data for _ in range(2)}
    browser.post(f"{address}/persons")
    page = browser.get(f"{address}?lang=en").text

    assert len(files) == 1
    assert page.count("Taken down 2 times") == page.count("Taken down 1 time") == 1
    assert browser.get(f"{address}/file.xml").status_code == 405


def test_what_is_not_there_was_not_taken(app, handed_over):
    browser = signed_in(app, Role.FINANCE)

    assert browser.post(f"/statement-runs/{handed_over.run_id}/lines.xlsx").status_code == 404
    assert browser.post(f"/bank-batches/{handed_over.id}/file.xml").status_code == 404
    assert taken_files(handed_over.id) == {}


def test_a_program_tells_that_it_takes_a_file_once_with_each_key(app, handed_over):
    program = caller(app, Role.FINANCE)
    path = f"/api/v1/payment-batches/{handed_over.id}"

    def take(key):
        headers = {"Idempotency-Key": key}
        return program.post(f"{path}/take", json={"kind": "per_line"}, headers=headers).json

    told = [take("one")["times"], take("one")["times"], take("two")["times"]]
    file = program.get(f"{path}/file?kind=per_line").data

    assert told == [1, 1, 2]
    assert file == payment_batches.find_of_run(handed_over.run_id).per_line
    assert taken_files(handed_over.id)["took_per_line"].times == 2


def test_no_file_leaves_by_a_program_that_has_not_told_within_the_hour(app, handed_over):
    program, another = caller(app, Role.FINANCE), caller(app, Role.FINANCE)
    path = f"/api/v1/payment-batches/{handed_over.id}"

    def got(caller_, kind="per_line"):
        answer = caller_.get(f"{path}/file?kind={kind}")
        return answer.status_code, answer.json and answer.json["code"]

    refused = 409, "file_not_taken"
    assert got(program) == refused
    program.post(f"{path}/take", json={"kind": "per_line"}, headers={"Idempotency-Key": "one"})
    assert got(program) == (200, None)
    assert (got(program, "per_person"), got(another)) == (refused, refused)
    with at(now() + timedelta(minutes=61)):
        assert got(program) == refused


def test_all_statements_of_a_run_are_counted_without_an_alarm(app, handed_over):
    run = f"/statement-runs/{handed_over.run_id}"
    browser = signed_in(app, Role.FINANCE, name="Pirkko Palkanlaskija")

    untouched = browser.get(f"{run}?lang=en").text
    files = {browser.post(f"{run}/statements.zip").data for _ in range(2)}
    page = browser.get(f"{run}?lang=en").text

    assert len(files) == 1
    assert "Taken down" not in untouched
    assert "Taken down 2 times, last by Pirkko Palkanlaskija on " in page
    assert (TWICE in page, LOOK_OUT in page) == (False, False)
    assert browser.get(f"{run}/statements.zip").status_code == 405


def test_a_file_with_identity_codes_is_counted_too(app, priced):
    one, other = build_engines.engines_on()
    build_engines.register_on(one)
    build_engines.paid(one, other)
    [delivery] = tell_incomes_register.make(by=one)
    browser = signed_in(app, Role.FINANCE, name="Pirkko Palkanlaskija")
    address = f"/incomes-register/{delivery.id}"

    untouched = browser.get(f"{address}?lang=en").text
    files = {browser.post(f"{address}/file.xml").data for _ in range(2)}
    page = browser.get(f"{address}?lang=en").text

    assert len(files) == 1
    assert "Taken down" not in untouched
    assert "Taken down 2 times, last by Pirkko Palkanlaskija on " in page
    assert browser.get(f"{address}/file.xml").status_code == 405
    assert taken_files(delivery.id) == {}  # of a batch with the same number
