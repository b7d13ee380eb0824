"""The Incomes Register for finance: what waits, until when, the files and what became of them."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from app import access
from app.access import Permission, needs
from app.gateways.downloads import XML, download
from app.language import gettext
from app.now import today
from app.readings import waiting_reports
from app.readings.register_deadlines import open_deadlines
from app.readings.taken_files import TakenFile, taken_files
from app.schemas.incomes_register import (
    AcceptedSchema,
    ByHandSchema,
    RegisterPayerSchema,
    WhySchema,
)
from app.storage import (
    engines,
    hand_payments,
    left_out_of_register,
    organisations,
    register_deliveries,
    register_payers,
    register_reports,
    tables,
    users,
)
from app.storage.changes import Subject
from app.storage.engines import Engine
from app.storage.organisations import OrganisationKind
from app.storage.payments import Payment
from app.storage.register_deliveries import RegisterDelivery
from app.use_cases import enter_register_answer, tell_incomes_register
from app.use_cases.enter_register_payer import enter_register_payer
from app.use_cases.take_file import note_taken
from app.web.forms import typed

pages = Blueprint("incomes_register", __name__, url_prefix="/incomes-register")
RUNS = Permission.RUN_STATEMENTS
ONE = "/<int:register_delivery_id>"


@pages.get("/")
@needs(RUNS)
def home():
    is_on = Engine.INCOMES_REGISTER in engines.switched_on()
    waiting = waiting_reports.waiting() if is_on else waiting_reports.AllWaiting(())
    by_hand = left_out_of_register.left_out()
    return render_template(
        "pages/incomes_register/home.html",
        is_on=is_on,
        payer=register_payers.find(),
        waiting=waiting,
        deadlines=open_deadlines(waiting),
        deliveries=register_deliveries.all_of_them(),
        hand_paid=[one for one in hand_payments.all_of_them() if one.paid_on] if is_on else [],
        by_hand=[(each, tables.get(Payment, each.payment_id)) for each in by_hand.values()],
        today=today(),
    )


@pages.post("/")
@needs(RUNS)
def make():
    made = tell_incomes_register.make(by=access.actor())
    flash(gettext("Made. Upload each file to the Incomes Register."), "success")
    return _to(made[0]) if len(made) == 1 else redirect(url_for(".home"), 303)


@pages.get("/payer")
@needs(RUNS)
def show_payer():
    return _payer()


@pages.post("/payer")
@needs(RUNS)
def enter_payer():
    said, errors = typed(RegisterPayerSchema())
    if errors:
        return _payer(request.form, errors), 422
    enter_register_payer(by=access.actor(), **said)
    flash(gettext("Saved."), "success")
    return redirect(url_for(".home"), 303)


@pages.get("/payments/<int:payment_id>")
@needs(RUNS)
def show_payment(payment_id: int):
    return _payment(payment_id)


@pages.post("/payments/<int:payment_id>")
@needs(RUNS)
def tell_by_hand(payment_id: int):
    said, errors = typed(ByHandSchema())
    if errors:
        return _payment(payment_id, request.form, errors), 422
    tell_incomes_register.leave_out(by=access.actor(), payment_id=payment_id, **said)
    flash(gettext("Saved."), "success")
    return redirect(url_for(".home"), 303)


@pages.get(ONE)
@needs(RUNS)
def show(register_delivery_id: int):
    return _show(register_delivery_id)


@pages.post(f"{ONE}/file.xml")
@needs(RUNS)
def file(register_delivery_id: int):
    """It holds identity codes, so each time is noted."""
    name, content = tell_incomes_register.file_of(register_delivery_id)
    note_taken(register_delivery_id, TakenFile.REGISTER, by=access.actor())
    return download(name, content, XML)


@pages.post(f"{ONE}/delivered")
@needs(RUNS)
def mark_delivered(register_delivery_id: int):
    delivery = enter_register_answer.mark_delivered(
        by=access.actor(), delivery_id=register_delivery_id
    )
    flash(gettext("Marked as uploaded. Tell here what the register answers."), "success")
    return _to(delivery)


@pages.post(f"{ONE}/accepted")
@needs(RUNS)
def accept(register_delivery_id: int):
    said, errors = typed(AcceptedSchema())
    if errors:
        return _show(register_delivery_id, request.form, errors), 422
    delivery = enter_register_answer.accept(
        by=access.actor(), delivery_id=register_delivery_id, **said
    )
    flash(gettext("Marked as accepted."), "success")
    return _to(delivery)


@pages.post(f"{ONE}/rejected")
@needs(RUNS)
def reject(register_delivery_id: int):
    said, errors = typed(WhySchema())
    if errors:
        return _show(register_delivery_id, request.form, errors), 422
    delivery = enter_register_answer.reject(
        by=access.actor(), delivery_id=register_delivery_id, **said
    )
    flash(gettext("What was in the file waits again."), "success")
    return _to(delivery)


@pages.post(f"{ONE}/discarded")
@needs(RUNS)
def discard(register_delivery_id: int):
    said, errors = typed(WhySchema())
    if errors:
        return _show(register_delivery_id, request.form, errors), 422
    delivery = enter_register_answer.discard(
        by=access.actor(), delivery_id=register_delivery_id, **said
    )
    flash(gettext("What was in the file waits again."), "success")
    return _to(delivery)


def _to(delivery: RegisterDelivery):
    return redirect(url_for(".show", register_delivery_id=delivery.id), 303)


def _show(register_delivery_id: int, values: Any = None, errors: Any = None) -> str:
    delivery = tables.get(RegisterDelivery, register_delivery_id)
    acted = (delivery.made_by, delivery.delivered_by, delivery.ended_by)
    return render_template(
        "pages/incomes_register/show.html",
        delivery=delivery,
        reports=register_reports.of_delivery(delivery.id),
        people={user_id: users.get(user_id).name for user_id in acted if user_id is not None},
        taken=taken_files(delivery.id, Subject.REGISTER_DELIVERY).get(TakenFile.REGISTER),
        today=today(),
        values=values or {},
        errors=errors or {},
    )


def _payer(values: Any = None, errors: Any = None) -> str:
    organisation = organisations.get(access.actor().organisation_id)
    usual = {
        "business_id": organisation.business_id,
        "is_public": organisation.kind != OrganisationKind.NGO,
        "in_production": True,
        "first_day": today(),
    }
    payer = register_payers.find()
    stored = {name: getattr(payer, name) for name in RegisterPayerSchema().fields} if payer else {}
    return render_template(
        "pages/incomes_register/payer.html",
        values=values or stored or usual,
        errors=errors or {},
    )


def _payment(payment_id: int, values: Any = None, errors: Any = None) -> str:
    payment = tables.get(Payment, payment_id)
    told = register_reports.of_statements([payment.statement_id])
    return render_template(
        "pages/incomes_register/payment.html",
        payment=payment,
        told=[each for each in told.get(payment.statement_id, ()) if each.payment_id == payment.id],
        said=left_out_of_register.words_about(payment.id),
        values=values or {},
        errors=errors or {},
    )
