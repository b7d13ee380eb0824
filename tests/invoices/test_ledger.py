"""Payroll's two files say the same as the statements, to the cent, and run no formula."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given

from invoices.payroll_files.beside import Beside
from invoices.payroll_files.cells import money_cell, quantity_cell, text_cell
from invoices.payroll_files.export_map import Per, usual_map
from invoices.payroll_files.ledger import payroll_file, quantity_of
from invoices.statements.verify import find_wrong_file
from tests.invoices.build import a_drive, a_line, a_statement
from tests.invoices.money_strategies import several_statements


def csv_per_person(statements) -> bytes:
    return payroll_file(usual_map(Per.PERSON), statements)


def csv_per_line(statements) -> bytes:
    return payroll_file(usual_map(Per.LINE), statements)


def rows(file: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_the_file_of_persons_has_one_row_a_person():
    file = csv_per_person([a_statement(serial=2), a_statement(a_line(entry="hour-7"), serial=3)])

    assert rows(file) == [
        {
            "Henkilönumero": "700123",
            "Nimi": "Åsa Mäkiö",
            "Erittelyt": "2026-000002, 2026-000003",
            "Palkkakausi": "2026-11",
            "Maksupäivä": "15.12.2026",
            "Palkkiot": "120,00",
            "Verovapaat korvaukset": "23,38",
            "Yhteensä": "143,38",
            "Annettu rahan sijasta": "0,00",
        }
    ]


def test_costs_of_trade_income_stand_where_what_is_taxed_stands():
    statement = a_statement(a_line(), a_drive())
    drive = statement.lines[-1]
    by_type = Beside(income_types={(str(statement.heading.number), drive.position): "353"})

    [wage], [trade] = (
        rows(payroll_file(usual_map(Per.PERSON), [statement], beside))
        for beside in (Beside(), by_type)
    )

    split = ("Palkkiot", "Verovapaat korvaukset", "Yhteensä")
    cents = [[int(row[name].replace(",", "")) for name in split] for row in (wage, trade)]
    whole = statement.money_cents
    assert cents[0] == [whole - drive.amount_cents, drive.amount_cents, whole]
    assert cents[1] == [whole, 0, whole]


def test_the_file_of_lines_has_one_row_a_line():
    file = csv_per_line([a_statement(a_line(project_code="P-77"), a_drive())])

    fee, drive = rows(file)
    assert fee["Palkkalaji"] == "4210"
    assert fee["Kustannuspaikka"] == "10250"
    assert fee["Projekti"] == "P-77"
    assert [fee[name] for name in ("Määrä", "Yksikkö", "Hinta", "Summa")] == [
        "1,50",
        "h",
        "40,00",
        "60,00",
    ]
    assert drive == {
        "Henkilönumero": "700123",
        "Nimi": "Åsa Mäkiö",
        "Erittely": "2026-000001",
        "Rivi": "2",
        "Palkkalaji": "5311",
        "Kustannuspaikka": "10250",
        "Projekti": "",
        "Päivä": "5.11.2026",
        "Määrä": "42,50",
        "Yksikkö": "km",
        "Hinta": "0,55",
        "Summa": "23,38",
        "Tarkoitus": "Työryhmän kokous",
        "Reitti": "Äänekoski–Jyväskylä–Äänekoski",
        "Kellonajat": "8.15–12.40",
        "Annettu rahan sijasta": "",
    }


def test_a_gift_card_is_told_beside_what_is_paid():
    given = ({"code": "given", "name": "lahjakortti", "cents": 0},)
    card = a_line(entry="hour-2", kind="given", pay_code="4900", breakdown=given)
    statements = [a_statement(a_line(), card)]

    [person] = rows(csv_per_person(statements))
    fee, thing = rows(csv_per_line(statements))

    assert [person[name] for name in ("Palkkiot", "Yhteensä", "Annettu rahan sijasta")] == [
        "60,00",
        "60,00",
        "60,00",
    ]
    assert (fee["Palkkalaji"], fee["Annettu rahan sijasta"]) == ("4210", "")
    assert (thing["Palkkalaji"], thing["Annettu rahan sijasta"]) == ("4900", "lahjakortti")
    assert thing["Summa"] == "60,00"
    assert statements[0].taxable_cents == 12_000
    files = {"per_person": csv_per_person(statements), "per_line": csv_per_line(statements)}
    assert find_wrong_file(statements, **files) is None


def test_the_file_opens_in_a_finnish_spreadsheet():
    file = csv_per_line([a_statement()])

    assert file.startswith(b"\xef\xbb\xbf")
    assert file.endswith(b"\r\n")
    assert file.count(b"\r\n") == file.count(b"\n") == 3


def test_a_statement_with_nothing_to_pay_is_not_handed_to_payroll():
    waived = a_statement(a_line(price_cents=0, waived=True), person_number="")

    assert rows(csv_per_person([waived])) == rows(csv_per_line([waived])) == []


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_text_never_runs_as_a_formula(start):
    assert text_cell(f"{start}1+1") == f"'{start}1+1"


def test_ordinary_text_and_negative_numbers_are_left_alone():
    assert text_cell("Mäkiö-Åberg") == "Mäkiö-Åberg"
    assert money_cell(-123450) == "-1234,50"
    assert money_cell(-5) == "-0,05"
    assert money_cell(0) == "0,00"


def test_hours_that_two_decimals_cannot_say_have_four():
    assert quantity_cell(quantity_of(90, "hour")) == "1,50"
    assert quantity_cell(quantity_of(50, "hour")) == "0,8333"
    assert quantity_cell(quantity_of(425, "kilometre")) == "42,50"
    assert quantity_cell(quantity_of(1, "meeting")) == "1,00"


def test_a_changed_cent_in_either_file_is_found():
    statement = a_statement()
    per_person, per_line = csv_per_person([statement]), csv_per_line([statement])

    wrong_person = per_person.replace(b"83,38", b"83,39")
    wrong_line = per_line.replace(b"23,38", b"23,39")

    assert find_wrong_file([statement], per_person=per_person, per_line=per_line) is None
    assert find_wrong_file([statement], per_person=wrong_person, per_line=per_line)
    assert find_wrong_file([statement], per_person=per_person, per_line=wrong_line)


@given(several_statements())
def test_both_files_parse_back_to_the_same_cents(statements):
    per_person, per_line = csv_per_person(statements), csv_per_line(statements)

    assert find_wrong_file(statements, per_person=per_person, per_line=per_line) is None


def test_a_day_is_written_the_finnish_way():
    line = a_line(day=date(2026, 1, 5))

    assert rows(csv_per_line([a_statement(line)]))[0]["Päivä"] == "5.1.2026"
