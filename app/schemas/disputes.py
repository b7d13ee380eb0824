"""What is said to be wrong on one's own statement, and what is answered."""

from typing import Any

from marshmallow import post_load

from app.now import now, today
from app.schemas import Schema
from app.schemas.types import Choice, Count, Day, LongText, local_moment
from app.storage.disputes import Answer
from scheduling.kinds import OnBehalf

LONGEST = 1000


class DisputeSchema(Schema):
    """Without a position it is the whole statement, or something that is missing from it."""

    position = Count(minimum=1, load_default=None)
    said = LongText(required=True, max_length=LONGEST)


class DisputeForOtherSchema(DisputeSchema):
    """A coordinator writes down what the expert said."""

    how = Choice(OnBehalf, required=True)
    said_on = Day(required=True)

    @post_load
    def at(self, form: dict[str, Any], **_: Any) -> dict[str, Any]:
        day = form.pop("said_on")
        noon = local_moment(day, "12:00", field="said_on")
        return form | {"said_at": now() if day == today() else noon}


class AnswerSchema(Schema):
    answer = Choice(Answer, required=True)
    because = LongText(required=True, max_length=LONGEST)
