"""What payroll is given by hand is told to it and the ledger: with the bank's, each cent once."""

import csv
import io

import pytest

from app import checks
from app.access import Role
from app.database import acting_in
from app.storage import bank_batch_files, hand_files, hand_payments, payments
from app.use_cases import enter_bank_answer, pay_by_hand
from app.use_cases.set_ledger_accounts import set_ledger_accounts
from invoices.payroll_files.beside import AccountOf
from invoices.payroll_files.export_map import Per
from tests import build, build_engines
from tests.app.test_pay_by_hand import WHY
from tests.sign_in import caller, signed_in

BELOW = {"Ennakonpidätys", "Palautunut maksu uudelleen"}


@pytest.fixture
def finance(app):
    return build_engines.where_the_bank_pays()


def given(finance, statement):
    one, other = finance
    pay_by_hand.ask(by=one, statement_id=statement.id, reason=WHY)
    return pay_by_hand.give(by=other, statement_id=statement.id)


def rows(kept) -> list[dict[str, str]]:
    file = kept.file.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(file, newline=""), delimiter=";"))


def cents(found, heading="Summa") -> int:
    return sum(int(row[heading].replace(",", "")) for row in found)


def bounced(finance):
    one, other = finance
    [statement] = build_engines.owed(one, other, 60)
    batch = build_engines.taken_to_bank(one, other)
    [item] = payments.of_batch(batch.id)
    file = build_engines.a_status_report(batch.number, {item.number: "RJCT"})
    enter_bank_answer.read_file(by=one, file=file)
    return statement, batch


def test_statements_are_the_rows_of_the_bank_and_of_what_was_given_by_hand(finance):
    one, other = finance
    first, second, third = build_engines.owed(one, other, 60, 95, 50)
    by_hand = hand_files.of_payment(given(finance, first).id)
    batch = build_engines.taken_to_bank(one, other)

    bank = rows(bank_batch_files.of_batch(batch.id)[Per.LINE])
    hand = rows(by_hand[Per.LINE])
    lines = [row for row in bank + hand if row["Selite"] not in BELOW]

    assert cents(hand) == first.total_cents
    assert cents(lines) == sum(each.total_cents for each in (first, second, third))
    assert cents(bank) + cents(hand) == batch.cents + first.total_cents
    assert cents(rows(by_hand[Per.PERSON]), "Yhteensä") == first.total_cents


def test_payroll_counts_the_tax_so_its_columns_are_empty(finance):
    one, other = finance
    [statement] = build_engines.owed(one, other, 60)

    [row] = rows(hand_files.of_payment(given(finance, statement).id)[Per.PERSON])

    assert (row["Ennakonpidätys"], row["Maksetaan"]) == ("", "")
    assert cents([row], "Palkkiot") == statement.fee_cents
    assert cents([row], "Verovapaat korvaukset") == statement.tax_free_cents


def test_what_the_bank_gave_back_is_told_to_the_ledger_once_and_its_tax_is_taken_back(finance):
    statement, batch = bounced(finance)
    by_hand = hand_files.of_payment(given(finance, statement).id)

    bank = rows(bank_batch_files.of_batch(batch.id)[Per.LINE])
    hand = rows(by_hand[Per.LINE])
    lines = [row for row in bank + hand if row["Selite"] not in BELOW]
    withheld = [row for row in bank + hand if row["Selite"] == "Ennakonpidätys"]

    assert [row["Selite"] for row in hand] == ["Palautunut maksu uudelleen", "Ennakonpidätys"]
    assert cents(lines) == cents(hand) == statement.total_cents
    assert cents(withheld) == 0
    assert cents(rows(by_hand[Per.PERSON]), "Yhteensä") == statement.total_cents
    assert all(map(checks.hand_files.is_right, hand_files.given()))


def test_the_files_are_written_once_by_the_organisations_accounts(finance):
    one, other = finance
    [statement] = build_engines.owed(one, other, 60)
    work, drive = (line.pay_code for line in statement.lines)
    accounts = {(AccountOf.PAY_CODE, work): "4210", (AccountOf.PAY_CODE, drive): "4580"}
    set_ledger_accounts(by=one, accounts=accounts)
    found = given(finance, statement)
    set_ledger_accounts(by=one, accounts={})
    pay_by_hand.give(by=other, statement_id=statement.id)

    assert [row["Tili"] for row in rows(hand_files.of_payment(found.id)[Per.LINE])] == [
        "4210",
        "4580",
    ]


def test_a_changed_cent_is_found(finance):
    one, other = finance
    [statement] = build_engines.owed(one, other, 60)
    given(finance, statement)
    [one_giving] = hand_files.given(statement.id)
    kept = one_giving.files[Per.LINE]
    assert checks.hand_files.is_right(one_giving)

    file = kept.file.replace(b"40,00", b"40,01")
    changed = hand_files.HandFile(per=Per.LINE, chosen=kept.chosen, file=file, sha256=kept.sha256)

    assert file != kept.file
    wrong = hand_files.Given(one_giving.payment, {Per.LINE: changed})
    assert not checks.hand_files.is_right(wrong)


def test_each_file_is_taken_at_its_own_address_and_counted(app, finance):
    one, other = finance
    [statement] = build_engines.owed(one, other, 60)
    found = given(finance, statement)
    browser, address = signed_in(app, Role.FINANCE), f"/hand-payments/given/{found.id}"

    files = {browser.post(f"{address}/lines").data for _ in range(2)}
    person = browser.post(f"{address}/persons")
    page = browser.get(f"/hand-payments/{statement.id}?lang=en").text

    assert files == {hand_files.of_payment(found.id)[Per.LINE].file}
    assert statement.printed_number in person.headers["Content-Disposition"]
    assert page.count("Taken down 2 times") == page.count("Taken down 1 time,") == 1
    assert browser.get(f"{address}/lines").status_code == 405
    assert f"/hand-payments/{statement.id}#files" in browser.get("/bank-batches/").text
    assert "Taken down" not in browser.get(f"/statements/{statement.id}?lang=en").text
    with acting_in(build.an_organisation().id):
        stranger = signed_in(app, Role.FINANCE)
    assert stranger.post(f"{address}/lines").status_code == 404


def test_what_is_asked_but_not_given_has_no_files(app, finance):
    one, other = finance
    [statement] = build_engines.owed(one, other, 60)
    asked = pay_by_hand.ask(by=one, statement_id=statement.id, reason=WHY)
    browser = signed_in(app, Role.FINANCE)

    assert browser.post(f"/hand-payments/given/{asked.id}/lines").status_code == 404
    assert "For payroll" not in browser.get(f"/hand-payments/{statement.id}?lang=en").text


def test_what_is_withdrawn_is_taken_back_plainly_and_a_file_taken_before_is_marked(app, finance):
    one, other = finance
    first, second = build_engines.owed(one, other)
    browser = signed_in(app, Role.FINANCE)
    for statement in (first, second):
        given(finance, statement)
    taken = hand_payments.find(first.id)
    browser.post(f"/hand-payments/given/{taken.id}/lines")
    for statement in (first, second):
        pay_by_hand.withdraw(by=one, statement_id=statement.id, reason="Sittenkin pankki")

    marked, plain = (
        browser.get(f"/hand-payments/{each.id}?lang=en").text for each in (first, second)
    )
    batches = browser.get("/bank-batches/?lang=en").text

    for page in (marked, plain):
        assert "Taken back from payroll" in page
        assert "The rows of its files no longer count." in page
    assert "make sure that its rows are taken out" in marked
    assert "make sure that its rows are taken out" not in plain
    assert batches.count("Its file was taken down") == 1


def test_what_is_given_again_has_files_of_its_own(app, finance):
    one, other = finance
    [statement] = build_engines.owed(one, other, 60)
    first = given(finance, statement)
    pay_by_hand.withdraw(by=one, statement_id=statement.id, reason="Sittenkin")
    second = given(finance, statement)

    page = signed_in(app, Role.FINANCE).get(f"/hand-payments/{statement.id}?lang=en").text

    for one_giving in (first, second):
        assert f"/hand-payments/given/{one_giving.id}/lines" in page


def test_programs_read_the_same_files_and_tell_that_they_take_them(app, finance):
    one, other = finance
    [statement] = build_engines.owed(one, other, 60)
    program = caller(app, Role.FINANCE)
    address = f"/api/v1/statements/{statement.id}/by-hand"
    assert program.get(f"{address}/file").status_code == 404
    files = hand_files.of_payment(given(finance, statement).id)

    def take(key, per="line"):
        headers = {"Idempotency-Key": key}
        return program.post(f"{address}/take", json={"per": per}, headers=headers).json["times"]

    assert program.get(f"{address}/file").json["code"] == "file_not_taken"
    assert [take("yksi"), take("yksi"), take("kaksi")] == [1, 1, 2]
    assert program.get(f"{address}/file?per=line").data == files[Per.LINE].file
    assert program.get(f"{address}/file").json["code"] == "file_not_taken"
    assert take("kolme", "person") == 1
    assert program.get(f"{address}/file").data == files[Per.PERSON].file
