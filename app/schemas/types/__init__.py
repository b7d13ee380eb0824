"""The field types of every form and JSON body: strict, each refusal with its rule and a mend."""

from app.schemas.types.base import Input, Reason, Words, example, reason, typed_by_hand
from app.schemas.types.choices import Choice, Flag, Language, Many, MunicipalityCode, Part, Token
from app.schemas.types.contact import Email, Phone
from app.schemas.types.days import ClockTime, Day, Moment, Month
from app.schemas.types.identifiers import Hetu, Iban
from app.schemas.types.meals import MealsByDay
from app.schemas.types.numbers import (
    UNSEEN,
    Cents,
    Count,
    Euros,
    Id,
    Kilometres,
    KilometreTenths,
    Minutes,
    Version,
    Whole,
)
from app.schemas.types.percent import Percent
from app.schemas.types.text import (
    LongText,
    Text,
    holds_bank_account,
    holds_identity_code,
    visible,
)
from app.schemas.types.wall_clock import local_moment

__all__ = [
    "Cents",
    "Choice",
    "ClockTime",
    "Count",
    "Day",
    "Email",
    "Euros",
    "Flag",
    "Hetu",
    "Iban",
    "Id",
    "Input",
    "KilometreTenths",
    "Kilometres",
    "Language",
    "LongText",
    "Many",
    "MealsByDay",
    "Minutes",
    "Moment",
    "Month",
    "MunicipalityCode",
    "Part",
    "Percent",
    "Phone",
    "Reason",
    "Text",
    "Token",
    "UNSEEN",
    "Version",
    "Whole",
    "Words",
    "example",
    "holds_bank_account",
    "holds_identity_code",
    "local_moment",
    "reason",
    "typed_by_hand",
    "visible",
]
