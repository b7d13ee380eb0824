"""Large sums that two people approve: a list for approvers and finance, and the second step."""

from flask import Blueprint, flash, redirect, render_template, request, url_for

from app.access import Permission, actor, needs
from app.language import ngettext
from app.readings import second_approvals
from app.schemas import load_form
from app.schemas.hours import ChosenSchema
from app.storage import entry_lists
from app.use_cases.approve_second import approve_second
from invoices.statements.held import SECOND_APPROVAL_ABOVE_CENTS

pages = Blueprint("second_approvals", __name__, url_prefix="/second-approvals")

MAY = (Permission.APPROVE_HOURS, Permission.RUN_STATEMENTS)


@pages.get("/")
@needs(*MAY)
def show():
    rows = second_approvals.rows(actor())
    return render_template(
        "pages/second_approvals/show.html",
        waiting=[row for row in rows if row.waits],
        done=[row for row in rows if not row.waits],
        above_cents=SECOND_APPROVAL_ABOVE_CENTS,
        is_finance=actor().may(Permission.RUN_STATEMENTS),
    )


@pages.post("/approve")
@needs(*MAY)
def approve():
    bulk = approve_second(by=actor(), refs=load_form(ChosenSchema(), request.form)["refs"])
    words = ngettext("%(num)s sum approved.", "%(num)s sums approved.", len(bulk.done))
    if bulk.refused:
        refused = [(entry_lists.get(ref.kind, ref.id), refusal) for ref, refusal in bulk.refused]
        page = render_template(
            "pages/hours/refused.html",
            words=words,
            done=bulk.done,
            refused=refused,
            back=url_for(".show"),
        )
        return page, 409
    flash(words, "success")
    return redirect(url_for(".show"), 303)
