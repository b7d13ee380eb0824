"""Invoices of work: those others send to us are noted here, and those we send are listed."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from app import access
from app.access import Permission, needs
from app.gateways.csv_files import csv_file
from app.gateways.downloads import CSV, download
from app.language import amount, gettext, short_day
from app.now import today
from app.readings import look_at_invoiced
from app.schemas.invoicing import ReceivedSchema, SentSchema
from app.storage import assignments, invoices
from app.use_cases import note_invoices
from app.web.forms import typed
from invoices.payers import Payee

pages = Blueprint("invoicing", __name__, url_prefix="/invoicing")


@pages.get("/received/<int:assignment_id>")
@needs(Permission.RUN_STATEMENTS)
def received(assignment_id: int):
    return _received(assignment_id, {"prepayment_checked_on": today()}, {})


@pages.post("/received/<int:assignment_id>")
@needs(Permission.RUN_STATEMENTS)
def note_received(assignment_id: int):
    said, errors = typed(ReceivedSchema())
    if errors:
        return _received(assignment_id, request.form, errors), 422
    note_invoices.note_received(by=access.actor(), assignment_id=assignment_id, **said)
    flash(gettext("The invoice has been noted."), "success")
    return redirect(url_for("statements.invoiced"), 303)


@pages.get("/to-invoice")
@needs(Permission.RUN_STATEMENTS)
def to_invoice():
    return _to_invoice({}, {})


@pages.post("/to-invoice")
@needs(Permission.RUN_STATEMENTS)
def note_sent():
    said, errors = typed(SentSchema())
    if errors:
        return _to_invoice(request.form, errors), 422
    note_invoices.note_sent(by=access.actor(), **said)
    flash(gettext("Marked as invoiced."), "success")
    return redirect(url_for(".to_invoice"), 303)


@pages.get("/to-invoice.csv")
@needs(Permission.RUN_STATEMENTS)
def list_to_invoice():
    """For sales invoicing: what has not been invoiced yet."""
    header = [
        gettext("Unit"),
        gettext("Day"),
        gettext("What"),
        gettext("Cost centre"),
        gettext("Project"),
        gettext("Sum"),
    ]
    rows = [
        [
            one.unit.name,
            short_day(event.day),
            event.assignment.request.title,
            event.assignment.request.cost_centre.code
            if event.assignment.request.cost_centre
            else "",
            event.assignment.request.project_code or "",
            amount(event.cents),
        ]
        for one in look_at_invoiced.look_at_own_invoices()
        for event in one.waiting
    ]
    return download(f"myyntilaskutus-{today():%Y-%m-%d}.csv", csv_file([header, *rows]), CSV)


def _received(assignment_id: int, values: Any, errors: Any) -> str:
    assignment = assignments.get(assignment_id)
    return render_template(
        "pages/invoicing/received.html",
        assignment=assignment,
        invoice=invoices.received([assignment_id]).get(assignment_id),
        own_cents=note_invoices.cents_of(assignment_id),
        asks_yel=assignment.payee == Payee.OWN_COMPANY,
        values=values,
        errors=errors,
    )


def _to_invoice(values: Any, errors: Any) -> str:
    return render_template(
        "pages/invoicing/to_invoice.html",
        units=look_at_invoiced.look_at_own_invoices(),
        values=values,
        errors=errors,
        today=today(),
    )
