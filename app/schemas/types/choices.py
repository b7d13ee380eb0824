"""Values out of a known set: states, yes or no, languages, municipalities, tokens, lists."""

import re
from enum import StrEnum
from typing import Any

from marshmallow import fields

from app.language import lazy
from app.municipalities import find_municipality
from app.schemas.types.base import Input, Words, example

TOKEN = re.compile("[A-Za-z0-9_-]{16,128}")
YES, NO = {"on", "1", "true", "yes"}, {"", "off", "0", "false", "no"}


class Choice(Input, fields.Enum):
    """One member of a StrEnum, by its value."""

    default_error_messages = {
        "type": Words(lazy("This is not one of the choices."), lazy("Choose from: %(choices)s.")),
    }

    def __init__(self, choices: type[StrEnum], **kwargs: Any) -> None:
        super().__init__(choices, by_value=True, **kwargs)
        self.choices = choices

    def read(self, value: Any) -> StrEnum:
        try:
            return self.choices(value if isinstance(value, str) else "")
        except ValueError:
            raise self.make_error("type", choices=self._some()) from None

    def _some(self) -> str:
        return ", ".join(choice.value for choice in list(self.choices)[:8])


class Flag(Input, fields.Boolean):
    """True or false in JSON, a ticked box in a form; an absent box is false there.

    must  the box has to be ticked, as a consent has
    """

    default_error_messages = {
        "type": Words(lazy("This has to be yes or no."), example("true")),
        "must": Words(lazy("This has to be ticked to go on."), lazy("Tick the box.")),
    }

    def __init__(self, *, must: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.must = must

    def read(self, value: Any) -> bool:
        answer = self._ticked(self.text(value)) if self.by_hand else value
        if not isinstance(answer, bool):
            raise self.make_error("type")
        if self.must and not answer:
            raise self.make_error("must")
        return answer

    def _ticked(self, text: str) -> bool:
        if text.lower() not in YES | NO:
            raise self.make_error("type")
        return text.lower() in YES


class Language(Input, fields.String):
    """A language of the service: fi, sv or en."""

    default_error_messages = {
        "type": Words(
            lazy("The language has to be Finnish, Swedish or English."),
            lazy("Choose fi, sv or en."),
        ),
    }

    def read(self, value: Any) -> str:
        if value not in ("fi", "sv", "en"):
            raise self.make_error("type")
        return value


class MunicipalityCode(Input, fields.String):
    """A municipality of Finland by its code; a form also takes its Finnish or Swedish name."""

    default_error_messages = {
        "type": Words(
            lazy("There is no such municipality in Finland."),
            lazy("For example: Helsinki, Helsingfors or 091."),
        ),
        "leading_zeros": Words(
            lazy("The code of a municipality has three digits; its zeros at the start are lost."),
            example("091"),
        ),
    }

    def read(self, value: Any) -> str:
        text = self.text(value)
        if re.fullmatch("[0-9]{1,2}", text):
            raise self.make_error("leading_zeros")
        found = find_municipality(text)
        if found is None or not (self.by_hand or text == found.code):
            raise self.make_error("type")
        return found.code


class Token(Input, fields.String):
    """An unguessable key of a link."""

    default_error_messages = {
        "type": Words(lazy("The link is not whole."), lazy("Open it again from the message.")),
    }

    def read(self, value: Any) -> str:
        if not isinstance(value, str) or not TOKEN.fullmatch(value):
            raise self.make_error("type")
        return value


class Many(Input, fields.List):
    """Several values of one type; a form repeats the name of its field."""

    default_error_messages = {
        "type": Words(lazy("This has to be a list."), example('["fi", "sv"]')),
        "too_few": Words(lazy("Choose at least %(least)s.")),
        "too_many": Words(lazy("At most %(most)s fit here.")),
        "repeated": Words(lazy("The same value is here twice."), lazy("Leave one of them out.")),
    }

    def __init__(
        self, inner: Any, *, least: int = 0, most: int = 200, repeats: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(inner, **kwargs)
        self.least, self.most, self.repeats = least, most, repeats

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> list[Any]:
        if not isinstance(value, list | tuple):
            raise self.make_error("type")
        if len(value) < self.least:
            raise self.make_error("too_few", least=self.least)
        if len(value) > self.most:
            raise self.make_error("too_many", most=self.most)
        found = fields.List._deserialize(self, value, attr, data, **kwargs)
        if not self.repeats and any(each in found[:place] for place, each in enumerate(found)):
            raise self.make_error("repeated")
        return found


class Part(Input, fields.Nested):
    """A schema inside a schema."""

    default_error_messages = {
        "type": Words(lazy("This has to be an object with named fields.")),
    }

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        return fields.Nested._deserialize(self, value, attr, data, **kwargs)
