"""Invoices of work: those others send to us are noted here, and those we send are listed."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from app import access
from app.access import Permission, needs
from app.database import Missing
from app.gateways.csv_files import csv_file
from app.gateways.downloads import CSV, download
from app.language import amount, gettext, short_day
from app.now import today
from app.readings import invoiced_work
from app.schemas.invoicing import (
    MendedOwnCompanySchema,
    MendedReceivedSchema,
    MendedSentSchema,
    OwnCompanySchema,
    ReceivedSchema,
    SentSchema,
    WithdrawSchema,
)
from app.storage import assignments, invoices
from app.use_cases import mend_invoices, note_invoices
from app.web.forms import typed
from invoices.payers import Payee

pages = Blueprint("invoicing", __name__, url_prefix="/invoicing")


@pages.get("/received/<int:assignment_id>")
@needs(Permission.RUN_STATEMENTS)
def received(assignment_id: int):
    return _received(assignment_id)


@pages.post("/received/<int:assignment_id>")
@needs(Permission.RUN_STATEMENTS)
def note_received(assignment_id: int):
    asks = _asks_yel(assignment_id)
    said, errors = typed(OwnCompanySchema() if asks else ReceivedSchema())
    if errors:
        return _received(assignment_id, request.form, errors), 422
    note_invoices.note_received(by=access.actor(), assignment_id=assignment_id, **said)
    flash(gettext("The invoice has been noted."), "success")
    return redirect(url_for("statements.invoiced"), 303)


@pages.post("/received/<int:assignment_id>/mend")
@needs(Permission.RUN_STATEMENTS)
def mend_received(assignment_id: int):
    asks = _asks_yel(assignment_id)
    said, errors = typed(MendedOwnCompanySchema() if asks else MendedReceivedSchema())
    if errors:
        return _received(assignment_id, request.form, errors), 422
    mend_invoices.mend_received(by=access.actor(), assignment_id=assignment_id, **said)
    flash(gettext("Saved."), "success")
    return redirect(url_for(".received", assignment_id=assignment_id), 303)


@pages.post("/received/<int:assignment_id>/withdraw")
@needs(Permission.RUN_STATEMENTS)
def withdraw_received(assignment_id: int):
    said, errors = typed(WithdrawSchema())
    if errors:
        return _received(assignment_id, None, errors), 422
    mend_invoices.withdraw_received(
        by=access.actor(), assignment_id=assignment_id, reason=said["why"]
    )
    flash(gettext("Withdrawn. The work waits for an invoice again."), "success")
    return redirect(url_for("statements.invoiced"), 303)


@pages.get("/sent/<int:assignment_id>")
@needs(Permission.RUN_STATEMENTS)
def sent(assignment_id: int):
    return _sent(assignment_id)


@pages.post("/sent/<int:assignment_id>/mend")
@needs(Permission.RUN_STATEMENTS)
def mend_sent(assignment_id: int):
    said, errors = typed(MendedSentSchema())
    if errors:
        return _sent(assignment_id, request.form, errors), 422
    mend_invoices.mend_sent(by=access.actor(), assignment_id=assignment_id, **said)
    flash(gettext("Saved."), "success")
    return redirect(url_for(".sent", assignment_id=assignment_id), 303)


@pages.post("/sent/<int:assignment_id>/withdraw")
@needs(Permission.RUN_STATEMENTS)
def withdraw_sent(assignment_id: int):
    said, errors = typed(WithdrawSchema())
    if errors:
        return _sent(assignment_id, None, errors), 422
    mend_invoices.withdraw_sent(by=access.actor(), assignment_id=assignment_id, reason=said["why"])
    flash(gettext("Withdrawn. The work waits for an invoice again."), "success")
    return redirect(url_for(".to_invoice"), 303)


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
        for one in invoiced_work.to_invoice()
        for event in one.waiting
    ]
    return download(f"myyntilaskutus-{today():%Y-%m-%d}.csv", csv_file([header, *rows]), CSV)


def _asks_yel(assignment_id: int) -> bool:
    return assignments.get(assignment_id).payee == Payee.OWN_COMPANY


def _received(assignment_id: int, values: Any = None, errors: Any = None) -> str:
    invoice = invoices.received([assignment_id]).get(assignment_id)
    asks_yel = _asks_yel(assignment_id)
    blank = {"prepayment_checked_on": today()} if asks_yel else {}
    stored = {name: getattr(invoice, name) for name in OwnCompanySchema().fields if invoice}
    return render_template(
        "pages/invoicing/received.html",
        assignment=assignments.get(assignment_id),
        invoice=invoice,
        own_cents=note_invoices.cents_of(assignment_id),
        asks_yel=asks_yel,
        values=values or stored or blank,
        errors=errors or {},
    )


def _sent(assignment_id: int, values: Any = None, errors: Any = None) -> str:
    invoice = invoices.sent([assignment_id]).get(assignment_id)
    if invoice is None:
        raise Missing("SentInvoice", assignment_id)
    return render_template(
        "pages/invoicing/sent.html",
        assignment=assignments.get(assignment_id),
        invoice=invoice,
        together=len(invoices.sent_together(invoice.number)),
        values=values or {"number": invoice.number, "invoiced_on": invoice.invoiced_on},
        errors=errors or {},
    )


def _to_invoice(values: Any, errors: Any) -> str:
    return render_template(
        "pages/invoicing/to_invoice.html",
        units=invoiced_work.to_invoice(),
        values=values,
        errors=errors,
        today=today(),
    )
