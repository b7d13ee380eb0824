"""Experts as the API shows and takes them."""

from typing import Any

from marshmallow import fields

from app.schemas import Schema
from app.schemas.expert_facts import (
    LANGUAGES,
    AboutSchema,
    LanguagesSchema,
    NeedsSchema,
    StrengthsSchema,
    TimesSchema,
    refuse_unfit_levels,
)
from app.schemas.experts import (
    ContactSchema,
    GuardianSchema,
    NewExpertSchema,
    PayrollSchema,
    SupportSchema,
    WishesSchema,
)
from app.schemas.pages import NextSchema, PageSchema
from app.schemas.shown.expert_parts import (
    BoundaryShown,
    OwnUnitShown,
    RecordCheckShown,
    TimeAwayShown,
)
from app.schemas.types import (
    Choice,
    Day,
    Flag,
    Id,
    Kilometres,
    Minutes,
    Moment,
    MunicipalityCode,
    Text,
    Version,
    Whole,
)
from scheduling.kinds import AgeBand, Channel, OnBehalf, Perspective, StopReason

# What an expert reads and changes of her own profile.
TOLD = (
    ContactSchema,
    LanguagesSchema,
    WishesSchema,
    TimesSchema,
    StrengthsSchema,
    AboutSchema,
    NeedsSchema,
)
OWN = frozenset(name for schema in TOLD for name in schema().fields)
PARTS = ("times_away", "boundaries", "own_units", "record_checks")
# Staff open these on pages, where it is noted who looked.
OPENED_ON_PAGES = frozenset(
    {"support_ticks", "support_needs", "age_band", "own_group", "boundaries", "own_units"}
)
OWN_READ = OWN | {"id", "joined_on", "paused_until", "themes", "version", *PARTS}


class ThemeOfExpertShown(Schema):
    id = Id()
    theme_id = Id()
    perspective = Choice(Perspective)
    own_words = fields.String()


class ExpertRowShown(Schema):
    """An expert in a list."""

    id = Id()
    first_name = fields.String()
    last_name = fields.String()
    municipality_code = fields.String()
    languages = fields.List(fields.String(metadata={"enum": LANGUAGES.split()}))
    paused_until = Day()
    hidden_at = Moment()
    stopped_at = Moment()
    version = Whole()


class ExpertShown(ExpertRowShown):
    """The whole profile; an expert sees the part of her own that she may change."""

    email = fields.String()
    phone = fields.String()
    street = fields.String()
    postal_code = fields.String()
    city = fields.String()
    channel = Choice(Channel)
    language = fields.String()
    basic_languages = fields.List(fields.String())
    native_languages = fields.List(fields.String())
    role_kinds = fields.List(fields.String())
    levels = fields.List(fields.String())
    good_at = fields.List(fields.String())
    good_at_words = fields.String()
    learns = fields.List(fields.String())
    learns_words = fields.String()
    age_band = Choice(AgeBand)
    own_group = fields.String()
    available = fields.List(fields.String(metadata={"description": "0-morning: on Mondays"}))
    wished_minutes_a_month = Minutes()
    travels_km = Kilometres()
    may_act_remotely = Flag()
    rest_minutes = Minutes()
    joined_on = Day()
    stop_reason = Choice(StopReason)
    payroll_number = fields.String()
    finance_has_it = Flag()
    responsible_id = Id()
    deputy_id = Id()
    support_contact = fields.String()
    support_ticks = fields.List(fields.String())
    support_needs = fields.String()
    needs_to_unit = Flag()
    is_minor = Flag()
    guardian_name = fields.String()
    guardian_phone = fields.String()
    guardian_email = fields.String()
    guardian_consent_on = Day()
    guardian_latest_minute = fields.Integer()
    guardian_day_minutes = Minutes()
    times_away = fields.List(fields.Nested(TimeAwayShown))
    boundaries = fields.List(fields.Nested(BoundaryShown))
    own_units = fields.List(fields.Nested(OwnUnitShown))
    record_checks = fields.List(fields.Nested(RecordCheckShown))
    themes = fields.List(fields.Nested(ThemeOfExpertShown))


class ExpertPage(NextSchema):
    rows = fields.List(fields.Nested(ExpertRowShown))


class ExpertFilter(PageSchema):
    """`name`: every word of it has to be found in the name."""

    name = Text(max_length=100, load_default="")
    theme_id = Id(load_default=None)
    municipality_code = MunicipalityCode(load_default=None)


class Profile(
    LanguagesSchema,
    WishesSchema,
    TimesSchema,
    StrengthsSchema,
    AboutSchema,
    NeedsSchema,
    SupportSchema,
    PayrollSchema,
    GuardianSchema,
):
    """All that is told of a person besides name and address."""


class NewExpert(NewExpertSchema, Profile):
    """With consent to the privacy notice in force."""


class ExpertChange(ContactSchema, Profile):
    """Only what is to be changed, and the version that was looked at."""

    responsible_id = Id()
    deputy_id = Id(allow_none=True)
    version = Version()
    how = Choice(OnBehalf, allow_none=True)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**({"partial": True} | kwargs))

    # A part alone cannot tell these; `refuse_unfit` asks them of the whole.
    def reachable(self, values: dict[str, Any], **kwargs: Any) -> None: ...

    def has_guardian(self, values: dict[str, Any], **kwargs: Any) -> None: ...

    def levels_fit(self, values: dict[str, Any], **kwargs: Any) -> None: ...


def refuse_unfit(stored: dict[str, Any], change: dict[str, Any]) -> None:
    """Whether the profile holds together after a change. Raises ValidationError."""
    values = stored | change
    ContactSchema().reachable(values)
    GuardianSchema().has_guardian(values)
    if change.keys() & {"basic_languages", "native_languages"}:
        refuse_unfit_levels(values)


class ImportWish(Schema):
    dry_run = Flag(load_default=False)
    file_name = Text(max_length=200, load_default="api")


class WarningShown(Schema):
    row = fields.Integer()
    column = fields.String()
    code = fields.String()
    message = fields.String()
    fix = fields.String()


class ImportShown(Schema):
    """How many people; `already`: the same file was read in before and nothing was done now."""

    dry_run = Flag()
    rows = fields.Integer()
    added = fields.Integer()
    changed = fields.Integer()
    unchanged = fields.Integer()
    left_alone = fields.Integer()
    already = Flag()
    warnings = fields.List(fields.Nested(WarningShown))
