"""Assignments: all that are coming, the expert's home, and the page of one with its stand-ins."""

from datetime import date, timedelta

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for

from app.access import Actor, Permission, actor, needs
from app.gateways.assignment_papers import sheet_pdf
from app.language import gettext as _
from app.now import now, today
from app.readings import expect_pay
from app.readings.explained_steps import explained_steps
from app.readings.own import refuse_others
from app.readings.suggest_team import suggested_team
from app.readings.way_of_entries import told_of
from app.schemas import load_form
from app.schemas.assignments import (
    AgreeFeeSchema,
    CancelAssignmentSchema,
    ChooseFeeSchema,
    ReplaceSchema,
    SetPayeeSchema,
)
from app.storage import (
    assignments,
    candidates,
    changes,
    entry_lists,
    experts,
    occasions,
    offers,
    pay_days,
    requests,
)
from app.storage.changes import Subject
from app.use_cases import agree_fee, cancel_assignment, confirm_assignment, set_payee, turns
from app.use_cases.send_offers import TurnReasonNeeded
from app.web import choices, forms
from app.web.assignment_page import about, next_one
from app.web.call_rows import call_rows
from scheduling.lifecycle import COMING

pages = Blueprint("assignments", __name__, url_prefix="/assignments")

LATELY = timedelta(days=60)


@pages.get("/")
@needs(Permission.SEE_ASSIGNMENTS)
def all_of_them():
    return render_template(
        "pages/assignments/all.html",
        seats=assignments.with_seat(),
        empty=[each for each in occasions.with_empty_seats(now()) if each.free_seats],
        now=now(),
    )


@pages.get("/home")
@needs(Permission.OWN_ASSIGNMENTS)
def home():
    expert_id = actor().expert_id or 0
    expert = experts.get(expert_id)
    hers = assignments.of_expert(expert_id)
    following = next_one(hers)
    return render_template(
        "pages/assignments/home.html",
        expert=expert,
        next=about(following) if following else None,
        later=[each for each in hers if each.state in COMING][1:],
        offers=offers.open_of_expert(expert_id),
        coming=_money_ahead(expert_id),
        untold=_without_hours(expert_id),
        told=told_of(expert_id, hers),
        outcomes=assignments.outcomes_for(expert_id),
    )


@pages.get("/<int:assignment_id>")
@needs(Permission.SEE_ASSIGNMENTS, Permission.OWN_ASSIGNMENTS)
def show(assignment_id: int):
    """The expert's own; for the coordinator with what can be done on behalf."""
    who = actor()
    assignment = _seen_by(who, assignment_id)
    may_run = who.may(Permission.RUN_ASSIGNMENTS)
    return render_template(
        "pages/assignments/show.html",
        **about(assignment),
        cancel_url=url_for(".cancel", assignment_id=assignment_id),
        confirm_url=url_for(".confirm", assignment_id=assignment_id),
        fee_url=url_for(".choose_fee", assignment_id=assignment_id),
        hours_url=url_for("hours.report", assignment_id=assignment_id),
        ring_url=url_for(".ring_me", assignment_id=assignment_id),
        payee_url=url_for(".choose_payee", assignment_id=assignment_id),
        agree_url=url_for(".agree_on_fee", assignment_id=assignment_id),
        payee_is_settled=set_payee.is_settled(assignment_id),
        sheet_url=url_for(".sheet", assignment_id=assignment_id),
        pay_day_url=url_for("later_pay.ask", assignment_id=assignment_id),
        may_run=may_run,
        steps=changes.of(Subject.ASSIGNMENT, assignment_id) if may_run else [],
        explained=explained_steps(entry_lists.of_assignment(assignment_id)) if may_run else [],
    )


@pages.get("/<int:assignment_id>/sheet.pdf")
@needs(Permission.SEE_ASSIGNMENTS, Permission.OWN_ASSIGNMENTS)
def sheet(assignment_id: int):
    return Response(sheet_pdf(_seen_by(actor(), assignment_id)), mimetype="application/pdf")


@pages.post("/<int:assignment_id>/cancel")
@needs(Permission.RUN_ASSIGNMENTS, Permission.OWN_ASSIGNMENTS)
def cancel(assignment_id: int):
    """By the expert without a word of why; by the coordinator with how it was said."""
    who = actor()
    _seen_by(who, assignment_id)
    values = {}
    if who.may(Permission.RUN_ASSIGNMENTS):
        values = load_form(CancelAssignmentSchema(), request.form)
    cancel_assignment.cancel_assignment(assignment_id, by=who, **values)
    flash(_("The seat is free again, and the unit has been told."), "success")
    if who.may(Permission.RUN_ASSIGNMENTS):
        return redirect(url_for(".stand_ins", assignment_id=assignment_id), 303)
    return redirect(url_for(".show", assignment_id=assignment_id), 303)


@pages.post("/<int:assignment_id>/confirm")
@needs(Permission.RUN_ASSIGNMENTS, Permission.OWN_ASSIGNMENTS)
def confirm(assignment_id: int):
    _seen_by(actor(), assignment_id)
    confirm_assignment.confirm_assignment(assignment_id, by=actor())
    flash(_("The assignment is confirmed."), "success")
    return redirect(url_for(".show", assignment_id=assignment_id), 303)


@pages.post("/<int:assignment_id>/ring-me")
@needs(Permission.OWN_ASSIGNMENTS)
def ring_me(assignment_id: int):
    confirm_assignment.ask_for_call(assignment_id, by=actor())
    flash(_("Thank you, we will ring you."), "success")
    return redirect(url_for(".show", assignment_id=assignment_id), 303)


@pages.post("/<int:assignment_id>/fee")
@needs(Permission.RUN_ASSIGNMENTS, Permission.OWN_ASSIGNMENTS)
def choose_fee(assignment_id: int):
    _seen_by(actor(), assignment_id)
    values = load_form(ChooseFeeSchema(), request.form)
    confirm_assignment.choose_fee(assignment_id, values["fee_choice"], by=actor())
    flash(_("The choice has been saved."), "success")
    return redirect(url_for(".show", assignment_id=assignment_id), 303)


@pages.post("/<int:assignment_id>/payee")
@needs(Permission.RUN_ASSIGNMENTS)
def choose_payee(assignment_id: int):
    values = load_form(SetPayeeSchema(), request.form)
    set_payee.set_payee(by=actor(), assignment_id=assignment_id, **values)
    flash(_("The choice has been saved."), "success")
    return redirect(url_for(".show", assignment_id=assignment_id), 303)


@pages.post("/<int:assignment_id>/agreed-fee")
@needs(Permission.RUN_ASSIGNMENTS)
def agree_on_fee(assignment_id: int):
    values = load_form(AgreeFeeSchema(), request.form)
    agree_fee.agree_fee(by=actor(), assignment_id=assignment_id, **values)
    flash(_("The fee has been agreed."), "success")
    return redirect(url_for(".show", assignment_id=assignment_id), 303)


@pages.get("/<int:assignment_id>/stand-ins")
@needs(Permission.RUN_ASSIGNMENTS)
def stand_ins(assignment_id: int):
    return _stand_ins(assignment_id)


@pages.post("/<int:assignment_id>/stand-ins")
@needs(Permission.RUN_ASSIGNMENTS)
def replace(assignment_id: int):
    values, errors = forms.typed(ReplaceSchema())
    if errors:
        return _stand_ins(assignment_id, errors, request.form), 422
    try:
        seat = cancel_assignment.replace(assignment_id, by=actor(), **values)
    except TurnReasonNeeded:
        missing = choices.reason_missing(f"turn-{values['expert_id']}")
        return _stand_ins(assignment_id, missing, request.form), 422
    flash(_("The stand-in has the seat and gets the sheet."), "success")
    return redirect(url_for(".show", assignment_id=seat.id), 303)


def _stand_ins(assignment_id: int, errors=None, values=None) -> str:
    assignment = assignments.get(assignment_id)
    asked = requests.get(assignment.request_id)
    occasion = occasions.get(assignment.occasion_id)
    order = candidates.ranking(asked, today=today(), occasion=occasion)
    team = suggested_team(
        occasion, order, instead_of=assignment, tried=turns.tried(assignment.request_id)
    )
    return render_template(
        "pages/assignments/stand_ins.html",
        **about(assignment),
        rows=call_rows(asked, [occasion], order, first=team.expert_ids),
        keeps_pair_rule=team.keeps_pair_rule,
        themes={each.id: each for each in experts.all_themes()},
        turn_reasons=choices.turn_reasons(),
        errors=errors or {},
        values=values or {},
    )


def _money_ahead(expert_id: int) -> list[tuple[date, int]]:
    """Pay day and gross of the coming payment months, those with something in them."""
    ahead = [each for each in pay_days.all_days() if each.pay_on >= today()]
    sums = ((each.pay_on, expect_pay.coming_in_month(expert_id, each.month)) for each in ahead[:4])
    return [(pay_on, cents) for pay_on, cents in sums if cents]


def _without_hours(expert_id: int) -> list[assignments.Assignment]:
    """Held lately and nothing told of it yet."""
    lately = entry_lists.untold_assignments(now() - LATELY, now())
    return [each for each in lately if each.expert_id == expert_id]


def _seen_by(who: Actor, assignment_id: int) -> assignments.Assignment:
    """The expert's own, or any for whoever may see assignments. Raises Missing."""
    assignment = assignments.get(assignment_id)
    if not who.may(Permission.SEE_ASSIGNMENTS):
        refuse_others(who, assignment.expert_id)
    return assignment
