"""What a person tells of languages, times, strengths, help and limits: each a short form."""

from enum import StrEnum
from typing import Any

from marshmallow import ValidationError, fields, post_load, validates_schema

from app.language import lazy
from app.now import today
from app.schemas import CODES, Schema
from app.schemas.types import (
    Cents,
    Choice,
    ClockTime,
    Day,
    Flag,
    Id,
    Input,
    LongText,
    Many,
    Minutes,
    MunicipalityCode,
    Text,
    Words,
    example,
    reason,
)
from app.storage.experts import MOST_MINUTES_A_MONTH, WEEK_PARTS
from scheduling.kinds import AgeBand, Fluency, Level, RequestKind, SupportNeed

LANGUAGES = "fi sv en se smn sms fse fss ru et ar so fa ku uk de fr es it zh vi th tr sq"
LONGEST_REST = 24 * 60
OPTIONAL: dict[str, Any] = {"allow_none": True, "load_default": None}
LEVELS = [fluency.name.lower() for fluency in Fluency]

# The checker wants the members written out; they follow the lists.
Spoken: type[StrEnum] = StrEnum("Spoken", {one: one for one in LANGUAGES.split()})  # type: ignore[misc]
SpokenLevel: type[StrEnum] = StrEnum(  # type: ignore[misc]
    "SpokenLevel",
    {f"{code}_{level}": f"{code}-{level}" for code in LANGUAGES.split() for level in LEVELS},
)
FluencyName: type[StrEnum] = StrEnum("FluencyName", {one: one for one in LEVELS})  # type: ignore[misc]
WeekPart: type[StrEnum] = StrEnum("WeekPart", {f"_{one}": one for one in WEEK_PARTS})  # type: ignore[misc]

TWO_LEVELS = Words(
    lazy("A language has one level."), lazy("Leave the language in one of the lists only.")
)
NOT_SPOKEN = Words(
    lazy("This language is not among the spoken ones."), lazy("Add it to the languages first.")
)
NOTHING_CHOSEN = Words(lazy("Nothing is chosen."), lazy("Choose a theme, a place or a unit."))
ENDS_FIRST = Words(lazy("This is before the first day."), lazy("Check both days."))
GONE_BY = Words(lazy("These days have gone by already."), lazy("Check the day and the year."))
NOT_YET = Words(lazy("This day has not come yet."), lazy("Check the day and the year."))
CHECKED_FIRST = Words(
    lazy("The extract is dated after the check."), lazy("Check the date on the extract.")
)
NO_EXTRACT = Words(
    lazy("Only the date of the extract and the day it was checked are stored, nothing else."),
    lazy("Leave the file or the field out, and give the extract back to the person."),
)
CODES[id(NO_EXTRACT)] = "only_the_dates"


class MinuteOfDay(Input, fields.Integer):
    """A time of day: its minute in JSON, "18.00" in a form."""

    default_error_messages = {
        "type": Words(lazy("This is not a time of day."), example("1080")),
    }

    def read(self, value: Any) -> int:
        if self.by_hand:
            hour, minute = map(int, ClockTime().read(value).split(":"))
            value = hour * 60 + minute
        if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 24 * 60:
            raise self.make_error("type")
        return value


class LanguagesSchema(Schema):
    """Languages for the work; one without a level of its own is spoken well."""

    languages = Many(Choice(Spoken), least=1, required=True)
    basic_languages = Many(Choice(Spoken))
    native_languages = Many(Choice(Spoken))

    @validates_schema
    def levels_fit(self, values: dict[str, Any], **kwargs: Any) -> None:
        refuse_unfit_levels(values)


class SpokenSchema(Schema):
    """The same as a form: a level, or none, beside each language."""

    spoken = Many(Choice(SpokenLevel), least=1, required=True)

    @post_load
    def to_lists(self, values: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        levels = dict(chosen.value.split("-") for chosen in values["spoken"])
        if len(levels) < len(values["spoken"]):
            raise ValidationError({"spoken": [reason("two_levels", TWO_LEVELS)]})
        return {
            "languages": list(levels),
            "basic_languages": [code for code in levels if levels[code] == "basic"],
            "native_languages": [code for code in levels if levels[code] == "native"],
        }


class TimesSchema(Schema):
    """When, how much and with how much rest."""

    available = Many(Choice(WeekPart), load_default=list)
    wished_minutes_a_month = Minutes(maximum=MOST_MINUTES_A_MONTH, **OPTIONAL)
    rest_minutes = Minutes(minimum=0, maximum=LONGEST_REST, load_default=0, allow_none=True)

    @post_load
    def no_rest(self, values: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        if values.get("rest_minutes", 0) is None:
            values["rest_minutes"] = 0
        return values


class StrengthsSchema(Schema):
    good_at = Many(Choice(RequestKind), load_default=list)
    good_at_words = Text(max_length=500, **OPTIONAL)
    learns = Many(Choice(RequestKind), load_default=list)
    learns_words = Text(max_length=500, **OPTIONAL)


class AboutSchema(Schema):
    """Only if the person wants to tell."""

    age_band = Choice(AgeBand, **OPTIONAL)
    own_group = Text(max_length=200, **OPTIONAL)


class NeedsSchema(Schema):
    support_ticks = Many(Choice(SupportNeed), load_default=list)
    support_needs = LongText(max_length=2000, **OPTIONAL)
    needs_to_unit = Flag(load_default=False)


class LevelsSchema(Schema):
    levels = Many(Choice(Level), load_default=list)


class TimeAwaySchema(Schema):
    """Whole days; one day when no last day is given."""

    first_on = Day(required=True)
    last_on = Day(**OPTIONAL)

    @post_load
    def ends(self, values: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        values["last_on"] = values["last_on"] or values["first_on"]
        if values["last_on"] < values["first_on"]:
            raise ValidationError({"last_on": [reason("ends_first", ENDS_FIRST)]})
        if values["last_on"] < today():
            raise ValidationError({"last_on": [reason("gone_by", GONE_BY)]})
        return values


class BoundarySchema(Schema):
    """One or more of the three; each becomes a boundary of its own."""

    theme_id = Id(**OPTIONAL)
    municipality_code = MunicipalityCode(**OPTIONAL)
    unit_id = Id(**OPTIONAL)

    @validates_schema
    def something(self, values: dict[str, Any], **kwargs: Any) -> None:
        if not any(values.get(name) for name in ("theme_id", "municipality_code", "unit_id")):
            raise ValidationError({"theme_id": [reason("nothing_chosen", NOTHING_CHOSEN)]})


class OwnUnitSchema(Schema):
    unit_id = Id(required=True)


class RecordCheckSchema(Schema):
    """The extract itself goes back to the person: a file, or any other field, is refused."""

    error_messages = {**Schema.error_messages, "unknown": NO_EXTRACT}

    extract_on = Day(required=True)
    checked_on = Day(**OPTIONAL)

    @post_load
    def in_order(self, values: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        values["checked_on"] = values["checked_on"] or today()
        for name in ("extract_on", "checked_on"):
            if values[name] > today():
                raise ValidationError({name: [reason("not_yet", NOT_YET)]})
        if values["checked_on"] < values["extract_on"]:
            raise ValidationError({"extract_on": [reason("checked_first", CHECKED_FIRST)]})
        return values


class CeilingSchema(Schema):
    """Empty: no ceiling any more."""

    cents = Cents(minimum=1, **OPTIONAL)


def refuse_unfit_levels(values: dict[str, Any]) -> None:
    """Raises ValidationError."""
    spoken = set(values.get("languages") or ())
    basic, native = (set(values.get(f"{level}_languages") or ()) for level in ("basic", "native"))
    if basic & native:
        raise ValidationError({"native_languages": [reason("two_levels", TWO_LEVELS)]})
    for name, levels in (("basic_languages", basic), ("native_languages", native)):
        if levels - spoken:
            raise ValidationError({name: [reason("not_spoken", NOT_SPOKEN)]})
