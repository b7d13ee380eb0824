"""Putting issued statements right: asked by one person, decided by another."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from app import access
from app.access import Permission, needs
from app.language import gettext
from app.now import now
from app.readings import waiting_corrections
from app.schemas import load_form
from app.schemas.corrections import (
    CorrectSchema,
    CreditSchema,
    DecideSchema,
    DeclineSchema,
    OverpaidSchema,
    SingleSchema,
)
from app.schemas.hours import ChosenSchema
from app.storage import assignments, corrections, engines, fee_tables, statements, units
from app.storage.corrections import OverpaidDecision
from app.storage.engines import Engine
from app.use_cases import ask_correction, return_freed, run_single
from app.use_cases.correct_statement import correct_statement, settle_overpaid
from app.use_cases.credit_statement import credit
from app.web.forms import typed

pages = Blueprint("corrections", __name__, url_prefix="/corrections")

SHOWN = timedelta(days=60)  # how long an answer stays on the list


@pages.get("/")
@needs(Permission.SEE_STATEMENTS)
def all_of_them():
    by = access.actor()
    prices = waiting_corrections.waiting_prices(by)
    return render_template(
        "pages/corrections/list.html",
        waiting=waiting_corrections.waiting(by),
        prices=prices,
        rates={
            each.rate_id: fee_tables.get_rate(each.rate_id) for each, *_ in prices if each.rate_id
        },
        seats={
            each.assignment_id: assignments.get(each.assignment_id)
            for each, *_ in prices
            if each.assignment_id
        },
        overpaid=waiting_corrections.overpaid(),
        answered=waiting_corrections.answered(now() - SHOWN),
        may_run=by.may(Permission.RUN_STATEMENTS),
    )


@pages.get("/of/<int:statement_id>")
@needs(Permission.SEE_STATEMENTS)
def show(statement_id: int):
    return _show(statement_id)


@pages.post("/of/<int:statement_id>/credit")
@needs(Permission.SEE_STATEMENTS)
def ask_credit(statement_id: int):
    said, errors = typed(CreditSchema())
    if errors:
        return _show(statement_id, request.form, errors), 422
    ask_correction.ask_credit(by=access.actor(), statement_id=statement_id, **said)
    flash(gettext("Asked. Somebody else in finance decides."), "success")
    return _back(statement_id)


@pages.post("/of/<int:statement_id>/correct")
@needs(Permission.SEE_STATEMENTS)
def ask_correct(statement_id: int):
    said, errors = typed(CorrectSchema())
    if errors:
        return _show(statement_id, request.form, errors), 422
    ask_correction.ask_correction(
        by=access.actor(),
        statement_id=statement_id,
        reason=said["reason"],
        mends=said["lines"],
    )
    flash(gettext("Asked. Somebody else in finance decides."), "success")
    return _back(statement_id)


@pages.post("/<int:correction_id>/do")
@needs(Permission.RUN_STATEMENTS)
def do(correction_id: int):
    """Cancel or correct, as the statement has been paid or not."""
    said, errors = typed(DecideSchema())
    wish = corrections.get(correction_id)
    statement_id = wish.statement_id or 0
    if errors:
        return _show(statement_id, request.form, errors), 422
    if wish.lines:
        done = correct_statement(by=access.actor(), correction_id=correction_id, **said)
        if done.document_id is not None:  # or it was left as it is meanwhile
            flash(_corrected(statements.get(done.document_id).total_cents), "success")
    else:
        credit(by=access.actor(), correction_id=correction_id)
        flash(gettext("Cancelled. Its hours and costs are free again."), "success")
    return _back(statement_id)


@pages.post("/<int:correction_id>/decline")
@needs(Permission.SEE_STATEMENTS)
def decline(correction_id: int):
    said, errors = typed(DeclineSchema())
    statement_id = corrections.get(correction_id).statement_id
    if errors and statement_id is not None:
        return _show(statement_id, request.form, errors), 422
    ask_correction.decline(
        by=access.actor(), correction_id=correction_id, reason=said.get("reason", "")
    )
    flash(gettext("It stays as it is."), "success")
    return _back(statement_id) if statement_id else redirect(url_for(".all_of_them"), 303)


@pages.post("/of/<int:statement_id>/return")
@needs(Permission.SEE_STATEMENTS)
def give_back(statement_id: int):
    said, errors = typed(ChosenSchema())
    if errors:
        return _show(statement_id, request.form, errors), 422
    return_freed.return_freed(
        by=access.actor(),
        statement_id=statement_id,
        refs=said["refs"],
        reason=said.get("reason", ""),
    )
    flash(gettext("Returned for mending. They are checked and approved anew."), "success")
    return _back(statement_id)


@pages.post("/of/<int:statement_id>/overpaid")
@needs(Permission.RUN_STATEMENTS)
def overpaid(statement_id: int):
    said, errors = typed(OverpaidSchema())
    if errors:
        return _show(statement_id, request.form, errors), 422
    settle_overpaid(by=access.actor(), statement_id=statement_id, **said)
    flash(gettext("The decision has been written down."), "success")
    return _back(statement_id)


@pages.post("/single/<int:expert_id>")
@needs(Permission.RUN_STATEMENTS)
def single(expert_id: int):
    said = load_form(SingleSchema(), request.form)
    issued = run_single.run_single(by=access.actor(), expert_id=expert_id, **said)
    by_bank = Engine.PAYMENT_FILE in engines.switched_on()
    words = (
        gettext("Issued. Pay it in a payment batch.")
        if by_bank
        else gettext("Issued. Hand it over to payroll.")
    )
    flash(words, "success")
    return redirect(url_for("statement_runs.show", run_id=issued.run_id), 303)


def _back(statement_id: int):
    return redirect(url_for(".show", statement_id=statement_id), 303)


def _show(statement_id: int, values: Any = None, errors: Any = None) -> str:
    by = access.actor()
    return render_template(
        "pages/corrections/show.html",
        around=waiting_corrections.around(statement_id, by),
        decisions=list(OverpaidDecision),
        centres=[(each.code, f"{each.code} {each.name}") for each in units.all_cost_centres()],
        may_run=by.may(Permission.RUN_STATEMENTS),
        may_report=by.may(Permission.REPORT_HOURS),
        values=values or {},
        errors=errors or {},
    )


def _corrected(difference_cents: int) -> str:
    if difference_cents == 0:
        return gettext("Corrected. The sum stays the same, and the person has been told.")
    return gettext("Corrected. Only the difference is paid, and the person has been told.")
