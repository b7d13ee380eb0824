"""Plans as the API shows them."""

from marshmallow import fields

from app.schemas import Schema
from app.schemas.types import Choice, Count, Day, Id, Moment, Text, Whole
from app.storage.plans import Mark
from scheduling.kinds import TurnReason
from scheduling.lifecycle import PlanState


class PlanPlaceShown(Schema):
    """Somebody for all of the occasions, or nobody.

    `points` are of her fit and turn; `before` come earlier in the fair order, `elsewhere` of them
    have another seat in the plan. `reasons` are codes with values. `left_out` tells why it was
    not sent.
    """

    id = Id()
    request_id = Id()
    occasion_ids = fields.List(Id())
    number = Count()
    expert_id = Id()
    runner_up_id = Id()
    points = Count()
    before = Count()
    elsewhere = Count()
    reasons = fields.List(fields.Raw())
    empty = fields.Dict()
    mark = Choice(Mark)
    turn_reason = Choice(TurnReason)
    round_id = Id()
    left_out = fields.List(Text())


class PlanShown(Schema):
    """A large plan is worked out by a job: until then `asked_at` tells since when, and there are no
    figures yet; `trouble` is the code of what came in its way.

    `bound` is proven: no plan is worth more; `most` is proven too: none fills more places."""

    id = Id()
    first_on = Day()
    last_on = Day()
    state = Choice(PlanState)
    places = Count()
    filled = Count()
    most = Count()
    waiting = Count()
    value = Whole()
    bound = Whole()
    gap = fields.Float()
    seconds = fields.Float()
    made_at = Moment()
    sent_at = Moment()
    asked_at = Moment()
    trouble = Text()
    version = Whole()
    assignments = fields.List(fields.Nested(PlanPlaceShown))
