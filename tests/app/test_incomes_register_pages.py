"""The Incomes Register for finance: on pages, by the API and from the command line."""

import json
import secrets

import pytest
from click.testing import CliRunner

from app.access import Role
from app.commands import main
from app.database import current_organisation, db
from app.now import at
from app.storage import engines, register_deliveries, register_payers, register_reports
from app.storage.engines import Engine
from app.use_cases import tell_incomes_register
from scheduling.register_states import DeliveryState
from tests import build, build_engines
from tests.sign_in import caller, signed_in

PAGE = "/incomes-register/"
API = "/api/v1/register-deliveries"
PAYER = {
    "business_id": "1234567-1",
    "contact_name": "Pirkko Palkanlaskija",
    "contact_phone": "040 123 4567",
    "is_public": "true",
    "first_day": "1.1.2026",
}


@pytest.fixture
def finance(app):
    return build_engines.where_the_bank_pays()


@pytest.fixture
def paid(finance):
    build_engines.register_on(finance[0])
    return build_engines.paid(*finance)


def test_reports_are_turned_on_once_it_is_known_who_answers(app, finance):
    browser = signed_in(app, Role.FINANCE)
    turn = {"engine": "incomes_register", "on": "true"}
    assert browser.post("/engines/", data=turn).status_code == 409

    wrong = browser.post(f"{PAGE}payer", data=PAYER | {"business_id": "1234567-2"})
    assert wrong.status_code == 409
    assert browser.post(f"{PAGE}payer", data=PAYER).status_code == 303

    assert browser.post("/engines/", data=turn).status_code == 303
    assert Engine.INCOMES_REGISTER in engines.switched_on()
    assert register_payers.find().contact_name == "Pirkko Palkanlaskija"


def test_a_form_that_lacks_something_keeps_what_was_typed(app, finance):
    answer = signed_in(app, Role.FINANCE).post(f"{PAGE}payer", data=PAYER | {"contact_phone": ""})

    assert answer.status_code == 422
    assert "Pirkko Palkanlaskija" in answer.text


def test_a_file_goes_from_page_to_page_and_is_the_same_each_time(app, paid):
    browser = signed_in(app, Role.FINANCE)

    address = browser.post(PAGE).headers["Location"]
    assert browser.post(PAGE).status_code == 409
    files = {browser.post(f"{address}/file.xml").data for _ in range(2)}
    assert browser.post(f"{address}/delivered").status_code == 303
    assert browser.post(f"{address}/rejected", data={"note": ""}).status_code == 422
    bad = register_reports.of_delivery(int(address.rsplit("/", 1)[1]))[0]
    assert browser.post(f"{address}/accepted", data={"but": str(bad.id)}).status_code == 303

    assert len(files) == 1
    assert b"WageReportsRequestToIR" in files.pop()
    [delivery] = register_deliveries.all_of_them()
    assert delivery.state == DeliveryState.ACCEPTED
    assert bad.report_id in browser.get(PAGE).text


def test_finance_sees_the_last_day_on_the_page_and_in_the_inbox(app, paid):
    browser = signed_in(app, Role.FINANCE)

    for page in (PAGE, "/inbox/"):
        assert "2 payments have to be in the Incomes Register by 30 Nov 2026." in (
            browser.get(f"{page}?lang=en").text
        )
    tell_incomes_register.make(by=build.an_actor(Role.FINANCE))
    with at(build.TUESDAY.replace(month=12, day=1)):
        late = signed_in(app, Role.FINANCE).get(f"{PAGE}?lang=en").text
    assert "The last day has passed" in late
    assert "2 are in files that nobody has uploaded." in late


def test_a_payment_is_told_by_hand_on_its_own_page(app, paid):
    browser = signed_in(app, Role.FINANCE)
    payment_id = register_reports.to_look_at(register_payers.find().first_day)[0].id
    address = f"{PAGE}payments/{payment_id}"

    assert browser.post(address, data={"is_left_out": "true"}).status_code == 422
    said = {"is_left_out": "true", "reason": "Tallennettu palvelussa"}
    assert browser.post(address, data=said).status_code == 303

    assert "Tallennettu palvelussa" in browser.get(PAGE).text
    assert "Tallennettu palvelussa" in browser.get(address).text


def test_no_page_shows_an_identity_code(app, paid):
    browser = signed_in(app, Role.FINANCE)
    address = browser.post(PAGE).headers["Location"]
    file = browser.post(f"{address}/file.xml").text
    code = file.split("<Type>2</Type>")[1].split("<Code>")[1].split("</Code>")[0]

    for page in (PAGE, address, f"{PAGE}payments/1"):
        assert code not in browser.get(page).text


def test_in_payroll_mode_the_page_says_that_payroll_reports(app):
    browser = signed_in(app, Role.FINANCE)

    assert "Payroll does this in your organisation." in browser.get(f"{PAGE}?lang=en").text
    assert browser.post(PAGE).status_code == 409


def test_a_program_makes_uploads_and_answers(app, paid):
    program = caller(app, Role.FINANCE)

    def post(address, body=None):
        key = {"Idempotency-Key": secrets.token_hex(8)}
        return program.post(f"{API}{address}", json=body or {}, headers=key)

    [made] = post("").json["rows"]
    assert (made["reports"], made["due_on"]) == (2, "2026-11-30")
    assert post("").json["code"] == "nothing_to_tell"
    assert program.get(f"{API}/{made['id']}/file").json["code"] == "file_not_taken"
    assert post(f"/{made['id']}/take").json["times"] == 1
    assert program.get(f"{API}/{made['id']}/file").data.startswith(b"<?xml")
    assert post(f"/{made['id']}/accept").json["code"] == "wrong_step"
    assert post(f"/{made['id']}/deliver").json["state"] == "delivered"
    assert post(f"/{made['id']}/accept").json["state"] == "accepted"

    shown = program.get(f"{API}/{made['id']}").json
    assert {each["state"] for each in shown["rows"]} == {"accepted"}
    assert sum(each["paid_cents"] for each in shown["rows"]) == made["paid_cents"]
    assert [each["id"] for each in program.get(API).json["rows"]] == [made["id"]]


def test_a_command_writes_the_files_into_a_folder(config, paid, monkeypatch, tmp_path):
    monkeypatch.setenv("RINNALLA_DATABASE_URL", config.database_url)
    monkeypatch.setenv("RINNALLA_OWNER_DATABASE_URL", config.owner_database_url)
    monkeypatch.setenv("RINNALLA_FIELD_KEYS", ",".join(config.field_keys))
    user = build.a_user(Role.FINANCE)
    here = ("--organisation", str(current_organisation()), "--as", user.email)

    def report(*words):
        answer = CliRunner().invoke(main, ["report", "incomes-register", *here, *words])
        db.session.rollback()
        return answer

    answer = report("--to", str(tmp_path), "--json")
    again = report()

    told = json.loads(answer.stdout)
    assert [each["reports"] for each in told["files"]] == [2]
    [file] = tmp_path.iterdir()
    assert file.name == told["files"][0]["number"].replace("/", "_") + ".xml"
    assert (again.exit_code, len(again.stderr.splitlines())) == (1, 1)
