"""The ledger's accounts: one for each pay code, and for tax and what else is deducted from pay."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from app import access
from app.access import Permission, needs
from app.language import gettext
from app.schemas.ledger_accounts import LONGEST_ACCOUNT, AccountsSchema
from app.storage import fee_tables, ledger_accounts
from app.use_cases import set_ledger_accounts
from app.web.forms import typed
from invoices.payroll_files.beside import AccountOf

pages = Blueprint("ledger_accounts", __name__, url_prefix="/ledger-accounts")


@pages.get("/")
@needs(Permission.RUN_STATEMENTS)
def show():
    return _show()


@pages.post("/")
@needs(Permission.RUN_STATEMENTS)
def save():
    said, errors = typed(AccountsSchema())
    if errors:
        return _show(request.form, errors), 422
    set_ledger_accounts.set_ledger_accounts(by=access.actor(), **said)
    flash(gettext("Saved. The next files are written so."), "success")
    return redirect(url_for(".show"), 303)


def _show(values: Any = None, errors: Any = None) -> str:
    chosen = ledger_accounts.in_use()
    works, costs = _pay_codes()
    codes = sorted({*works, *costs, *(code for _, code in chosen if code)})
    rows = [(AccountOf.PAY_CODE, code) for code in codes]
    rows += [(of, "") for of in AccountOf if of is not AccountOf.PAY_CODE]
    return render_template(
        "pages/ledger_accounts/show.html",
        rows=rows,
        works=works,
        costs=costs,
        values=values or {f"accounts-{n}-account": chosen.get(row) for n, row in enumerate(rows)},
        errors=errors or {},
        longest=LONGEST_ACCOUNT,
    )


def _pay_codes() -> tuple[dict[str, list], dict[str, list]]:
    """Kinds of work and of cost by the pay code they go by."""
    works: dict[str, list] = {}
    for table in fee_tables.all_tables():
        for rate in table.rates:
            if rate.pay_code and rate.work not in works.setdefault(rate.pay_code, []):
                works[rate.pay_code].append(rate.work)
    costs: dict[str, list] = {}
    for kind, pay_code in fee_tables.expense_pay_codes().items():
        costs.setdefault(pay_code, []).append(kind)
    return works, costs
