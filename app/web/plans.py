"""Planning a period: a proposal looked at by day, mended place by place, and sent."""

from collections import Counter, defaultdict
from datetime import timedelta
from itertools import groupby

from flask import Blueprint, flash, redirect, render_template, request, url_for

from app.access import Permission, actor, needs
from app.language import gettext as _
from app.language import ngettext
from app.now import today
from app.readings import earnings_guard
from app.schemas import load_form
from app.schemas.plans import MarkSchema, PeriodSchema, SomebodyElseSchema
from app.schemas.requests import VersionSchema
from app.storage import experts, occasions, plan_candidates, plans
from app.storage.plans import Plan, PlanPlace
from app.use_cases import make_plan
from app.use_cases.make_plan import Change
from app.use_cases.send_plan import send_plan
from app.web import choices
from app.web.forms import typed
from app.web.report_tables import before_and_after
from scheduling.lifecycle import PlanState
from scheduling.wall_clock import day_of

pages = Blueprint("plans", __name__, url_prefix="/plans")


@pages.get("/")
@needs(Permission.SEND_OFFERS)
def all_of_them():
    return _list_page()


@pages.post("/")
@needs(Permission.SEND_OFFERS)
def make():
    values, errors = typed(PeriodSchema())
    if errors:
        return _list_page(errors, request.form), 422
    plan = make_plan.make_plan(by=actor(), first=values["first_on"], last=values["last_on"])
    return redirect(url_for(".show", plan_id=plan.id), 303)


@pages.get("/<int:plan_id>")
@needs(Permission.SEND_OFFERS)
def show(plan_id: int):
    plan = plans.get(plan_id)
    if plan.is_being_made or not plan.is_made:
        return render_template("pages/plans/waiting.html", plan=plan)
    places = plans.places_of(plan_id)
    return render_template(
        "pages/plans/show.html",
        plan=plan,
        empty=[each for each in places if each.expert_id is None],
        days=_by_day(places),
        to_send=sum(each.expert_id is not None for each in places),
        times={each.id: each for each in occasions.by_id(_occasion_ids(places))},
        themes={each.id: each for each in experts.all_themes()},
        turn_reasons=dict(choices.turn_reasons()),
        advice=_advice(plan),
        ask_first=_ask_first(places) if plan.state == PlanState.PROPOSAL else {},
        is_open=plan.state == PlanState.PROPOSAL,
        spreads=before_and_after(today(), _planned(places)),
    )


@pages.post("/<int:plan_id>/again")
@needs(Permission.SEND_OFFERS)
def plan_again(plan_id: int):
    make_plan.plan_again(plan_id, by=actor(), version=_version())
    flash(_("Planned again. What you have locked is as it was."), "success")
    return redirect(url_for(".show", plan_id=plan_id), 303)


@pages.post("/<int:plan_id>/send")
@needs(Permission.SEND_OFFERS)
def send(plan_id: int):
    send_plan(plan_id, by=actor(), version=_version())
    many = sum(each.round_id is not None for each in plans.places_of(plan_id))
    told = ngettext("%(num)s invitation was sent.", "%(num)s invitations were sent.", many)
    flash(told, "success")
    return redirect(url_for(".show", plan_id=plan_id), 303)


@pages.post("/<int:plan_id>/drop")
@needs(Permission.SEND_OFFERS)
def drop(plan_id: int):
    make_plan.drop_plan(plan_id, by=actor(), version=_version())
    flash(_("The plan was dropped. Nobody was asked."), "success")
    return redirect(url_for(".all_of_them"), 303)


@pages.post("/<int:plan_id>/places/<int:place_id>/mark")
@needs(Permission.SEND_OFFERS)
def mark(plan_id: int, place_id: int):
    values = load_form(MarkSchema(), request.form)
    version = values.pop("version")
    make_plan.change_place(plan_id, place_id, Change(**values), by=actor(), version=version)
    return _back_to(plan_id, place_id)


@pages.get("/<int:plan_id>/places/<int:place_id>")
@needs(Permission.SEND_OFFERS)
def somebody_else(plan_id: int, place_id: int):
    return _else_page(plan_id, place_id)


@pages.post("/<int:plan_id>/places/<int:place_id>")
@needs(Permission.SEND_OFFERS)
def choose(plan_id: int, place_id: int):
    values, errors = typed(SomebodyElseSchema())
    if errors:
        return _else_page(plan_id, place_id, errors, request.form), 422
    version = values.pop("version")
    change = Change(barred=values["expert_id"] is None, **values)
    make_plan.change_place(plan_id, place_id, change, by=actor(), version=version)
    flash(_("Changed, and the rest planned again around it."), "success")
    return _back_to(plan_id, place_id)


def _version() -> int | None:
    """As the plan was when its page was opened."""
    return load_form(VersionSchema(), request.form)["version"]


def _back_to(plan_id: int, place_id: int):
    return redirect(url_for(".show", plan_id=plan_id, _anchor=f"place-{place_id}"), 303)


def _list_page(errors=None, values=None) -> str:
    next_month = (today().replace(day=1) + timedelta(days=32)).replace(day=1)
    last = (next_month + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return render_template(
        "pages/plans/all.html",
        plans=plans.newest(),
        errors=errors or {},
        values=values or {"first_on": next_month, "last_on": last},
    )


def _else_page(plan_id: int, place_id: int, errors=None, values=None) -> str:
    plan, place = plans.get(plan_id), plans.get_place(plan_id, place_id)
    able = plan_candidates.in_order(plan, place, today())
    return render_template(
        "pages/plans/somebody_else.html",
        plan=plan,
        place=place,
        times={each.id: each for each in occasions.by_id(place.occasion_ids)},
        able=[each for each in able if each.expert_id != place.expert_id],
        people=experts.by_id(each.expert_id for each in able),
        seated={each.expert_id for each in plans.places_of(plan_id)},
        themes={each.id: each for each in experts.all_themes()},
        turn_reasons=choices.turn_reasons(),
        errors=errors or {},
        values=values or {"expert_id": ""},
    )


def _by_day(places: list[PlanPlace]):
    """Day and its places, in order."""
    filled = [each for each in places if each.expert_id is not None]
    return [(day, list(group)) for day, group in groupby(filled, key=_day)]


def _day(place: PlanPlace):
    return place.due_on or day_of(place.starts_at)


def _planned(places: list[PlanPlace]) -> Counter[int]:
    """How many times each person would work."""
    planned: Counter[int] = Counter()
    for place in places:
        if place.expert_id is not None:
            planned[place.expert_id] += len(place.occasion_ids)
    return planned


def _occasion_ids(places: list[PlanPlace]) -> set[int]:
    return {each for place in places for each in place.occasion_ids}


def _ask_first(places: list[PlanPlace]) -> dict[int, set[int]]:
    """Whom to ask before confirming, request by request."""
    found: dict[int, set[int]] = defaultdict(set)
    alike: dict[tuple[int, ...], list[PlanPlace]] = defaultdict(list)
    for each in places:
        if each.expert_id:
            alike[tuple(each.occasion_ids)].append(each)
    for occasion_ids, seated in alike.items():
        wanted, times = seated[0].request, occasions.by_id(occasion_ids)
        people = [each.expert_id for each in seated if each.expert_id]
        found[wanted.id] |= earnings_guard.ask_first(wanted, people, times)
    return found


def _advice(plan: Plan):
    """Theme or none, language, place or none, and how many places more."""
    themes = {each.id: each for each in experts.all_themes()}
    named, spoken = choices.municipality_name, choices.language_name
    return [
        (themes.get(theme_id), spoken(language), named(code), adds)
        for theme_id, language, code, adds in plan.advice
    ]
