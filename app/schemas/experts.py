"""What may be told of an expert, section by section; the expert's own page uses the same."""

from typing import Any

from marshmallow import ValidationError, validates_schema

from app.language import lazy
from app.schemas import Schema
from app.schemas.expert_facts import (
    ENDS_FIRST,
    OPTIONAL,
    AboutSchema,
    BoundarySchema,
    LevelsSchema,
    MinuteOfDay,
    NeedsSchema,
    OwnUnitSchema,
    RecordCheckSchema,
    SpokenSchema,
    StrengthsSchema,
    TimeAwaySchema,
    TimesSchema,
)
from app.schemas.types import (
    Choice,
    Day,
    Email,
    Flag,
    Id,
    Kilometres,
    Language,
    LongText,
    Many,
    Minutes,
    MunicipalityCode,
    Phone,
    Text,
    Version,
    Words,
    reason,
)
from scheduling.kinds import Channel, OnBehalf, Perspective, RequestKind, StopReason

UNREACHABLE = Words(
    lazy("The chosen way of reaching the person needs this."),
    lazy("Fill it in or choose another way."),
)
GUARDIAN = Words(
    lazy("A minor needs a guardian."), lazy("Write the guardian's name or take the tick out.")
)
SAME_PERSON = Words(
    lazy("This is the same person."), lazy("Choose the coordinator who comes after.")
)


class ContactSchema(Schema):
    """A person is reached in one chosen way, and what it needs has to be there."""

    first_name = Text(required=True, max_length=100)
    last_name = Text(required=True, max_length=100)
    email = Email(**OPTIONAL)
    phone = Phone(**OPTIONAL)
    street = Text(**OPTIONAL)
    postal_code = Text(max_length=10, **OPTIONAL)
    city = Text(max_length=100, **OPTIONAL)
    municipality_code = MunicipalityCode(**OPTIONAL)
    channel = Choice(Channel, required=True)
    language = Language(required=True)

    @validates_schema
    def reachable(self, values: dict[str, Any], **kwargs: Any) -> None:
        needed = {
            Channel.EMAIL: ["email"],
            Channel.PHONE: ["phone"],
            Channel.LETTER: ["street", "postal_code"],
        }[values["channel"]]
        lacking = [name for name in needed if not values.get(name)]
        if lacking:
            raise ValidationError({name: [reason("unreachable", UNREACHABLE)] for name in lacking})


class NewExpertSchema(ContactSchema):
    consent_on = Day(required=True)


class WishesSchema(LevelsSchema):
    """What the person wants of the work: matching goes by this."""

    role_kinds = Many(Choice(RequestKind), load_default=list)
    travels_km = Kilometres(**OPTIONAL)
    may_act_remotely = Flag(load_default=False)


class SupportSchema(Schema):
    support_contact = Text(**OPTIONAL)


class PayrollSchema(Schema):
    payroll_number = Text(max_length=30, **OPTIONAL)
    finance_has_it = Flag(load_default=False)


class GuardianSchema(Schema):
    is_minor = Flag(load_default=False)
    guardian_name = Text(max_length=200, **OPTIONAL)
    guardian_phone = Phone(**OPTIONAL)
    guardian_email = Email(**OPTIONAL)
    guardian_consent_on = Day(**OPTIONAL)
    guardian_latest_minute = MinuteOfDay(**OPTIONAL)
    guardian_day_minutes = Minutes(**OPTIONAL)

    @validates_schema
    def has_guardian(self, values: dict[str, Any], **kwargs: Any) -> None:
        if values.get("is_minor") and not values.get("guardian_name"):
            raise ValidationError({"guardian_name": [reason("no_guardian", GUARDIAN)]})


class PeopleSchema(Schema):
    """Who looks after the expert."""

    responsible_id = Id(required=True)
    deputy_id = Id(**OPTIONAL)


class ThemeOfExpertSchema(Schema):
    theme_id = Id(required=True)
    perspective = Choice(Perspective, required=True)
    own_words = LongText(max_length=1000, **OPTIONAL)


class TrainingSchema(Schema):
    name = Text(required=True)
    finished_on = Day(required=True)
    valid_until = Day(**OPTIONAL)

    @validates_schema
    def ends_after_start(self, values: dict[str, Any], **kwargs: Any) -> None:
        _refuse_early_end(values, "finished_on")


class AgreementSchema(Schema):
    text_version = Text(required=True, max_length=50)
    signed_on = Day(required=True)
    valid_until = Day(**OPTIONAL)

    @validates_schema
    def ends_after_start(self, values: dict[str, Any], **kwargs: Any) -> None:
        _refuse_early_end(values, "signed_on")


class ConsentSchema(Schema):
    given_on = Day(required=True)


class NoteSchema(Schema):
    """A contact with the person; its minutes are counted as work."""

    day = Day(required=True)
    minutes = Minutes(required=True, minimum=0)
    note = LongText(required=True, max_length=2000)


class PauseSchema(Schema):
    until = Day(**OPTIONAL)


class StopSchema(Schema):
    reason = Choice(StopReason, required=True)
    how = Choice(OnBehalf, **OPTIONAL)
    sure = Flag(must=True, required=True)


class WithdrawSchema(Schema):
    sure = Flag(must=True, required=True)


class HandOverSchema(Schema):
    from_id = Id(required=True)
    to_id = Id(required=True)

    @validates_schema
    def to_somebody_else(self, values: dict[str, Any], **kwargs: Any) -> None:
        if values.get("from_id") == values.get("to_id"):
            raise ValidationError({"to_id": [reason("same_person", SAME_PERSON)]})


class SearchSchema(Schema):
    """An empty search shows everybody."""

    name = Text(max_length=100, load_default="")
    theme = Id(load_default=None)
    municipality = MunicipalityCode(load_default=None)
    after = Id(load_default=None)


class HowSchema(Schema):
    """How the person said what somebody else writes down."""

    how = Choice(OnBehalf, **OPTIONAL)


class VersionSchema(HowSchema):
    """How the row was when the form was opened."""

    version = Version()


SECTIONS: dict[str, type[Schema]] = {
    "contact": ContactSchema,
    "languages": SpokenSchema,
    "wishes": WishesSchema,
    "times": TimesSchema,
    "strengths": StrengthsSchema,
    "about": AboutSchema,
    "needs": NeedsSchema,
    "support": SupportSchema,
    "payroll": PayrollSchema,
    "guardian": GuardianSchema,
    "people": PeopleSchema,
}
PARTS: dict[str, type[Schema]] = {
    "theme": ThemeOfExpertSchema,
    "training": TrainingSchema,
    "agreement": AgreementSchema,
    "consent": ConsentSchema,
    "away": TimeAwaySchema,
    "boundary": BoundarySchema,
    "own_unit": OwnUnitSchema,
    "check": RecordCheckSchema,
}


def _refuse_early_end(values: dict[str, Any], first: str) -> None:
    until = values.get("valid_until")
    if until is not None and until < values[first]:
        raise ValidationError({"valid_until": [reason("ends_first", ENDS_FIRST)]})
