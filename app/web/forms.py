"""What was typed into a form: read, or told what to mend with the input kept."""

from typing import Any, NamedTuple

from flask import request
from marshmallow import Schema, ValidationError

from app.schemas import by_field, load_form


class Typed(NamedTuple):
    """Either the values, or the reasons by the name of their input."""

    values: dict[str, Any]
    errors: dict[str, Any]


def typed(schema: Schema) -> Typed:
    """The form of this request."""
    try:
        return Typed(load_form(schema, request.form), {})
    except ValidationError as error:
        return Typed({}, by_field(error))
