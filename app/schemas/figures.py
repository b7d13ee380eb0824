"""What an administrator enters of a year's figures, each number as its unit is written."""

from collections.abc import Sequence
from typing import Any

from marshmallow import Schema as AnySchema

from app.schemas import Schema
from app.schemas.payouts import Percent
from app.schemas.types import Cents, Day, Flag, Id, KilometreTenths, Many, Text, Whole
from app.storage.figures import INCOME_TYPES
from invoices.parameters import FAMILIES, FIGURES
from invoices.tax.classification import CHOOSABLE

MOST = 10_000
MEASURES: dict[str, Any] = {"cents": Cents, "hundredths": Percent, "tenths": KilometreTenths}


def measure_of(name: str) -> str:
    """The first word of a figure's unit: cents, hundredths, tenths, minutes, years …"""
    return FIGURES[name][-1].unit.replace("/", " ").split()[0]


def names_of(family: str) -> Sequence[str]:
    """What is entered together. Raises KeyError."""
    if family == INCOME_TYPES:
        return [f"income_type_{code}" for code in CHOOSABLE]
    return FAMILIES[family]


def proposal_schema(family: str) -> AnySchema:
    """What is left empty is not proposed. Raises KeyError."""
    whole: dict[str, Any] = {
        "first_day": Day(required=True),
        "source": Text(required=True, max_length=300),
    }
    return Schema.from_dict(whole | {name: _field(family, name) for name in names_of(family)})()


class AnswerSchema(Schema):
    figures = Many(Id(), required=True, least=1)


def _field(family: str, name: str) -> Any:
    if family == INCOME_TYPES:
        return Flag(load_default=False)
    kind = MEASURES.get(measure_of(name))
    return Whole(maximum=MOST, allow_none=True) if kind is None else kind(allow_none=True)
