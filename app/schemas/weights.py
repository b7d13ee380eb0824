"""What the organisation may decide about the fair order."""

from typing import Any

from marshmallow import ValidationError, validates_schema

from app.language import lazy
from app.schemas import Schema
from app.schemas.types import Day, Text, Whole, Words, reason
from app.storage.matching_weights import PARTS
from scheduling.weights import HIGHEST

NOTHING_WEIGHS = Words(
    lazy("Something has to weigh, or there is no order."),
    lazy("Give at least one part more than 0."),
)


class WeightsSchema(Schema):
    valid_from = Day(required=True)
    theme = Whole(required=True, maximum=HIGHEST)
    level = Whole(required=True, maximum=HIGHEST)
    distance = Whole(required=True, maximum=HIGHEST)
    wait = Whole(required=True, maximum=HIGHEST)
    asked = Whole(required=True, maximum=HIGHEST)
    worked = Whole(required=True, maximum=HIGHEST)
    learning = Whole(required=True, maximum=HIGHEST)
    continuity = Whole(required=True, maximum=HIGHEST)
    decided_by = Text(required=True, max_length=120)
    decision = Text(max_length=200, allow_none=True)

    @validates_schema
    def something_weighs(self, values: dict[str, Any], **_kwargs: Any) -> None:
        if not any(values.get(part) for part in PARTS):
            raise ValidationError([reason("nothing_weighs", NOTHING_WEIGHS)], PARTS[0])
