"""Promises about the whole code base that no single module can keep alone."""

import ast
import re
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import ARRAY, JSON, LargeBinary, Text, text
from sqlalchemy.exc import InternalError

from app import create_app, errors, worker
from app.access import Role, UnguardedView, refuse_unguarded_views
from app.database import Base, db, transaction
from app.storage import invariants, personal
from app.storage.tables import OfOrganisation, Steps
from scheduling import lifecycle, timetable
from tests.by_hand import by_hand

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates"
PAGES = [
    page.relative_to(TEMPLATES).as_posix()
    for ending in ("html", "txt")
    for page in TEMPLATES.rglob(f"*.{ending}")
]
MODULES = [
    module
    for package in ("app", "scheduling", "invoices")
    for module in (ROOT / package).rglob("*.py")
    if "migrations" not in module.parts
]
MOST_LINES = 250
NAMES_OF_HEAPS = {"utils.py", "helpers.py", "common.py", "misc.py"}
ABOUT_NOBODY = {
    *("organisations", "cost_centres", "themes", "rates", "job_runs", "steps", "rate_limits"),
    *("paying_accounts", "figures", "own_income_types", "disposals"),
}
TELLS_NOTHING = {
    "corrections.terms",
    "corrections.examples",
    "corrections.travel",
    "receipts.media_type",  # codes, names of files and of payers, and what is drawn by lot
    *(
        "kind",
        "plans.trouble",
        "unit",
        "language",
        "fluency",
        "month",
        "became",
        "event",
        "series",
        "title",
        "place",
    ),
    *("code", "pay_code", "project_code", "cost_centre", "municipality_code", "file_name"),
    *("decision_number", "text_version", "notice_version", "payer_name", "payer_business_id"),
    *("sha256", "pdf_sha256", "per_person_sha256", "per_line_sha256", "fingerprint", "once"),
    *("hash", "last_hash", "previous_hash", "token_hash", "salt", "key", "fs_uniquifier"),
    *(
        "failed_because",
        "plans.trouble",
        "units.name",
        "payments.number",
        "bank_batches.number",
        *("register_deliveries.number", "register_reports.report_id"),
        *("register_payers.business_id", "register_payers.sub_org"),
        "units.address",
        "trainings.name",
        "expert_requests.route",
        *("export_maps.chosen", "payment_batches.person_map", "payment_batches.line_map"),
        *(
            "batch_files.chosen",
            "hand_files.chosen",
            "ledger_accounts.account",
            "ledger_accounts.pay_code",
        ),
    ),
}


def modules_with(pattern: str) -> set[str]:
    return {module.name for module in MODULES if re.search(pattern, module.read_text("utf-8"))}


def tables_of_organisations() -> set[str]:
    return {
        mapper.local_table.name
        for mapper in Base.registry.mappers
        if "organisation_id" in mapper.local_table.c and mapper.local_table.name not in GLOBAL
    }


GLOBAL = invariants.GLOBAL


def test_a_view_without_a_permission_keeps_the_service_from_starting(service):
    service.view_functions["bare"] = lambda: ""
    try:
        with pytest.raises(UnguardedView, match="bare"):
            refuse_unguarded_views(service)
    finally:
        del service.view_functions["bare"]


def test_only_transaction_commits():
    assert modules_with(r"\.commit\(") == {"database.py"}


def test_only_storage_holds_the_session():
    """But for its beginning and its end, the queue that writes in the same transaction, and the
    plain way that fast ones are measured beside."""
    holders = {
        module.relative_to(ROOT / "app").as_posix()
        for module in MODULES
        if "db.session" in module.read_text("utf-8") and "storage" not in module.parts
    }
    assert holders == {
        "database.py",
        "commands/application.py",
        "commands/bench/bulk_core.py",
        "commands/bench/finished_rows.py",
        "commands/bench/row_by_row.py",
        "commands/bench/prefiltered.py",
        "commands/bench/statements.py",
        "gateways/queue.py",
    }


def test_a_page_that_is_looked_at_writes_nothing(app):
    """What `tests.conftest` refuses in every test of a page."""
    insert = text("insert into persons default values")
    with app.test_request_context("/", method="GET"), pytest.raises(AssertionError, match="^/"):
        db.session.execute(insert)
    with app.test_request_context("/", method="POST"), by_hand():
        db.session.execute(insert)


def test_only_a_use_case_can_change_anything(app):
    with pytest.raises(InternalError, match="read-only transaction"):
        db.session.execute(text("insert into persons default values"))
    db.session.rollback()
    with transaction():
        db.session.execute(text("insert into persons default values"))


def test_readings_and_checks_change_nothing_and_tell_nobody():
    acts = r"transaction\(|tables\.add\(|changes\.note|queue\.later|mail\.tell"
    assert not {
        module.name
        for module in MODULES
        if module.parent.name in {"readings", "checks"}
        and re.search(acts, module.read_text("utf-8"))
    }


def test_the_clock_is_read_in_one_place():
    assert modules_with(r"datetime\.now\(|date\.today\(|time\.time\(") <= {"now.py"}


def test_every_job_has_a_time_and_every_time_a_job():
    assert worker.JOBS.keys() == timetable.TIMETABLE.keys()


def test_every_refusal_has_words():
    codes = set()
    for module in MODULES:
        for node in ast.walk(ast.parse(module.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef):
                codes |= {
                    item.value.value
                    for item in node.body
                    if isinstance(item, ast.Assign)
                    and ast.unparse(item.targets[0]) == "code"
                    and isinstance(item.value, ast.Constant)
                }
    assert codes <= errors.WORDS.keys()


def test_the_database_knows_the_same_steps_as_the_rules(app):
    known = {(row.subject, row.from_state, row.to_state) for row in db.session.query(Steps)}
    assert known == {
        (subject, str(before), str(after))
        for subject, graph in lifecycle.STEPS.items()
        for before, states in graph.items()
        for after in states
    }


def test_every_table_is_global_or_behind_a_policy(app):
    guarded = text(
        "select relname from pg_class where relkind = 'r' and relrowsecurity"
        " and exists (select from pg_policy where polrelid = pg_class.oid)"
    )
    assert set(db.session.scalars(guarded)) == tables_of_organisations() | {"bookings"}
    assert not any(
        issubclass(mapper.class_, OfOrganisation)
        for mapper in Base.registry.mappers
        if mapper.local_table.name in GLOBAL
    )


def test_what_may_tell_of_a_person_says_why_and_how_long_it_is_kept():
    """Words, bytes and lists, but for those that are known to tell nothing."""
    silent = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, (Text, LargeBinary, ARRAY, JSON))
        and "personal" not in column.info
        and not {column.name, f"{table.name}.{column.name}"} & TELLS_NOTHING
        and table.name not in ABOUT_NOBODY
    }
    assert silent == set()


def test_personal_columns_say_everything_that_is_asked():
    asked = {"purpose", "basis", "roles", "retention", "encryption"}
    ends = {"emptied_by", "stays"}  # one of them: tests/app/test_retention.py
    words = [value for name, value in vars(personal).items() if name.isupper()]
    kinds = [value["personal"] for value in words if isinstance(value, dict)]

    assert all(kind.keys() == asked | ends for kind in kinds)
    assert all(kind[name] for kind in kinds for name in asked)
    assert {role for kind in kinds for role in kind["roles"]} <= set(Role)


def test_modules_stay_small():
    long = [
        f"{module.name}: {lines}"
        for module in MODULES
        if (lines := len(module.read_text("utf-8").splitlines())) > MOST_LINES
    ]
    assert long == []


def test_no_module_is_a_heap():
    assert {module.name for module in MODULES} & NAMES_OF_HEAPS == set()


def test_every_module_opens_with_a_sentence():
    silent = [
        module.name
        for module in MODULES
        if not ast.get_docstring(ast.parse(module.read_text("utf-8")))
    ]
    assert silent == []


@pytest.mark.parametrize("page", sorted(PAGES))
def test_templates_compile(service, page):
    service.jinja_env.get_template(page)


def test_migrations_follow_each_other_as_they_are_listed():
    files = sorted((ROOT / "app/storage/migrations/versions").glob("*.py"))
    found = [_revisions(file) for file in files]

    assert [file.name[:4] for file in files] == [revision for revision, _ in found]
    assert [earlier for _, earlier in found] == [None, *(each for each, _ in found[:-1])]
    assert [int(revision) for revision, _ in found] == list(range(1, len(found) + 1))


def _revisions(file: Path) -> tuple[str, str | None]:
    """Its own and the one before it."""
    module = ast.parse(file.read_text("utf-8"))
    values = {
        line.targets[0].id: line.value.value
        for line in module.body
        if isinstance(line, ast.Assign) and isinstance(line.value, ast.Constant)
    }
    return values["revision"], values["down_revision"]


def test_migrations_and_models_agree(config):
    def ours(_object, name, kind, _reflected, _compared):
        return not (kind == "table" and str(name).startswith("procrastinate_"))

    app = create_app(config, as_owner=True)
    with app.app_context():
        with db.engine.connect() as connection:
            options = {"include_object": ours, "compare_type": True}
            context = MigrationContext.configure(connection, opts=options)
            assert compare_metadata(context, Base.metadata) == []
        db.engine.dispose()
