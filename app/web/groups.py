"""A group in one act: named people booked for an occasion, and afterwards who came."""

from flask import Blueprint, flash, redirect, render_template, request, url_for

from app.access import Permission, actor, needs
from app.language import gettext as _
from app.now import today
from app.readings import earnings_guard
from app.readings.suggest_team import suggested_team
from app.schemas.assignments import AttendanceSchema, BookGroupSchema
from app.storage import assignments, candidates, experts, occasions, registry, requests
from app.storage.occasions import Occasion, SeatTaken
from app.storage.requests import ExpertRequest
from app.use_cases import book_group, record_attendance
from app.use_cases.send_offers import TurnReasonNeeded
from app.web import choices, forms
from scheduling.lifecycle import SEATED

MOST_SHOWN = 50  # in fair order; the others by name

pages = Blueprint("groups", __name__, url_prefix="/occasions/<int:occasion_id>")


@pages.get("/group")
@needs(Permission.SEND_OFFERS)
def choose(occasion_id: int):
    return _page("group", occasion_id)


@pages.post("/group")
@needs(Permission.SEND_OFFERS)
def book(occasion_id: int):
    values, errors = forms.typed(BookGroupSchema())
    if errors:
        return _page("group", occasion_id, errors, request.form), 422
    try:
        book_group.book_group(occasion_id, values.pop("expert_ids"), by=actor(), **values)
    except SeatTaken:
        return _page("group", occasion_id, _too_many(occasion_id), request.form), 422
    except TurnReasonNeeded:
        return _page("group", occasion_id, choices.reason_missing("turn_reason"), request.form), 422
    flash(_("The group has been booked, and everyone has been told."), "success")
    return redirect(url_for(".choose", occasion_id=occasion_id), 303)


@pages.get("/attendance")
@needs(Permission.RUN_ASSIGNMENTS)
def attendance(occasion_id: int):
    return _page("attendance", occasion_id)


@pages.post("/attendance")
@needs(Permission.RUN_ASSIGNMENTS)
def mark(occasion_id: int):
    values, errors = forms.typed(AttendanceSchema())
    if errors:
        return _page("attendance", occasion_id, errors, request.form), 422
    if not values["marks"]:
        nobody = {"marks-0-attendance": [_("Mark at least one person.")]}
        return _page("attendance", occasion_id, nobody, request.form), 422
    listed = record_attendance.record_attendance(occasion_id, values["marks"], by=actor())
    if any(each.is_group for each in listed):
        saved = _("The list has been saved. The hours of those who came were made from it.")
    else:
        saved = _("The list has been saved. Each person reports the hours as usual.")
    flash(saved, "success")
    return redirect(url_for(".attendance", occasion_id=occasion_id), 303)


def _too_many(occasion_id: int) -> dict[str, list[str]]:
    """More were ticked than there are seats. Raises SeatTaken when none is free any more."""
    free = occasions.get(occasion_id).free_seats
    if not free:
        raise SeatTaken
    return {"expert_ids": [_("Choose at most %(most)s.", most=free)]}


def _page(name: str, occasion_id: int, errors=None, values=None) -> str:
    occasion = occasions.get(occasion_id)
    asked = requests.get(occasion.request_id)
    seats = [each for each in assignments.on_occasion(occasion_id) if each.state in SEATED]
    seated = [each.expert_id for each in seats]
    return render_template(
        f"pages/groups/{name}.html",
        occasion=occasion,
        asked=asked,
        seats=seats,
        errors=errors or {},
        values=values or {},
        **(_who_could_come(asked, occasion, seated) if name == "group" else {}),
    )


def _who_could_come(
    asked: ExpertRequest, occasion: Occasion, seated: list[int]
) -> dict[str, object]:
    """In fair order, a team for the free seats ticked; everybody else by name."""
    ranking = candidates.ranking(asked, today=today(), occasion=occasion)
    first = ranking.first(max(MOST_SHOWN, occasion.free_seats))
    order = earnings_guard.marked(first, asked, [occasion])
    turns = [each.expert_id for each in order]
    team = suggested_team(occasion, ranking)
    return {
        "order": order,
        "suggested": team.expert_ids,
        "keeps_pair_rule": team.keeps_pair_rule,
        "people": experts.by_id(turns),
        "others": registry.others_than([*seated, *turns]),
        "themes": {each.id: each for each in experts.all_themes()},
        "turn_reasons": choices.turn_reasons(),
    }
