"""Payroll runs: run a period, take its files, hand it over and confirm that it was paid."""

from urllib.parse import urlencode

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for

from app import access
from app.access import Permission, needs
from app.database import Missing
from app.gateways.downloads import TABLES, ZIP, download
from app.language import gettext, ngettext
from app.readings.net_on_paper import waiting_for_net
from app.readings.taken_files import TAKEN_ROWS, TakenFile, taken_files
from app.schemas import ValidationError, load_form
from app.schemas.statements import PaidSchema, PartSchema, RunSchema
from app.storage import (
    engines,
    experts,
    payable,
    payment_batches,
    payroll_answers,
    run_pages,
    runs_paid,
    statements,
)
from app.storage.changes import Subject
from app.storage.engines import Engine
from app.storage.pages import Page
from app.storage.payment_batches import PaymentBatch
from app.use_cases import hand_over_statements, print_statement, run_statements
from app.use_cases.statement_steps import PaidInFuture
from app.use_cases.take_file import note_taken
from app.web.forms import typed
from invoices.pay_calendar import month_of
from invoices.payroll_files.export_map import Per
from invoices.refusals.pay_days import PaidBeforeCutOff

pages = Blueprint("statement_runs", __name__, url_prefix="/statement-runs")

FEW_TO_PRINT = 5  # documents that can be printed while a reader waits


@pages.post("/")
@needs(Permission.RUN_STATEMENTS)
def run():
    month = month_of(load_form(RunSchema(), request.form)["month"])
    done = run_statements.run_statements(by=access.actor(), month=month)
    flash(gettext("The payroll period has been run."), "success")
    return redirect(url_for(".show", run_id=done.id), 303)


@pages.get("/<int:run_id>")
@needs(Permission.RUN_STATEMENTS)
def show(run_id: int):
    return _show(run_id)


@pages.post("/<int:run_id>/hand-over")
@needs(Permission.RUN_STATEMENTS)
def hand_over(run_id: int):
    hand_over_statements.hand_over(by=access.actor(), run_id=run_id)
    flash(gettext("The run has been handed over. Give both files to payroll."), "success")
    return redirect(url_for(".show", run_id=run_id), 303)


@pages.post("/<int:run_id>/paid")
@needs(Permission.RUN_STATEMENTS)
def paid(run_id: int):
    said, errors = typed(PaidSchema())
    if errors:
        return _show(run_id, errors=errors, values=request.form), 422
    try:
        hand_over_statements.mark_paid(by=access.actor(), run_id=run_id, **said)
    except (PaidInFuture, PaidBeforeCutOff) as refusal:
        return _show(run_id, refusal=refusal, values=request.form), 409
    flash(gettext("Marked as paid. Everybody has been told."), "success")
    return redirect(url_for(".show", run_id=run_id), 303)


@pages.post("/<int:run_id>/print")
@needs(Permission.RUN_STATEMENTS)
def print_waiting(run_id: int):
    asked = print_statement.print_waiting(by=access.actor(), run_id=run_id)
    words = ngettext(
        "%(num)s document is being printed.", "%(num)s documents are being printed.", asked
    )
    flash(words if asked else gettext("All documents have been printed."), "success")
    return redirect(url_for(".show", run_id=run_id), 303)


@pages.post("/<int:run_id>/statements.zip")
@needs(Permission.RUN_STATEMENTS)
def all_pdfs(run_id: int):
    name, file = print_statement.pdfs_of_run(run_id)
    note_taken(run_id, TakenFile.STATEMENTS, by=access.actor())
    return download(name, file, ZIP)


@pages.post("/<int:run_id>/persons.<any(csv, xlsx):kind>")
@needs(Permission.RUN_STATEMENTS)
def per_person(run_id: int, kind: str):
    return _file(run_id, Per.PERSON, kind)


@pages.post("/<int:run_id>/lines.<any(csv, xlsx):kind>")
@needs(Permission.RUN_STATEMENTS)
def per_line(run_id: int, kind: str):
    return _file(run_id, Per.LINE, kind)


def _show(run_id: int, *, errors=None, refusal=None, values=None) -> str:
    found = statements.get_run(run_id)
    issued = run_pages.in_all(run_id)
    try:
        asked = load_form(PartSchema(), request.args, ignore=["lang"])
    except ValidationError:
        asked = {}
    part = run_pages.part_of_run(run_id, **asked)
    people = experts.by_id(each.expert_id for each in part.rows)
    batch = payment_batches.find_of_run(run_id)
    return render_template(
        "pages/statement_runs/show.html",
        run=found,
        issued=issued,
        statements=part.rows,
        search=request.args,
        next_url=_next_url(run_id, part),
        stopped={each.id for each in people.values() if each.stopped_at is not None},
        batch=batch,
        taken=taken_files(batch.id) if batch else {},
        zip_taken=taken_files(run_id, Subject.STATEMENT_RUN).get(TakenFile.STATEMENTS),
        held=payable.held(),
        unprinted=len(print_statement.unprinted_of_run(run_id)),
        without_net=len(waiting_for_net(issued.ids)),
        few=FEW_TO_PRINT,
        paid_runs=runs_paid.ids(),
        by_bank=Engine.PAYMENT_FILE in engines.switched_on(),
        payroll_stops=payroll_answers.open_stops([each.id for each in part.rows]),
        errors=errors or {},
        refusal=refusal,
        values=values or {"paid_on": found.pay_on},
    )


def _next_url(run_id: int, part: Page) -> str:
    if part.next_cursor is None:
        return ""
    kept = request.args.to_dict() | {"after": str(part.next_cursor)}
    return f"{url_for('.show', run_id=run_id)}?{urlencode(kept)}#statements"


def _file(run_id: int, per: Per, kind: str) -> Response:
    """The file handed over, by its own kind only. Raises Missing."""
    month = statements.get_run(run_id).month
    batch = payment_batches.find_of_run(run_id)
    if batch is None or batch.map_of(per).kind != kind:
        raise Missing(PaymentBatch.__name__, run_id)
    rows = {Per.PERSON: "henkilot", Per.LINE: "rivit"}[per]
    note_taken(batch.id, TAKEN_ROWS[per], by=access.actor())
    return download(f"palkka-aineisto-{month}-{rows}.{kind}", batch.file_of(per), TABLES[kind])
