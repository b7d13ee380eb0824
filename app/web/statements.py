"""Fee statements: finance's first page, one statement, and the expert's own."""

from flask import Blueprint, render_template

from app import access
from app.access import Permission, needs
from app.gateways.downloads import PDF, download
from app.now import today
from app.readings import my_pay, payroll_period, second_approvals
from app.readings.income_types import codes_of
from app.readings.invoiced_work import invoiced_to_us
from app.readings.money_come_back import paid_anew
from app.readings.net_on_paper import net_of, sees_tax
from app.readings.own import seen_by
from app.storage import (
    corrections,
    experts,
    fee_tables,
    line_kinds,
    payment_batches,
    putting_right,
    runs_paid,
    statements,
    travel_terms,
)
from app.use_cases import dispute_statement
from app.use_cases.print_statement import pdf_of

pages = Blueprint("statements", __name__, url_prefix="/statements")

SEES = (Permission.SEE_STATEMENTS, Permission.OWN_STATEMENTS)


@pages.get("/home")
@needs(Permission.RUN_STATEMENTS)
def home():
    """The next payroll run, and those that have been made."""
    coming = payroll_period.next_period()
    prices = payroll_period.prices()
    return render_template(
        "pages/statements/home.html",
        coming=coming,
        period=coming and payroll_period.look_ahead(coming.cut_off_on, prices),
        today=today(),
        runs=[(run, payment_batches.find_of_run(run.id)) for run in statements.all_runs()],
        paid_runs=runs_paid.ids(),
        to_put_right=len(corrections.waiting()),
        second=second_approvals.count_waiting(access.actor()),
        prices_wait=fee_tables.waiting(),
        travel_waits=travel_terms.waiting(),
    )


@pages.get("/invoiced")
@needs(Permission.SEE_STATEMENTS)
def invoiced():
    """Approved work that is paid by invoice: what the invoices are compared to."""
    return render_template(
        "pages/statements/invoiced.html",
        invoiced=invoiced_to_us(),
        may_note=access.actor().may(Permission.RUN_STATEMENTS),
    )


@pages.get("/mine")
@needs(Permission.OWN_STATEMENTS)
def mine():
    expert_id = access.actor().expert_id
    return render_template(
        "pages/statements/mine.html",
        pay=my_pay.pay_of(expert_id),
        told=dispute_statement.told_by(expert_id),
    )


@pages.get("/of/<int:expert_id>")
@needs(Permission.SEE_STATEMENTS)
def of_expert(expert_id: int):
    """For whoever prints them on the person's behalf, or asks for one to be put right."""
    return render_template(
        "pages/statements/of_expert.html",
        expert=experts.get(expert_id),
        statements=statements.of_expert(expert_id),
        may_see_profile=access.actor().may(Permission.SEE_EXPERTS),
    )


@pages.get("/<int:statement_id>")
@needs(*SEES)
def show(statement_id: int):
    by = access.actor()
    statement = seen_by(statement_id, by)
    decides = by.may(Permission.RUN_STATEMENTS)
    return render_template(
        "pages/statements/show.html",
        statement=statement,
        net=net_of(statement) if sees_tax(by) else None,
        came_back=paid_anew([statement_id]),
        document=putting_right.document_of(statement_id),
        year_cents=putting_right.issued_before(statement),
        may_put_right=by.may(Permission.SEE_STATEMENTS),
        kinds=line_kinds.of_statements([statement_id]) if decides else {},
        income_types=codes_of([statement]) if decides else {},
    )


@pages.get("/<int:statement_id>.pdf")
@needs(*SEES)
def pdf(statement_id: int):
    return download(*pdf_of(statement_id, by=access.actor()), PDF)
