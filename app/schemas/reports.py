"""The period a report is about."""

from datetime import date
from typing import Any

from marshmallow import ValidationError, post_load

from app.now import today
from app.schemas import Schema
from app.schemas.expert_facts import ENDS_FIRST
from app.schemas.types import Day, reason
from app.storage.fairness import Period


class PeriodSchema(Schema):
    """Both days belong to it; what is left out makes it the 12 months until today."""

    first = Day(load_default=None)
    last = Day(load_default=None)

    @post_load
    def whole(self, values: dict[str, Any], **kwargs: Any) -> dict[str, date]:
        last = values["last"] or today()
        first = values["first"] or Period.until(last).first
        if last < first:
            raise ValidationError({"last": [reason("ends_first", ENDS_FIRST)]})
        return {"first": first, "last": last}
