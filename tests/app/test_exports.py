"""Finance chooses what payroll's files are like; what was handed over stays as it was."""

import csv
import io

import pytest

from app import checks
from app.access import Role
from app.database import acting_in
from app.gateways.downloads import XLSX
from app.storage import export_maps, payment_batches, statements
from app.use_cases import hand_over_statements
from app.use_cases.run_statements import run_statements
from app.use_cases.set_export_map import set_export_map
from invoices.payroll_files.export_map import Column, ExportMap, FileKind, Per, usual_map
from tests import build, build_money
from tests.sign_in import signed_in

OWN = {
    "kind": "csv",
    "encoding": "utf-8",
    "delimiter": "comma",
    "decimal_sign": "point",
    "day_format": "yyyy-mm-dd",
    "columns-0-place": "2",
    "columns-0-source": "amount",
    "columns-0-heading": "EUR",
    "columns-1-place": "1",
    "columns-1-source": "person_number",
    "columns-1-heading": "HLO",
    "columns-2-source": "fixed",
    "columns-2-heading": "LAJI",
    "columns-2-text": "P",
    "columns-3-source": "",
}


@pytest.fixture
def run(app):
    build.a_fee_table()
    build.a_pay_day("2026-11-30", "2026-11-15")
    build_money.approved_hours(build.an_expert(payroll_number="00042"))
    return run_statements(by=build.an_actor(Role.FINANCE), month="2026-11")


def test_the_usual_files_are_in_use_until_others_are_chosen(run):
    assert [export_maps.in_use(per) for per in Per] == [usual_map(per) for per in Per]


def test_columns_are_looked_at_and_then_saved(app, run):
    finance = signed_in(app, Role.FINANCE)

    before = finance.get("/exports/line?lang=en").text
    look = finance.post("/exports/line?lang=en", data=OWN | {"per": "line", "look": "true"})
    assert "Henkilönumero;Nimi;Erittely" in before
    assert "HLO,EUR,LAJI\n00042,80.00,P" in look.text
    assert "not been saved" in look.text
    assert export_maps.find(Per.LINE) is None

    assert finance.post("/exports/line", data=OWN | {"per": "line"}).status_code == 303
    assert [column.heading for column in export_maps.in_use(Per.LINE).columns] == [
        "HLO",
        "EUR",
        "LAJI",
    ]
    assert "HLO,EUR,LAJI" in finance.get("/exports/").text
    assert finance.post("/exports/line/usual").status_code == 303
    assert export_maps.in_use(Per.LINE) == usual_map(Per.LINE)


def test_a_file_without_the_sum_is_refused_at_the_form(app, run):
    finance = signed_in(app, Role.FINANCE)

    answer = finance.post("/exports/line", data=OWN | {"per": "line", "columns-0-source": "name"})

    assert answer.status_code == 422
    assert "Summa" in answer.text
    assert "HLO" in answer.text


def test_what_is_handed_over_keeps_its_columns_and_is_read_back_by_them(app, run):
    finance = build.an_actor(Role.FINANCE)
    columns = (Column("amount", "=EUR"), Column("person_number", "HLO"), Column("day", "PVM"))
    set_export_map(by=finance, chosen=ExportMap(per=Per.LINE, columns=columns, kind=FileKind.XLSX))
    batch = hand_over_statements.hand_over(by=finance, run_id=run.id)
    set_export_map(by=finance, chosen=usual_map(Per.LINE))
    browser = signed_in(app, Role.FINANCE)

    file = browser.post(f"/statement-runs/{run.id}/lines.xlsx")

    assert (file.mimetype, file.data[:2]) == (XLSX, b"PK")
    assert file.data == batch.per_line
    assert browser.post(f"/statement-runs/{run.id}/lines.csv").status_code == 404
    assert browser.post(f"/statement-runs/{run.id}/persons.csv").status_code == 200
    assert "(XLSX)" in browser.get(f"/statement-runs/{run.id}").text
    assert not any(checks.statements.violations())


def test_the_usual_files_stay_what_they_were(run):
    batch = hand_over_statements.hand_over(by=build.an_actor(Role.FINANCE), run_id=run.id)

    [line] = csv.DictReader(io.StringIO(batch.per_line.decode("utf-8-sig")), delimiter=";")

    number = statements.of_run(run.id)[0].printed_number
    assert (line["Erittely"], line["Summa"], line["Henkilönumero"]) == (number, "80,00", "00042")
    assert payment_batches.find_of_run(run.id).map_of(Per.LINE) == usual_map(Per.LINE)


def test_each_organisation_has_its_own_columns(app, run):
    set_export_map(
        by=build.an_actor(Role.FINANCE),
        chosen=ExportMap(
            per=Per.LINE, columns=(Column("amount", "EUR"), Column("person_number", "HLO"))
        ),
    )

    with acting_in(build.an_organisation().id):
        assert export_maps.in_use(Per.LINE) == usual_map(Per.LINE)


def test_the_columns_are_finances(app):
    for role in (Role.COORDINATOR, Role.APPROVER, Role.AUDITOR):
        assert signed_in(app, role).get("/exports/").status_code == 403


def test_the_documents_of_a_long_run_show_how_many_are_printed(app):
    build.a_fee_table()
    build.a_pay_day("2026-11-30", "2026-11-15")
    for _ in range(7):
        build_money.approved_hours(build.an_expert())
    run = run_statements(by=build.an_actor(Role.FINANCE), month="2026-11")
    finance = signed_in(app, Role.FINANCE)

    page = finance.get(f"/statement-runs/{run.id}?lang=en").text

    assert "0 of 7 are ready" in page
    assert "statements.zip" not in page
    assert finance.post(f"/statement-runs/{run.id}/print").status_code == 303
