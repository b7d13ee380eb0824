"""A form or a query string, gathered into what a schema reads."""

from collections.abc import Iterable
from typing import Any

import marshmallow
from marshmallow import ValidationError, fields

from app.language import lazy
from app.schemas.types.base import Words, reason, typed_by_hand

REPEATED = Words(lazy("This field was sent twice."), lazy("Send it once."))
NOT_SENT_ON = ("csrf_token", "once")


def load_form(
    schema: marshmallow.Schema,
    form: Any,
    *,
    partial: bool | None = None,
    ignore: Iterable[str] = NOT_SENT_ON,
) -> dict[str, Any]:
    """What a form or a query string says, read as people write.

    form  a MultiDict or a plain dict of texts. A blank input counts as not filled in, a box
          that is not ticked as false; `rows-0-day` is a field of the first of `rows`.
    Raises ValidationError.
    """
    typed = _values_by_name(form)
    for name in ignore:
        typed.pop(name, None)
    with typed_by_hand():
        return schema.load(_filled_in(schema, typed), partial=partial)


def _values_by_name(form: Any) -> dict[str, list[Any]]:
    if hasattr(form, "lists"):
        return {name: list(values) for name, values in form.lists()}
    return {
        name: list(value) if isinstance(value, list | tuple) else [value]
        for name, value in form.items()
    }


def _filled_in(schema: marshmallow.Schema, typed: dict[str, list[Any]]) -> dict[str, Any]:
    filled: dict[str, Any] = {}
    for name, field in schema.load_fields.items():
        key = field.data_key or name
        rows = _rows_of(field, key, typed)
        if rows is not None:
            filled[key] = rows
        elif isinstance(field, fields.List):
            filled[key] = [value for value in typed.pop(key, []) if not _blank(value)]
        elif isinstance(field, fields.Boolean):
            filled[key] = _only(key, typed.pop(key, [""]))
        elif key in typed:
            value = _only(key, typed.pop(key))
            if not _blank(value):
                filled[key] = value
            elif field.allow_none or field.required:
                filled[key] = None
    return filled | {name: values[0] for name, values in typed.items() if values}


def _rows_of(field: Any, key: str, typed: dict[str, list[Any]]) -> list[dict[str, Any]] | None:
    """The rows of a nested schema in the order of their numbers, blank ones left out."""
    inner = field.inner if isinstance(field, fields.List) else field
    if not isinstance(inner, fields.Nested):
        return None
    rows: dict[int, dict[str, list[Any]]] = {}
    for name in [name for name in typed if name.startswith(f"{key}-")]:
        number, _, rest = name[len(key) + 1 :].partition("-")
        if rest and number.isascii() and number.isdigit() and len(number) < 4:
            rows.setdefault(int(number), {})[rest] = typed.pop(name)
    written = (rows[number] for number in sorted(rows))
    return [
        _filled_in(inner.schema, row)
        for row in written
        if any(not _blank(value) for values in row.values() for value in values)
    ]


def _only(key: str, values: list[Any]) -> Any:
    if len(values) > 1:
        raise ValidationError({key: [reason("repeated", REPEATED)]})
    return values[0] if values else ""


def _blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())
