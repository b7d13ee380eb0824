"""Fee tables by their first day, the pay calendar, and the pay codes of costs."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from app import access
from app.access import Permission, needs
from app.database import Refusal
from app.language import gettext
from app.now import today
from app.schemas import load_form
from app.schemas.rates import (
    NO_LONGER,
    PRICED_COSTS,
    ExpensePayCodesSchema,
    MendedTableSchema,
    PayCodeSchema,
    PayDaySchema,
    TravelDecisionSchema,
    TriedTableSchema,
)
from app.schemas.tried_prices import TriedPart
from app.storage import earnings, expense_entries, fee_tables, pay_days, travel_terms
from app.use_cases import decide_travel, set_prices
from app.web import price_decisions, price_form
from app.web.forms import typed
from invoices.pricing.fee_table import PriceUnit, Work
from invoices.pricing.terms import DayKind
from invoices.refusals import MoneyRefusal
from scheduling.kinds import RequestKind

pages = Blueprint("rates", __name__, url_prefix="/rates")

NOT_NEEDED_YET = ("valid_from", "decision_number")
TRAVEL_TERMS = ("pays_per_diems", "pays_meals", *travel_terms.SUMS)  # what a decision says of pay


@pages.get("/")
@needs(Permission.SEE_RATES)
def all_of_them():
    return render_template(
        "pages/rates/list.html",
        tables=list(reversed(fee_tables.all_tables())),
        waiting=fee_tables.waiting(),
        travel_waits=travel_terms.waiting(),
        today=today(),
        kinds=PRICED_COSTS,
        pay_codes=fee_tables.expense_pay_codes(),
        may_mend=access.actor().may(Permission.EDIT_RATES),
    )


@pages.get("/new")
@needs(Permission.EDIT_RATES)
def write():
    """Begun from the newest table, or from one with a mistake."""
    wrong = load_form(MendedTableSchema(), request.args, ignore=["lang"])["mend"]
    return _write(price_form.as_last_time() if wrong is None else price_form.as_written(wrong))


@pages.post("/new")
@needs(Permission.EDIT_RATES)
def add():
    table, errors = typed(TriedTableSchema())
    if errors:
        return _write(request.form, errors), 422
    table.pop("tried", None)
    try:
        added = set_prices.add_fee_table(by=access.actor(), **table)
    except (Refusal, MoneyRefusal) as refusal:
        return _write(request.form, refusal=refusal), 409
    flash(gettext("Saved. It holds when another person has confirmed it."), "success")
    return redirect(url_for("price_decisions.show", table_id=added.id), 303)


@pages.post("/try")
@needs(Permission.EDIT_RATES)
def try_out():
    """What some work would come to by the prices as they are written; nothing is stored."""
    table, errors = typed(TriedTableSchema(), partial=NOT_NEEDED_YET)
    if errors:
        return _write(request.form, errors), 422
    work = table.get("tried") or TriedPart().load({})
    return _write(request.form, tried=price_form.tried(table["rates"], work))


@pages.post("/<int:rate_id>/pay-code")
@needs(Permission.EDIT_RATES)
def name_pay_code(rate_id: int):
    said = load_form(PayCodeSchema(), request.form)
    set_prices.name_pay_code(by=access.actor(), rate_id=rate_id, **said)
    return redirect(url_for(".all_of_them"), 303)


@pages.post("/expense-pay-codes")
@needs(Permission.EDIT_RATES)
def set_expense_pay_codes():
    codes = load_form(ExpensePayCodesSchema(), request.form)
    set_prices.set_expense_pay_codes(by=access.actor(), pay_codes=codes)
    flash(gettext("Saved."), "success")
    return redirect(url_for(".all_of_them"), 303)


@pages.get("/pay-days")
@needs(Permission.SEE_RATES)
def calendar():
    return _calendar()


@pages.post("/pay-days")
@needs(Permission.EDIT_RATES)
def set_pay_day():
    said, errors = typed(PayDaySchema())
    if errors:
        return _calendar(request.form, errors), 422
    set_prices.set_pay_day(by=access.actor(), **said)
    flash(gettext("The pay day has been stored."), "success")
    return redirect(url_for(".calendar"), 303)


@pages.get("/travel")
@needs(Permission.SEE_RATES)
def travel():
    """A new decision begins from the one before it: what is not changed goes on as it is."""
    return _travel(_as_last_time())


@pages.post("/travel")
@needs(Permission.EDIT_RATES)
def decide_on_travel():
    said, errors = typed(TravelDecisionSchema())
    if errors:
        return _travel(request.form, errors), 422
    try:
        decide_travel.decide_travel(by=access.actor(), **said)
    except Refusal as refusal:
        return _travel(request.form, refusal=refusal), 409
    flash(gettext("Saved. It holds when another person has confirmed it."), "success")
    return redirect(url_for(".travel"), 303)


def _as_last_time() -> dict[str, Any]:
    """The one that begins last, also when it is not confirmed yet."""
    decisions = [*travel_terms.all_decisions(), *travel_terms.waiting()]
    newest = max(decisions, key=lambda each: each.valid_from, default=None)
    return {name: getattr(newest, name) for name in TRAVEL_TERMS} if newest else {}


def _travel(values: Any, errors: Any = None, refusal: Refusal | None = None) -> str:
    standing, waiting = travel_terms.all_decisions(), travel_terms.waiting()
    return render_template(
        "pages/rates/travel.html",
        decisions=list(reversed(standing)),
        waiting=waiting,
        in_force=decide_travel.in_force(today()),
        used=[each for each in standing if expense_entries.any_approved_since(each.valid_from)],
        refusal=refusal,
        **price_decisions.people_of([*standing, *waiting]),
        values=values,
        errors=errors or {},
    )


def _write(
    values: Any,
    errors: Any = None,
    tried: Any = (),
    refusal: Refusal | MoneyRefusal | None = None,
) -> str:
    return render_template(
        "pages/rates/new.html",
        works=list(Work),
        kinds=list(RequestKind),
        no_longer=NO_LONGER,
        units=list(PriceUnit),
        day_kinds=list(DayKind),
        rows=price_form.how_many_prices(values),
        form=price_form,
        tried=tried,
        refusal=refusal,
        values=values,
        errors=errors or {},
    )


def _calendar(values: Any = None, errors: Any = None) -> str:
    return render_template(
        "pages/rates/calendar.html",
        days=list(reversed(pay_days.all_days())),
        today=today(),
        run=earnings.months_run(),
        may_mend=access.actor().may(Permission.EDIT_RATES),
        values=values or {},
        errors=errors or {},
    )
