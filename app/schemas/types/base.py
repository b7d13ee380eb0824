"""What every field type shares: reasons with a code and a mend, and whether a person typed it."""

from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NamedTuple

from marshmallow import ValidationError

from app.language import lazy

# A form sends everything as text, JSON does not: one field reads both by its own rule.
_typed_by_hand: ContextVar[bool] = ContextVar("typed_by_hand", default=False)


class Words(NamedTuple):
    """The rule that was broken and how to mend it; both are messages with named placeholders."""

    message: Any
    fix: Any = ""


def example(value: str) -> Any:
    """The mend that shows one right value."""
    return lazy("For example: %(example)s.", example=value)


class Reason(str):
    """A refusal of one value: reads as a sentence, and carries its code, message and fix."""

    __slots__ = ("code", "fix", "message")
    code: str
    message: str
    fix: str

    def __new__(cls, code: str, message: str, fix: str = "") -> "Reason":
        reason = super().__new__(cls, f"{message} {fix}".strip())
        reason.code, reason.message, reason.fix = code, message, fix
        return reason


def reason(code: str, words: Any, **values: object) -> Reason:
    """The reason in the reader's language; `values` fill the placeholders, never the input."""
    message, fix = words if isinstance(words, tuple) else (words, "")
    message, fix = str(message), str(fix)
    return Reason(code, message % values, fix % values) if values else Reason(code, message, fix)


@contextmanager
def typed_by_hand():
    """Within, text such as "12,50" or "on" is read as a person writes it."""
    before = _typed_by_hand.set(True)
    try:
        yield
    finally:
        _typed_by_hand.reset(before)


class Input:
    """Put before a marshmallow field: subclasses say `read(value)` and their reasons."""

    default_error_messages = {
        "required": Words(lazy("This is needed."), lazy("Fill it in and send again.")),
        "null": Words(lazy("This cannot be empty."), lazy("Fill it in and send again.")),
        "type": Words(
            lazy("This is of the wrong kind."), lazy("Look at the example beside the field.")
        ),
    }

    def make_error(self, key: str, **values: object) -> ValidationError:
        # The field this is put before brings its messages.
        return ValidationError(reason(key, self.error_messages[key], **values))  # type: ignore[attr-defined]

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        return self.read(value)

    def read(self, value: Any) -> Any:
        raise NotImplementedError

    def text(self, value: Any) -> str:
        """The value as trimmed text, with every kind of space an ordinary one."""
        if not isinstance(value, str):
            raise self.make_error("type")
        return " ".join(value[:MOST_TYPED].split())

    @property
    def by_hand(self) -> bool:
        return _typed_by_hand.get()


MOST_TYPED = 400  # no number, day, address or choice is longer; the rest would only cost time
