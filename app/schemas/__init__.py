"""The shapes that cross the border: what may come in, what is shown."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import marshmallow
from marshmallow import RAISE, ValidationError

from app.language import lazy
from app.schemas.body import UnreadableBody, load_json
from app.schemas.form import load_form
from app.schemas.types.base import Reason, Words, example, reason
from app.schemas.types.text import HIDDEN, holds_bank_account, holds_identity_code

__all__ = ["Problem", "Schema", "UnreadableBody", "by_field", "load_form", "load_json", "problems"]

UNKNOWN = Words(lazy("This field is not known here."), lazy("Leave it out or check its name."))
NOT_AN_OBJECT = Words(
    lazy("The body has to be an object with named fields."), example('{"name": "Maija"}')
)
LONGEST_NAME = 60


class Schema(marshmallow.Schema):
    """Refuses what it does not know; its reasons carry code, message and fix."""

    class Meta:
        unknown = RAISE

    error_messages: dict[str, Any] = {"unknown": UNKNOWN, "type": NOT_AN_OBJECT}

    def handle_error(self, error: ValidationError, data: Any, **kwargs: Any) -> None:
        _to_reasons(error.messages)


class Problem(NamedTuple):
    """One thing that is wrong: where, which rule, and how to mend it."""

    field: str
    code: str
    message: str
    fix: str


def problems(error: ValidationError) -> list[Problem]:
    """Every reason with the path of its field, such as "occasions.0.day"."""
    return [
        Problem(path, found.code, found.message, found.fix)
        for path, found in _reasons(error.messages)
    ]


def by_field(error: ValidationError) -> dict[str, list[Reason]]:
    """The reasons under the name each input has in the form; "_schema" for the whole of it."""
    found: dict[str, list[Reason]] = {}
    for path, why in _reasons(error.messages):
        found.setdefault(path.replace(".", "-") or marshmallow.exceptions.SCHEMA, []).append(why)
    return found


def _to_reasons(messages: Any) -> None:
    """Turn every message into a Reason and every stranger's name into a safe one, in place."""
    if not isinstance(messages, dict):
        return
    for name, found in list(messages.items()):
        if isinstance(found, dict):
            _to_reasons(found)
        else:
            messages[name] = [_as_reason(each) for each in found]
        if isinstance(name, str) and (safe := _safe(name)) != name:
            messages[safe] = messages.pop(name)


def _as_reason(message: Any) -> Reason:
    if isinstance(message, Reason):
        return message
    return reason(CODES.get(id(message), "invalid"), message)


CODES = {id(UNKNOWN): "unknown", id(NOT_AN_OBJECT): "type"}


def _safe(name: str) -> str:
    """A name sent by a stranger, fit to be shown: short, and never a secret."""
    hidden = any(pattern.search(name) for pattern in HIDDEN.values())
    if hidden or holds_identity_code(name) or holds_bank_account(name):
        return "?"
    return name[:LONGEST_NAME]


def _reasons(messages: Any, path: str = "") -> Iterator[tuple[str, Reason]]:
    if isinstance(messages, Mapping):
        for name, found in messages.items():
            # Words for the whole body have no field of their own.
            own = "" if name == marshmallow.exceptions.SCHEMA else str(name)
            yield from _reasons(found, ".".join(filter(None, (path, own))))
    else:
        yield from ((path, _as_reason(message)) for message in messages)
