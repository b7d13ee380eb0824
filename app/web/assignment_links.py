"""The assignment's own link: the sheet, "I can't come" and the fee, without signing in."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for

from app.access import Permission, needs
from app.gateways.assignment_papers import sheet_pdf
from app.language import gettext as _
from app.schemas import load_form
from app.schemas.assignments import ChooseFeeSchema
from app.use_cases import cancel_assignment, confirm_assignment
from app.web.assignment_page import about
from app.web.personal_links import open_assignment

pages = Blueprint("assignment_links", __name__, url_prefix="/assignment/<token>")


@pages.get("")
@needs(Permission.PUBLIC)
def show(token: str):
    _by, assignment = open_assignment(token)
    return render_template(
        "pages/assignments/show.html",
        **about(assignment),
        cancel_url=url_for(".cancel", token=token),
        confirm_url=url_for(".confirm", token=token),
        fee_url=url_for(".choose_fee", token=token),
        hours_url=url_for("hours_by_link.report", token=token),
        ring_url=url_for(".ring_me", token=token),
        sheet_url=url_for(".sheet", token=token),
        may_run=False,
        steps=[],
    )


@pages.get("/sheet.pdf")
@needs(Permission.PUBLIC)
def sheet(token: str):
    _by, assignment = open_assignment(token)
    return Response(sheet_pdf(assignment), mimetype="application/pdf")


@pages.post("/cancel")
@needs(Permission.PUBLIC)
def cancel(token: str):
    by, assignment = open_assignment(token)
    cancel_assignment.cancel_assignment(assignment.id, by=by)
    flash(_("Thank you for telling. The unit knows, and you need not do anything else."), "success")
    return redirect(url_for(".show", token=token), 303)


@pages.post("/confirm")
@needs(Permission.PUBLIC)
def confirm(token: str):
    by, assignment = open_assignment(token)
    confirm_assignment.confirm_assignment(assignment.id, by=by)
    flash(_("The assignment is confirmed."), "success")
    return redirect(url_for(".show", token=token), 303)


@pages.post("/fee")
@needs(Permission.PUBLIC)
def choose_fee(token: str):
    by, assignment = open_assignment(token)
    values = load_form(ChooseFeeSchema(), request.form)
    confirm_assignment.choose_fee(assignment.id, values["fee_choice"], by=by)
    flash(_("The choice has been saved."), "success")
    return redirect(url_for(".show", token=token), 303)


@pages.post("/ring-me")
@needs(Permission.PUBLIC)
def ring_me(token: str):
    by, assignment = open_assignment(token)
    confirm_assignment.ask_for_call(assignment.id, by=by)
    flash(_("Thank you, we will ring you."), "success")
    return redirect(url_for(".show", token=token), 303)
