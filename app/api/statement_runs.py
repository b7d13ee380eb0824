"""Payroll periods as JSON: run once, looked at after."""

from app.access import Permission, actor, needs
from app.api.once import once_with_key
from app.api.resource import Resource
from app.schemas.pages import PageSchema
from app.schemas.shown import statements as shown
from app.storage import pages, statements
from app.storage.statements import StatementRun
from app.use_cases import run_statements

api = Resource("statement-runs", __name__, description="Payroll periods")


@api.get("")
@needs(Permission.RUN_STATEMENTS)
@api.arguments(PageSchema, location="query")
@api.response(200, shown.RunPage)
def list_runs(wanted):
    return pages.page(StatementRun, **wanted)


@api.post("")
@needs(Permission.RUN_STATEMENTS)
@once_with_key
@api.arguments(shown.NewRun)
@api.response(201, shown.RunShown)
def run(values):
    """Everything approved by the month's cut-off; a second run gives the first."""
    return run_statements.run_statements(by=actor(), month=f"{values['month']:%Y-%m}")


@api.get("/<id:run_id>")
@needs(Permission.RUN_STATEMENTS)
@api.response(200, shown.RunShown)
def show(run_id):
    return statements.get_run(run_id)
