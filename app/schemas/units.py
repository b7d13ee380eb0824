"""What may be told of units, cost centres, their approvers and the shared themes."""

from app.schemas import Schema
from app.schemas.experts import OPTIONAL
from app.schemas.types import (
    Day,
    Email,
    Flag,
    Id,
    Language,
    MunicipalityCode,
    Phone,
    Text,
)


class UnitSchema(Schema):
    name = Text(required=True)
    address = Text(**OPTIONAL)
    municipality_code = MunicipalityCode(**OPTIONAL)
    contact_name = Text(**OPTIONAL)
    contact_phone = Phone(**OPTIONAL)
    contact_email = Email(**OPTIONAL)
    language = Language(required=True)
    cost_centre_id = Id(**OPTIONAL)


class CostCentreSchema(Schema):
    code = Text(required=True, max_length=30)
    name = Text(required=True)


class ApproverSchema(Schema):
    """From a day on; the next one of the same kind ends it."""

    user_id = Id(required=True)
    is_deputy = Flag(load_default=False)
    valid_from = Day(required=True)


class ThemeSchema(Schema):
    name = Text(required=True, max_length=100)
    name_sv = Text(max_length=100, **OPTIONAL)
    name_en = Text(max_length=100, **OPTIONAL)
    is_heavy = Flag(load_default=False)
