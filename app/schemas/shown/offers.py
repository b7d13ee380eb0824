"""Offers as the API shows and takes them."""

from marshmallow import fields

from app.schemas import Schema
from app.schemas.pages import NextSchema, PageSchema
from app.schemas.types import Cents, Choice, Count, Day, Id, Many, Minutes, Moment, Text, Whole
from app.use_cases.answer_offer import Answer
from invoices.pricing.price import FeeChoice
from scheduling.kinds import Channel, OnBehalf, TurnReason
from scheduling.lifecycle import OfferState
from scheduling.offers import Mode

LONGEST_NOTE = 500  # characters


class OfferShown(Schema):
    """With what was promised when it was sent."""

    id = Id()
    round_id = Id()
    request_id = Id()
    occasion_id = Id()
    expert_id = Id()
    channel = Choice(Channel)
    state = Choice(OfferState)
    position = Count()
    sent_at = Moment()
    expires_at = Moment()
    said_yes_at = Moment()
    answered_at = Moment()
    answered_how = Choice(OnBehalf)
    fee_cents = Cents()
    travel_cents = Cents()
    preparation_minutes = Minutes()
    pay_on = Day()
    gross_in_month_cents = Cents()
    version = Whole()


class OfferPage(NextSchema):
    rows = fields.List(fields.Nested(OfferShown))


class OfferFilter(PageSchema):
    state = Choice(OfferState)
    request_id = Id()
    expert_id = Id()


class NewOffers(Schema):
    """`wave`: how many at a time, in waves. `turn_reason`: why somebody out of turn."""

    request_id = Id(required=True)
    expert_ids = Many(Id(), required=True, least=1)
    mode = Choice(Mode, required=True)
    wave = Count(load_default=None, allow_none=True, minimum=1)
    turn_reason = Choice(TurnReason, load_default=None, allow_none=True)
    turn_note = Text(max_length=LONGEST_NOTE, load_default=None, allow_none=True)


class SendingShown(Schema):
    """One sending: an offer for each occasion and person asked now; none yet in a call round.

    `decides_at` is when the seats are shared among those who said yes by then.
    """

    id = Id()
    request_id = Id()
    mode = Choice(Mode)
    wave = Count()
    decides_at = Moment()
    sent_at = Moment()
    offers = fields.List(fields.Nested(OfferShown))


class Acceptance(Schema):
    fee_choice = Choice(FeeChoice, load_default=FeeChoice.FULL)


class NothingMore(Schema):
    """The call says it all."""


class Withdrawal(Schema):
    reason = Text(max_length=LONGEST_NOTE, load_default=None, allow_none=True)


class RecordedAnswer(Schema):
    """What was said by phone, by letter or face to face; it counts from when it was said."""

    answer = Choice(Answer, required=True)
    how = Choice(OnBehalf, required=True)
    said_at = Moment(load_default=None, allow_none=True)
    fee_choice = Choice(FeeChoice, load_default=FeeChoice.FULL)
    override_reason = Text(max_length=LONGEST_NOTE, load_default=None, allow_none=True)
