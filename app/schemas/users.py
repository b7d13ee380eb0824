"""What may be told of users and of the organisation itself."""

from enum import StrEnum
from typing import Any

from marshmallow import ValidationError, validates_schema

from app.access import Role
from app.language import lazy
from app.now import today
from app.schemas import Schema
from app.schemas.experts import OPTIONAL
from app.schemas.types import (
    Choice,
    Day,
    Email,
    Flag,
    Language,
    LongText,
    Phone,
    Text,
    Words,
    reason,
)
from app.storage.organisations import ExpertWord
from app.use_cases.edit_users import INVITED

INVITED_ROLES = {role.name: role.value for role in INVITED}
# The checker wants the members written out; they follow the roles.
InvitedRole: type[StrEnum] = StrEnum("InvitedRole", INVITED_ROLES)  # type: ignore[misc]


FOR_A_TIME = Words(
    lazy("An auditor's role is for a limited time."), lazy("Write the last day of the role.")
)
GONE_BY = Words(lazy("This day has gone by already."), lazy("Check the day and the year."))


class InvitationSchema(Schema):
    email = Email(required=True)
    name = Text(required=True)
    role = Choice(InvitedRole, required=True)
    last_day = Day(**OPTIONAL)
    language = Language(required=True)

    @validates_schema
    def lasts(self, values: dict[str, Any], **kwargs: Any) -> None:
        last_day = values.get("last_day")
        if values["role"] == Role.AUDITOR and last_day is None:
            raise ValidationError({"last_day": [reason("for_a_time", FOR_A_TIME)]})
        if last_day is not None and last_day < today():
            raise ValidationError({"last_day": [reason("day_passed", GONE_BY)]})


class UserLanguageSchema(Schema):
    language = Language(required=True)


class OrganisationSchema(Schema):
    name = Text(required=True)
    name_sv = Text(**OPTIONAL)
    expert_word = Choice(ExpertWord, required=True)
    business_id = Text(max_length=20, **OPTIONAL)
    phone = Phone(**OPTIONAL)
    email = Email(**OPTIONAL)
    notice_version = Text(required=True, max_length=30)
    privacy_notice = LongText(max_length=20_000, **OPTIONAL)
    agreement_version = Text(max_length=30)
    agreement_text = LongText(max_length=20_000, **OPTIONAL)
    agreement_signed_anew = Flag(load_default=False)
    asks_next = Flag(load_default=False)
