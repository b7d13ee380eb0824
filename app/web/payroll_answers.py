"""Payroll's answer brought in: look first, then mark paid and held, all of it or nothing."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from marshmallow import ValidationError

from app import access
from app.access import Permission, needs
from app.database import Missing
from app.schemas import by_field
from app.schemas.expert_import import Problem, shown
from app.schemas.payroll_answer import Answer, problems_of, read_answer
from app.schemas.table_file import NO_FILE
from app.schemas.types import reason
from app.storage import payroll_answers
from app.storage.payroll_answers import PayrollAnswer
from app.use_cases import read_payroll_answer

pages = Blueprint("payroll_answers", __name__, url_prefix="/payroll-answers")


@pages.get("/")
@needs(Permission.RUN_STATEMENTS)
def start():
    return _start({})


@pages.post("/")
@needs(Permission.RUN_STATEMENTS)
def upload():
    try:
        file_name, content = _uploaded()
        found = read_answer(content)
    except ValidationError as error:
        return _start(by_field(error)), 422
    plan = read_payroll_answer.plan_of(found.rows)
    problems = _problems(found, plan)
    if problems:
        return _start({}, file_name=file_name, problems=problems), 422
    kept = read_payroll_answer.keep(content, file_name, len(found.rows), by=access.actor())
    return redirect(url_for(".look", answer_id=kept.id), 303)


@pages.get("/<int:answer_id>")
@needs(Permission.RUN_STATEMENTS)
def look(answer_id: int):
    """What reading the file in would do; afterwards what it did."""
    kept = payroll_answers.get(answer_id)
    if kept.read_in_at is not None:
        return render_template("pages/payroll_answers/done.html", file=kept)
    found = read_answer(_content(kept))
    plan = read_payroll_answer.plan_of(found.rows)
    problems = _problems(found, plan)
    if problems:
        return _start({}, file_name=kept.file_name, problems=problems)
    return render_template("pages/payroll_answers/look.html", file=kept, plan=plan)


@pages.post("/<int:answer_id>/read-in")
@needs(Permission.RUN_STATEMENTS)
def read_in(answer_id: int):
    kept = payroll_answers.get(answer_id)
    if kept.read_in_at is None:
        found = read_answer(_content(kept))
        if not found.problems:
            read_payroll_answer.read_in(answer_id, found.rows, by=access.actor())
    return redirect(url_for(".look", answer_id=answer_id), 303)


@pages.post("/<int:answer_id>/forget")
@needs(Permission.RUN_STATEMENTS)
def forget(answer_id: int):
    read_payroll_answer.forget(answer_id)
    return redirect(url_for(".start"), 303)


def _start(errors: Any, *, file_name: str = "", problems: list[Problem] | None = None) -> str:
    return render_template(
        "pages/payroll_answers/start.html",
        errors=errors,
        file_name=file_name,
        problems=problems or [],
        answers=payroll_answers.all_answers(),
    )


def _problems(found: Answer, plan: read_payroll_answer.Plan) -> list[Problem]:
    return sorted([*found.problems, *problems_of(plan.wrong)])


def _uploaded() -> tuple[str, bytes]:
    """Raises ValidationError."""
    file = request.files.get("file")
    if file is None or not file.filename:
        raise ValidationError({"file": [reason("required", NO_FILE)]})
    return shown(file.filename.replace("\\", "/").rpartition("/")[2]), file.read()


def _content(kept: PayrollAnswer) -> bytes:
    """Raises Missing for a file that was forgotten."""
    if kept.content is None:
        raise Missing(PayrollAnswer.__name__, kept.id)
    return kept.content
