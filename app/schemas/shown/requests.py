"""Requests as the API shows them, and the candidates for one."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask import json
from marshmallow import fields, post_load

from app.schemas import Schema
from app.schemas.pages import MOST, NextSchema, PageSchema
from app.schemas.requests import (
    BriefSchema,
    CoordinatorEditSchema,
    DemandsSchema,
    RequestSchema,
)
from app.schemas.types import (
    Cents,
    Choice,
    Count,
    Day,
    Flag,
    Id,
    LongText,
    Minutes,
    Moment,
    Text,
    Version,
    Whole,
)
from app.storage.requests import Timing
from invoices.payers import Payer
from scheduling.kinds import Level, OnBehalf, RequestKind, Stage
from scheduling.lifecycle import RequestState
from scheduling.matching import Candidate
from scheduling.reasons import Reason

MOST_TEXTS = 20_000
_texts: dict[int, tuple[Reason, str]] = {}


class ThemeShown(Schema):
    theme_id = Id()


class OccasionShown(Schema):
    id = Id()
    starts_at = Moment()
    ends_at = Moment()
    due_on = Day()
    seats = Count()
    accepted_count = Count()
    cancelled_at = Moment()
    version = Whole()


class MessageShown(Schema):
    from_unit = Flag()
    author = fields.String()
    text = fields.String()
    sent_at = Moment()


class CostForecastShown(Schema):
    """What it is expected to cost, before tax; codes in `unknown` tell what comes on top."""

    fee_cents = Cents()
    fee_most_cents = Cents()
    travel_cents = Cents()
    side_costs_cents = Cents()
    total_cents = Cents(attribute="cents")
    total_most_cents = Cents(attribute="most_cents")
    unknown = fields.List(fields.String())


class RequestRowShown(Schema):
    """A request in a list."""

    id = Id()
    unit_id = Id()
    kind = Choice(RequestKind)
    state = Choice(RequestState)
    title = fields.String()
    timing = Choice(Timing)
    seats = Count()
    created_at = Moment()
    version = Whole()


class RequestShown(RequestRowShown):
    """The whole of it, with its times and its thread."""

    description = fields.String()
    purpose = fields.String()
    what_can_change = fields.String()
    who_decides = fields.String()
    stage = Choice(Stage)
    decided_on = Day()
    language = fields.String()
    fluency = fields.String()
    level = Choice(Level)
    with_minors = Flag()
    needs_training = Flag()
    continues_id = Id()
    is_remote = Flag()
    place = fields.String()
    route = fields.String()
    municipality_code = fields.String()
    theme_ids = fields.Pluck("ThemeShown", "theme_id", many=True, attribute="themes")
    preparation = fields.String()
    preparation_minutes = Minutes()
    asked_by_name = fields.String()
    asked_by_name_because = fields.String()
    cost_centre_id = Id()
    project_code = fields.String()
    payer = Choice(Payer)
    side_costs_cents = Cents()
    side_costs_note = fields.String()
    forecast = fields.Nested(CostForecastShown)
    contact_name = fields.String()
    contact_phone = fields.String()
    contact_email = fields.String()
    responsible_id = Id()
    deputy_id = Id()
    sent_at = Moment()
    done_at = Moment()
    occasions = fields.List(fields.Nested(OccasionShown))
    messages = fields.List(fields.Nested(MessageShown))


class RequestPage(NextSchema):
    rows = fields.List(fields.Nested(RequestRowShown))


class RequestFilter(PageSchema):
    state = Choice(RequestState)
    unit_id = Id()


class NewRequest(RequestSchema, DemandsSchema):
    """Taken down by the coordinator for a unit; `how` tells how the unit said it."""

    unit_id = Id(required=True)
    title = Text(max_length=150, required=True)
    how = Choice(OnBehalf, load_default=OnBehalf.PHONE)


class RequestChange(CoordinatorEditSchema):
    """Only what is to be changed, and the version that was looked at."""

    kind = Choice(RequestKind)

    def __init__(self, **kwargs: Any) -> None:
        BriefSchema.__init__(self, complete=False, **kwargs)

    @post_load
    def a_place_is_not_remote(self, values: dict[str, Any], **_: Any) -> dict[str, Any]:
        if values.get("municipality_code"):
            values["is_remote"] = False
        return values


class VersionOnly(Schema):
    version = Version()


class ReturnedBrief(VersionOnly):
    text = LongText(max_length=2000, required=True)


class UnitsAnswer(Schema):
    """What the unit said, as the coordinator heard it."""

    text = LongText(max_length=2000, required=True)
    how = Choice(OnBehalf, load_default=OnBehalf.PHONE)


class ThreadMessage(Schema):
    """A question to the unit; with `from_unit` its answer, taken down on behalf."""

    text = LongText(max_length=2000, required=True)
    from_unit = Flag(load_default=False)
    how = Choice(OnBehalf, load_default=OnBehalf.PHONE)


class CancelledRequest(VersionOnly):
    reason = Text(max_length=300, required=True)
    how = Choice(OnBehalf, allow_none=True, load_default=None)


class ClosedRequest(Schema):
    without_answer = Flag(load_default=False)


class ReasonShown(Schema):
    code = fields.String()
    values = fields.Dict(keys=fields.String())


class CandidateShown(Schema):
    expert_id = Id()
    score = fields.Integer(attribute="points")
    reasons = fields.List(fields.Nested(ReasonShown))


class CandidatesShown(Schema):
    """In fair order, at most 200; `excluded` counts in how many persons' way each reason stands."""

    candidates = fields.List(fields.Nested(CandidateShown))
    excluded = fields.Dict(attribute="counts", keys=fields.String(), values=fields.Integer())


class CandidatesWanted(Schema):
    limit = Whole(minimum=1, maximum=MOST, load_default=MOST)


def candidates_json(candidates: Iterable[Candidate], counts: Mapping[Any, int]) -> str:
    """What CandidatesShown makes of them; a reason that stands beside many is written once."""
    shown = ",".join(
        [
            f'{{"expert_id":{each.expert_id},"score":{each.points},'
            f'"reasons":[{",".join(map(_as_text, each.reasons))}]}}'
            for each in candidates
        ]
    )
    return f'{{"candidates":[{shown}],"excluded":{_compact(counts)}}}\n'


def _as_text(reason: Reason) -> str:
    """Kept by identity, as its values cannot be hashed; kept itself, no other gets its identity."""
    found = _texts.get(id(reason))
    if found is None:
        if len(_texts) >= MOST_TEXTS:
            _texts.clear()
        text = _compact({"code": reason.code, "values": reason.values})
        found = _texts[id(reason)] = reason, text
    return found[1]


def _compact(values: Mapping[Any, Any]) -> str:
    return json.dumps(values, separators=(",", ":"))
