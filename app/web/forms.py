"""What was typed into a form: read, or told what to mend with the input kept."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from flask import request
from marshmallow import Schema, ValidationError

from app.language import written
from app.schemas import by_field, load_form
from app.schemas.types import holds_bank_account, holds_identity_code


class Typed(NamedTuple):
    """Either the values, or the reasons by the name of their input."""

    values: dict[str, Any]
    errors: dict[str, Any]


def typed(schema: Schema, *, partial: Sequence[str] | None = None) -> Typed:
    """The form of this request; what is `partial` may be missing."""
    try:
        return Typed(load_form(schema, request.form, partial=partial), {})
    except ValidationError as error:
        return Typed({}, by_field(error))


def typed_back(value: Any) -> str:
    """What was typed, for the form that is shown again; secrets are typed anew or left out."""
    text = written(value)
    return "" if holds_identity_code(text) or holds_bank_account(text) else text
