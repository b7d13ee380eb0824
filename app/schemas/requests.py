"""A request and its occasions, what is said about them, and what came of it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from marshmallow import ValidationError, post_load, validates_schema

from app.language import lazy
from app.now import today
from app.schemas import Schema
from app.schemas.expert_facts import FluencyName
from app.schemas.types import (
    Cents,
    Choice,
    ClockTime,
    Count,
    Day,
    Email,
    Flag,
    Id,
    Language,
    LongText,
    Many,
    Minutes,
    MunicipalityCode,
    Part,
    Phone,
    Text,
    Version,
    Words,
    local_moment,
    reason,
)
from app.storage.outcomes import OutcomeKind
from app.storage.requests import Timing
from invoices.payers import Payer
from scheduling.kinds import Level, OnBehalf, RequestKind, Stage, missing_from_brief

MOST_SEATS = 100
MOST_OCCASIONS = 60

NEEDED = Words(lazy("This kind of request needs this."), lazy("Fill it in shortly and send again."))
NO_OCCASION = Words(
    lazy("Say when it is."),
    lazy("Give a day with clock times, or choose that times are agreed later."),
)
DAY_PASSED = Words(lazy("This day has gone by already."), lazy("Check the day and the year."))
ENDS_FIRST = Words(lazy("It would end before it begins."), lazy("Check the clock times."))
NO_PHONE_OR_EMAIL = Words(
    lazy("We need a way to reach the contact person."), lazy("Give a phone number or an e-mail.")
)
# A place in the form for what a brief lacks.
PLACE = {"contact": "contact_name"}


class OccasionSchema(Schema):
    """One meeting, by the clocks in Finland. `is_later` chooses on the night clocks go back."""

    day = Day(required=True)
    starts = ClockTime(required=True)
    ends = ClockTime(required=True)
    is_later = Flag(load_default=None, allow_none=True)
    seats = Count(minimum=1, maximum=MOST_SEATS)

    @post_load
    def to_moments(self, values: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        day: date = values.pop("day")
        starts, ends, is_later = values.pop("starts"), values.pop("ends"), values.pop("is_later")
        if day < today():
            raise ValidationError({"day": [reason("day_passed", DAY_PASSED)]})
        fold = int(is_later) if is_later is not None else None
        starts_at = local_moment(day, starts, fold, field="starts")
        ends_at = local_moment(day, ends, fold, field="ends")
        if ends_at <= starts_at:
            raise ValidationError({"ends": [reason("ends_before_start", ENDS_FIRST)]})
        return values | {"starts_at": starts_at, "ends_at": ends_at}


class TaskDaySchema(Schema):
    """By which day a task without clock times is done."""

    due_on = Day(required=True)
    seats = Count(minimum=1, maximum=MOST_SEATS)

    @post_load
    def in_the_future(self, values: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        refuse_past(values["due_on"])
        return values


class BriefSchema(Schema):
    """What is asked for, without its times."""

    kind = Choice(RequestKind, required=True)
    title = Text(max_length=150)
    description = LongText(max_length=4000, allow_none=True)
    purpose = LongText(max_length=2000, allow_none=True)
    what_can_change = LongText(max_length=2000, allow_none=True)
    who_decides = Text(max_length=300, allow_none=True)
    stage = Choice(Stage, allow_none=True)
    decided_on = Day(allow_none=True)
    language = Language()
    fluency = Choice(FluencyName)
    with_minors = Flag()
    is_remote = Flag()
    place = Text(max_length=300, allow_none=True)
    route = LongText(max_length=1000, allow_none=True)
    municipality_code = MunicipalityCode(allow_none=True)
    theme_ids = Many(Id(), most=20)
    preparation = LongText(max_length=2000, allow_none=True)
    preparation_minutes = Minutes(allow_none=True)
    asked_by_name = Text(max_length=200, allow_none=True)
    asked_by_name_because = Text(max_length=300, allow_none=True)
    cost_centre_id = Id(allow_none=True)
    project_code = Text(max_length=40, allow_none=True)
    payer = Choice(Payer)
    side_costs_cents = Cents(allow_none=True)
    side_costs_note = Text(max_length=200, allow_none=True)
    contact_name = Text(max_length=120, allow_none=True)
    contact_phone = Phone(allow_none=True)
    contact_email = Email(allow_none=True)
    seats = Count(minimum=1, maximum=MOST_SEATS)

    def __init__(self, *, complete: bool = True, **kwargs: Any) -> None:
        """`complete` refuses a brief that lacks what its kind needs."""
        super().__init__(**kwargs)
        self.complete = complete

    @validates_schema(skip_on_field_errors=False, pass_original=True)
    def has_its_fields(self, values: dict[str, Any], typed: Any, **kwargs: Any) -> None:
        kind = values.get("kind")
        if not self.complete or kind is None or not isinstance(typed, Mapping):
            return
        given = {"contact": typed.get("contact_name"), **typed}
        names = {PLACE.get(name, name) for name in missing_from_brief(kind, given)}
        found = {name: [reason("needed_for_kind", NEEDED)] for name in names & set(self.fields)}
        if not typed.get("contact_phone") and not typed.get("contact_email"):
            found["contact_phone"] = [reason("no_phone_or_email", NO_PHONE_OR_EMAIL)]
        if found:
            raise ValidationError(found)

    @post_load
    def place_or_remote(self, values: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        """A remote meeting has no municipality; nothing is null where the table has a number."""
        if values.get("is_remote"):
            values["municipality_code"] = None
        if values.get("preparation_minutes", 0) is None:
            values["preparation_minutes"] = 0
        return values


class RequestSchema(BriefSchema):
    """A whole request: the brief and its times."""

    timing = Choice(Timing, load_default=Timing.OCCASIONS)
    due_on = Day(allow_none=True)
    occasions = Many(Part(OccasionSchema), most=MOST_OCCASIONS, load_default=list)

    @validates_schema(skip_on_field_errors=False, pass_original=True)
    def has_its_times(self, values: dict[str, Any], typed: Any, **kwargs: Any) -> None:
        if not self.complete or not isinstance(typed, Mapping) or "timing" not in values:
            return
        if values["timing"] is Timing.OCCASIONS and not typed.get("occasions"):
            raise ValidationError({"occasions-0-day": [reason("no_occasion", NO_OCCASION)]})
        if values["timing"] is Timing.TASK and not typed.get("due_on"):
            raise ValidationError({"due_on": [reason("needed_for_kind", NEEDED)]})

    @post_load
    def times(self, values: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        """A task has one time, its last day; meetings have theirs."""
        due_on = values.pop("due_on", None)
        if values["timing"] is Timing.TASK and due_on:
            refuse_past(due_on)
            values["occasions"] = [{"due_on": due_on}]
        return values


class DemandsSchema(Schema):
    """What the coordinator settles: who is looked for, and which earlier work it goes on from."""

    needs_training = Flag()
    level = Choice(Level, allow_none=True)
    continues_id = Id(allow_none=True)


class QuickRequestSchema(RequestSchema):
    """What the coordinator takes down by phone: the rest of the brief may follow."""

    unit_id = Id(required=True)
    title = Text(max_length=150, required=True)
    how = Choice(OnBehalf, load_default=OnBehalf.PHONE)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(complete=False, **kwargs)


class EditSchema(BriefSchema):
    version = Version()


class CoordinatorEditSchema(EditSchema, DemandsSchema):
    """The unit's brief, and what the coordinator adds to it."""


class VersionSchema(Schema):
    """The version the person looked at: a stale page is refused."""

    version = Version()


class ThreadSchema(Schema):
    text = LongText(max_length=2000, required=True)
    how = Choice(OnBehalf, allow_none=True, load_default=None)


class ReturnSchema(ThreadSchema, VersionSchema):
    """What is to be mended in the brief."""


class CancelSchema(VersionSchema):
    reason = Text(max_length=300, required=True)
    how = Choice(OnBehalf, allow_none=True, load_default=None)


class OutcomeSchema(Schema):
    kind = Choice(OutcomeKind, required=True)
    text = LongText(max_length=3000, required=True)
    told_by = Text(max_length=120, allow_none=True, load_default=None)
    how = Choice(OnBehalf, allow_none=True, load_default=None)

    @validates_schema
    def is_an_answer(self, values: dict[str, Any], **kwargs: Any) -> None:
        if values["kind"] is OutcomeKind.NO_ANSWER:
            raise ValidationError({"kind": [reason("needed", NEEDED)]})


class ThanksSchema(Schema):
    text = LongText(max_length=1000, required=True)
    how = Choice(OnBehalf, allow_none=True, load_default=None)


def refuse_past(day: date) -> None:
    """Raises ValidationError."""
    if day < today():
        raise ValidationError({"due_on": [reason("day_passed", DAY_PASSED)]})
