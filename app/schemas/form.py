"""A form or a query string, gathered into what a schema reads."""

from collections.abc import Iterable, Sequence
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
    partial: bool | Sequence[str] | None = None,
    ignore: Iterable[str] = NOT_SENT_ON,
) -> dict[str, Any]:
    """What a form or a query string says, read as people write.

    form  a MultiDict or a plain dict of texts. A blank input counts as not filled in, a box
          that is not ticked as false; `rows-0-day` is a field of the first of `rows`, and
          `place-street` a field of `place`, which is left out when all of it is blank.
    partial  names of what may be left empty, or all of it
    Raises ValidationError.
    """
    typed = _values_by_name(form)
    for name in ignore:
        typed.pop(name, None)
    with typed_by_hand():
        filled = _filled_in(schema, typed)
        for name in [] if partial is None or isinstance(partial, bool) else partial:
            if filled.get(name) is None:
                filled.pop(name, None)
        return schema.load(filled, partial=partial)


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
        elif isinstance(field, fields.Nested):
            filled |= _part_of(field, key, typed)
        else:
            filled |= _value_of(field, key, typed)
    return filled | {name: values[0] for name, values in typed.items() if values}


def _value_of(field: Any, key: str, typed: dict[str, list[Any]]) -> dict[str, Any]:
    if isinstance(field, fields.List):
        return {key: [value for value in typed.pop(key, []) if not _blank(value)]}
    if isinstance(field, fields.Boolean):
        return {key: _only(key, typed.pop(key, [""]))}
    if key not in typed:
        return {}
    value = _only(key, typed.pop(key))
    if not _blank(value):
        return {key: value}
    return {key: None} if field.allow_none or field.required else {}


def _rows_of(field: Any, key: str, typed: dict[str, list[Any]]) -> list[dict[str, Any]] | None:
    """The rows of a nested schema in the order of their numbers, blank ones left out."""
    inner = field.inner if isinstance(field, fields.List) else None
    if not isinstance(inner, fields.Nested):
        return None
    rows: dict[int, dict[str, list[Any]]] = {}
    for name in [name for name in typed if name.startswith(f"{key}-")]:
        number, _, rest = name[len(key) + 1 :].partition("-")
        if rest and number.isascii() and number.isdigit() and len(number) < 4:
            rows.setdefault(int(number), {})[rest] = typed.pop(name)
    written = (rows[number] for number in sorted(rows))
    return [_filled_in(inner.schema, row) for row in written if not _all_blank(row)]


def _part_of(field: Any, key: str, typed: dict[str, list[Any]]) -> dict[str, Any]:
    """A schema inside a schema, under its name; nothing when all of its inputs are blank."""
    names = [name for name in typed if name.startswith(f"{key}-")]
    part = {name[len(key) + 1 :]: typed.pop(name) for name in names}
    return {} if _all_blank(part) else {key: _filled_in(field.schema, part)}


def _all_blank(row: dict[str, list[Any]]) -> bool:
    return all(_blank(value) for values in row.values() for value in values)


def _only(key: str, values: list[Any]) -> Any:
    if len(values) > 1:
        raise ValidationError({key: [reason("repeated", REPEATED)]})
    return values[0] if values else ""


def _blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())
