"""Finance's working page: where all money is, how old it is, and who has seen each row."""

from typing import Any

from flask import Blueprint, render_template, request, url_for
from marshmallow import ValidationError

from app.access import Permission, needs
from app.now import today
from app.readings import finance_inbox, payroll_period
from app.readings.finance_inbox import Inbox
from app.readings.register_deadlines import open_deadlines
from app.schemas import by_field, load_form
from app.schemas.inbox import InboxSchema, RowsSchema
from app.storage import disputes, experts, pay_holds, statements, units
from app.storage import inbox as inbox_rows
from app.storage.inbox import Filter

pages = Blueprint("inbox", __name__, url_prefix="/inbox")

NARROWED = ("state", "month", "cost_centre", "person")
AT_ONCE = 20  # rows on a page; the sums are of all pages


@pages.get("/")
@needs(Permission.RUN_STATEMENTS)
def show():
    try:
        said = load_form(InboxSchema(), request.args)
    except ValidationError as error:
        return _show(finance_inbox.inbox_of(Filter()), 1, by_field(error)), 422
    return _show(finance_inbox.inbox_of(said["wanted"]), said["page"], {})


@pages.get("/<int:expert_id>")
@needs(Permission.RUN_STATEMENTS)
def rows(expert_id: int):
    statement_id = load_form(RowsSchema(), request.args).get("statement")
    return render_template(
        "pages/inbox/rows.html",
        expert=experts.get(expert_id),
        statement=statements.get(statement_id) if statement_id else None,
        rows=finance_inbox.rows_of(expert_id, statement_id),
        pay_held=pay_holds.find_open(expert_id) is not None,
    )


def _show(inbox: Inbox, page: int, errors: Any) -> str:
    begin = (page - 1) * AT_ONCE
    shown = inbox.groups[begin : begin + AT_ONCE]
    return render_template(
        "pages/inbox/show.html",
        inbox=inbox,
        shown=shown,
        first=begin + 1,
        today=today(),
        deadlines=open_deadlines(),
        disputed=len(disputes.unanswered()),
        promised=len({each.statement_id for each in disputes.promised()}),
        coming=payroll_period.next_period(),
        age=finance_inbox.age,
        narrowed=any(request.args.get(name) for name in NARROWED),
        values=request.args,
        errors=errors,
        months=inbox_rows.months_of_payment(),
        centres=[(each.code, f"{each.code} {each.name}") for each in _centres()],
        previous_url=_page(page - 1) if page > 1 else "",
        next_url=_page(page + 1) if begin + AT_ONCE < len(inbox.groups) else "",
    )


def _centres() -> list[units.CostCentre]:
    return sorted(
        units.all_cost_centres() + units.closed_cost_centres(), key=lambda each: each.code
    )


def _page(number: int) -> str:
    kept: dict[str, Any] = request.args.to_dict() | {"page": number}
    return url_for(".show", **kept)
