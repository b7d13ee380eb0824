"""Shares and additions in percent, exact to two decimals."""

import re
from decimal import Decimal
from typing import Any

from marshmallow import fields

from app.language import lazy
from app.schemas.types.base import Input, Words, example

JSON_PERCENT = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,2})?")
TYPED_PERCENT = re.compile(r"([0-9]{1,4})(?:[.,]([0-9]{1,2}))?(?: ?%)?")


class Percent(Input, fields.Decimal):
    """Text such as "12.5" in JSON, so that it stays exact; "12,5" or "12,5 %" in a form."""

    default_error_messages = {
        "type": Words(
            lazy("This has to be a percent, with two decimals at most."), example("12,5")
        ),
        "json": Words(
            lazy("A percent is text with a decimal point, two decimals at most."), example('"12.5"')
        ),
        "too_large": Words(lazy("The largest percent allowed is %(most)s.")),
    }

    def __init__(self, *, maximum: int = 1000, **kwargs: Any) -> None:
        super().__init__(as_string=True, **kwargs)
        self.maximum = maximum

    def read(self, value: Any) -> Decimal:
        percent = self._typed(self.text(value)) if self.by_hand else self._sent(value)
        if percent > self.maximum:
            raise self.make_error("too_large", most=self.maximum)
        return percent

    def _typed(self, text: str) -> Decimal:
        if not (found := TYPED_PERCENT.fullmatch(text)):
            raise self.make_error("type")
        return Decimal(f"{found[1]}.{found[2]}" if found[2] else found[1])

    def _sent(self, value: Any) -> Decimal:
        if not isinstance(value, str) or not JSON_PERCENT.fullmatch(value):
            raise self.make_error("json")
        return Decimal(value)
