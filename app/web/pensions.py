"""Under which pension insurance a person is employed: finance enters it, her reports tell it."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from app import access
from app.access import Permission, needs
from app.language import gettext
from app.schemas.incomes_register import PensionSchema
from app.storage import engines, experts, pension_arrangements
from app.storage.engines import Engine
from app.use_cases.enter_pension import enter_pension
from app.web.forms import typed

pages = Blueprint("pensions", __name__, url_prefix="/pensions")


@pages.get("/<int:expert_id>")
@needs(Permission.RUN_STATEMENTS)
def show(expert_id: int):
    return _show(expert_id)


@pages.post("/<int:expert_id>")
@needs(Permission.RUN_STATEMENTS)
def enter(expert_id: int):
    said, errors = typed(PensionSchema())
    if errors:
        return _show(expert_id, request.form, errors), 422
    enter_pension(by=access.actor(), expert_id=expert_id, **said)
    flash(gettext("Saved."), "success")
    return redirect(url_for(".show", expert_id=expert_id), 303)


def _show(expert_id: int, values: Any = None, errors: Any = None) -> str:
    entered = pension_arrangements.of_expert(expert_id)
    stored = {name: getattr(entered[0], name) for name in PensionSchema().fields if entered}
    return render_template(
        "pages/pensions/show.html",
        is_on=Engine.INCOMES_REGISTER in engines.switched_on(),
        expert=experts.get(expert_id),
        entered=entered,
        values=values or stored,
        errors=errors or {},
    )
