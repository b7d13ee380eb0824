"""What finance writes of the Incomes Register: who answers, and what became of a file."""

from app.schemas import Schema
from app.schemas.types import Day, Email, Flag, Id, Many, Phone, Text, Whole


class RegisterPayerSchema(Schema):
    business_id = Text(required=True, max_length=20)
    contact_name = Text(required=True, max_length=200)
    contact_phone = Phone(required=True)
    contact_email = Email(allow_none=True, load_default=None)
    sub_org = Text(max_length=20, allow_none=True, load_default=None)
    is_public = Flag(load_default=False)
    in_production = Flag(load_default=False)
    first_day = Day(required=True)


class AcceptedSchema(Schema):
    """but: the reports that the register did not take."""

    but = Many(Id(), most=3000, load_default=list)
    note = Text(max_length=300, allow_none=True, load_default=None)


class WhySchema(Schema):
    note = Text(required=True, max_length=300)


class ByHandSchema(Schema):
    reason = Text(required=True, max_length=300)
    is_left_out = Flag(load_default=False)


class PensionSchema(Schema):
    first_day = Day(required=True)
    provider = Whole(required=True, minimum=1, maximum=99)
    policy = Text(required=True, max_length=11)
    profession = Text(required=True, max_length=10)
    title = Text(max_length=20, allow_none=True, load_default=None)
    ground = Text(max_length=20, allow_none=True, load_default=None)
    starts_on = Day(required=True)
    ends_on = Day(allow_none=True, load_default=None)
    ending = Text(max_length=20, allow_none=True, load_default=None)
