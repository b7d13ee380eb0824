"""What the bank pays is told to payroll and the ledger too: both files sum to it, to the cent."""

import csv
import hashlib
import io

import pytest

from app import checks
from app.access import Role
from app.storage import bank_batch_files, net_pays, payments
from app.storage.bank_batch_files import BatchFile
from app.use_cases import enter_bank_answer
from app.use_cases.set_ledger_accounts import set_ledger_accounts
from invoices.payroll_files.beside import AccountOf
from invoices.payroll_files.export_map import Per
from invoices.tax.classification import Contract
from tests import build, build_engines
from tests.sign_in import caller, signed_in


@pytest.fixture
def finance(app):
    return build_engines.where_the_bank_pays()


def rows(batch, per: Per) -> list[dict[str, str]]:
    file = bank_batch_files.of_batch(batch.id)[per].file.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(file, newline=""), delimiter=";"))


def cents(row: dict[str, str], heading: str) -> int:
    return int(row[heading].replace(",", ""))


def test_the_ledgers_rows_sum_to_the_batch_and_its_lines_to_the_statements(finance):
    one, other = finance
    issued = build_engines.owed(one, other)
    batch = build_engines.taken_to_bank(one, other)

    found = rows(batch, Per.LINE)
    deducted = [row for row in found if row["Selite"] == "Ennakonpidätys"]
    lines = [row for row in found if row not in deducted]

    assert sum(cents(row, "Summa") for row in found) == batch.cents
    assert sum(cents(row, "Summa") for row in lines) == sum(each.total_cents for each in issued)
    assert sorted(cents(row, "Summa") for row in deducted) == [-1267, -800]
    assert {row["Maksun tunnus"] for row in found} == {
        item.number for item in payments.of_batch(batch.id)
    }


def test_the_row_of_a_person_tells_gross_deductions_and_what_reaches_the_account(finance):
    one, other = finance
    build_engines.owed(one, other, 60)
    batch = build_engines.taken_to_bank(one, other)

    [row] = rows(batch, Per.PERSON)

    assert (cents(row, "Ennakonpidätys"), cents(row, "Maksetaan")) == (800, batch.cents)
    assert cents(row, "Yhteensä") - cents(row, "Ennakonpidätys") == batch.cents
    assert row["Maksupäivä"] == "30.11.2026"


def test_travel_of_trade_income_is_told_as_taxed_and_the_columns_sum(finance):
    one, other = finance
    expert = build_engines.payable(one, other, build.an_expert())
    build_engines.identity(one, expert, contract=Contract.ASSIGNMENT)
    build_engines.build_money.approved_hours(expert)
    build_engines.build_money.approved_kilometres(expert, tenths=104)
    build_engines.run_statements(by=one, month="2026-11")
    batch = build_engines.taken_to_bank(one, other)

    [row], [item] = rows(batch, Per.PERSON), payments.of_batch(batch.id)
    net = net_pays.by_id([item.net_pay_id])[item.net_pay_id]

    assert item.statement.tax_free_cents > 0
    assert cents(row, "Verovapaat korvaukset") == net.tax_free_cents == 0
    assert cents(row, "Palkkiot") == cents(row, "Yhteensä") == net.taxable_cents


def test_people_without_a_payroll_number_have_rows_of_their_own(finance):
    one, other = finance
    for _ in range(2):
        expert = build_engines.payable(one, other, build.an_expert(payroll_number=None))
        build_engines.build_money.approved_hours(expert)
    build_engines.run_statements(by=one, month="2026-11")
    batch = build_engines.taken_to_bank(one, other)

    assert len(rows(batch, Per.PERSON)) == 2


def test_each_row_has_the_account_that_finance_chose_for_its_pay_code(finance):
    one, other = finance
    [issued] = build_engines.owed(one, other, 60)
    work, drive = (line.pay_code for line in issued.lines)
    accounts = {
        (AccountOf.PAY_CODE, work): "4210",
        (AccountOf.PAY_CODE, drive): "4580",
        (AccountOf.WITHHELD, ""): "2545",
    }
    set_ledger_accounts(by=one, accounts=accounts)
    batch = build_engines.taken_to_bank(one, other)
    set_ledger_accounts(by=one, accounts={})

    assert [row["Tili"] for row in rows(batch, Per.LINE)] == ["4210", "4580", "2545"]


def test_money_that_came_back_is_one_row_when_it_is_paid_anew(finance):
    one, other = finance
    build_engines.owed(one, other, 60)
    first = build_engines.taken_to_bank(one, other)
    [item] = payments.of_batch(first.id)
    file = build_engines.a_status_report(first.number, {item.number: "RJCT"})
    enter_bank_answer.read_file(by=one, file=file)

    again = build_engines.taken_to_bank(one, other)

    [line], [person] = rows(again, Per.LINE), rows(again, Per.PERSON)
    assert (line["Selite"], cents(line, "Summa")) == ("Palautunut maksu uudelleen", again.cents)
    assert [cents(person, name) for name in ("Palkkiot", "Ennakonpidätys", "Maksetaan")] == [
        0,
        0,
        again.cents,
    ]
    assert checks.bank_files.is_right(first)
    assert checks.bank_files.is_right(again)


def test_the_files_are_written_once_and_a_changed_cent_is_found(app, finance):
    one, other = finance
    build_engines.owed(one, other)
    batch = build_engines.taken_to_bank(one, other)
    browser = signed_in(app, Role.FINANCE)

    page = browser.get(f"/bank-batches/{batch.id}?lang=en").text
    lines = browser.post(f"/bank-batches/{batch.id}/lines")

    assert "For the ledger: one row a line (CSV)" in page
    assert lines.data == bank_batch_files.of_batch(batch.id)[Per.LINE].file
    assert lines.headers["Content-Disposition"].endswith(".csv")
    assert browser.post(f"/bank-batches/{batch.id}/persons").status_code == 200
    assert checks.bank_files.is_right(batch)
    kept = bank_batch_files.of_batch(batch.id)[Per.LINE]
    file = kept.file.replace(b"-8,00", b"-8,01")
    sha256 = hashlib.sha256(file).hexdigest()
    changed = BatchFile(per=Per.LINE, chosen=kept.chosen, file=file, sha256=sha256)
    items = payments.of_batch(batch.id)
    assert not checks.bank_files.ledger_agrees(batch, items, {Per.LINE: changed})


def test_the_same_files_come_by_the_api(app, finance):
    one, other = finance
    api = caller(app, Role.FINANCE)
    build_engines.owed(one, other)
    batch = build_engines.taken_to_bank(one, other)
    path = f"/api/v1/payment-batches/{batch.id}/file"
    for kind in ("bank", "per_line", "per_person"):
        key = {"Idempotency-Key": kind}
        api.post(f"/api/v1/payment-batches/{batch.id}/take", json={"kind": kind}, headers=key)

    assert api.get(path).data.startswith(b"<?xml")
    assert (
        api.get(f"{path}?kind=per_line").data == bank_batch_files.of_batch(batch.id)[Per.LINE].file
    )
    assert api.get(f"{path}?kind=per_person").mimetype == "text/csv"


def test_accounts_are_chosen_on_a_page(app, finance):
    browser = signed_in(app, Role.FINANCE)

    page = browser.get("/ledger-accounts/?lang=en").text
    form = {
        "accounts-0-of": "withheld",
        "accounts-0-account": "2545",
        "accounts-1-of": "pay_code",
        "accounts-1-pay_code": "4210",
        "accounts-1-account": "5000",
    }
    assert "Tax withheld" in page
    assert browser.post("/ledger-accounts/", data=form).status_code == 303
    assert 'value="2545"' in browser.get("/ledger-accounts/").text
    assert signed_in(app, Role.COORDINATOR).get("/ledger-accounts/").status_code == 403
