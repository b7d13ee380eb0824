"""This is not right: an expert says it of her own statement, and is answered."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from app import access
from app.access import Permission, Role, needs
from app.language import gettext
from app.now import today
from app.readings.own import seen_by
from app.schemas.disputes import AnswerSchema, DisputeForOtherSchema, DisputeSchema
from app.storage import disputes, experts, putting_right
from app.storage.disputes import Answer
from app.use_cases import dispute_statement
from app.web.forms import typed
from invoices.statements.statement import StatementKind

pages = Blueprint("disputes", __name__, url_prefix="/disputes")

SEES = (Permission.SEE_STATEMENTS, Permission.OWN_STATEMENTS)


@pages.get("/")
@needs(Permission.SEE_STATEMENTS)
def all_of_them():
    """What waits for an answer, and what was promised and is not under way; oldest first."""
    waiting, promised = disputes.unanswered(), disputes.promised()
    people = experts.by_id({each.expert_id for each in (*waiting, *promised)})
    return render_template(
        "pages/disputes/list.html", waiting=waiting, promised=promised, people=people
    )


@pages.get("/of/<int:statement_id>")
@needs(*SEES)
def show(statement_id: int):
    return _show(statement_id)


@pages.post("/of/<int:statement_id>")
@needs(Permission.OWN_STATEMENTS, Permission.EDIT_EXPERTS)
def say(statement_id: int):
    by = access.actor()
    said, errors = typed(DisputeSchema() if by.role is Role.EXPERT else DisputeForOtherSchema())
    if errors:
        return _show(statement_id, request.form, errors), 422
    dispute_statement.dispute(by=by, statement_id=statement_id, **said)
    flash(gettext("Written down. You are answered, and you see the answer here."), "success")
    return redirect(url_for(".show", statement_id=statement_id), 303)


@pages.post("/<int:dispute_id>/answer")
@needs(Permission.SEE_STATEMENTS)
def answer(dispute_id: int):
    said, errors = typed(AnswerSchema())
    found = disputes.get(dispute_id)
    if errors:
        return _show(found.statement_id, request.form, errors, dispute_id), 422
    told = dispute_statement.answer(by=access.actor(), dispute_id=dispute_id, **said)
    flash(gettext("Answered, and the expert has been told."), "success")
    document = putting_right.document_of(told.statement_id)
    is_done = document is not None and document.kind == StatementKind.CORRECTION
    page = "corrections.show" if told.answer is Answer.PUT_RIGHT and not is_done else ".show"
    return redirect(url_for(page, statement_id=told.statement_id), 303)


def _show(statement_id: int, values: Any = None, errors: Any = None, answered: int = 0) -> str:
    """answered: the dispute whose answer was sent, when something in it was wrong."""
    by = access.actor()
    return render_template(
        "pages/disputes/show.html",
        statement=seen_by(statement_id, by),
        told=dispute_statement.told_of(statement_id),
        is_own=by.role is Role.EXPERT,
        document=putting_right.document_of(statement_id),
        may_say=by.may(Permission.OWN_STATEMENTS) or by.may(Permission.EDIT_EXPERTS),
        answered=answered,
        values=values or {"said_on": today()},
        errors=errors or {},
    )
