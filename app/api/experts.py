"""Experts as JSON: the registry, one profile, and a whole registry from a file."""

from typing import Any

from flask import request
from marshmallow import ValidationError

from app.access import NotAllowed, Permission, Role, actor, needs
from app.api.once import never_kept, once
from app.api.resource import Resource
from app.now import today
from app.readings.own import refuse_others
from app.schemas.expert_import import read_file
from app.schemas.expert_import import shown as shown_name
from app.schemas.shown import expert_parts as parts
from app.schemas.shown import experts as shown
from app.schemas.types import UNSEEN, Reason
from app.storage import boundaries, experts, income_ceilings, record_checks, registry
from app.storage.experts import Expert
from app.storage.openings import Opened
from app.use_cases import edit_expert, import_experts
from app.use_cases.open_sensitive import open_sensitive
from app.use_cases.set_own_ceiling import set_ceiling

api = Resource("experts", __name__, description="The registry of experts by experience")
KINDS = {
    "themes": "theme",
    "times-away": "away",
    "boundaries": "boundary",
    "own-units": "own_unit",
    "record-checks": "check",
}
ANY = ",".join(f'"{kind}"' for kind in KINDS)
FILE = {
    "required": True,
    "content": {
        "text/csv": {"schema": {"type": "string"}},
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": {
            "schema": {"type": "string", "format": "binary"}
        },
    },
}


@api.get("")
@needs(Permission.SEE_EXPERTS)
@api.arguments(shown.ExpertFilter, location="query")
@api.response(200, shown.ExpertPage)
def list_experts(wanted):
    """In the order of names."""
    found = registry.page(after=wanted.pop("cursor"), **wanted)
    return {"rows": found.experts, "next_cursor": found.next_after}


@api.post("")
@needs(Permission.EDIT_EXPERTS)
@once
@api.arguments(shown.NewExpert)
@api.response(201, shown.ExpertShown)
def add(values):
    return _seen(edit_expert.add_expert(by=actor(), **values))


@api.get("/<id:expert_id>")
@needs(Permission.SEE_EXPERTS, Permission.OWN_PROFILE)
@api.response(200, shown.ExpertShown)
def show(expert_id):
    """An expert sees only herself."""
    refuse_others(actor(), expert_id)
    return _seen(experts.get(expert_id))


@api.patch("/<id:expert_id>")
@needs(Permission.EDIT_EXPERTS, Permission.OWN_PROFILE)
@once
@api.arguments(shown.ExpertChange)
@api.response(200, shown.ExpertShown)
def change(values, expert_id):
    """An expert changes only how she is reached and what she wishes for."""
    refuse_others(actor(), expert_id)
    if actor().role is Role.EXPERT and values.keys() - shown.OWN - {"version"}:
        raise NotAllowed
    shown.refuse_unfit(_values(experts.get(expert_id)), values)
    return _seen(edit_expert.change_expert(expert_id, by=actor(), **{"version": UNSEEN} | values))


@api.post("/import")
@needs(Permission.EDIT_EXPERTS)
@once
@api.doc(requestBody=FILE)
@api.arguments(shown.ImportWish, location="query")
@api.response(200, shown.ImportShown)
def bring_in(wanted):
    """All rows or none; the same file a second time changes nothing. The body is the file."""
    content, by = request.get_data(), actor()
    found = read_file(content, import_experts.known(by.organisation_id))
    if found.problems:
        raise ValidationError(
            {
                str(each.row): {each.column or "": [Reason(each.code, each.message, each.fix)]}
                for each in reversed(found.problems)
            }
        )
    if wanted["dry_run"]:
        result = import_experts.preview(found.rows, by=by)
    else:
        name = shown_name(wanted["file_name"])
        result = import_experts.import_experts(content, name, found.rows, by=by)
    names = ("rows", "added", "changed", "unchanged", "left_alone", "already")
    told = {name: getattr(result, name) for name in names}
    return told | {"dry_run": wanted["dry_run"], "warnings": found.warnings}


@api.post("/<id:expert_id>/themes")
@needs(Permission.EDIT_EXPERTS, Permission.OWN_PROFILE)
@once
@api.arguments(parts.NewTheme)
@api.response(201, shown.ExpertShown)
def add_theme(values, expert_id):
    """What the person offers to talk about."""
    return _with(expert_id, "theme", values)


@api.post("/<id:expert_id>/themes/open")
@needs(Permission.EDIT_EXPERTS, Permission.OWN_PROFILE)
@never_kept
@api.response(200, shown.ThemeOfExpertShown(many=True))
def open_themes(expert_id):
    """Whose experience, and in what words. Who looked is written down, and the person reads it."""
    return _opened(Opened.THEMES, expert_id).themes


@api.post("/<id:expert_id>/limits/open")
@needs(Permission.EDIT_EXPERTS, Permission.OWN_PROFILE)
@never_kept
@api.response(200, parts.LimitsShown)
def open_limits(expert_id):
    """Boundaries and own units. Who looked is written down, and the person reads it."""
    expert = _opened(Opened.LIMITS, expert_id)
    return {
        "boundaries": boundaries.of_expert(expert.id),
        "own_units": boundaries.own_units_of(expert.id),
    }


@api.post("/<id:expert_id>/times-away")
@needs(Permission.EDIT_EXPERTS, Permission.OWN_PROFILE)
@once
@api.arguments(parts.NewTimeAway)
@api.response(201, shown.ExpertShown)
def add_time_away(values, expert_id):
    """Whole days on which nothing is proposed."""
    return _with(expert_id, "away", values)


@api.post("/<id:expert_id>/boundaries")
@needs(Permission.EDIT_EXPERTS, Permission.OWN_PROFILE)
@once
@api.arguments(parts.NewBoundary)
@api.response(201, shown.ExpertShown)
def add_boundary(values, expert_id):
    """A theme, municipality or unit that is never proposed."""
    return _with(expert_id, "boundary", values)


@api.post("/<id:expert_id>/own-units")
@needs(Permission.EDIT_EXPERTS, Permission.OWN_PROFILE)
@once
@api.arguments(parts.NewOwnUnit)
@api.response(201, shown.ExpertShown)
def add_own_unit(values, expert_id):
    """A unit the person is a client of or works in."""
    return _with(expert_id, "own_unit", values)


@api.post("/<id:expert_id>/record-checks")
@needs(Permission.EDIT_EXPERTS)
@once
@api.arguments(parts.NewRecordCheck)
@api.response(201, shown.ExpertShown)
def add_record_check(values, expert_id):
    """The date of the extract and the day it was checked; anything more is refused."""
    return _with(expert_id, "check", values)


@api.post(f"/<id:expert_id>/<any({ANY}):kind>/<id:part_id>/remove")
@needs(Permission.EDIT_EXPERTS, Permission.OWN_PROFILE)
@once
@api.response(200, shown.ExpertShown)
def remove_part(expert_id, kind, part_id):
    edit_expert.remove_part(expert_id, KINDS[kind], part_id, by=actor())
    return _seen(experts.get(expert_id))


@api.get("/<id:expert_id>/own-ceiling")
@needs(Permission.OWN_PROFILE)
@api.response(200, parts.Ceiling)
def own_ceiling(expert_id):
    """Her own ceiling of income in a payment month: for the person herself alone."""
    refuse_others(actor(), expert_id)
    return income_ceilings.find_own(expert_id) or {"cents": None}


@api.post("/<id:expert_id>/own-ceiling")
@needs(Permission.OWN_PROFILE)
@never_kept
@api.arguments(parts.Ceiling)
@api.response(200, parts.Ceiling)
def set_own_ceiling(values, expert_id):
    """Null takes it away."""
    refuse_others(actor(), expert_id)
    set_ceiling(by=actor(), **values)
    return values


def _opened(what: Opened, expert_id: int) -> Expert:
    """Raises Missing."""
    refuse_others(actor(), expert_id)
    open_sensitive(what, expert_id, by=actor())
    return experts.get(expert_id)


def _with(expert_id: int, kind: str, values: dict[str, Any]) -> dict[str, Any]:
    if actor().role is Role.EXPERT:
        values.pop("how", None)  # she says it herself
    edit_expert.add_part(expert_id, kind, by=actor(), **values)
    return _seen(experts.get(expert_id))


def _seen(expert: Expert) -> dict[str, Any]:
    """What the reader may see of the profile."""
    values = _values(expert) | {
        "themes": expert.themes,
        "times_away": boundaries.times_away_of(expert.id, today()),
        "boundaries": boundaries.of_expert(expert.id),
        "own_units": boundaries.own_units_of(expert.id),
        "record_checks": record_checks.of_expert(expert.id),
    }
    if actor().role is not Role.EXPERT:
        names = [{"theme_id": each.theme_id} for each in expert.themes]
        seen = {name: each for name, each in values.items() if name not in shown.OPENED_ON_PAGES}
        return seen | {"themes": names}
    return {name: value for name, value in values.items() if name in shown.OWN_READ}


def _values(expert: Expert) -> dict[str, Any]:
    return {column.key: getattr(expert, column.key) for column in expert.__table__.columns}
