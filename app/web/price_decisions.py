"""One person writes a fee table or a travel decision; another confirms or withdraws it."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for

from app import access
from app.access import Permission, Role, needs
from app.language import gettext
from app.now import today
from app.readings import new_prices
from app.storage import fee_tables, users
from app.storage.decisions import Decision
from app.storage.fee_tables import FeeTable, Rate
from app.use_cases import confirm_prices
from app.web import price_form

pages = Blueprint("price_decisions", __name__, url_prefix="/rates")
ONE = "/<int:table_id>"
TRAVEL = "/travel/<int:decision_id>"

Prices = dict[tuple[str, str | None], Rate]  # by work and kind of request


@pages.get(ONE)
@needs(Permission.SEE_RATES)
def show(table_id: int):
    table = fee_tables.get_table(table_id)
    before = _before(table) if table.waits else {}
    return render_template(
        "pages/rates/table.html",
        table=table,
        replaces=table.replaces_id and fee_tables.get_table(table.replaces_id),
        before=before,
        gone=[before[about] for about in before if about not in _by_what(table)],
        effect=new_prices.effect_of(table) if table.waits else None,
        worked=price_form.worked(table.rates),
        may_end=table.stands and not new_prices.is_used(table),
        today=today(),
        **people_of([table]),
    )


@pages.post(f"{ONE}/confirm")
@needs(Permission.EDIT_RATES)
def confirm(table_id: int):
    confirm_prices.confirm_table(by=access.actor(), table_id=table_id)
    flash(gettext("Confirmed."), "success")
    return redirect(url_for(".show", table_id=table_id), 303)


@pages.post(f"{ONE}/withdraw")
@needs(Permission.EDIT_RATES)
def withdraw(table_id: int):
    table = confirm_prices.withdraw_table(by=access.actor(), table_id=table_id)
    flash(_ended(table), "success")
    return redirect(url_for(".show", table_id=table_id), 303)


@pages.post(f"{ONE}/keep")
@needs(Permission.EDIT_RATES)
def keep(table_id: int):
    confirm_prices.keep_table(by=access.actor(), table_id=table_id)
    flash(gettext("It stays in force."), "success")
    return redirect(url_for(".show", table_id=table_id), 303)


@pages.post(f"{TRAVEL}/confirm")
@needs(Permission.EDIT_RATES)
def confirm_travel(decision_id: int):
    confirm_prices.confirm_travel(by=access.actor(), decision_id=decision_id)
    flash(gettext("Confirmed."), "success")
    return redirect(url_for("rates.travel"), 303)


@pages.post(f"{TRAVEL}/withdraw")
@needs(Permission.EDIT_RATES)
def withdraw_travel(decision_id: int):
    decision = confirm_prices.withdraw_travel(by=access.actor(), decision_id=decision_id)
    flash(_ended(decision), "success")
    return redirect(url_for("rates.travel"), 303)


@pages.post(f"{TRAVEL}/keep")
@needs(Permission.EDIT_RATES)
def keep_travel(decision_id: int):
    confirm_prices.keep_travel(by=access.actor(), decision_id=decision_id)
    flash(gettext("It stays in force."), "success")
    return redirect(url_for("rates.travel"), 303)


def _before(table: FeeTable) -> Prices:
    """What it is compared to: what it takes the place of, or follows."""
    if table.replaces_id:
        return _by_what(fee_tables.get_table(table.replaces_id))
    earlier = [one for one in fee_tables.all_tables() if one.valid_from < table.valid_from]
    return _by_what(earlier[-1]) if earlier else {}


def _by_what(table: FeeTable) -> Prices:
    return {(rate.work, rate.request_kind): rate for rate in table.rates}


def people_of(decisions: list[Any]) -> dict[str, Any]:
    """Who is who of the decisions, and who else may answer."""
    me = access.actor()
    mine = users.of_same_person(me.user_id)
    columns = ("proposed_by", "confirmed_by", "withdrawal_asked_by", "withdrawn_by")
    ids = {getattr(each, column) for each in decisions for column in columns} - {None}
    in_finance = users.with_role(me.organisation_id, Role.FINANCE)
    return {
        "people": {user_id: users.get(user_id).name for user_id in ids},
        "mine": mine,
        "may_mend": me.may(Permission.EDIT_RATES),
        "others": [each.name for each in in_finance if each.id not in mine],
        "admins": [each.name for each in users.with_role(me.organisation_id, Role.ADMIN)],
    }


def _ended(decision: Decision) -> str:
    if decision.withdrawn_at is None:
        return gettext("Saved. It is withdrawn when another person has confirmed it.")
    return gettext("Withdrawn. Nothing is paid by it.")
