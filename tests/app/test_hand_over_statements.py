"""From issued statements to payroll's files and paid fees: every sum is the same to the cent."""

import csv
import hashlib
import io
import re
import zipfile
from datetime import date, timedelta

import pypdf
import pytest

from app.access import Actor, Role
from app.database import Missing, acting_in
from app.now import today
from app.storage import messages, printed_statements, statements
from app.use_cases.hand_over_statements import (
    NotHandedOver,
    NothingToHandOver,
    hand_over,
    mark_paid,
)
from app.use_cases.print_statement import pdf_of, pdfs_of_run, print_statement
from app.use_cases.run_statements import run_statements
from app.use_cases.statement_steps import PaidInFuture
from scheduling.lifecycle import StatementState
from tests import build, build_money


@pytest.fixture
def finance(app):
    build.a_fee_table()
    build.a_pay_day("2026-11-30", "2026-11-15")
    return build.an_actor(Role.FINANCE)


@pytest.fixture
def run(finance):
    for minutes, tenths in ((95, 125), (60, 284), (30, 11)):
        expert = build.an_expert()
        build_money.approved_hours(expert, minutes=minutes, cents_an_hour=3270)
        build_money.approved_kilometres(expert, tenths=tenths)
    return run_statements(by=finance, month="2026-11")


def test_the_pdfs_and_both_files_sum_to_the_run(finance, run):
    batch = hand_over(by=finance, run_id=run.id)

    people, lines = _rows(batch.per_person), _rows(batch.per_line)
    assert len(people) == 3
    assert sum(_cents(row["Yhteensä"]) for row in people) == run.total_cents
    assert sum(_cents(row["Summa"]) for row in lines) == run.total_cents
    for statement in statements.of_run(run.id):
        words = _text(print_statement(statement.id).pdf)
        assert statement.printed_number in words
        assert statement.payee_name in words
        assert f"{statement.total_cents // 100},{statement.total_cents % 100:02d}" in words


def test_the_files_are_kept_with_their_sums_and_never_written_again(finance, run):
    first = hand_over(by=finance, run_id=run.id)
    again = hand_over(by=finance, run_id=run.id)

    assert (again.id, again.per_line) == (first.id, first.per_line)
    assert hashlib.sha256(first.per_line).hexdigest() == first.per_line_sha256
    assert hashlib.sha256(first.per_person).hexdigest() == first.per_person_sha256
    assert {one.state for one in statements.of_run(run.id)} == {StatementState.HANDED_OVER}


def test_a_statement_is_printed_once_and_read_as_the_same_bytes(finance, run):
    statement = statements.of_run(run.id)[0]

    name, looked_at_before = pdf_of(statement.id, by=finance)
    assert printed_statements.find(statement.id) is None  # looking stores nothing
    pdf = print_statement(statement.id).pdf
    _, again = pdf_of(statement.id, by=finance)

    assert name == f"palkkioerittely-{statement.printed_number}.pdf"
    assert looked_at_before == pdf == again
    assert statements.get(statement.id).pdf_sha256 == hashlib.sha256(pdf).hexdigest()
    assert printed_statements.find(statement.id).sha256 == hashlib.sha256(pdf).hexdigest()


def test_the_zip_holds_every_statement_and_is_the_same_again(finance, run):
    name, packed = pdfs_of_run(run.id)

    archive = zipfile.ZipFile(io.BytesIO(packed))
    assert name == "palkkioerittelyt-2026-11.zip"
    assert len(archive.namelist()) == 3
    assert pdfs_of_run(run.id)[1] == packed


def test_everybody_is_told_when_payroll_has_paid(finance, run):
    hand_over(by=finance, run_id=run.id)

    mark_paid(by=finance, run_id=run.id, paid_on=date(2026, 11, 20))
    mark_paid(by=finance, run_id=run.id, paid_on=date(2026, 11, 20))

    issued = statements.of_run(run.id)
    assert {(one.state, one.paid_on) for one in issued} == {
        (StatementState.PAID, date(2026, 11, 20))
    }
    for one in issued:
        told = messages.find(f"statement_paid:{one.id}", f"expert:{one.expert_id}")
        assert "20.11.2026" in told.body


def test_nothing_is_paid_before_it_is_handed_over_or_before_its_day(finance, run):
    with pytest.raises(NotHandedOver):
        mark_paid(by=finance, run_id=run.id, paid_on=today())
    hand_over(by=finance, run_id=run.id)
    with pytest.raises(PaidInFuture):
        mark_paid(by=finance, run_id=run.id, paid_on=today() + timedelta(days=1))


def test_a_run_where_all_was_held_has_nothing_to_hand_over(finance):
    build_money.approved_hours(build.an_expert(finance_has_it=False))
    run = run_statements(by=finance, month="2026-11")

    with pytest.raises(NothingToHandOver):
        hand_over(by=finance, run_id=run.id)


def test_an_expert_reads_only_her_own(run):
    mine, theirs = statements.of_run(run.id)[:2]
    me = Actor(role=Role.EXPERT, organisation_id=mine.organisation_id, expert_id=mine.expert_id)

    assert pdf_of(mine.id, by=me)
    with pytest.raises(Missing):
        pdf_of(theirs.id, by=me)


def test_another_organisation_finds_nothing(finance, run):
    statement_id = statements.of_run(run.id)[0].id

    with acting_in(build.an_organisation().id), pytest.raises(Missing):
        pdf_of(statement_id, by=finance)


def _rows(file: bytes) -> list[dict[str, str]]:
    assert file.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(file.decode("utf-8-sig")), delimiter=";"))


def _cents(cell: str) -> int:
    return int(cell.replace(",", ""))


def _text(pdf: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return re.sub(r"[\s\xa0\u202f]+", " ", " ".join(page.extract_text() for page in pages))
