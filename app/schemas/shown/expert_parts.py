"""What there are several of in a profile, as the API shows and takes it."""

from marshmallow import fields

from app.schemas import Schema
from app.schemas.expert_facts import (
    BoundarySchema,
    CeilingSchema,
    OwnUnitSchema,
    RecordCheckSchema,
    TimeAwaySchema,
)
from app.schemas.experts import ThemeOfExpertSchema
from app.schemas.types import Cents, Choice, Day, Id
from scheduling.kinds import OnBehalf


class TimeAwayShown(Schema):
    id = Id()
    first_on = Day()
    last_on = Day()


class BoundaryShown(Schema):
    id = Id()
    theme_id = Id()
    municipality_code = fields.String()
    unit_id = Id()


class OwnUnitShown(Schema):
    id = Id()
    unit_id = Id()


class RecordCheckShown(Schema):
    id = Id()
    extract_on = Day()
    checked_on = Day()


class _OnBehalf(Schema):
    how = Choice(OnBehalf, allow_none=True)


class LimitsShown(Schema):
    """What is never proposed, and units the person has a tie to."""

    boundaries = fields.List(fields.Nested(BoundaryShown))
    own_units = fields.List(fields.Nested(OwnUnitShown))


class NewTheme(ThemeOfExpertSchema, _OnBehalf):
    """A theme of the organisation's list, whose experience it is, and in what words."""


class NewTimeAway(TimeAwaySchema, _OnBehalf):
    """Whole days; one day when no last day is given."""


class NewBoundary(BoundarySchema, _OnBehalf):
    """One or more of the three."""


class NewOwnUnit(OwnUnitSchema, _OnBehalf):
    """A tie to a unit."""


class NewRecordCheck(RecordCheckSchema):
    """Two dates and nothing else."""


class Ceiling(CeilingSchema):
    """In cents, before tax; told even when it is null, so that nothing is taken away by mistake."""

    cents = Cents(minimum=1, required=True, allow_none=True)
