"""Payment batches of an organisation that pays by itself: what waits, files, the bank's word."""

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for

from app import access
from app.access import Permission, needs
from app.database import Missing
from app.gateways.downloads import TABLES, XML, download
from app.language import gettext
from app.now import today
from app.readings.taken_files import TAKEN_ROWS, TakenFile, taken_among, taken_files
from app.readings.waiting_payments import waiting_for
from app.schemas import ValidationError, load_form
from app.schemas.payouts import NewBankBatchSchema, VoidSchema
from app.schemas.statements import PaidByBankSchema, PartSchema
from app.storage import (
    bank_batch_files,
    bank_batch_pages,
    bank_batches,
    bank_feedback,
    engines,
    experts,
    hand_payments,
    mended_years,
    payment_years,
    payouts,
    tables,
    users,
    withheld,
)
from app.storage.bank_batch_files import BatchFile
from app.storage.bank_batches import BankBatch
from app.storage.changes import Subject
from app.storage.engines import Engine
from app.storage.pages import Page
from app.use_cases import enter_bank_answer, pay_by_bank
from app.use_cases.take_file import note_taken
from app.web.forms import typed
from invoices.banking_days import tax_due_on
from invoices.payroll_files.export_map import Per

pages = Blueprint("bank_batches", __name__, url_prefix="/bank-batches")
RUNS = Permission.RUN_STATEMENTS
ONE = "/<int:bank_batch_id>"


@pages.get("/")
@needs(RUNS)
def home():
    return _home()


@pages.post("/")
@needs(RUNS)
def create():
    said, errors = typed(NewBankBatchSchema())
    if errors:
        return _home(request.form, errors), 422
    batch = pay_by_bank.create(by=access.actor(), **said)
    flash(gettext("The batch has been made. Another person approves it."), "success")
    return _to(batch)


@pages.get("/withheld")
@needs(RUNS)
def show_withheld():
    """What is to be paid on to the Tax Administration and the insurers, by month of payment."""
    return render_template(
        "pages/bank_batches/withheld.html",
        months=[(each, tax_due_on(each.month)) for each in withheld.by_month()],
    )


@pages.get(ONE)
@needs(RUNS)
def show(bank_batch_id: int):
    return _show(bank_batch_id)


@pages.post(f"{ONE}/approve")
@needs(RUNS)
def approve(bank_batch_id: int):
    batch = pay_by_bank.approve(by=access.actor(), batch_id=bank_batch_id)
    flash(gettext("Approved. The file has been written and does not change."), "success")
    return _to(batch)


@pages.post(f"{ONE}/export")
@needs(RUNS)
def export(bank_batch_id: int):
    batch = pay_by_bank.export(by=access.actor(), batch_id=bank_batch_id)
    flash(gettext("Released. Fetch the file and take it to the bank."), "success")
    return _to(batch)


@pages.post(f"{ONE}/void")
@needs(RUNS)
def void(bank_batch_id: int):
    said, errors = typed(VoidSchema())
    if errors:
        return _show(bank_batch_id, errors=errors), 422
    batch = pay_by_bank.void(by=access.actor(), batch_id=bank_batch_id, **said)
    flash(gettext("Voided. What was in it waits again."), "success")
    return _to(batch)


@pages.post(f"{ONE}/paid")
@needs(RUNS)
def confirm(bank_batch_id: int):
    said, errors = typed(PaidByBankSchema())
    if errors:
        return _show(bank_batch_id, request.form, errors), 422
    batch = enter_bank_answer.confirm(by=access.actor(), batch_id=bank_batch_id, **said)
    flash(gettext("Marked as paid. Everybody has been told."), "success")
    return _to(batch)


@pages.post(f"{ONE}/file.xml")
@needs(RUNS)
def file(bank_batch_id: int):
    name, content = pay_by_bank.file_of(bank_batch_id)
    note_taken(bank_batch_id, TakenFile.BANK, by=access.actor())
    return download(name, content, XML)


@pages.post(f"{ONE}/persons")
@needs(RUNS)
def per_person(bank_batch_id: int):
    return _ledger(bank_batch_id, Per.PERSON)


@pages.post(f"{ONE}/lines")
@needs(RUNS)
def per_line(bank_batch_id: int):
    return _ledger(bank_batch_id, Per.LINE)


@pages.post("/feedback")
@needs(RUNS)
def read_feedback():
    given = request.files.get("file")
    if given is None or not given.filename:
        return _home(errors={"file": [gettext("Choose the file the bank gave.")]}), 422
    file = given.read()
    if enter_bank_answer.has_been_read(file):
        flash(gettext("This file has been read already. Nothing changed."))
    else:
        read = enter_bank_answer.read_file(by=access.actor(), file=file)
        flash(gettext("Read: %(count)s payments changed.", count=read.settled), "success")
    return redirect(url_for(".home"), 303)


@pages.post("/feedback/<int:bank_feedback_id>/seen")
@needs(RUNS)
def see_feedback(bank_feedback_id: int):
    enter_bank_answer.note_seen(by=access.actor(), feedback_id=bank_feedback_id)
    return redirect(url_for(".home"), 303)


def _ledger(bank_batch_id: int, per: Per) -> Response:
    """Of the kind it was written as. Raises Missing."""
    batch = tables.get(BankBatch, bank_batch_id)
    kept = bank_batch_files.of_batch(batch.id).get(per)
    if kept is None:
        raise Missing(BatchFile.__name__, bank_batch_id)
    note_taken(batch.id, TAKEN_ROWS[per], by=access.actor())
    return download(kept.name_in(batch.number), kept.file, TABLES[kept.map.kind])


def _to(batch: BankBatch):
    return redirect(url_for(".show", bank_batch_id=batch.id), 303)


def _next_url(bank_batch_id: int, part: Page) -> str:
    if part.next_cursor is None:
        return ""
    kept = request.args.to_dict() | {"after": str(part.next_cursor)}
    return f"{url_for('.show', bank_batch_id=bank_batch_id)}?{urlencode(kept)}#payments"


def _home(values: Any = None, errors: Any = None) -> str:
    is_on = Engine.PAYMENT_FILE in engines.switched_on()
    accounts, by_hand = payouts.accounts_to_confirm(), hand_payments.all_of_them()
    return render_template(
        "pages/bank_batches/home.html",
        is_on=is_on,
        waiting=waiting_for() if is_on else None,
        batches=bank_batches.all_batches(),
        by_hand=by_hand,
        taken_by_hand=taken_among({one.id for one in by_hand}, Subject.HAND_PAYMENT),
        doubts=bank_feedback.to_look_at(),
        of_another_year=payment_years.paid_in_another(mended=False),
        accounts=accounts,
        people=experts.by_id({each.expert_id for each in accounts}),
        values=values or {},
        errors=errors or {},
    )


def _show(bank_batch_id: int, values: Any = None, errors: Any = None) -> str:
    batch = tables.get(BankBatch, bank_batch_id)
    late = payment_years.paid_in_another(batch.id)
    try:
        asked = load_form(PartSchema(), request.args, ignore=["lang"])
    except ValidationError:
        asked = {}
    part = bank_batch_pages.part_of_batch(batch.id, **asked)
    people = {
        user_id: users.get(user_id).name
        for user_id in (batch.created_by, batch.approved_by, batch.exported_by, batch.voided_by)
        if user_id is not None
    }
    return render_template(
        "pages/bank_batches/show.html",
        batch=batch,
        items=part.rows,
        search=request.args,
        next_url=_next_url(batch.id, part),
        files=bank_batch_files.of_batch(batch.id),
        taken=taken_files(batch.id),
        of_another_year=late,
        mended=mended_years.by_payment([item.id for item in late]),
        people=people,
        mine=users.of_same_person(access.actor().user_id),
        values=values or {"paid_on": batch.pay_on if batch.debit_on <= today() else today()},
        errors=errors or {},
    )
