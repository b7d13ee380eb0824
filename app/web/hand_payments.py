"""Statements the bank cannot pay: one asks, another gives them to payroll, then they are paid."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for

from app import access
from app.access import Permission, needs
from app.database import Missing
from app.gateways.downloads import TABLES, download
from app.language import gettext
from app.now import today
from app.readings.taken_files import TAKEN_ROWS, taken_files
from app.readings.waiting_payments import why_not
from app.schemas.payouts import VoidSchema
from app.schemas.statements import PaidSchema
from app.storage import hand_files, hand_payments, statements, tables, users
from app.storage.changes import Subject
from app.storage.hand_files import HandFile
from app.storage.hand_payments import HandPayment
from app.use_cases import pay_by_hand
from app.use_cases.take_file import note_taken
from app.web.forms import typed
from invoices.payroll_files.export_map import Per

pages = Blueprint("hand_payments", __name__, url_prefix="/hand-payments")
RUNS = Permission.RUN_STATEMENTS
ONE = "/<int:statement_id>"
GIVEN = "/given/<int:hand_payment_id>"


@pages.get(ONE)
@needs(RUNS)
def show(statement_id: int):
    return _show(statement_id)


@pages.post(ONE)
@needs(RUNS)
def ask(statement_id: int):
    said, errors = typed(VoidSchema())
    if errors:
        return _show(statement_id, request.form, errors), 422
    pay_by_hand.ask(by=access.actor(), statement_id=statement_id, **said)
    flash(gettext("Saved. Another person gives it to payroll."), "success")
    return _back(statement_id)


@pages.post(f"{ONE}/give")
@needs(RUNS)
def give(statement_id: int):
    pay_by_hand.give(by=access.actor(), statement_id=statement_id)
    flash(gettext("Given to payroll. Take the statement to them."), "success")
    return _back(statement_id)


@pages.post(f"{ONE}/paid")
@needs(RUNS)
def confirm(statement_id: int):
    said, errors = typed(PaidSchema())
    if errors:
        return _show(statement_id, request.form, errors), 422
    pay_by_hand.confirm(by=access.actor(), statement_id=statement_id, **said)
    flash(gettext("Marked as paid. The person has been told."), "success")
    return _back(statement_id)


@pages.post(f"{ONE}/withdraw")
@needs(RUNS)
def withdraw(statement_id: int):
    said, errors = typed(VoidSchema())
    if errors:
        return _show(statement_id, request.form, errors), 422
    pay_by_hand.withdraw(by=access.actor(), statement_id=statement_id, **said)
    flash(gettext("Withdrawn. It waits for the bank again."), "success")
    return _back(statement_id)


@pages.post(f"{GIVEN}/persons")
@needs(RUNS)
def per_person(hand_payment_id: int):
    return _file(hand_payment_id, Per.PERSON)


@pages.post(f"{GIVEN}/lines")
@needs(RUNS)
def per_line(hand_payment_id: int):
    return _file(hand_payment_id, Per.LINE)


def _file(hand_payment_id: int, per: Per) -> Response:
    """Of the kind it was written as, also of what was withdrawn since. Raises Missing."""
    given = tables.get(HandPayment, hand_payment_id)
    kept = hand_files.of_payment(given.id).get(per)
    if kept is None:
        raise Missing(HandFile.__name__, hand_payment_id)
    note_taken(given.id, TAKEN_ROWS[per], by=access.actor(), subject=Subject.HAND_PAYMENT)
    return download(kept.name_in(given.statement.printed_number), kept.file, TABLES[kept.map.kind])


def _back(statement_id: int):
    return redirect(url_for(".show", statement_id=statement_id), 303)


def _show(statement_id: int, values: Any = None, errors: Any = None) -> str:
    statement, found = statements.get(statement_id), hand_payments.find(statement_id)
    given = hand_files.given(statement_id)
    acted = [found.asked_by, found.given_by, found.paid_by] if found else []
    acted += [one.payment.withdrawn_by for one in given]
    return render_template(
        "pages/hand_payments/show.html",
        statement=statement,
        found=found,
        given=given,
        taken={one.payment.id: taken_files(one.payment.id, Subject.HAND_PAYMENT) for one in given},
        refusal=None if found else why_not(statement_id),
        people={each: users.get(each).name for each in acted if each is not None},
        mine=users.of_same_person(access.actor().user_id),
        values=values or {"paid_on": today()},
        errors=errors or {},
    )
