"""National figures of a year: what is sure, what is missing, what waits for another person."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from app import access
from app.access import Permission, needs
from app.language import gettext
from app.now import today
from app.schemas.figures import AnswerSchema, measure_of, names_of, proposal_schema
from app.storage import figures, users
from app.storage.figures import INCOME_TYPES
from app.use_cases import enter_figures
from app.web.forms import typed
from invoices.parameters import FAMILIES, FIGURES, Figure, find_on
from invoices.refusals import MoneyRefusal
from invoices.tax.income_types import INCOME_TYPES as TYPES
from invoices.tax.income_types import IncomeType, income_type_on

pages = Blueprint("figures", __name__, url_prefix="/figures")
SEES = (Permission.EDIT_USERS, Permission.RUN_STATEMENTS)
DECIDED = (*FAMILIES, INCOME_TYPES)
EARLIEST = 2024
COMING_FROM = 10  # in October one begins to look at the year to come


class Row(NamedTuple):
    """A figure today and on the first day of the year looked at; None: not sure, not paid by."""

    name: str
    measure: str
    now: Figure | None
    then: Figure | None
    waits: bool


class Decision(NamedTuple):
    """What is decided together: how many figures, and how many of them nobody is sure of."""

    family: str
    figures: int
    missing: int


class TypeRow(NamedTuple):
    name: str
    type: IncomeType
    is_sure: bool
    waits: bool


@pages.get("/")
@needs(*SEES)
def show():
    return _show()


@pages.get(f"/<any({', '.join(DECIDED)}):family>")
@needs(*SEES)
def show_family(family: str):
    """The figures of one decision, each with its source."""
    return render_template(
        "pages/figures/family.html",
        family=family,
        year=_year(),
        years=_years(),
        rows=_rows(family, _year()),
        types=_type_rows(_year()) if family == INCOME_TYPES else [],
        may_enter=access.actor().may(Permission.EDIT_USERS),
    )


@pages.get("/new")
@needs(Permission.EDIT_USERS)
def enter():
    return _form(_family(), {"first_day": date(_year(), 1, 1)})


@pages.post("/new")
@needs(Permission.EDIT_USERS)
def propose():
    family = _family()
    said, errors = typed(proposal_schema(family))
    if errors:
        return _form(family, request.form, errors), 422
    day, source = said.pop("first_day"), said.pop("source")
    enter_figures.propose(
        by=access.actor(),
        family=family,
        first_day=day,
        source=source,
        values=_values(family, said),
    )
    flash(gettext("Saved. It holds when another person has confirmed it."), "success")
    return redirect(url_for(".show", year=day.year), 303)


@pages.post("/confirm")
@needs(*SEES)
def confirm():
    said, errors = typed(AnswerSchema())
    if errors:
        return _show(errors), 422
    enter_figures.confirm(by=access.actor(), figure_ids=said["figures"])
    flash(gettext("Confirmed."), "success")
    return redirect(url_for(".show"), 303)


@pages.post("/refuse")
@needs(*SEES)
def refuse():
    said, errors = typed(AnswerSchema())
    if errors:
        return _show(errors), 422
    enter_figures.refuse(by=access.actor(), figure_ids=said["figures"])
    flash(gettext("Refused. Nothing changes."), "success")
    return redirect(url_for(".show"), 303)


def _show(errors: Any = None) -> str:
    who, year = access.actor(), _year()
    waiting = figures.waiting()
    mine = users.of_same_person(who.user_id)
    return render_template(
        "pages/figures/show.html",
        year=year,
        years=_years(),
        decisions=_decisions(year),
        own=[each for each in waiting if each.proposed_by in mine],
        others=[each for each in waiting if each.proposed_by not in mine],
        measures={name: measure_of(name) for name in FIGURES},
        errors=errors or {},
    )


def _decisions(year: int) -> list[Decision]:
    types = _type_rows(year)
    in_figures = [(family, [row.then for row in _rows(family, year)]) for family in FAMILIES]
    return [
        *(Decision(family, len(then), then.count(None)) for family, then in in_figures),
        Decision(INCOME_TYPES, len(types), sum(not row.is_sure for row in types)),
    ]


def _form(family: str, values: Any, errors: Any = None) -> str:
    year = _year()
    return render_template(
        "pages/figures/enter.html",
        family=family,
        rows=_rows(family, year),
        types=_type_rows(year) if family == INCOME_TYPES else [],
        year=year,
        values=values,
        errors=errors or {},
    )


def _rows(family: str, year: int) -> list[Row]:
    entered, first = figures.in_force(), date(year, 1, 1)
    waits = {each.name for each in figures.waiting() if each.first_day.year == year}
    return [
        Row(
            name,
            measure_of(name),
            find_on(name, today(), entered),
            find_on(name, first, entered) or find_on(name, date(year, 12, 31), entered),
            name in waits,
        )
        for name in FAMILIES.get(family, ())
    ]


def _type_rows(year: int) -> list[TypeRow]:
    checked = figures.checked_income_types()
    waits = {each.name for each in figures.waiting() if each.first_day.year == year}
    found = []
    for name in names_of(INCOME_TYPES):
        code = int(name.rpartition("_")[2])
        try:
            income_type_on(code, date(year, 1, 1), checked)
            is_sure = True
        except MoneyRefusal:
            is_sure = False
        found.append(TypeRow(name, TYPES[code], is_sure, name in waits))
    return found


def _values(family: str, said: Mapping[str, Any]) -> dict[str, int]:
    if family == INCOME_TYPES:
        return {name: int(name.rpartition("_")[2]) for name, ticked in said.items() if ticked}
    return {name: value for name, value in said.items() if value is not None}


def _years() -> range:
    return range(today().year, today().year + 2)


def _year() -> int:
    usual = today().year + (today().month >= COMING_FROM)
    return max(EARLIEST, min(request.args.get("year", usual, int), today().year + 1))


def _family() -> str:
    """Which decision is entered; the one of kilometres unless said."""
    family = request.args.get("family", "kilometres")
    if family not in DECIDED:
        abort(404)
    return family
