"""Long lists a page at a time: where the next page begins, and how many fit on one."""

import base64
import binascii
from typing import Any

from marshmallow import fields

from app.language import lazy
from app.schemas import Schema
from app.schemas.types import Input, Whole, Words

MOST = 200
USUAL = 50
MARK = "after:"


class Cursor(Input, fields.String):
    """Where a page ended; only for giving back as it came."""

    default_error_messages = {
        "type": Words(
            lazy("This is not a mark of a page."),
            lazy("Give back next_cursor as it came, or leave it out."),
        ),
    }

    def read(self, value: Any) -> int:
        """The id of the last row of the page before."""
        try:
            mark = base64.urlsafe_b64decode(self.text(value).encode("ascii")).decode("ascii")
        except (binascii.Error, UnicodeError, ValueError):
            raise self.make_error("type") from None
        number = mark.removeprefix(MARK)
        if not (mark.startswith(MARK) and number.isdigit() and len(number) < 19):
            raise self.make_error("type")
        return int(number)

    def _serialize(self, value: Any, attr: Any, obj: Any, **kwargs: Any) -> str | None:
        if value is None:
            return None
        return base64.urlsafe_b64encode(f"{MARK}{value}".encode()).decode()


class PageSchema(Schema):
    """What every list takes; its own filters are added by inheritance."""

    cursor = Cursor(load_default=None, data_key="cursor")
    limit = Whole(minimum=1, maximum=MOST, load_default=USUAL)


class NextSchema(Schema):
    """What every list tells beside its rows."""

    next_cursor = Cursor(dump_only=True, allow_none=True)
