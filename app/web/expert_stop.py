"""A pause, a hidden profile, and stopping everything for a person."""

from flask import Blueprint, flash, redirect, render_template, request, url_for

from app import access
from app.access import Permission, needs
from app.language import gettext
from app.now import now, today
from app.schemas.experts import PauseSchema, StopSchema
from app.storage import commitments, experts
from app.use_cases import pause_expert, stop_everything
from app.web import forms

pages = Blueprint("expert_stop", __name__, url_prefix="/experts/<int:expert_id>")


@pages.get("/pause")
@needs(Permission.EDIT_EXPERTS)
def pause_form(expert_id: int):
    return _pause_form(expert_id, {"until": experts.get(expert_id).paused_until}, {})


@pages.post("/pause")
@needs(Permission.EDIT_EXPERTS)
def pause(expert_id: int):
    values, errors = forms.typed(PauseSchema())
    if errors:
        return _pause_form(expert_id, request.form, errors), 422
    pause_expert.pause(expert_id, by=access.actor(), **values)
    flash(gettext("Saved."), "success")
    return _to_person(expert_id)


@pages.post("/hide")
@needs(Permission.EDIT_EXPERTS)
def hide(expert_id: int):
    pause_expert.hide(expert_id, by=access.actor(), hidden=request.form.get("hidden") == "true")
    return _to_person(expert_id)


@pages.get("/stop")
@needs(Permission.EDIT_EXPERTS)
def stop_form(expert_id: int):
    return _stop_form(expert_id, {}, {})


@pages.post("/stop")
@needs(Permission.EDIT_EXPERTS)
def stop(expert_id: int):
    values, errors = forms.typed(StopSchema())
    if errors:
        return _stop_form(expert_id, request.form, errors), 422
    stop_everything.stop_everything(
        expert_id, by=access.actor(), reason=values["reason"], how=values["how"]
    )
    flash(gettext("Everything is stopped. Look at the free seats next."), "success")
    return _to_person(expert_id)


@pages.post("/resume")
@needs(Permission.EDIT_EXPERTS)
def resume(expert_id: int):
    stop_everything.resume(expert_id, by=access.actor())
    flash(gettext("Welcome back: invitations may be sent again."), "success")
    return _to_person(expert_id)


def _pause_form(expert_id: int, values, errors) -> str:
    return render_template(
        "pages/experts/pause.html",
        expert=experts.get(expert_id),
        action=url_for(".pause", expert_id=expert_id),
        back=url_for("experts.show", expert_id=expert_id),
        values=values,
        errors=errors,
    )


def _stop_form(expert_id: int, values, errors) -> str:
    return render_template(
        "pages/experts/stop.html",
        expert=experts.get(expert_id),
        offers=len(commitments.open_offers(expert_id)),
        seats=commitments.promised(expert_id, moment=now(), day=today()),
        values=values,
        errors=errors,
    )


def _to_person(expert_id: int):
    return redirect(url_for("experts.show", expert_id=expert_id), 303)
