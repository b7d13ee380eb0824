"""The bytes of a JSON body, read strictly: nothing that another reader would read otherwise."""

import json
import math
from collections.abc import Iterable
from typing import Any

from app.language import lazy
from app.schemas.types.base import Reason, Words, example, reason

DEEPEST = 20
MOST_DIGITS = 40
BOM = b"\xef\xbb\xbf"
WIDE = (b"\xff\xfe", b"\xfe\xff")

WORDS = {
    "content_type": Words(
        lazy("The body has to be JSON."), lazy("Send it with Content-Type: application/json.")
    ),
    "encoding": Words(lazy("The body has to be UTF-8."), lazy("Save it as UTF-8 and send again.")),
    "not_json": Words(lazy("The body is not whole JSON."), example('{"day": "2026-03-31"}')),
    "not_a_number": Words(
        lazy("NaN and Infinity are not numbers here."), lazy("Leave the field out instead.")
    ),
    "too_many_digits": Words(lazy("A number has too many digits."), example("1250")),
    "duplicate_key": Words(lazy("One object has the same name twice."), lazy("Send it once.")),
    "too_deep": Words(
        lazy("The body has too many levels inside each other."), lazy("At most 20 levels.")
    ),
}


class UnreadableBody(ValueError):
    """The body could not be read; `code`, `reason` and `status` say why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
        self.status = 415 if code == "content_type" else 400

    @property
    def reason(self) -> Reason:
        return reason(self.code, WORDS[self.code])


def load_json(body: bytes | str, content_type: str = "application/json") -> Any:
    """Raises UnreadableBody."""
    _check_type(content_type)
    try:
        found = json.loads(
            _decoded(body),
            object_pairs_hook=_without_duplicates,
            parse_constant=_refuse_constant,
            parse_float=_finite,
            parse_int=_short,
        )
    except RecursionError:
        raise UnreadableBody("too_deep") from None
    except json.JSONDecodeError:
        raise UnreadableBody("not_json") from None
    if _depth(found) > DEEPEST:
        raise UnreadableBody("too_deep")
    return found


def _check_type(content_type: str) -> None:
    kind, _, parameters = content_type.lower().partition(";")
    kind = kind.strip()
    if kind != "application/json" and not (
        kind.startswith("application/") and kind[-5:] == "+json"
    ):
        raise UnreadableBody("content_type")
    charset = parameters.replace('"', "").strip()
    if charset.startswith("charset=") and charset[8:] not in ("utf-8", "utf8", "us-ascii"):
        raise UnreadableBody("encoding")


def _decoded(body: bytes | str) -> str:
    if isinstance(body, str):
        return body.removeprefix("\ufeff")
    if body.startswith(WIDE) or b"\x00" in body:
        raise UnreadableBody("encoding")
    try:
        return body.removeprefix(BOM).decode("utf-8")
    except UnicodeDecodeError:
        raise UnreadableBody("encoding") from None


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise UnreadableBody("duplicate_key")
    return found


def _refuse_constant(_: str) -> None:
    raise UnreadableBody("not_a_number")


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise UnreadableBody("not_a_number")
    return number


def _short(digits: str) -> int:
    if len(digits) > MOST_DIGITS:
        raise UnreadableBody("too_many_digits")
    return int(digits)


def _depth(found: Any) -> int:
    """How many levels of objects and lists; goes level by level, for recursion has its own end."""
    level, depth = [found], 0
    while depth <= DEEPEST and (level := [each for each in level if isinstance(each, dict | list)]):
        depth += 1
        level = [inner for each in level for inner in _inner(each)]
    return depth


def _inner(each: dict[str, Any] | list[Any]) -> Iterable[Any]:
    return each.values() if isinstance(each, dict) else each
