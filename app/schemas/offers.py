"""Inviting and answering: whom, how, and what was said."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from marshmallow import ValidationError, post_load

from app.language import lazy
from app.now import today
from app.schemas import Schema
from app.schemas.types import (
    Choice,
    ClockTime,
    Count,
    Day,
    Flag,
    Id,
    Many,
    Part,
    Text,
    Words,
    local_moment,
    reason,
)
from app.use_cases.answer_offer import Answer
from invoices.pricing.price import FeeChoice
from scheduling.kinds import OnBehalf, TurnReason
from scheduling.offers import CallResult, Mode

LONGEST_NOTE = 500  # characters
NO_ANSWER = Words(lazy("Nothing has been answered yet."), lazy("Choose yes, no or ring me."))
NOBODY = Words(lazy("Nobody has been chosen."), lazy("Tick at least one person."))
DAY_AND_TIME = Words(lazy("Both the day and the time are needed."), lazy("Write both or neither."))


class OutOfTurnSchema(Schema):
    """Why somebody is chosen whose turn it is not."""

    turn_reason = Choice(TurnReason, load_default=None, allow_none=True)
    turn_note = Text(load_default=None, allow_none=True, max_length=LONGEST_NOTE)


class SendOffersSchema(OutOfTurnSchema):
    expert_ids = Many(Id(), load_default=list)
    mode = Choice(Mode, required=True)
    wave = Count(load_default=None, allow_none=True, minimum=1)

    @post_load
    def somebody(self, values: dict[str, Any], **_: Any) -> dict[str, Any]:
        """A call round is only begun: nobody has to be chosen for it."""
        if not values["expert_ids"] and values["mode"] != Mode.CALL_ROUND:
            raise ValidationError({"expert_ids": [reason("nobody", NOBODY)]})
        return values


def once_each(name: str, ids: Sequence[int]) -> None:
    """Two answers about the same thing: nobody knows which was meant. Raises ValidationError."""
    if len(set(ids)) < len(ids):
        raise ValidationError({name: [reason("repeated", Many.default_error_messages["repeated"])]})


class OneAnswerSchema(Schema):
    offer_id = Id(required=True)
    answer = Choice(Answer, load_default=None, allow_none=True)


class AnswerOfferSchema(Schema):
    """`answers` becomes answers by offer; what was left unanswered stays open."""

    answers = Many(Part(OneAnswerSchema), required=True, least=1)
    fee_choice = Choice(FeeChoice, load_default=FeeChoice.FULL)

    @post_load
    def by_offer(self, values: dict[str, Any], **_: Any) -> dict[str, Any]:
        once_each("answers", [row["offer_id"] for row in values["answers"]])
        given = {row["offer_id"]: row["answer"] for row in values["answers"] if row["answer"]}
        if not given:
            raise ValidationError({"answers": [reason("no_answer", NO_ANSWER)]})
        return values | {"answers": given}


class OwnAnswerSchema(AnswerOfferSchema):
    """The person's own: what would go over her ceiling may come on a later pay day."""

    pay_later = Flag(load_default=False)


class OnBehalfSchema(Schema):
    """How somebody said what is written down for her, and when if not now."""

    how = Choice(OnBehalf, required=True)
    said_on = Day(load_default=None, allow_none=True)
    said_clock = ClockTime(load_default=None, allow_none=True)

    @post_load
    def moment(self, values: dict[str, Any], **_: Any) -> dict[str, Any]:
        return values | {"said_at": _moment(values.pop("said_on"), values.pop("said_clock"))}


class RecordAnswerSchema(AnswerOfferSchema, OnBehalfSchema):
    override_reason = Text(load_default=None, allow_none=True, max_length=LONGEST_NOTE)


class RecordCallSchema(OutOfTurnSchema):
    expert_id = Id(required=True)
    result = Choice(CallResult, required=True)
    occasion_ids = Many(Id(), load_default=list)
    stands_in_for = Id(load_default=None, allow_none=True)
    fee_choice = Choice(FeeChoice, load_default=FeeChoice.FULL)
    again_on = Day(load_default=None, allow_none=True)
    again_clock = ClockTime(load_default=None, allow_none=True)
    override_reason = Text(load_default=None, allow_none=True, max_length=LONGEST_NOTE)

    @post_load
    def moment(self, values: dict[str, Any], **_: Any) -> dict[str, Any]:
        """A clock time alone is today's."""
        day, clock = values.pop("again_on"), values.pop("again_clock")
        again = _moment(day or (today() if clock else None), clock, "again")
        return values | {"ring_again_at": again}


class PayDaySchema(Schema):
    """None: as soon as payroll takes it."""

    pay_on = Day(load_default=None, allow_none=True)
    how = Choice(OnBehalf, load_default=None, allow_none=True)


def _moment(day: Any, clock: str | None, name: str = "said") -> datetime | None:
    if (day is None) != (clock is None):
        raise ValidationError({f"{name}_on": [reason("day_and_time", DAY_AND_TIME)]})
    return local_moment(day, clock, field=f"{name}_clock") if day and clock else None
