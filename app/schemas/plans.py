"""Planning a period: which days, and what is said of one place."""

from typing import Any

from marshmallow import ValidationError, post_load

from app.language import lazy
from app.schemas import Schema
from app.schemas.requests import VersionSchema
from app.schemas.types import Choice, Day, Id, Text, Words, reason
from app.storage.plans import Mark
from scheduling.kinds import TurnReason

LONGEST_NOTE = 500  # characters
BACKWARDS = Words(lazy("The last day is before the first."), lazy("Check both days."))


class PeriodSchema(Schema):
    """Both days belong to it."""

    first_on = Day(required=True)
    last_on = Day(required=True)

    @post_load
    def forwards(self, values: dict[str, Any], **_: Any) -> dict[str, Any]:
        if values["last_on"] < values["first_on"]:
            raise ValidationError({"last_on": [reason("backwards", BACKWARDS)]})
        return values


class MarkSchema(VersionSchema):
    """Without a mark the one there is taken away."""

    mark = Choice(Mark, load_default=None, allow_none=True)


class SomebodyElseSchema(VersionSchema):
    """Without a name: not the one proposed, but whoever comes next."""

    expert_id = Id(load_default=None, allow_none=True)
    turn_reason = Choice(TurnReason, required=True)
    turn_note = Text(load_default=None, allow_none=True, max_length=LONGEST_NOTE)
