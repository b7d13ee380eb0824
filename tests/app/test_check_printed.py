"""What stands on the paper is read back: a paper put in the place of another is named."""

import hashlib

import pytest
from pypdf import PdfWriter
from sqlalchemy import text

from app import checks, create_app
from app.access import Role
from app.database import acting_in, current_organisation, db
from app.gateways import documents
from app.now import at
from app.storage import printed_statements, statements
from app.storage.statements import Statement
from app.use_cases import print_statement
from app.use_cases.run_statements import run_statements
from tests import build, build_money
from tests.by_hand import by_hand


@pytest.fixture(scope="module")
def organisation_id(service):
    """An organisation with two printed statements, the first of them with a journey."""
    with service.app_context(), at(build.TUESDAY), acting_in(build.an_organisation().id):
        build.a_fee_table()
        build.a_pay_day("2026-11-30", "2026-11-15")
        first = build.an_expert(first_name="Väinö", last_name="D’Åke-Ñandú 😀")
        for minutes in (30, 60):
            build_money.approved_hours(first, minutes=minutes)
        build_money.approved_kilometres(first)
        build_money.approved_hours(build.an_expert(), minutes=95)
        run = run_statements(by=build.an_actor(Role.FINANCE), month="2026-11")
        for statement in statements.of_run(run.id):
            print_statement.print_statement(statement.id)
        return current_organisation()


@pytest.fixture
def owner(config, organisation_id):
    """The owner of the database in the middle of a change that is forgotten."""
    owner = create_app(config, as_owner=True)
    with owner.app_context():
        with acting_in(organisation_id):
            with by_hand():
                db.session.execute(text("set local session_replication_role = replica"))
            yield
            db.session.rollback()
        db.session.remove()
        db.engine.dispose()


def test_what_was_printed_holds(owner):
    assert checks.printed.find_wrong() is None


@pytest.mark.parametrize(
    "change",
    [
        {"gross_cents": 9900},
        {"taxable_cents": 9900},
        {"payee_name": "Joku Muu"},
        {"number": "2026-000009"},
        {"lines": ()},
    ],
    ids=str,
)
@pytest.mark.parametrize("place", [0, 1])
def test_a_paper_put_in_the_place_of_another_is_named(owner, change, place):
    statement = statements.all_issued()[place]
    _put(statement, _printed(statement, **change))

    _names(statement)


def test_one_line_with_another_sum_is_named(owner):
    statement = statements.all_issued()[0]
    lines = print_statement._document(statement).lines
    changed = [type(one)(**{**vars(one), "amount_cents": 9900}) for one in lines[:1]]
    _put(statement, _printed(statement, lines=(*changed, *lines[1:])))

    _names(statement)


def test_the_paper_of_somebody_else_is_named(owner):
    first, second = statements.all_issued()
    _put(second, _printed(first))

    _names(second)


@pytest.mark.parametrize("pdf", [b"", b"%PDF-1.7 nothing", None])
def test_what_cannot_be_read_is_named(owner, pdf, tmp_path):
    statement = statements.all_issued()[1]
    if pdf is None:
        PdfWriter().write(tmp_path / "empty.pdf")
        pdf = (tmp_path / "empty.pdf").read_bytes()
    _put(statement, pdf)

    _names(statement)


def test_a_paper_that_was_taken_away_is_named(owner):
    statement = statements.all_issued()[0]
    db.session.execute(text("delete from documents where statement_id = :id"), {"id": statement.id})

    _names(statement)


def _printed(statement: Statement, **changes) -> bytes:
    """As the service prints, with something else on it."""
    document = print_statement._document(statement)
    values = {"statement": type(document)(**{**vars(document), **changes})}
    number, moment = statement.printed_number, statement.issued_at
    return documents.render("statement", statement.language, values, number, moment)


def _put(statement: Statement, pdf: bytes) -> None:
    """The bytes and both sums of them, so that only reading tells."""
    values = {"id": statement.id, "pdf": pdf, "sha256": hashlib.sha256(pdf).hexdigest()}
    for sql in (
        "update documents set pdf = :pdf, sha256 = :sha256 where statement_id = :id",
        "update statements set pdf_sha256 = :sha256 where id = :id",
    ):
        assert db.session.execute(text(sql), values).rowcount == 1
    db.session.expire_all()


def _names(statement: Statement) -> None:
    assert checks.printed.find_wrong() is statement


def test_the_first_of_all_organisations_is_told_with_its_number(owner):
    statement = statements.all_issued()[0]
    id, pdf = statement.id, printed_statements.find(statement.id).pdf
    _put(statement, b"")
    db.session.commit()  # looking into the other organisations forgets what was not kept

    broken = checks.printed.first_broken()

    with by_hand():
        db.session.execute(text("set local session_replication_role = replica"))
    _put(statements.get(id), pdf)
    db.session.commit()
    assert broken.rule == checks.printed.RULE
    assert broken.where.endswith(", statement 2026-000001")
