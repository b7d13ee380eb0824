"""What may be told of users and of the organisation itself."""

from enum import StrEnum

from app.schemas import Schema
from app.schemas.experts import OPTIONAL
from app.schemas.types import Choice, Email, Flag, Language, LongText, Phone, Text
from app.storage.organisations import ExpertWord
from app.use_cases.edit_users import INVITED

INVITED_ROLES = {role.name: role.value for role in INVITED}
# The checker wants the members written out; they follow the roles.
InvitedRole: type[StrEnum] = StrEnum("InvitedRole", INVITED_ROLES)  # type: ignore[misc]


class InvitationSchema(Schema):
    email = Email(required=True)
    name = Text(required=True)
    role = Choice(InvitedRole, required=True)
    language = Language(required=True)


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
